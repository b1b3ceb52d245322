/** Looks up words of a lexicon: as they are, by their beginnings, in phrases, grown together, and one slip of the fingers away. */
import { editDistance } from '../core/distance.ts';
import { en } from '../intent/lexicon/en.ts';
import { TOOLS } from '../intent/lexicon/tools.ts';
import type { Lexicon } from '../intent/lexicon.ts';

/** What words mean: English words of the trade; none for words that carry no topic. */
type Meanings = readonly string[];

interface Phrase {
  readonly words: readonly string[];
  readonly meanings: Meanings;
}

/** The words of a lexicon, ready to be looked up. */
export interface Words {
  readonly exact: ReadonlyMap<string, Meanings>;
  readonly beginnings: ReadonlyMap<string, Meanings>;
  /** By how their first word begins; the longest first. */
  readonly phrases: ReadonlyMap<string, readonly Phrase[]>;
  readonly longest: number;
}

/** Words shorter than this are too near to each other for one letter to be a slip. */
const SHORTEST_TYPO = 5;
const SHORTEST_COMPOUND = 7;
/** What follows the beginning of the last word of a compound is its ending, where it is shorter than this. */
const LONGEST_ENDING = 6;
/** What German puts between the words it joins; the beginnings of other languages' words hold theirs already. */
const JOINTS = ['', 's', 'n', 'en', 'es', 'er', 'e'];
/** Hiragana words shorter than this may be endings of the word before. */
const SHORTEST_KANA = 3;

let english: ReadonlySet<string> | undefined;

/** The words of a text of several: set apart by `|`, or, where there is none, by blanks. */
export function listed(text: string): string[] {
  return text
    .split(text.includes('|') ? '|' : ' ')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

/** Small letters without what stands above and below them; a letter that stands for one with dots (`oe`) is that one. */
function fold(word: string): string {
  if (/^[\x20-\x7e]*$/.test(word)) return word.replace(/([aou])e/g, '$1');
  return word
    .replaceAll('ß', 'ss')
    .replaceAll('œ', 'o')
    .normalize('NFD')
    .replace(/(?<=[\p{Script=Latin}\p{Script=Cyrillic}]\p{M}*)\p{M}/gu, '')
    .normalize('NFC')
    .replace(/([aou])e/g, '$1');
}

/** The words of a lexicon and what they mean. */
export function wordsOf(lexicon: Lexicon): Words {
  const exact = new Map<string, string[]>();
  const beginnings = new Map<string, string[]>();
  const phrases = new Map<string, { words: string[]; meanings: string[] }[]>();
  const apart = (lexicon.words ?? 'apart') === 'apart';
  let longest = 0;
  const add = (word: string, meaning: string | undefined): void => {
    const parts = apart ? word.split(/[\s'’-]+/).map(fold) : word.split(' ');
    if (parts.length > 1) {
      const list = phrases.get(beginningOf(parts[0] ?? '')) ?? [];
      const same = list.find((phrase) => phrase.words.join(' ') === parts.join(' '));
      if (same === undefined) list.push({ words: parts, meanings: meaning === undefined ? [] : [meaning] });
      else if (meaning !== undefined) same.meanings.push(meaning);
      phrases.set(beginningOf(parts[0] ?? ''), list);
      return;
    }
    const [part = ''] = parts;
    const open = part.endsWith('*');
    const key = open ? part.slice(0, -1) : part;
    const table = open ? beginnings : exact;
    const meanings = table.get(key) ?? [];
    if (meaning !== undefined) meanings.push(meaning);
    table.set(key, meanings);
    longest = Math.max(longest, key.length);
  };
  // A word that is in both lists carries a topic.
  for (const word of lexicon.stop) add(word, undefined);
  for (const [meaning, words] of Object.entries(lexicon.glossary ?? {})) for (const word of listed(words)) add(word, meaning);
  for (const list of phrases.values()) list.sort((a, b) => b.words.length - a.words.length || b.words.join('').length - a.words.join('').length);
  return { exact, beginnings, phrases, longest };
}

function beginningOf(word: string): string {
  return word.slice(0, 1);
}

/** Paths and identifiers stay whole; other words are cut at hyphens, apostrophes and slashes. */
export function splitWords(text: string, known: Words): string[] {
  return text.split(/\s+/).flatMap((chunk) => {
    const word = chunk.replace(/^[^\p{L}\p{N}_/]+|[^\p{L}\p{N}_]+$/gu, '');
    if (word === '') return [];
    if (known.exact.has(fold(word)) || /^[a-z0-9_.:/@+-]*[_.:0-9][a-z0-9_.:/@+-]*$|^\//.test(word)) return [word];
    if (word === 'i/o') return [word];
    return word.split(/[^\p{L}\p{M}\p{N}_]+/u).filter((part) => part !== '');
  });
}

/** The phrase that begins at a word. */
export function phraseAt(parts: readonly string[], at: number, known: Words): Phrase | undefined {
  const first = fold(parts[at] ?? '');
  return known.phrases.get(beginningOf(first))?.find((phrase) =>
    phrase.words.every((word, number) => {
      const part = fold(parts[at + number] ?? '');
      return word.endsWith('*') ? part.startsWith(word.slice(0, -1)) : part === word;
    }),
  );
}

/** What one word means: itself, where nobody knows it. */
export function meaningsOf(part: string, known: Words): Meanings {
  const word = fold(part);
  const exact = known.exact.get(word);
  if (exact !== undefined) return exact;
  if (isEnglish(part)) return [part];
  const beginning = longestBeginning(word, known);
  const compound = word.length < SHORTEST_COMPOUND || (beginning !== undefined && word.length - beginning.length < 4) ? undefined : compoundOf(word, known);
  const meant = compound ?? beginning?.meanings ?? typo(word, known);
  if (meant !== undefined) return meant;
  return part.length === 1 && /\p{L}/u.test(part) ? [] : [unaccented(part)];
}

function unaccented(word: string): string {
  return word
    .normalize('NFD')
    .replace(/(?<=\p{Script=Latin}\p{M}*)\p{M}/gu, '')
    .normalize('NFC');
}

function isEnglish(word: string): boolean {
  english ??= new Set([...en.synonyms.flat(), ...en.knownNames, ...Object.keys(TOOLS)]);
  return english.has(word);
}

function longestBeginning(word: string, known: Words): { readonly length: number; readonly meanings: Meanings } | undefined {
  for (let length = word.length; length > 1; length--) {
    const meanings = known.beginnings.get(word.slice(0, length));
    if (meanings !== undefined) return { length, meanings };
  }
  return undefined;
}

/** The meanings of all words of which this one is made up, where each is known. */
function compoundOf(word: string, known: Words): string[] | undefined {
  for (let length = word.length - 3; length > 2; length--) {
    const head = word.slice(0, length);
    const first = known.exact.get(head) ?? known.beginnings.get(head);
    if (first === undefined || (first.length === 0 && length < 4)) continue;
    for (const joint of JOINTS) {
      if (!word.startsWith(joint, length)) continue;
      const rest = word.slice(length + joint.length);
      if (rest.length < 3) continue;
      const beginning = longestBeginning(rest, known);
      const second =
        known.exact.get(rest) ??
        compoundOf(rest, known) ??
        (beginning !== undefined && rest.length - beginning.length < LONGEST_ENDING ? beginning.meanings : undefined);
      if (second !== undefined) return [...first, ...second];
    }
  }
  return undefined;
}

/** What a word means that is one letter away from a known one. */
export function typo(word: string, known: Words): Meanings | undefined {
  if (word.length < SHORTEST_TYPO) return undefined;
  for (const [near, meanings] of known.exact) {
    if (near.length >= SHORTEST_TYPO && Math.abs(near.length - word.length) <= 1 && editDistance(near, word, 1) === 1) return meanings;
  }
  for (const [near, meanings] of known.beginnings) {
    if (near.length < SHORTEST_TYPO || word.length < near.length - 1 || near[0] !== word[0]) continue;
    for (const length of [near.length, near.length + 1, near.length - 1]) if (editDistance(near, word.slice(0, length), 1) === 1) return meanings;
  }
  return undefined;
}

interface Found {
  readonly length: number;
  readonly meanings: Meanings;
  /** Whether an ending may follow. */
  readonly open: boolean;
}

/** The longest known word that begins at a place of a text. */
export function knownAt(text: string, at: number, known: Words, endings: boolean): Found | undefined {
  for (let length = Math.min(known.longest, text.length - at); length > 0; length--) {
    const word = text.slice(at, at + length);
    const exact = known.exact.get(word);
    const meanings = exact ?? known.beginnings.get(word);
    if (meanings === undefined || (endsInside(text, at + length) && exact !== undefined)) continue;
    // A word of one syllable stands alone or before a particle.
    if (endings && length === 1 && exact !== undefined && !isEnding(text, at + 1, known)) continue;
    return { length, meanings, open: exact === undefined };
  }
  return undefined;
}

/** Whether an identifier goes on here. */
function endsInside(text: string, at: number): boolean {
  return /^[a-z0-9_]{2}/.test(text.slice(at - 1, at + 1));
}

function isEnding(text: string, at: number, known: Words): boolean {
  const [rest = ''] = /^\p{Script=Hangul}*/u.exec(text.slice(at)) ?? [];
  return rest === '' || known.exact.get(rest)?.length === 0;
}

/** A phrase whose blanks may be missing. */
export function spacedAt(text: string, at: number, known: Words): Found | undefined {
  if (at > 0 && /[\p{L}\p{N}]/u.test(text[at - 1] ?? '')) return undefined;
  for (const { words, meanings } of known.phrases.get(beginningOf(text[at] ?? '')) ?? []) {
    let end = at;
    const isHere = words.every((word) => {
      while (end > at && text[end] === ' ') end++;
      const plain = word.endsWith('*') ? word.slice(0, -1) : word;
      if (!text.startsWith(plain, end)) return false;
      end += plain.length;
      return true;
    });
    if (isHere) return { length: end - at, meanings, open: words.at(-1)?.endsWith('*') === true };
  }
  return undefined;
}

/** Whether a word that begins here would begin inside of another. */
export function beginsInside(gap: string, next: string, endings: boolean): boolean {
  if (gap === '') return false;
  return endings
    ? /\p{Script=Hangul}$/u.test(gap) && /\p{Script=Hangul}/u.test(next)
    : /[\p{Script=Katakana}ー]$/u.test(gap) && /\p{Script=Katakana}/u.test(next);
}

/** Where the ending of a word stops: at another known word, or at the end of what may be one. */
export function endOfEnding(text: string, from: number, known: Words, endings: boolean): number {
  const letter = endings ? /\p{Script=Hangul}/u : /\p{Script=Hiragana}/u;
  let at = from;
  while (at < text.length && letter.test(text[at] ?? '')) {
    const word = knownAt(text, at, known, endings);
    if (word !== undefined && word.length >= (endings ? 2 : SHORTEST_KANA) && word.meanings.length > 0) return at;
    at++;
  }
  return at;
}
