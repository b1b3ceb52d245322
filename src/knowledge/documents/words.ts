/** The words of documents, and of what is asked of them. */
import { languageOf } from '../../intent/languages.ts';
import { lexiconOf, loadLexicon } from '../../intent/lexicons.ts';
import { stem, Tokenizer } from '../tokens.ts';

/** They tell no document from another. */
const SMALL = new Set(
  (
    'a about after all also an and any are as at be because been before being but by can could did do does each for from had has have how i if in into is it its like may me more most ' +
    'my no not of on one only or other our out over per should show so some such than that the their them then there these they this those to up us use used using was we were what when ' +
    'where which while who why will with would you your'
  ).split(' '),
);
const LONGEST = 40;
const ASCII_WORDS = /[a-z0-9_]+/g;
const WORDS = /[\p{L}\p{M}\p{N}_]+/gu;
const SCRIPT_RUNS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー]+|[^\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー]+/gu;
const UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー]/u;

/** A word that is asked for, and how much it counts. */
export interface Wanted {
  readonly term: string;
  readonly weight: number;
  /** How much it tells, where it stands somewhere as it is: what only looks like it is no match then. */
  readonly rarity?: number;
}

/**
 * The terms of a text, as often as they occur. A name is found whole and by its parts; scripts without blanks are cut into single signs and pairs, as is common
 * for Chinese retrieval.
 */
export function termsOf(text: string): string[] {
  const terms: string[] = [];
  let lower = text.toLowerCase();
  let pattern = ASCII_WORDS;
  if (/[^\n -~\t]/.test(lower)) {
    lower = lower.normalize('NFKC').toLowerCase();
    pattern = WORDS;
  }
  for (const word of lower.match(pattern) ?? []) {
    if (pattern === ASCII_WORDS || !/[^a-z0-9_]/.test(word)) addWord(word, terms);
    else
      for (const run of word.match(SCRIPT_RUNS) ?? [])
        if (UNSPACED.test(run)) addPairs(run, terms);
        else addWord(run, terms);
  }
  return terms;
}

/** What a question in any language asks for: its own words, and what they are called in the English of the trade, which most documents are in. */
export async function wantedIn(question: string): Promise<Wanted[]> {
  const language = languageOf(question);
  await loadLexicon(language);
  const wanted = new Map<string, number>();
  for (const term of termsOf(question)) wanted.set(term, 1);
  const ownWeight = language === 'en' ? SYNONYM : 1;
  for (const token of tokenizerOf(language).tokens(question)) {
    for (const term of termsOf(token)) if (!wanted.has(term)) wanted.set(term, ownWeight);
  }
  return [...wanted].map(([term, weight]) => ({ term, weight }));
}

/** A word that only means the same tells less than the one that was said. */
const SYNONYM = 0.4;

const tokenizers = new Map<string, Tokenizer>();

function tokenizerOf(language: string): Tokenizer {
  const known = tokenizers.get(language) ?? new Tokenizer(lexiconOf(language));
  tokenizers.set(language, known);
  return known;
}

function addWord(word: string, terms: string[]): void {
  if (word.length < 2 || word.length > LONGEST || SMALL.has(word)) return;
  if (!word.includes('_')) {
    terms.push(stem(word));
    return;
  }
  terms.push(word);
  for (const part of word.split('_')) if (part.length > 1 && !SMALL.has(part)) terms.push(stem(part));
}

function addPairs(run: string, terms: string[]): void {
  const signs = [...run];
  for (const [index, sign] of signs.entries()) {
    terms.push(sign);
    const next = signs[index + 1];
    if (next !== undefined) terms.push(sign + next);
  }
}
