import type { Span, TextEdit } from '../../core/diagnostic.ts';

/** A statement as the body of what stands before it. On a line of its own it gets lines of its own, two blanks deeper. */
export function wrapped(span: Span, source: string, head: string, behind: readonly string[] = []): TextEdit[] {
  const indent = /(?:^|\n)([ \t]*)$/.exec(source.slice(0, span.start))?.[1];
  const end = source[span.end] === ';' ? span.end + 1 : span.end;
  const text = source.slice(span.start, span.end);
  if (indent === undefined) return [{ span: { start: span.start, end }, text: `${head} { ${[`${text};`, ...behind].join(' ')} }` }];
  const deeper = [`${text.replaceAll('\n', '\n  ')};`, ...behind].map((line) => `${indent}  ${line}\n`).join('');
  return [{ span: { start: span.start, end }, text: `${head} {\n${deeper}${indent}}` }];
}
