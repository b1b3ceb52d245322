/** An approval of one run: a code that is good once, for this run, and for few tries. */
import { randomInt, timingSafeEqual } from 'node:crypto';

/** Without what looks alike when it is read from a screen. */
const LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const LENGTH = 8;
const TRIES = 3;

export class Approval {
  readonly #code = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  #left = TRIES;

  /** As it is shown to the person. */
  get text(): string {
    return `${this.#code.slice(0, LENGTH / 2)}-${this.#code.slice(LENGTH / 2)}`;
  }

  /** How many tries are left after a wrong one; `true` for the right one. */
  tried(code: string): true | number {
    const given = Buffer.from(
      code
        .toUpperCase()
        .replace(/[^A-Z0-9]/g, '')
        .padEnd(LENGTH)
        .slice(0, LENGTH + 1),
    );
    const right = Buffer.from(this.#code);
    if (this.#left > 0 && given.length === right.length && timingSafeEqual(given, right)) {
      // Good once.
      this.#left = 0;
      return true;
    }
    this.#left = Math.max(0, this.#left - 1);
    return this.#left;
  }
}
