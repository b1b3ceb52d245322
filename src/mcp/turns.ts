/** What costs the machine something before anything runs (plans, compilers), a few at a time, whoever asks for how many at once. */
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';

const AT_A_TIME = 3;
const MOST_WAITING = 40;

export class Turns {
  #going = 0;
  readonly #waiting: (() => void)[] = [];

  /** Throws a Problem where too many wait already, and the reason of a signal that has come meanwhile. */
  async take<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    if (this.#going >= AT_A_TIME) {
      if (this.#waiting.length >= MOST_WAITING) throw new Problem(messages.mcpTooMuchAtOnce(MOST_WAITING));
      // Whoever ends hands over the place.
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#going += 1;
    try {
      signal.throwIfAborted();
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#going -= 1;
      else next();
    }
  }
}
