/** A command that is traced, for whoever agrees to it and hears it from elsewhere than its terminal. */
import type { AskEvent } from './events.ts';

export { commandArguments } from '../system/command.ts';

/** Letters of it that are told; whoever wants all of it sends it to a file. */
const MOST = 256 * 1024;

/** What it prints: put together as it comes, and bounded. */
export class Printed {
  readonly #most: number;
  #text = '';
  #told = 0;
  #left = 0;

  constructor(most: number = MOST) {
    this.#most = most;
  }

  readonly hear = (text: string): void => {
    const room = Math.max(0, this.#most - this.#told - this.#text.length);
    this.#text += text.slice(0, room);
    this.#left += Math.max(0, text.length - room);
  };

  /** What came since it was last asked. */
  *since(): Generator<AskEvent> {
    if (this.#text === '') return;
    const text = this.#text;
    this.#text = '';
    this.#told += text.length;
    yield { type: 'printed', text };
  }

  /** What is left to say of it when it has ended. */
  *rest(): Generator<AskEvent> {
    yield* this.since();
    if (this.#left > 0) yield { type: 'printed', text: '', left: this.#left };
  }
}
