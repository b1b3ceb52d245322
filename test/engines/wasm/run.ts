import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TraceEvent } from '../../../src/core/events.ts';
import type { Grants } from '../../../src/core/grants.ts';
import type { Output } from '../../../src/core/program.ts';
import type { Job } from '../../../src/engines/engine.ts';
import { wasmEngine } from '../../../src/engines/wasm/engine.ts';

export interface Around {
  readonly seconds?: number;
  readonly outputs?: readonly Output[];
  readonly args?: readonly string[];
  readonly allowUnsafe?: boolean;
  readonly grants?: Grants;
  readonly judge?: Job['judge'];
  readonly stop?: AbortSignal;
  readonly seen?: (event: TraceEvent) => void;
}

export function jobOf(wasm: Uint8Array, { seconds, outputs = [], args = [], allowUnsafe = false, grants, judge, stop }: Around = {}): Job {
  return {
    program: {
      language: 'wasm',
      source: '',
      binary: Buffer.from(wasm).toString('base64'),
      title: 'module',
      origin: { kind: 'edited' },
      attachPoints: [],
      outputs,
      ...(seconds === undefined ? {} : { seconds }),
    },
    facts: undefined as never,
    allowUnsafe,
    args,
    ...(grants === undefined ? {} : { grants }),
    ...(judge === undefined ? {} : { judge }),
    stop: stop ?? new AbortController().signal,
    kill: new AbortController().signal,
  };
}

/** What came of a module, the last event last. */
export async function events(wasm: Uint8Array, around: Around = {}): Promise<TraceEvent[]> {
  const all: TraceEvent[] = [];
  for await (const batch of wasmEngine.run(jobOf(wasm, around))) {
    for (const event of batch) {
      all.push(event);
      around.seen?.(event);
    }
  }
  return all;
}

export function ended(all: readonly TraceEvent[]): Extract<TraceEvent, { type: 'ended' }> {
  const last = all.at(-1);
  if (last?.type !== 'ended') throw new Error('the run did not say how it ended');
  return last;
}

export function texts(all: readonly TraceEvent[]): string[] {
  return all.flatMap((event) => (event.type === 'text' ? [event.text] : []));
}

/** Why C cannot be compiled to a module here; undefined where it can. */
export const noClang: string | undefined = (() => {
  const missing = [
    ['clang', '--version'],
    ['wasm-ld', '--version'],
  ].filter(([command = '', ...rest]) => spawnSync(command, rest).status !== 0);
  return missing.length === 0 ? undefined : `${missing.map(([command]) => command).join(', ')} not installed`;
})();

export function compiled(source: string, name: 'guest.c' | 'object.bpf.c' = 'guest.c'): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'gpttrace-test-'));
  try {
    writeFileSync(join(folder, name), source);
    const target = name === 'guest.c' ? ['--target=wasm32-wasi', '-Wl,--export-table'] : ['-target', 'bpf', '-g', '-c', '-I/usr/include/x86_64-linux-gnu'];
    const out = join(folder, 'out');
    const ran = spawnSync('clang', [...target, '-O2', '-o', out, join(folder, name)], { encoding: 'utf8' });
    if (ran.status !== 0) throw new Error(ran.stderr);
    return Uint8Array.from(readFileSync(out));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
