import type { Readable } from 'node:stream';
import { tailOf } from '../tail.ts';

const MOST_KEPT = 64 * 1024;

/** What a guest's kernel says on its serial console: the last 64 KiB. */
export class Console {
  readonly #tail: () => string;

  constructor(stream: Readable) {
    stream.on('error', () => {});
    this.#tail = tailOf(stream, MOST_KEPT);
  }

  get text(): string {
    return this.#tail();
  }

  /** What the kernel died of; undefined where it did not. */
  panic(): string | undefined {
    const reason = /Kernel panic - not syncing: (.*)/.exec(this.text)?.[1]?.trim();
    if (reason === undefined) return undefined;
    // Of an oops the panic only repeats that there was one.
    const cause = /\] (BUG: .*|Oops: .*|general protection fault.*|kernel BUG at .*|Unable to handle .*)/.exec(this.text)?.[1]?.trim();
    return cause === undefined ? reason : `${cause} (${reason})`;
  }

  /** The last line that says something. */
  lastLine(): string {
    return this.text.trimEnd().split('\n').at(-1)?.trim() ?? '';
  }
}
