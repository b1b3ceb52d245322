import type { TextEdit } from '../../../core/diagnostic.ts';
import { type TextMender, textProblem } from './mender.ts';

/** What an editor, a pager or a mail puts before every line: `12 `, `12:`, `12 | `, `> `. */
const MARGINS: readonly RegExp[] = [/^[ \t]*\d+[ \t]*[|:.)][ \t]?/, /^[ \t]*\d+(?:[ \t]|$)/, /^>[ \t]?/, /^[ \t]*\|[ \t]?/, /^\+[ \t]?/];

/** A margin that was copied along: every line that is not blank has it. */
export const margins: TextMender = (source) => {
  const lines = source.split('\n');
  const written = lines.filter((line) => line.trim() !== '');
  if (written.length < 2) return undefined;
  const margin = MARGINS.find((pattern) => written.every((line) => pattern.test(line)));
  if (margin === undefined) return undefined;
  const edits: TextEdit[] = [];
  let at = 0;
  for (const line of lines) {
    const width = margin.exec(line)?.[0].length ?? 0;
    if (width > 0) edits.push({ span: { start: at, end: at + width }, text: '' });
    at += line.length + 1;
  }
  return textProblem('copied-margin', 'every line begins with a line number or a mark', 'take the margin away', edits);
};
