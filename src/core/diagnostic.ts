/** A half-open range of UTF-16 offsets into a source text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Replace what `span` covers by `text`. An insertion has an empty span. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

export type Severity = 'error' | 'warning' | 'note';

/** Something that is wrong, or worth knowing, about a program; where; and what to do about it. */
export interface Diagnostic {
  /** Stable and searchable, such as `unknown-tracepoint`. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly span?: Span;
  readonly hints: readonly string[];
  readonly fixes: readonly Fix[];
}

export interface Fix {
  /** What it does, as an order: `use tracepoint:raw_syscalls:sys_enter`. */
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** `repair` applies it unasked: there is one way to mend this, and the program then measures what it was written to measure, or `changes` says what not. */
  readonly automatic?: boolean;
  /** What is measured differently afterwards, in words; absent where nothing is. */
  readonly changes?: string;
}

/** Applies edits that do not overlap. Throws a RangeError where two of them do: that is a bug in whoever made them. */
export function applyEdits(source: string, edits: readonly TextEdit[]): string {
  const ordered = edits.map((edit, order) => ({ edit, order }));
  ordered.sort((a, b) => a.edit.span.start - b.edit.span.start || a.order - b.order);
  let result = '';
  let at = 0;
  for (const { edit } of ordered) {
    if (edit.span.start < at) throw new RangeError(`overlapping edits at ${edit.span.start}`);
    result += source.slice(at, edit.span.start) + edit.text;
    at = edit.span.end;
  }
  return result + source.slice(at);
}

export interface Position {
  /** Both count from 1. */
  readonly line: number;
  readonly column: number;
}

export function positionAt(source: string, offset: number): Position {
  const before = source.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - before.lastIndexOf('\n') };
}

/** Where offsets of one source stand, for whoever asks for many of them: each answer takes no reading of the source. */
export function positionsIn(source: string): (offset: number) => Position {
  const starts = [0];
  for (let at = source.indexOf('\n'); at !== -1; at = source.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}

/** Of a longer line only the part around the place is shown: a program on one line can have a million characters. */
const MOST_COLUMNS = 240;

/**
 * A diagnostic as text: `FILE:LINE:COLUMN: severity: message [code]`, the line it is about with a caret under it, then the hints.
 * Tabs are kept, so that the caret stands under its place in any terminal. `say` puts the words around it into another language.
 */
export function renderDiagnostic(diagnostic: Diagnostic, source: string, file = 'program', say: (english: string) => string = (text) => text): string {
  const lines: string[] = [];
  const { span } = diagnostic;
  const head = `${say(diagnostic.severity)}: ${diagnostic.message} [${diagnostic.code}]`;
  if (span === undefined) {
    lines.push(`${file}: ${head}`);
  } else {
    const position = positionAt(source, span.start);
    const { line } = position;
    const from = span.start - position.column + 1;
    const to = source.indexOf('\n', span.start);
    const { text, column } = cropped(source.slice(from, to === -1 ? source.length : to).replace(/\r$/, ''), position.column);
    const width = Math.max(1, Math.min(span.end, span.start + text.length - column + 1) - span.start);
    const indent = text.slice(0, column - 1).replace(/[^\t]/g, ' ');
    const gutter = String(line);
    lines.push(`${file}:${line}:${position.column}: ${head}`);
    lines.push(`  ${gutter} | ${text}`);
    lines.push(`  ${' '.repeat(gutter.length)} | ${indent}${'^'.repeat(width)}`);
  }
  for (const hint of diagnostic.hints) lines.push(`  ${say('help')}: ${hint}`);
  return lines.join('\n');
}

function cropped(text: string, column: number): { readonly text: string; readonly column: number } {
  if (text.length <= MOST_COLUMNS) return { text, column };
  const start = Math.max(0, Math.min(column - MOST_COLUMNS / 2, text.length - MOST_COLUMNS));
  const end = start + MOST_COLUMNS;
  const mark = start > 0 ? '…' : '';
  return { text: `${mark}${text.slice(start, end)}${end < text.length ? '…' : ''}`, column: column - start + mark.length };
}
