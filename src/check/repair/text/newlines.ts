import type { TextEdit } from '../../../core/diagnostic.ts';
import { type TextMender, textProblem } from './mender.ts';
import { pieces } from './scan.ts';

/** A line break inside a string, which ends the string's line instead of being printed. */
export const newlines: TextMender = (source) => {
  const edits: TextEdit[] = [];
  for (const { kind, start, end } of pieces(source)) {
    if (kind !== 'string' || source[end - 1] !== '"') continue;
    for (const match of source.slice(start, end).matchAll(/\\?\r?\n/g)) {
      // A backslash before the break is C's way to go on with the string on the next line.
      const at = start + match.index;
      edits.push({ span: { start: at, end: at + match[0].length }, text: match[0].startsWith('\\') ? '' : '\\n' });
    }
  }
  return edits.length === 0 ? undefined : textProblem('newline-in-string', 'a string runs over the end of its line', 'write the line break as \\n', edits);
};
