import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { libbpf } from '../../../src/engines/libbpf/library.ts';
import { Files } from '../../../src/engines/wasm/files.ts';
import { GuestExit, GuestMemory, WORDS } from '../../../src/engines/wasm/guest.ts';
import { hostOf } from '../../../src/engines/wasm/host.ts';
import { Waiting } from '../../../src/engines/wasm/waiting.ts';
import { wasiOf } from '../../../src/engines/wasm/wasi.ts';
import { webAssembly } from '../../../src/engines/wasm/webassembly.ts';

const VALUES = [0, 1, 2, 3, 4, 5, 6, 8, 16, 64, 255, 4096, 65_535, 65_536, 0x7fff_ffff, -1, -2, -16, 0n, 1n, -1n, 1n << 62n, -(1n << 63n)];
const CALLS = 400;

/** Numbers that are the same each time. */
function wild(): () => number | bigint {
  let seed = 42;
  return () => {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff;
    return VALUES[(seed >> 12) % VALUES.length] ?? 0;
  };
}

function ofGuest(): { readonly memory: GuestMemory; readonly waiting: Waiting } {
  const memory = new GuestMemory();
  memory.set(new webAssembly.Memory({ initial: 1, maximum: 1 }));
  const words = new SharedArrayBuffer(4 * WORDS);
  // It has been asked to end: so nothing waits.
  Atomics.store(new Int32Array(words), 0, 1);
  return { memory, waiting: new Waiting(words) };
}

test('whatever a guest calls WASI with, it gets an error number or ends itself, and nothing is changed', async () => {
  const found = await libbpf();
  const folder = mkdtempSync(join(tmpdir(), 'gpttrace-wild-'));
  writeFileSync(join(folder, 'file'), 'text');
  const { memory, waiting } = ofGuest();
  memory.bytes(0, 8).set(Buffer.from('file\0\0\0\0'));
  const guest = { wasm: new Uint8Array(), args: ['a'], env: { A: '1' }, folders: [], pages: 1 };
  // A folder of its own for each function: one of them closes it.
  const fresh = () => {
    const files = new Files(found.ok ? [{ path: folder, name: '/', writable: false }] : [], found.ok ? found.bpf : undefined);
    return wasiOf(guest, files, memory, waiting, () => {});
  };
  const next = wild();
  // All of preview 1, with sock_accept.
  expect(Object.keys(fresh()).length).toBe(46);
  for (const name of Object.keys(fresh())) {
    const call = fresh()[name] ?? (() => -1);
    for (let i = 0; i < CALLS; i++) {
      const values = Array.from({ length: 9 }, next);
      try {
        expect(Number.isInteger(call(...values)), `${name}(${values.join(', ')})`).toBe(true);
      } catch (error) {
        if (!(error instanceof GuestExit)) throw new Error(`${name}(${values.join(', ')})`, { cause: error });
      }
    }
  }
  expect(readdirSync(folder)).toEqual(['file']);
  expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('text');
  rmSync(folder, { recursive: true });
});

test('whatever a guest calls wasm_bpf with, it gets an error number', () => {
  const { memory, waiting } = ofGuest();
  const said: string[] = [];
  const { imports } = hostOf({
    memory,
    waiting,
    bpf: undefined,
    byNumber: () => () => 0,
    byName: () => undefined,
    say: ({ kind }) => said.push(kind),
  });
  const next = wild();
  for (const [from, functions] of Object.entries(imports)) {
    for (const [name, call] of Object.entries(functions)) {
      for (let i = 0; i < CALLS; i++) {
        const values = Array.from({ length: 7 }, next);
        const answer = call(...(values as never[]));
        const failed = name === 'wasm_load_bpf_object' ? answer === 0n : typeof answer === 'number' && answer < 0;
        expect(failed, `${from}.${name}(${values.join(', ')}) = ${answer}`).toBe(true);
      }
    }
  }
  expect(said.length).toBeLessThan(100);
});
