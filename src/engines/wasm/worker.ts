/** The thread a guest runs in: it may wait there, or never end, and harm nobody. */
import { StringDecoder } from 'node:string_decoder';
import { parentPort, workerData } from 'node:worker_threads';
import { type Guest, GuestExit, GuestMemory, type Said, Stopping } from './guest.ts';
import { type Callback, hostOf } from './host.ts';
import { type Kernel, openKernel } from './kernel.ts';
import { boundMemory, readModule } from './module.ts';
import { wasiOf } from './wasi.ts';
import { type Exports, type Imports, webAssembly } from './webassembly.ts';

/** Text is handed over in pieces of about this size, or when this long has passed since the last. */
const PIECE = 16_384;
const PIECE_MS = 50;

class Output {
  readonly #say: (said: Said) => void;
  readonly #decoders: readonly [StringDecoder, StringDecoder] = [new StringDecoder('utf8'), new StringDecoder('utf8')];
  readonly #held = ['', ''];
  #last = 0;

  constructor(say: (said: Said) => void) {
    this.#say = say;
  }

  write(error: boolean, bytes: Uint8Array): void {
    const stream = error ? 1 : 0;
    this.#held[stream] += this.#decoders[stream].write(Buffer.from(bytes));
    if ((this.#held[stream]?.length ?? 0) > PIECE || performance.now() - this.#last > PIECE_MS) this.flush();
  }

  flush(): void {
    this.#last = performance.now();
    for (const [stream, text] of this.#held.entries()) {
      if (text !== '') this.#say({ kind: 'output', error: stream === 1, text });
      this.#held[stream] = '';
    }
  }
}

function run(guest: Guest, say: (said: Said) => void): void {
  const memory = new GuestMemory();
  const stopping = new Stopping(guest.stop);
  const output = new Output(say);
  let kernel: Kernel | string | undefined;
  const open = (): Kernel | string => {
    try {
      kernel ??= openKernel();
    } catch (error) {
      kernel = `libbpf cannot be used: ${error instanceof Error ? error.message : String(error)}`;
    }
    // What is waited for is long in coming: until then nothing is held back.
    output.flush();
    return kernel;
  };
  let exports: Exports = {};
  const callable = (value: unknown): Callback | undefined =>
    typeof value === 'function' ? (context, data, size) => Number(value(context, data, size)) : undefined;
  const byNumber = (number: number): Callback | undefined => {
    const table = exports.__indirect_function_table;
    return table instanceof webAssembly.Table && number >>> 0 < table.length ? callable(table.get(number >>> 0)) : undefined;
  };
  const host = hostOf(guest, memory, stopping, open, { byNumber, byName: () => callable(exports['go-callback']) }, say);
  const finish = (said: Said): void => {
    host.close();
    if (typeof kernel === 'object') kernel.close();
    output.flush();
    say(said);
  };
  try {
    const wasi = wasiOf(guest, memory, stopping, (error, bytes) => output.write(error, bytes));
    const module = new webAssembly.Module(new Uint8Array(boundMemory(guest.wasm, guest.pages)));
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

if (parentPort !== null) {
  const port = parentPort;
  run(workerData as Guest, (said) => port.postMessage(said));
}
