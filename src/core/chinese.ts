/**
 * What is said in English, in Chinese: told by its words, so that no room that says something has to know whom it speaks to. Imported where Chinese is wanted, and not
 * before: the catalogue is large. Where the English comes from, and that all of it is there, is in `test/core/chinese-catalogue.test.ts`.
 */

import { bare, SAME } from './chinese/catalogue.ts';
import { CATALOGUES } from './chinese/index.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { Message } from './problem.ts';

/** A text with values in it. */
interface Template {
  readonly start: string;
  readonly end: string;
  readonly parts: readonly string[];
  /** Made when it is first needed. */
  patterns?: readonly RegExp[];
  readonly chinese: string;
  /** How many characters are its own. */
  readonly weight: number;
  readonly letters: number;
}

const EXACT = new Map<string, string>();
const TEMPLATES: Template[] = [];

/** As much as so many characters. */
const BEGINS = 12;
const SMALL_WORD = 4;

function read(): void {
  if (EXACT.size > 0) return;
  for (const [english, chinese] of CATALOGUES.flatMap((catalogue) => Object.entries(catalogue))) {
    const parts = english.split('{}');
    if (parts.length === 1) {
      EXACT.set(english, chinese === SAME ? english : chinese);
      continue;
    }
    const filled = chinese === SAME ? parts.reduce((text, part, at) => `${text}{${at}}${part}`) : chinese;
    TEMPLATES.push({
      start: parts[0] ?? '',
      end: parts.at(-1) ?? '',
      parts,
      chinese: filled,
      weight: parts.join('').length,
      letters: parts.join('').replace(/[^a-z]/gi, '').length,
    });
  }
  // What says how it begins is told apart the more surely.
  const rank = ({ weight, start }: Template): number => weight + (start === '' ? 0 : BEGINS);
  TEMPLATES.sort((one, other) => rank(other) - rank(one) || one.parts.length - other.parts.length);
}

/** Each value as short as it can be, or as long: a colon may stand in the name of a file, too. */
function patternsOf(parts: readonly string[]): RegExp[] {
  const literal = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return ['(.*?)', '(.*)'].map((value) => new RegExp(`^${literal.join(value)}$`, 's'));
}

/** The same in Chinese, with what it was filled with; as it is where it is not known, or is Chinese already. */
export function chineseOf(english: string): string {
  const { before, text, after } = bare(english);
  const said = known(text);
  if (said === undefined) return english;
  // A full-width sign brings its blank with it.
  return `${/^[，；：（]/.test(said) ? before.trimStart() : before}${said}${/[：？。）]$/.test(said) ? after.trimEnd() + after.replace(/^ +/, '') : after}`;
}

/** A message in Chinese: what it says, and what to do next. */
export function inChinese<T extends Pick<Message, 'message' | 'hints'>>(message: T): T {
  return { ...message, message: chineseOf(message.message), hints: message.hints.map(chineseOf) };
}

/** A diagnostic in Chinese: its code, its place and its edits stay. */
export function diagnosticInChinese(diagnostic: Diagnostic): Diagnostic {
  return {
    ...inChinese(diagnostic),
    fixes: diagnostic.fixes.map((fix) => ({
      ...fix,
      title: chineseOf(fix.title),
      ...(fix.changes === undefined ? {} : { changes: chineseOf(fix.changes) }),
    })),
  };
}

/** Undefined where it is in no catalogue. */
function known(english: string): string | undefined {
  // The name of a file may be Chinese in an English sentence.
  if (!/[a-z]/.test(english) || /^\p{Script=Han}/u.test(english)) return undefined;
  read();
  return whole(english) ?? composed(english);
}

/** As one text, and not as two that were put together. */
function whole(english: string): string | undefined {
  return EXACT.get(english) ?? filled(english);
}

function filled(english: string): string | undefined {
  for (const template of TEMPLATES) {
    const { start, end, chinese, letters } = template;
    if (!english.startsWith(start) || !english.endsWith(end)) continue;
    template.patterns ??= patternsOf(template.parts);
    const matches = template.patterns.flatMap((pattern) => {
      const match = pattern.exec(english);
      return match === null ? [] : [match.slice(1)];
    });
    const [shortest] = matches;
    if (shortest === undefined) continue;
    // What has no more than a small word of its own is told by what it is filled with: one word, or a number of something.
    if (letters <= SMALL_WORD && shortest.some((value) => !/^(?:\S*|\d.*)$/s.test(value))) continue;
    const values = matches.find((each) => whole(each.at(-1) ?? '') !== undefined) ?? shortest;
    return chinese.split(/(\{\d、?\})/).reduce((text, piece) => joined(text, valueIn(piece, values) ?? piece), '');
  }
  return undefined;
}

/** What a piece such as `{1}` stands for. */
function valueIn(piece: string, values: readonly string[]): string | undefined {
  const [, number, list] = /^\{(\d)(、?)\}$/.exec(piece) ?? [];
  if (number === undefined) return undefined;
  const value = values[Number(number) - 1] ?? '';
  return list === ''
    ? slot(value)
    : value
        .split(/, | or | and /)
        .map(slot)
        .join('、');
}

/** Between Chinese and Latin letters or numbers stands a blank, between Chinese and Chinese none. */
function joined(before: string, after: string): string {
  const [end, start] = [before.trimEnd(), after.trimStart()];
  const blanks = before.length - end.length + after.length - start.length;
  if (blanks === 1 && CHINESE_END.test(end) && CHINESE_START.test(start)) return end + start;
  if (blanks === 0 && ((HAN_END.test(end) && LATIN_START.test(start)) || (LATIN_END.test(end) && HAN_START.test(start)))) return `${end} ${start}`;
  return before + after;
}

const CHINESE_END = /[\p{Script=Han}，；：）。、]$/u;
const CHINESE_START = /^[\p{Script=Han}，；：（]/u;
const HAN_END = /\p{Script=Han}$/u;
const HAN_START = /^\p{Script=Han}/u;
const LATIN_END = /[A-Za-z0-9)]$/;
const LATIN_START = /^[A-Za-z0-9@$/-]/;

/** A name of one word is nobody's sentence. */
function slot(value: string): string {
  return /\S\s+\S/.test(value) ? chineseOf(value) : value;
}

/** What two texts are put together with; a full stop belongs to the first of them. */
const BETWEEN: readonly (readonly [english: string, chinese: string])[] = [
  ['. ', ''],
  ['; ', '；'],
  [': ', '：'],
  [', ', '，'],
];

/** Two texts that were put together, of which one at least is known. */
function composed(english: string): string | undefined {
  for (const [between, chinese] of BETWEEN) {
    for (let at = english.indexOf(between); at !== -1; at = english.indexOf(between, at + 1)) {
      const [first, second] = [english.slice(0, at + (chinese === '' ? 1 : 0)), english.slice(at + between.length)];
      const [head, tail] = [whole(first), known(second)];
      if (head !== undefined || tail !== undefined) return `${head ?? first}${chinese}${tail ?? second}`;
    }
  }
  return undefined;
}
