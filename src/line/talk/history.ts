/** What was typed in talks before: one entry a line in a file of one's own. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describeFileError } from '../../core/file-error.ts';
import { stateDirectory } from '../../local.ts';
import { makePlace, NoPlace } from '../../sessions/place.ts';
import { replaceWhole } from '../../system/replace.ts';

export const MOST_HISTORY = 1000;
/** A file that has grown beyond this was not written by us. */
const LARGEST = 4_000_000;

export class TalkHistory {
  readonly #file: string;

  constructor(file: string = join(stateDirectory(), 'history')) {
    this.#file = file;
  }

  /** What there is, latest first; nothing where it cannot be read. */
  entries(): readonly string[] {
    return this.#read().reverse();
  }

  /** Adds what was typed, after what other talks have added meanwhile. Why it cannot be kept, in words, where it cannot. */
  add(entry: string): string | undefined {
    const flat = entry.replace(/\p{Cc}+/gu, ' ').trim();
    if (flat === '') return undefined;
    const before = this.#read();
    if (before.at(-1) === flat) return undefined;
    try {
      makePlace(dirname(this.#file));
      replaceWhole(this.#file, `${[...before, flat].slice(-MOST_HISTORY).join('\n')}\n`, 0o600);
      return undefined;
    } catch (error) {
      return error instanceof NoPlace ? error.message : describeFileError(error);
    }
  }

  #read(): string[] {
    try {
      const text = readFileSync(this.#file, 'utf8');
      return text.length > LARGEST
        ? []
        : text
            .split('\n')
            .filter((line) => line !== '')
            .slice(-MOST_HISTORY);
    } catch {
      return [];
    }
  }
}
