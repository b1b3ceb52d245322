/** How a guest waits: with its whole thread, and never longer than it may. */
import { GuestExit, Word } from './guest.ts';

/** Waits of a guest that has been asked to end, before it is taken to be one that does not listen. */
const PATIENCE = 32;
const SLICE_MS = 100;
const YES = 1;

/** Whether the guest is to come to its end: its waits then fail, so that it leaves its loop and says what it has still to say. */
export class Waiting {
  readonly #words: Int32Array;
  #waits = 0;

  constructor(words: SharedArrayBuffer) {
    this.#words = new Int32Array(words);
  }

  get asked(): boolean {
    return Atomics.load(this.#words, Word.stop) !== 0;
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
      Atomics.wait(this.#words, Word.stop, 0, Math.min(left, SLICE_MS));
    }
  }

  /** Asks who began this thread, and waits for the answer; no where the guest is to end before it comes. */
  verdict(ask: () => void): boolean {
    Atomics.store(this.#words, Word.verdict, 0);
    ask();
    while (Atomics.wait(this.#words, Word.verdict, 0, SLICE_MS) === 'timed-out' && !this.asked);
    return Atomics.load(this.#words, Word.verdict) === YES;
  }
}
