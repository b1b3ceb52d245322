/** What comes from a terminal, on its way to the line editor: a paste becomes one piece of one line, and what is too long for a line is not let through. Pure. */

const PASTE_BEGINS = '\u001b[200~';
const PASTE_ENDS = '\u001b[201~';
export const CTRL_C = '\u0003';
const LINE_END: RegExp = new RegExp(`\r\n|[\r\n${CTRL_C}]`, 'g');
/** Takes all that was typed off the line (Ctrl-E, Ctrl-U). */
export const WIPE = '\u0005\u0015';

/** More than one line of text. */
const SEVERAL_LINES = /[^\s\p{Cc}][^\r\n]*[\r\n]\s*[^\s\p{Cc}]/u;
/** What comes so soon after a part of a paste is of it. */
const SAME_PASTE_MS = 100;

/** What is to be done with what came: given to the editor, or refused, for its length or for being a paste of several lines. */
export type Piece = { readonly keys: string; readonly endsLine?: boolean } | { readonly refused: number; readonly lines?: true };

export class Typed {
  readonly #most: number;
  readonly #isAnswer: boolean;
  /** Until when what comes is of a paste that no terminal has marked as one. */
  #pastingUntil = Number.NEGATIVE_INFINITY;
  #rest = '';
  /** What a paste has come to so far; undefined outside of one. */
  #paste: { text: string; length: number } | undefined;
  /** Characters since the line began. */
  #length = 0;

  /** `isAnswer`: no line of a paste of several is to be taken for an answer. */
  constructor(most: number, isAnswer = false) {
    this.#most = most;
    this.#isAnswer = isAnswer;
  }

  /** In order; what ends a line ends its piece. `now`: when it came, in milliseconds. */
  take(text: string, now = 0): Piece[] {
    const pieces: Piece[] = [];
    if (this.#isAnswer && this.#paste === undefined && this.#rest === '') {
      // Nobody types several lines at once, nor as soon as a paste is over.
      const goesOn = now < this.#pastingUntil;
      const isMarked = text.includes(PASTE_BEGINS);
      if (goesOn || (!isMarked && SEVERAL_LINES.test(text))) {
        this.#pastingUntil = now + SAME_PASTE_MS;
        if (goesOn) return text.includes(CTRL_C) ? [{ keys: CTRL_C, endsLine: true }] : [];
        return [{ keys: WIPE }, { refused: text.length, lines: true }];
      }
    }
    let rest = this.#rest + text;
    this.#rest = '';
    while (rest !== '') {
      const mark = this.#paste === undefined ? PASTE_BEGINS : PASTE_ENDS;
      const at = rest.indexOf(mark);
      const before = at === -1 ? rest.slice(0, rest.length - beginningOf(mark, rest)) : rest.slice(0, at);
      // Pressed quickly, they come together; the editor takes only the last of what comes for a wish to complete.
      if (this.#paste === undefined && /^\t+$/.test(before)) pieces.push(...[...before].map((keys) => ({ keys })));
      else if (this.#paste === undefined) pieces.push(...this.#typed(before));
      else this.#pasted(before);
      if (at === -1) {
        this.#rest = rest.slice(before.length);
        break;
      }
      rest = rest.slice(at + mark.length);
      if (this.#paste === undefined) {
        this.#paste = { text: '', length: 0 };
        continue;
      }
      pieces.push(...this.#closed());
      if (!this.#isAnswer) continue;
      // A mark of its end can stand in what is pasted.
      this.#pastingUntil = now + SAME_PASTE_MS;
      return pieces;
    }
    return pieces;
  }

  /** A line begins anew. */
  begin(): void {
    this.#length = 0;
  }

  #typed(text: string): Piece[] {
    const pieces: Piece[] = [];
    for (const [line, end] of linesOf(text)) {
      const room = this.#most - this.#length;
      this.#length += line.length;
      const kept = line.slice(0, Math.max(0, room));
      if (this.#length <= this.#most) pieces.push({ keys: kept + end, ...(end === '' ? {} : { endsLine: true }) });
      else if (kept !== '') pieces.push({ keys: kept });
      if (end === '') continue;
      if (this.#length > this.#most) pieces.push({ keys: WIPE }, { refused: this.#length });
      this.#length = 0;
    }
    return pieces.filter((piece) => !('keys' in piece) || piece.keys !== '');
  }

  #pasted(text: string): void {
    if (this.#paste === undefined) return;
    this.#paste.length += text.length;
    // Beyond what may be it is only counted.
    if (this.#paste.text.length <= this.#most) this.#paste.text += text;
  }

  #closed(): Piece[] {
    const { text, length } = this.#paste ?? { text: '', length: 0 };
    this.#paste = undefined;
    if (this.#isAnswer && SEVERAL_LINES.test(text)) return [{ refused: length, lines: true }];
    if (this.#length + length > this.#most) return [{ refused: this.#length + length }];
    // A question is one line, and nothing in a paste is a key.
    const flat = text
      .replace(/\s*[\r\n]+\s*/g, ' ')
      .replace(/\p{Cc}+/gu, ' ')
      .trim();
    this.#length += flat.length;
    return flat === '' ? [] : [{ keys: flat }];
  }
}

/** How much of a mark a text ends in; a single escape is a key of its own. */
function beginningOf(mark: string, text: string): number {
  for (let length = mark.length - 1; length > 2; length--) if (text.endsWith(mark.slice(0, length))) return length;
  return 0;
}

/** Each line with what ends it, Ctrl-C among it; the last may have no end. */
function* linesOf(text: string): Generator<readonly [line: string, end: string]> {
  let from = 0;
  for (const match of text.matchAll(LINE_END)) {
    yield [text.slice(from, match.index), match[0]];
    from = match.index + match[0].length;
  }
  if (from < text.length) yield [text.slice(from), ''];
}
