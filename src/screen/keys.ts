/** What a terminal sends while it is in raw mode, as keys: bytes come in pieces, and a piece may end within a sequence or a character. */
import { StringDecoder } from 'node:string_decoder';

export type Named =
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'page-up'
  | 'page-down'
  | 'home'
  | 'end'
  | 'enter'
  | 'escape'
  | 'tab'
  | 'back-tab'
  | 'backspace'
  | 'delete'
  | 'interrupt'
  | 'suspend'
  | 'redraw'
  | 'clear-line';

/** A key with a name, or text that was typed (a character) or pasted. */
export type Key = { readonly name: Named } | { readonly name: 'text' | 'paste'; readonly text: string };

const CONTROLS: Readonly<Record<string, Named>> = {
  '\u0003': 'interrupt',
  '\u0008': 'backspace',
  '\t': 'tab',
  '\n': 'enter',
  '\u000c': 'redraw',
  '\r': 'enter',
  '\u0015': 'clear-line',
  '\u001a': 'suspend',
  '\u007f': 'backspace',
};
/** By the last character of `ESC [ … X` and `ESC O X`. */
const LETTERS: Readonly<Record<string, Named>> = { A: 'up', B: 'down', C: 'right', D: 'left', H: 'home', F: 'end', M: 'enter', Z: 'back-tab' };
/** By the number of `ESC [ N ~`. */
const NUMBERS: Readonly<Record<string, Named>> = { 1: 'home', 3: 'delete', 4: 'end', 5: 'page-up', 6: 'page-down', 7: 'home', 8: 'end' };

const ESCAPE = '\u001b';
/** What follows an ESC. */
const SEQUENCE = /^(?:\[([0-9;:<=>?]*)[ -/]*([@-~])|O([A-Za-z]))/;
const UNFINISHED = /^(?:\[[0-9;:<=>?]*[ -/]*|O)?$/;
const LONGEST_SEQUENCE = 64;
const PASTE_END = '\u001b[201~';
const LONGEST_PASTE = 10_000;

export class KeyReader {
  readonly #decoder: StringDecoder = new StringDecoder('utf8');
  #rest = '';
  #pasting = false;

  /** The keys that are complete with these bytes. */
  feed(bytes: Uint8Array): Key[] {
    this.#rest += this.#decoder.write(Buffer.from(bytes));
    const keys: Key[] = [];
    for (let key = this.#next(); key !== undefined; key = this.#next()) keys.push(...key);
    return keys;
  }

  /** Whether what came last may be the key Escape, or the beginning of more. */
  get isWaiting(): boolean {
    return this.#rest !== '' && !this.#pasting;
  }

  /** Nothing more came: then it was Escape. */
  settle(): Key[] {
    if (!this.isWaiting) return [];
    this.#rest = '';
    return [{ name: 'escape' }];
  }

  /** The next key (none for a sequence that is nobody's), and undefined where there is none yet. */
  #next(): Key[] | undefined {
    if (this.#pasting) return this.#pasted();
    if (this.#rest === '') return undefined;
    if (this.#rest.startsWith(ESCAPE)) return this.#sequence();
    const character = String.fromCodePoint(this.#rest.codePointAt(0) ?? 0);
    this.#rest = this.#rest.slice(character.length);
    const control = CONTROLS[character];
    if (control !== undefined) return [{ name: control }];
    return /\p{Cc}/u.test(character) ? [] : [{ name: 'text', text: character }];
  }

  #sequence(): Key[] | undefined {
    const following = this.#rest.slice(ESCAPE.length);
    const match = SEQUENCE.exec(following);
    if (match === null) {
      const unfinished = UNFINISHED.test(following);
      if (unfinished && following.length <= LONGEST_SEQUENCE) return undefined;
      this.#rest = unfinished ? '' : following;
      return [{ name: 'escape' }];
    }
    const [whole, numbers = '', letter = '', other] = match;
    this.#rest = following.slice(whole.length);
    const number = numbers.split(';')[0] ?? '';
    if (letter === '~' && number === '200') {
      this.#pasting = true;
      return [];
    }
    const name = letter === '~' ? NUMBERS[number] : LETTERS[other ?? letter];
    return name === undefined ? [] : [{ name }];
  }

  #pasted(): Key[] | undefined {
    const end = this.#rest.indexOf(PASTE_END);
    if (end === -1) {
      // What is pasted beyond all measure is not kept; its end may be cut in two.
      if (this.#rest.length > 2 * LONGEST_PASTE) this.#rest = this.#rest.slice(0, LONGEST_PASTE) + this.#rest.slice(-PASTE_END.length);
      return undefined;
    }
    const text = this.#rest.slice(0, Math.min(end, LONGEST_PASTE)).replace(/\p{Cc}+/gu, ' ');
    this.#rest = this.#rest.slice(end + PASTE_END.length);
    this.#pasting = false;
    return [{ name: 'paste', text }];
  }
}
