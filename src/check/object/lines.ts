/** Lines of C, as objects and the verifier's logs tell them, in the text itself. */
import type { Span } from '../../core/diagnostic.ts';

export interface LogPlace {
  readonly text: string;
  readonly line: number | undefined;
}

/** Without the indentation. Undefined where the text has no such line, or several and it is not said which. */
export function spanOfLine(source: string, { line, text }: LogPlace): Span | undefined {
  const lines = source.split('\n');
  const wanted = text.trim();
  // The line of a macro or an inline function of a header has a number in that header.
  const there = lines[(line ?? 0) - 1]?.trim();
  if (line !== undefined && there !== undefined && there !== '' && (wanted === '' || there === wanted)) return spanOf(lines, line - 1);
  const same = lines.flatMap((one, index) => (one.trim() === wanted ? [index] : []));
  return same.length === 1 ? spanOf(lines, same[0] ?? 0) : undefined;
}

function spanOf(lines: readonly string[], index: number): Span {
  const start = lines.slice(0, index).reduce((sum, line) => sum + line.length + 1, 0);
  const text = lines[index] ?? '';
  const indent = text.length - text.trimStart().length;
  return { start: start + indent, end: start + Math.max(indent + 1, text.trimEnd().length) };
}
