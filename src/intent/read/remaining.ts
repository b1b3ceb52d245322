import type { Heard } from '../../core/intent.ts';
import type { Lexicon, Pattern } from '../lexicon.ts';
import { regExpOf } from '../pattern.ts';

/**
 * A question from which what has been understood is taken away. Patterns see it in small letters (a case-insensitive pattern takes several times as long
 * to compile, and every start compiles them); what they find is cut out of the original.
 */
export class Remaining {
  readonly lexicon: Lexicon;
  #text: string;
  #lower: string;

  constructor(text: string, lexicon: Lexicon) {
    this.lexicon = lexicon;
    this.#text = text;
    this.#lower = smallLetters(text);
  }

  /** The first reading that a pattern allows; its words are gone then. `read` gets the pattern's groups, in the question's own letters. */
  take<T>(patterns: readonly Pattern[], read: (groups: readonly string[], words: string) => T | undefined): Heard<T> | undefined {
    return this.#find(patterns, read, true);
  }

  /** Like take, but the words stay: "how many" says count, and is part of the topic too. */
  see<T>(patterns: readonly Pattern[], read: (groups: readonly string[], words: string) => T | undefined): Heard<T> | undefined {
    return this.#find(patterns, read, false);
  }

  /** The value of the first pattern that is there; the words stay. */
  look<T>(patterns: readonly (readonly [T, Pattern])[]): Heard<T> | undefined {
    for (const [value, pattern] of patterns) {
      const match = regExpOf(pattern, this.lexicon).exec(this.#lower);
      if (match !== null) return { value, words: this.#text.slice(match.index, match.index + match[0].length) };
    }
    return undefined;
  }

  rest(): string {
    return this.#text.replace(/\s+/g, ' ').trim();
  }

  #find<T>(patterns: readonly Pattern[], read: (groups: readonly string[], words: string) => T | undefined, cut: boolean): Heard<T> | undefined {
    for (const pattern of patterns) {
      const expression = regExpOf(pattern, this.lexicon);
      const first = expression.exec(this.#lower);
      if (first === null) continue;
      // A later match of the same pattern may be readable where the first is not ("in detail for 5 s").
      for (const match of later(expression, first, this.#lower)) {
        const end = match.index + match[0].length;
        const words = this.#text.slice(match.index, end);
        const value = read(this.#groups(match), words);
        if (value === undefined) continue;
        if (cut) {
          this.#text = `${this.#text.slice(0, match.index)} ${this.#text.slice(end)}`;
          this.#lower = smallLetters(this.#text);
        }
        return { value, words: words.trim() };
      }
    }
    return undefined;
  }

  #groups(match: RegExpExecArray): string[] {
    return match.slice(1).map((group) => {
      const at = group === undefined ? -1 : this.#lower.indexOf(group, match.index);
      return at === -1 ? '' : this.#text.slice(at, at + (group ?? '').length);
    });
  }
}

/** Every letter stays at its place: one whose small form is longer is left as it is. */
function smallLetters(text: string): string {
  return text.replace(/\p{Lu}+/gu, (letters) => {
    const small = letters.toLowerCase();
    return small.length === letters.length ? small : letters;
  });
}

/** The first match, then the others; the pattern that finds those is made only when they are asked for. */
function* later(pattern: RegExp, first: RegExpExecArray, text: string): Generator<RegExpExecArray> {
  yield first;
  for (const match of text.matchAll(new RegExp(pattern.source, `${pattern.flags}g`))) yield match as RegExpExecArray;
}
