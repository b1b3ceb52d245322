import type { TextEdit } from '../../core/diagnostic.ts';

/** Where a place of a text that was changed in steps came from: the lines a person is told are those of the text as it was given. */
export class Origin {
  readonly #steps: (readonly TextEdit[])[] = [];

  /** The edits that `source`, the text of the step before, was changed by. They do not overlap. */
  add(edits: readonly TextEdit[], source: string): void {
    this.#steps.push(edits.map((edit) => trimmed(edit, source)).sort((a, b) => a.span.start - b.span.start));
  }

  /** The offset in the first text of an offset in the last one; that of the edit, where an edit brought it. */
  of(offset: number): number {
    return this.#steps.reduceRight((at, edits) => before(at, edits), offset);
  }
}

/** Without what it leaves as it was at its two ends: a probe that is written anew keeps most of its body. */
function trimmed({ span: { start, end }, text }: TextEdit, source: string): TextEdit {
  const most = Math.min(end - start, text.length);
  let head = 0;
  while (head < most && source[start + head] === text[head]) head++;
  let tail = 0;
  while (tail < most - head && source[end - 1 - tail] === text[text.length - 1 - tail]) tail++;
  return { span: { start: start + head, end: end - tail }, text: text.slice(head, text.length - tail) };
}

function before(offset: number, edits: readonly TextEdit[]): number {
  let shift = 0;
  for (const { span, text } of edits) {
    const start = span.start + shift;
    if (offset < start) break;
    if (offset < start + text.length) return span.start;
    shift += text.length - (span.end - span.start);
  }
  return offset - shift;
}
