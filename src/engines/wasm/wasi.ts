/**
 * WASI preview 1 (https://github.com/WebAssembly/WASI/blob/main/legacy/preview1/docs.md): a guest's arguments, clocks, random numbers and what it prints; folders that it
 * was granted are in wasi-files.ts. Not node:wasi: a guest asleep in it cannot be woken, and it is documented as no protection from what a guest does with paths.
 */
import { randomFillSync } from 'node:crypto';
import type { Files } from './files.ts';
import { type Guest, GuestExit, GuestFault, type GuestMemory } from './guest.ts';
import { gathered, MOST_PARTS } from './parts.ts';
import type { Waiting } from './waiting.ts';
import { E, errnoOf } from './wasi-errno.ts';
import { filesOf } from './wasi-files.ts';

const CHARACTER_DEVICE = 2;
const RIGHTS_ALL_OF_A_STREAM = 0x1ffn;

type WasiFunction = (...values: (number | bigint)[]) => number;
export type Call = (...values: number[]) => number;

/** Every function of preview 1 by name: what is not given says that there is no such file, or that it cannot be done. */
export function wasiOf(
  guest: Guest,
  files: Files,
  memory: GuestMemory,
  waiting: Waiting,
  write: (error: boolean, bytes: Uint8Array) => void,
): Record<string, WasiFunction> {
  const args = guest.args.map(zeroEnded);
  const env = Object.entries(guest.env).map(([name, value]) => zeroEnded(`${name}=${value}`));
  const streams: Record<string, Call> = {
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
      const bytes = gathered(memory, parts, count);
      write(fd === 2, bytes);
      memory.view(written, 4).setUint32(0, bytes.length, true);
      return E.success;
    },
    // There is nothing to read: the end of the input.
    fd_read: (_fd, _parts, _count, read) => {
      memory.view(read, 4).setUint32(0, 0, true);
      return E.success;
    },
    fd_close: () => E.success,
    fd_fdstat_get: (_fd, at) => {
      const view = memory.view(at, 24);
      for (let i = 0; i < 24; i += 8) view.setBigUint64(i, 0n, true);
      view.setUint8(0, CHARACTER_DEVICE);
      view.setBigUint64(8, RIGHTS_ALL_OF_A_STREAM, true);
      return E.success;
    },
    fd_fdstat_set_flags: () => E.success,
    poll_oneoff: (subscriptions, events, count, filled) => sleep(memory, waiting, subscriptions, events, count, filled),
  };
  const inFiles = filesOf(memory, files);
  const functions: Record<string, Call> = {};
  for (const [name, call] of Object.entries(streams)) {
    const other = inFiles[name];
    const isInput = name === 'fd_read';
    if (other === undefined) functions[name] = call;
    // What is read from and what is written to are different streams.
    else
      functions[name] = (fd = 0, ...rest) => {
        if (fd > 2 || fd < 0) return other(fd, ...rest);
        return (isInput && fd !== 0) || (name === 'fd_write' && fd === 0) ? E.badFile : call(fd, ...rest);
      };
  }
  for (const [name, call] of Object.entries(inFiles)) functions[name] ??= call;
  for (const name of ABSENT) functions[name] = () => E.unsupported;
  return Object.fromEntries(Object.entries(functions).map(([name, call]) => [name, guarded(call)]));
}

const ABSENT = ['proc_raise', 'sock_accept', 'sock_recv', 'sock_send', 'sock_shutdown'];

/** A wrong pointer, and what the kernel refuses, is an error to the guest. 64-bit parameters arrive as bigint; none of those that matter here are large. */
function guarded(call: Call): WasiFunction {
  return (...values) => {
    try {
      return call(...values.map(Number));
    } catch (error) {
      if (error instanceof GuestFault) return E.fault;
      const errno = errnoOf(error);
      if (errno !== undefined) return errno;
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

/** Waits for the first of the clocks asked for; whoever waits for input has it at once, as its input is at its end. Ends early where the guest is to end. */
function sleep(memory: GuestMemory, waiting: Waiting, subscriptions = 0, events = 0, count = 0, filled = 0): number {
  if (count === 0 || count > MOST_PARTS) return E.invalid;
  const list = memory.view(subscriptions, count * 48);
  memory.bytes(events, count * 32).fill(0);
  let first = { index: 0, milliseconds: Number.POSITIVE_INFINITY };
  for (let i = 0; i < count; i++) {
    const milliseconds = list.getUint8(i * 48 + 8) === 0 ? clockWait(list, i * 48) : 0;
    if (milliseconds < first.milliseconds) first = { index: i, milliseconds };
  }
  if (!waiting.check()) waiting.sleep(first.milliseconds);
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
