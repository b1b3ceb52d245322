import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { buildModule } from '../../../src/compiler/wasm.ts';
import { describedBy } from '../../../src/engines/wasm/description.ts';
import { findObjects, isVariantOf } from '../../../src/engines/wasm/objects.ts';
import { realHost } from '../../../src/system/real.ts';
import { module } from './bytes.ts';
import { compiled, noClang } from './run.ts';

describe.skipIf(noClang !== undefined)(`a BPF object in a module${noClang === undefined ? '' : ` (skipped: ${noClang})`}`, () => {
  const object = noClang === undefined ? compiled(readFileSync(new URL('execs.bpf.c', import.meta.url), 'utf8'), 'object.bpf.c') : new Uint8Array();

  test('is found whole, wherever it lies and however its segments cut it', () => {
    const half = object.length >> 1;
    const found = findObjects(
      module({
        data: [
          [4096 + half, object.subarray(half)],
          [16, Uint8Array.of(1)],
          [4096, object.subarray(0, half)],
        ],
      }),
    );
    expect(found.map((one) => Buffer.compare(one, object))).toEqual([0]);
    expect(
      findObjects(
        module({
          data: [
            [64, object],
            [65_536, object],
          ],
        }),
      ).length,
    ).toBe(1);
    expect(findObjects(module({ data: [[64, object.subarray(0, half)]] }))).toEqual([]);
  });

  test('is the same with other values of its variables, and not with other code', () => {
    const license = Buffer.from(object).indexOf('GPL\0');
    const code = Buffer.from(object).indexOf(Buffer.from([0x95, 0, 0, 0, 0, 0, 0, 0]));
    const rodata = rodataAt(object);
    expect(isVariantOf(object, object)).toBe(true);
    expect(isVariantOf(object.with(rodata, 99), object)).toBe(true);
    expect(isVariantOf(object.with(license, 0x4d), object)).toBe(false);
    expect(isVariantOf(object.with(code, 0x05), object)).toBe(false);
    expect(isVariantOf(object.subarray(1), object)).toBe(false);
  });

  test('is packed with a part that prints its records, which the module describes', async () => {
    const { module: wasm = new Uint8Array(), diagnostics } = await buildModule(object, { host: realHost(), title: 'programs started' });
    expect(diagnostics).toEqual([]);
    expect(findObjects(wasm).map((one) => Buffer.compare(one, object))).toEqual([0]);
    const described = describedBy(wasm);
    expect(described?.title).toBe('programs started');
    expect(described?.outputs.flatMap((output) => (output.shape === 'rows' ? output.columns.map(({ name }) => name) : []))).toEqual([
      'pid',
      'flags',
      'negative',
      'big',
      'comm',
      'filename',
    ]);
  });

  test('a user-space part with mistakes: where they are', async () => {
    const user = '#include "wasm-bpf.h"\nint main(void) { return nothing; }\n';
    const { module: wasm, diagnostics } = await buildModule(object, { host: realHost(), user });
    expect(wasm).toBeUndefined();
    expect(diagnostics).toEqual([
      expect.objectContaining({
        severity: 'error',
        message: expect.stringMatching(/nothing/),
        span: { start: user.indexOf('nothing'), end: user.indexOf('nothing') + 1 },
      }),
    ]);
  });

  test('what is no object, or tells nothing, is said so', async () => {
    const host = realHost();
    const silent = compiled('#include <linux/bpf.h>\n#include <bpf/bpf_helpers.h>\nSEC("xdp") int pass(struct xdp_md *c) { return 2; }', 'object.bpf.c');
    const codes = async (bytes: Uint8Array): Promise<string[]> => (await buildModule(bytes, { host })).diagnostics.map(({ code }) => code);
    expect(await codes(new Uint8Array(100))).toEqual(['no-object']);
    expect(await codes(object.subarray(0, 300))).toEqual(['no-object']);
    expect(await codes(silent)).toEqual(['no-records']);
    const bare = { ...host, which: (command: string) => (command === 'clang' ? undefined : host.which(command)) };
    expect((await buildModule(object, { host: bare })).diagnostics).toEqual([
      expect.objectContaining({ code: 'no-wasm-toolchain', hints: [expect.stringMatching(/apt-get install clang /)] }),
    ]);
  });
});

function rodataAt(elf: Uint8Array): number {
  const view = new DataView(elf.buffer, elf.byteOffset, elf.length);
  const table = Number(view.getBigUint64(40, true));
  const offset = (i: number): number => Number(view.getBigUint64(table + i * 64 + 24, true));
  const names = offset(view.getUint16(62, true));
  for (let i = 0; i < view.getUint16(60, true); i++) {
    const at = names + view.getUint32(table + i * 64, true);
    if (Buffer.from(elf.subarray(at, at + 8)).toString('latin1') === '.rodata\0') return offset(i);
  }
  throw new Error('the object has no .rodata');
}
