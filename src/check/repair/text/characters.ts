import type { TextEdit } from '../../../core/diagnostic.ts';
import { type TextMender, textProblem } from './mender.ts';
import { pieces } from './scan.ts';

/** Characters that word processors, chats and web pages put in place of those that are code; what they stand for. */
const STANDS_FOR: ReadonlyMap<string, string> = new Map([
  ['\u201c', '"'],
  ['\u201d', '"'],
  ['\u201e', '"'],
  ['\u201f', '"'],
  ['\u2033', '"'],
  ['\u2018', "'"],
  ['\u2019', "'"],
  ['\u2010', '-'],
  ['\u2011', '-'],
  ['\u2013', '-'],
  ['\u2212', '-'],
  ['\u00a0', ' '],
  ['\u2002', ' '],
  ['\u2003', ' '],
  ['\u2009', ' '],
  ['\u202f', ' '],
  ['\u3000', ' '],
  ['\u2026', '...'],
  ['\u2192', '->'],
  ['\u2264', '<='],
  ['\u2265', '>='],
  ['\u2260', '!='],
  ['\u200b', ''],
  ['\u200c', ''],
  ['\u200d', ''],
  ['\u2060', ''],
  ['\ufeff', ''],
  ['\r', ''],
]);

const ANY = new RegExp(`[${[...STANDS_FOR.keys()].join('')}]`, 'g');
const QUOTES = /[\u201c-\u201f\u2033]/;

/** Typographic quotes, hard blanks, invisible characters and carriage returns outside strings. */
export const characters: TextMender = (source) => {
  const edits: TextEdit[] = [];
  // A text whose only double quotes are typographic ones means them as quotes wherever they stand.
  const places = QUOTES.test(source) && !source.includes('"') ? [{ kind: 'code', start: 0, end: source.length }] : pieces(source);
  for (const { kind, start, end } of places) {
    if (kind === 'string') continue;
    for (const match of source.slice(start, end).matchAll(ANY)) {
      const at = start + match.index;
      edits.push({ span: { start: at, end: at + match[0].length }, text: STANDS_FOR.get(match[0]) ?? '' });
    }
  }
  if (edits.length === 0) return undefined;
  return textProblem('foreign-characters', 'characters of typeset text stand where those of a program belong', 'write plain quotes, blanks and dashes', edits);
};
