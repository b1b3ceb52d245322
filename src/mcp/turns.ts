/** What costs the machine something before anything runs (plans, compilers), a few at a time, whoever asks for how many at once. */
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';

const AT_A_TIME = 3;
const MOST_WAITING = 40;

export class Turns {
  #going = 0;
  readonly #waiting: (() => void)[] = [];

  /** Throws a Problem where too many wait already, and the reason of a signal as soon as it comes: whoever gives up keeps no place. */
  async take<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    if (this.#going >= AT_A_TIME) {
      if (this.#waiting.length >= MOST_WAITING) throw new Problem(messages.mcpTooMuchAtOnce(MOST_WAITING));
      await this.#place(signal);
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

  /** Whoever ends hands over the place. */
  #place(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const take = (): void => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(take), 1);
        reject(signal.reason);
      };
      if (signal.aborted) return reject(signal.reason);
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting.push(take);
    });
  }
}
