/** The thread a guest runs in: it may wait there, or never end, and harm nobody. */
import { writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { type LibbpfOrNot, libbpf } from '../libbpf/library.ts';
import { Files } from './files.ts';
import { MOST_ELEMENTS } from './fitness.ts';
import { type Guest, GuestExit, GuestMemory, type Said, type Thread } from './guest.ts';
import { type Callback, hostOf } from './host.ts';
import { isOfBpf } from './interface.ts';
import { bounded, readModule } from './module.ts';
import { Waiting } from './waiting.ts';
import { wasiOf } from './wasi.ts';
import { type Exports, type Imports, webAssembly } from './webassembly.ts';

const FULL_MS = 5;
/** What a guest that has been asked to end may still print: calls, and bytes. */
const LAST_CALLS = 20_000;
const LAST_BYTES = 1024 * 1024;

const idle = new Int32Array(new SharedArrayBuffer(4));

/** Waits where nobody reads: whoever floods is made as slow as its reader. */
function writeAll(fd: 1 | 2, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(fd, bytes, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw new GuestExit(0);
      Atomics.wait(idle, 0, 0, FULL_MS);
    }
  }
}

function run({ guest, words }: Thread, bpf: LibbpfOrNot | undefined, say: (said: Said) => void): void {
  const memory = new GuestMemory();
  const waiting = new Waiting(words);
  let exports: Exports = {};
  let [calls, written] = [0, 0];
  const callable = (value: unknown): Callback | undefined =>
    typeof value === 'function' ? (context, data, size) => Number(calledBack(value as Callback, context, data, size)) : undefined;
  const host = hostOf({
    memory,
    waiting,
    bpf,
    byNumber: (number) => {
      const table = exports.__indirect_function_table;
      return table instanceof webAssembly.Table && number >>> 0 < table.length ? callable(table.get(number >>> 0)) : undefined;
    },
    byName: (name) => callable(exports[name]),
    say,
  });
  const finish = (last: Said): void => {
    host.close();
    say(last);
  };
  const files = openFiles(guest, bpf);
  if (typeof files === 'string') {
    finish({ kind: 'failed', why: 'refused', message: files });
    return;
  }
  try {
    const wasi = wasiOf(guest, files, memory, waiting, (error, bytes) => {
      if (waiting.asked) {
        calls++;
        written += bytes.length;
      }
      if (calls > LAST_CALLS || written > LAST_BYTES) {
        say({ kind: 'note', message: 'the module went on printing when it was asked to end: what came after the first of it is left out' });
        throw new GuestExit(0);
      }
      writeAll(error ? 2 : 1, bytes);
    });
    const module = new webAssembly.Module(new Uint8Array(bounded(guest.wasm, guest.pages, MOST_ELEMENTS)));
    const provided: Imports = { ...host.imports, wasi_snapshot_preview1: wasi, wasi_unstable: wasi };
    const instance = new webAssembly.Instance(module, withMemory(guest, provided, memory));
    exports = instance.exports;
    const own = exports.memory;
    if (own instanceof webAssembly.Memory) memory.set(own);
    const start = exports._start;
    if (typeof start === 'function') start();
    finish({ kind: 'ended', status: 0 });
  } catch (error) {
    if (error instanceof GuestExit) finish({ kind: 'ended', status: error.status });
    else if (error instanceof webAssembly.CompileError || error instanceof webAssembly.LinkError)
      finish({ kind: 'failed', why: 'refused', message: error.message });
    else finish({ kind: 'failed', why: 'trapped', message: error instanceof Error ? error.message : String(error) });
  }
}

/** Throws where it takes other parameters, which nothing tells beforehand. */
function calledBack(call: Callback, ...values: Parameters<Callback>): number {
  try {
    return call(...values);
  } catch (error) {
    if (!(error instanceof TypeError) || !/to a BigInt$/.test(error.message)) throw error;
    throw new Error('a record was to be handed to a function that takes other parameters than three numbers of 32 bits');
  }
}

/** Granted folders, opened; or why one cannot be. */
function openFiles({ folders }: Guest, bpf: LibbpfOrNot | undefined): Files | string {
  if (folders.length > 0 && bpf?.ok !== true) return `no folder can be granted: ${bpf?.message.message ?? ''}`;
  try {
    return new Files(folders, bpf?.ok === true ? bpf.bpf : undefined);
  } catch (error) {
    return `a folder cannot be granted: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** A module may want its memory given: then it is ours to bound. */
function withMemory(guest: Guest, provided: Imports, memory: GuestMemory): Imports {
  const read = readModule(guest.wasm);
  const wanted = read.ok ? read.module.imports.find(({ kind }) => kind === 'memory') : undefined;
  const declared = read.ok ? read.module.memories.find(({ imported }) => imported) : undefined;
  if (wanted === undefined || declared === undefined) return provided;
  const given = new webAssembly.Memory({ initial: declared.minimum, maximum: Math.min(declared.maximum ?? guest.pages, guest.pages) });
  memory.set(given);
  return { ...provided, [wanted.module]: { ...provided[wanted.module], [wanted.name]: given } };
}

/** What reaches the kernel is opened for those only who import it. */
function needsLibbpf({ wasm, folders }: Guest): boolean {
  const read = readModule(wasm);
  return folders.length > 0 || (read.ok && read.module.imports.some(({ module }) => isOfBpf(module)));
}

if (parentPort !== null) {
  const port = parentPort;
  const thread = workerData as Thread;
  run(thread, needsLibbpf(thread.guest) ? await libbpf() : undefined, (said) => port.postMessage(said));
}
