import { type TextMender, textProblem } from './mender.ts';
import { pieces } from './scan.ts';

/** A program that was quoted for a shell or for JSON: its quotes have backslashes, and its backslashes are doubled. */
export const escapes: TextMender = (source) => {
  const escaped = pieces(source).some(({ kind, start, end }) => kind === 'code' && /\\$/.test(source.slice(start, end)));
  if (!escaped || !/[(,\s=]\\"/.test(source)) return undefined;
  const edits = [...source.matchAll(/\\(?=["\\])/g)].map((match) => ({ span: { start: match.index, end: match.index + 1 }, text: '' }));
  // Of two backslashes one stays.
  const kept = edits.filter(({ span }, at) => edits[at - 1]?.span.end !== span.start || source[span.end] === '"');
  return textProblem('escaped-program', 'the quotes of the program are escaped, as in a shell or in JSON', 'take the backslashes away', kept);
};
