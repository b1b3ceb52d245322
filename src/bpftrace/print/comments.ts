import type { Span } from '../../core/diagnostic.ts';
import { concat, type Doc, empty, hardline, text } from './doc.ts';

/** The source that a tree was read from, and where its comments are. */
export interface Layout {
  readonly source: string;
  readonly comments: readonly Span[];
}

/** Hands comments out once each, in the order of the source, as the printer comes by their places. */
export class Comments {
  readonly #source: string | undefined;
  readonly #comments: readonly Span[];
  #next = 0;
  /** Where what was printed last ends in the source: what is between there and the next thing is looked at for empty lines. */
  #last = 0;

  constructor(layout: Layout | undefined) {
    this.#source = layout?.source;
    this.#comments = layout?.comments ?? [];
  }

  /** Whether a comment stands before `place`. */
  before(place: number): boolean {
    return (this.#comments[this.#next]?.start ?? Number.POSITIVE_INFINITY) < place;
  }

  /** Comments inside a piece of text that is printed as it was. */
  skip(end: number): void {
    while (this.before(end)) this.#next++;
  }

  /** Notes that the source up to `end` has been printed. */
  reach(end: number): void {
    this.#last = Math.max(this.#last, end);
  }

  /** Whether an empty line stands between what was printed last and `place`. */
  gap(place: number): boolean {
    if (this.#source === undefined || place <= this.#last) return false;
    return /\n[ \t\r]*\n/.test(this.#source.slice(this.#last, place));
  }

  /** Whether there is a line break in the source between two places. */
  isBroken(from: number, to: number): boolean {
    return this.#source?.slice(from, to).includes('\n') === true;
  }

  /** Where the next comment begins, if that is before `place`. */
  peek(place: number): number | undefined {
    return this.before(place) ? this.#comments[this.#next]?.start : undefined;
  }

  /** Comments before `place`, each on lines of its own, with the empty lines between them. */
  leading(place: number): Doc[] {
    const docs: Doc[] = [];
    while (this.before(place)) {
      const { start } = this.#comments[this.#next] as Span;
      if (docs.length > 0 && this.gap(start)) docs.push(hardline);
      docs.push(concat(text(this.take()), hardline));
    }
    return docs;
  }

  /** Comments before an expression, on its line. */
  inline(place: number): Doc {
    let doc = empty;
    while (this.before(place)) {
      const comment = this.take();
      doc = concat(doc, text(comment), comment.startsWith('//') || comment.includes('\n') ? hardline : text(' '));
    }
    return doc;
  }

  /** Comments within what ends at `end`, and those behind it on its line: `separators` may stand between. */
  trailing(end: number, separators = ';'): Doc {
    let doc = empty;
    let isLine = false;
    this.reach(end);
    for (;;) {
      const next = this.#comments[this.#next];
      if (next === undefined) return doc;
      if (next.start >= end && !this.#isOnLine(next.start, separators)) return doc;
      const comment = this.take();
      doc = concat(doc, isLine ? hardline : text(' '), text(comment));
      isLine = comment.startsWith('//');
    }
  }

  #isOnLine(start: number, separators: string): boolean {
    if (this.#source === undefined || start - this.#last > 1000) return false;
    for (const char of this.#source.slice(this.#last, start)) if (char !== ' ' && char !== '\t' && !separators.includes(char)) return false;
    return true;
  }

  /** The text of the next comment. */
  take(): string {
    const { start, end } = this.#comments[this.#next++] as Span;
    this.reach(end);
    return this.#source?.slice(start, end).trimEnd() ?? '';
  }
}
