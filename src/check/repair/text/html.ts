import { type TextMender, textProblem } from './mender.ts';

/** The entities that web pages write for characters of code (HTML, "named character references"). */
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&amp;', '&'],
  ['&quot;', '"'],
  ['&#34;', '"'],
  ['&#39;', "'"],
  ['&#x27;', "'"],
  ['&apos;', "'"],
  ['&nbsp;', ' '],
]);

const ANY = new RegExp([...ENTITIES.keys()].join('|'), 'g');

/** A program copied out of a web page's source. */
export const html: TextMender = (source) => {
  const edits = [...source.matchAll(ANY)].map((match) => {
    return { span: { start: match.index, end: match.index + match[0].length }, text: ENTITIES.get(match[0]) ?? '' };
  });
  return edits.length === 0 ? undefined : textProblem('html-entities', 'characters are written as HTML entities', 'write the characters themselves', edits);
};
