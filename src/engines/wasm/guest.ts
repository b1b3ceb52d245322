/** What runs in the thread of a guest, and what is said to and fro: plain data. */
import type { Folder } from '../../core/grants.ts';
import type { Memory } from './webassembly.ts';

/** What a guest is given, and what it is not given more of than. */
export interface Guest {
  readonly wasm: Uint8Array;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly folders: readonly Folder[];
  /** Most memory, in pages of 64 KiB. */
  readonly pages: number;
}

/** What its process is begun with. */
export interface Birth {
  readonly kind: 'guest';
  readonly guest: Guest;
}

/** What its thread is begun with. */
export interface Thread {
  readonly guest: Guest;
  /** An Int32Array of as many elements as `Word` names. */
  readonly words: SharedArrayBuffer;
}

/** `stop`: not 0 once the guest is to come to its end. `verdict`: what was asked last, answered 1 for yes and 2 for no. */
export const Word = { stop: 0, verdict: 1 } as const;
export const WORDS: number = Object.keys(Word).length;

/** What is told a guest's process while it runs. */
export type Told = { readonly kind: 'stop' } | { readonly kind: 'verdict'; readonly may: boolean };

export type Said =
  | { readonly kind: 'attached'; readonly probes: number }
  | { readonly kind: 'note'; readonly message: string }
  | { readonly kind: 'lost'; readonly count: number }
  /** It wants this BPF object in the kernel, and waits for the verdict. */
  | { readonly kind: 'object'; readonly elf: Uint8Array }
  | { readonly kind: 'ended'; readonly status: number }
  /** Its thread is gone. */
  | { readonly kind: 'gone' }
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
