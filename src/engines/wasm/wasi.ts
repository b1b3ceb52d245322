/**
 * WASI preview 1 (https://github.com/WebAssembly/WASI/blob/main/legacy/preview1/docs.md) for guests that have no files: their arguments, clocks, random numbers and
 * what they print. Not node:wasi: that writes past us to the process's own output, and a guest asleep in it cannot be woken.
 */
import { randomFillSync } from 'node:crypto';
import { type Guest, GuestExit, GuestFault, type GuestMemory, type Stopping } from './guest.ts';

const E = { success: 0, badFile: 8, fault: 21, invalid: 28, unsupported: 52, notCapable: 76 } as const;
/** One call may print no more: what is longer is cut into several by whoever wrote it. */
const MOST_WRITTEN = 1 << 20;
const MOST_PARTS = 1024;
const CHARACTER_DEVICE = 2;
const RIGHTS_ALL_OF_A_STREAM = 0x1ffn;

type WasiFunction = (...values: (number | bigint)[]) => number;

/** Every function of preview 1 by name: what is not given says that there is no such file, or that it cannot be done. */
export function wasiOf(
  guest: Guest,
  memory: GuestMemory,
  stopping: Stopping,
  write: (error: boolean, bytes: Uint8Array) => void,
): Record<string, WasiFunction> {
  const args = guest.args.map(zeroEnded);
  const env = Object.entries(guest.env).map(([name, value]) => zeroEnded(`${name}=${value}`));
  const functions: Record<string, (...values: number[]) => number> = {
    args_sizes_get: (count, size) => sizes(memory, args, count, size),
    args_get: (pointers, bytes) => texts(memory, args, pointers, bytes),
    environ_sizes_get: (count, size) => sizes(memory, env, count, size),
    environ_get: (pointers, bytes) => texts(memory, env, pointers, bytes),
    clock_res_get: (_clock, at) => put64(memory, at, 1n),
    clock_time_get: (clock, _precision, at) => put64(memory, at, clockNow(clock)),
    random_get: (at, length) => {
      randomFillSync(memory.bytes(at, length));
      return E.success;
    },
    sched_yield: () => E.success,
    proc_exit: (status) => {
      throw new GuestExit(status);
    },
    fd_write: (fd, parts, count, written) => {
      if (fd !== 1 && fd !== 2) return E.badFile;
      const bytes = gathered(memory, parts, count);
      write(fd === 2, bytes);
      memory.view(written, 4).setUint32(0, bytes.length, true);
      return E.success;
    },
    // There is nothing to read: the end of the input.
    fd_read: (fd, _parts, _count, read) => {
      if (fd !== 0) return E.badFile;
      memory.view(read, 4).setUint32(0, 0, true);
      return E.success;
    },
    fd_close: (fd) => (fd <= 2 ? E.success : E.badFile),
    fd_seek: () => E.badFile,
    fd_fdstat_get: (fd, at) => {
      if (fd > 2) return E.badFile;
      const view = memory.view(at, 24);
      for (let i = 0; i < 24; i += 8) view.setBigUint64(i, 0n, true);
      view.setUint8(0, CHARACTER_DEVICE);
      view.setBigUint64(8, RIGHTS_ALL_OF_A_STREAM, true);
      return E.success;
    },
    fd_fdstat_set_flags: (fd) => (fd <= 2 ? E.success : E.badFile),
    fd_prestat_get: () => E.badFile,
    fd_prestat_dir_name: () => E.badFile,
    poll_oneoff: (subscriptions, events, count, filled) => sleep(memory, stopping, subscriptions, events, count, filled),
  };
  for (const name of FILES) functions[name] ??= () => (name.startsWith('path_') ? E.notCapable : E.badFile);
  for (const name of ['proc_raise', 'sock_accept', 'sock_recv', 'sock_send', 'sock_shutdown']) functions[name] = () => E.unsupported;
  return Object.fromEntries(Object.entries(functions).map(([name, call]) => [name, guarded(call)]));
}

const FILES = [
  ...['advise', 'allocate', 'datasync', 'fdstat_set_rights', 'filestat_get', 'filestat_set_size', 'filestat_set_times', 'pread', 'pwrite', 'readdir'].map(
    (name) => `fd_${name}`,
  ),
  ...['renumber', 'sync', 'tell'].map((name) => `fd_${name}`),
  ...['create_directory', 'filestat_get', 'filestat_set_times', 'link', 'open', 'readlink', 'remove_directory', 'rename', 'symlink', 'unlink_file'].map(
    (name) => `path_${name}`,
  ),
];

/** A wrong pointer is an error to the guest. 64-bit parameters arrive as bigint; none of those that matter here are large. */
function guarded(call: (...values: number[]) => number): WasiFunction {
  return (...values) => {
    try {
      return call(...values.map(Number));
    } catch (error) {
      if (error instanceof GuestFault) return E.fault;
      throw error;
    }
  };
}

function zeroEnded(text: string): Buffer {
  return Buffer.from(`${text}\0`);
}

function sizes(memory: GuestMemory, texts: readonly Buffer[], count = 0, size = 0): number {
  memory.view(count, 4).setUint32(0, texts.length, true);
  memory.view(size, 4).setUint32(0, Buffer.concat(texts).length, true);
  return E.success;
}

function texts(memory: GuestMemory, given: readonly Buffer[], pointers = 0, at = 0): number {
  let next = at;
  for (const [i, text] of given.entries()) {
    memory.view(pointers + 4 * i, 4).setUint32(0, next, true);
    memory.bytes(next, text.length).set(text);
    next += text.length;
  }
  return E.success;
}

function put64(memory: GuestMemory, at = 0, value: bigint): number {
  memory.view(at, 8).setBigUint64(0, value, true);
  return E.success;
}

function clockNow(clock = 0): bigint {
  return clock === 0 ? BigInt(Date.now()) * 1_000_000n : process.hrtime.bigint();
}

function gathered(memory: GuestMemory, parts = 0, count = 0): Uint8Array {
  if (count > MOST_PARTS) throw new GuestFault('too many parts');
  const list = memory.view(parts, count * 8);
  const chunks: Uint8Array[] = [];
  let total = 0;
  for (let i = 0; i < count && total < MOST_WRITTEN; i++) {
    const length = Math.min(list.getUint32(i * 8 + 4, true), MOST_WRITTEN - total);
    chunks.push(memory.bytes(list.getUint32(i * 8, true), length));
    total += length;
  }
  return Buffer.concat(chunks);
}

/** Waits for the first of the clocks asked for; whoever waits for input has it at once, as its input is at its end. Ends early where the guest is to end. */
function sleep(memory: GuestMemory, stopping: Stopping, subscriptions = 0, events = 0, count = 0, filled = 0): number {
  if (count === 0 || count > MOST_PARTS) return E.invalid;
  const list = memory.view(subscriptions, count * 48);
  memory.bytes(events, count * 32).fill(0);
  let first = { index: 0, milliseconds: Number.POSITIVE_INFINITY };
  for (let i = 0; i < count; i++) {
    const milliseconds = list.getUint8(i * 48 + 8) === 0 ? clockWait(list, i * 48) : 0;
    if (milliseconds < first.milliseconds) first = { index: i, milliseconds };
  }
  if (!stopping.check()) stopping.sleep(first.milliseconds);
  const event = memory.view(events, 32);
  event.setBigUint64(0, list.getBigUint64(first.index * 48, true), true);
  event.setUint8(10, list.getUint8(first.index * 48 + 8));
  memory.view(filled, 4).setUint32(0, 1, true);
  return E.success;
}

function clockWait(list: DataView, at: number): number {
  const timeout = list.getBigUint64(at + 24, true);
  const isAbsolute = (list.getUint16(at + 40, true) & 1) !== 0;
  const wait = isAbsolute ? timeout - clockNow(list.getUint32(at + 16, true)) : timeout;
  return wait < 0n ? 0 : Number(wait) / 1e6;
}
