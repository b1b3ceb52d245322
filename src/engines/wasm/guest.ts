/** What runs in the worker, and what is said to and fro: plain data. */

import type { Memory } from './webassembly.ts';

/** What a guest is given, and what it is not given more of than. */
export interface Guest {
  readonly wasm: Uint8Array;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Most memory, in pages of 64 KiB. */
  readonly pages: number;
  /** Objects that may be loaded, as they are or with other values of their variables; undefined where any may be. */
  readonly objects?: readonly Uint8Array[];
  /** An Int32Array of one element: not 0 once the guest is to come to its end. */
  readonly stop: SharedArrayBuffer;
}

export type Said =
  | { readonly kind: 'output'; readonly error: boolean; readonly text: string }
  | { readonly kind: 'attached'; readonly probes: number }
  | { readonly kind: 'note'; readonly message: string }
  | { readonly kind: 'ended'; readonly status: number }
  /** It did something that no module may, or was no module at all. */
  | { readonly kind: 'failed'; readonly why: 'refused' | 'trapped'; readonly message: string };

/** Thrown through the guest to end it. */
export class GuestExit extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`exit ${status}`);
    this.status = status;
  }
}

/** A pointer of the guest to what is not its memory. */
export class GuestFault extends Error {}

/** The guest's memory, as it is at the time: it moves when it grows. */
export class GuestMemory {
  #memory: Memory | undefined;

  set(memory: Memory): void {
    this.#memory = memory;
  }

  bytes(pointer: number, length: number): Uint8Array {
    const buffer = this.#memory?.buffer;
    const at = pointer >>> 0;
    if (buffer === undefined || length < 0 || at + length > buffer.byteLength) throw new GuestFault(`${length} bytes at ${at} are not in its memory`);
    return new Uint8Array(buffer, at, length);
  }

  view(pointer: number, length: number): DataView {
    const bytes = this.bytes(pointer, length);
    return new DataView(bytes.buffer, bytes.byteOffset, length);
  }

  /** Text up to its zero byte; of one that is longer than `most` bytes a fault. */
  text(pointer: number, most: number): string {
    const size = this.#memory?.buffer.byteLength ?? 0;
    const at = pointer >>> 0;
    const bytes = this.bytes(at, Math.max(0, Math.min(most, size - at)));
    const end = bytes.indexOf(0);
    if (end === -1) throw new GuestFault('a text without an end');
    return Buffer.from(bytes.subarray(0, end)).toString('utf8');
  }
}

/** Waits of a guest that has been asked to end, before it is taken to be one that does not listen. */
const PATIENCE = 32;

/** Whether the guest is to come to its end: its waits then fail, so that it leaves its loop and says what it has still to say. */
export class Stopping {
  readonly #flag: Int32Array;
  #waits = 0;

  constructor(flag: SharedArrayBuffer) {
    this.#flag = new Int32Array(flag);
  }

  get asked(): boolean {
    return Atomics.load(this.#flag, 0) !== 0;
  }

  /** To be called by whatever makes the guest wait: ends one that goes on waiting. */
  check(): boolean {
    if (!this.asked) return false;
    if (++this.#waits > PATIENCE) throw new GuestExit(0);
    return true;
  }

  /** Returns earlier where the guest is to end. */
  sleep(milliseconds: number): void {
    for (let left = milliseconds, until = performance.now() + milliseconds; left > 0 && !this.asked; left = until - performance.now()) {
      Atomics.wait(this.#flag, 0, 0, Math.min(left, 100));
    }
  }
}
