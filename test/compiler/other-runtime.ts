/**
 * The smallest wasm-bpf runtime there can be, written from its specification and without a line of our own engine: what a module that we built does with it, it does with
 * others. Its kernel delivers the records it is given.
 */
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WASI } from 'node:wasi';
import { type Memory, type Table, webAssembly } from '../../src/engines/wasm/webassembly.ts';

const INTERRUPTED = -4;

export interface Watched {
  readonly printed: string;
  /** Functions that were called, with what they were given. */
  readonly calls: readonly (readonly [name: string, ...values: (number | bigint | string)[]])[];
}

export function runElsewhere(wasm: Uint8Array, records: readonly Uint8Array[]): Watched {
  const folder = mkdtempSync(join(tmpdir(), 'gpttrace-runtime-'));
  const out = openSync(join(folder, 'out'), 'w+');
  const wasi = new WASI({ version: 'preview1', args: ['module'], env: {}, stdout: out, returnOnExit: true });
  const calls: [string, ...(number | bigint | string)[]][] = [];
  const left = [...records];
  let memory: Memory | undefined;
  let table: Table | undefined;
  const text = (at: number): string => {
    const bytes = Buffer.from(memory?.buffer ?? new ArrayBuffer(0));
    return bytes.toString('utf8', at, bytes.indexOf(0, at));
  };
  const called = <Value extends number | bigint>(answer: Value, name: string, ...values: (number | bigint | string)[]): Value => {
    calls.push([name, ...values]);
    return answer;
  };
  const wasm_bpf = {
    wasm_load_bpf_object: (_at: number, length: number) => called(7n, 'load', length),
    wasm_close_bpf_object: (id: bigint) => called(0, 'close', id),
    wasm_attach_bpf_program: (id: bigint, name: number, target: number) => called(0, 'attach', id, text(name), target),
    wasm_bpf_map_fd_by_name: (id: bigint, name: number) => called(11, 'map', id, text(name)),
    wasm_bpf_map_operate: () => called(-1, 'operate'),
    wasm_bpf_buffer_poll: (id: bigint, fd: number, callback: number, context: number, data: number, most: number, ms: number) => {
      calls.push(['poll', id, fd, most, ms]);
      const record = left.shift();
      const call = table?.get(callback);
      if (record === undefined || memory === undefined || typeof call !== 'function') return INTERRUPTED;
      new Uint8Array(memory.buffer).set(record.subarray(0, most), data);
      return Number(call(context, data, Math.min(most, record.length)));
    },
  };
  try {
    const instance = new webAssembly.Instance(new webAssembly.Module(wasm), { wasm_bpf, wasi_snapshot_preview1: wasi.wasiImport as Record<string, unknown> });
    memory = instance.exports.memory as Memory;
    table = instance.exports.__indirect_function_table as Table;
    wasi.start(instance);
    return { printed: readFileSync(join(folder, 'out'), 'utf8'), calls };
  } finally {
    closeSync(out);
    rmSync(folder, { recursive: true, force: true });
  }
}
