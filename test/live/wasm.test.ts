import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { buildModule } from '../../src/compiler/wasm.ts';
import { describedBy } from '../../src/engines/wasm/description.ts';
import { realHost } from '../../src/system/real.ts';
import { compiled, ended, events, noClang } from '../engines/wasm/run.ts';

test.skipIf(noClang !== undefined)(`a packed module sees a program that is started${noClang === undefined ? '' : ` (skipped: ${noClang})`}`, async () => {
  const object = compiled(readFileSync(new URL('../engines/wasm/execs.bpf.c', import.meta.url), 'utf8'), 'object.bpf.c');
  const { module = new Uint8Array() } = await buildModule(object, { host: realHost() });
  const stop = new AbortController();
  const all = await events(module, {
    seconds: 20,
    outputs: describedBy(module)?.outputs ?? [],
    stop: stop.signal,
    seen: (event) => {
      if (event.type === 'attached') spawnSync('/bin/true');
      if (event.type === 'row' && event.values[5] === '/bin/true') stop.abort('interrupted');
    },
  });
  const row = all.find((event) => event.type === 'row' && event.values[5] === '/bin/true');
  expect(row).toMatchObject({ statement: 0, values: [expect.any(Number), 5, -3, 0xfffffffffffffff0n, expect.any(String), '/bin/true'] });
  expect(ended(all)).toMatchObject({ reason: 'interrupted' });
  expect(ended(all)).not.toHaveProperty('killed');
});
