/** Which passages of some documents a question is answered by. Pure. */
import type { Cut } from '../documents/passages.ts';
import { termsOf, type Wanted } from '../documents/words.ts';

export interface SourcedCut extends Cut {
  /** The document, as a person would name it. */
  readonly source: string;
}

/** A word in a heading says what all below it is about. */
const IN_TITLE = 3;
/** Characters of a paragraph that says something. */
const LEAST = 40;
const SATURATION = 1.2;
/** Words of an average passage: of longer ones a word tells less. */
const USUAL_LENGTH = 150;

/**
 * The passages that are about a question, best first. Only those that hold every word of its own that any passage holds, one of them in a heading: what only
 * touches it is no answer. `touching`: behind those, what only touches it.
 */
export function rank(cuts: readonly SourcedCut[], wanted: readonly Wanted[], most: number, touching = false): SourcedCut[] {
  const bags = cuts.map((one) => ({ one, title: new Set(termsOf(one.title)), words: counted(termsOf(`${one.title}\n${one.text}`)) }));
  const holders = (term: string): number => bags.filter(({ words }) => words.has(term)).length;
  const terms = wanted.map(({ term, weight }) => ({ term, weight, held: holders(term) }));
  const own = terms.filter(({ weight }) => weight === 1);
  // A word that stands nowhere: the question is about something else.
  if (own.length === 0 || own.some(({ held }) => held === 0)) return [];
  const holding = bags.filter(({ words }) => own.every(({ term }) => words.has(term)));
  const about = holding.filter(({ title }) => own.some(({ term }) => title.has(term)));
  const named = about.filter(({ title }) => own.every(({ term }) => title.has(term)));
  return (touching ? holding : named.length > 0 ? named : about)
    .map(({ one, words, title }) => {
      const length = [...words.values()].reduce((sum, times) => sum + times, 0);
      const score = terms.reduce((sum, { term, weight, held }) => {
        const times = (words.get(term) ?? 0) + (title.has(term) ? IN_TITLE : 0);
        const rarity = Math.log(1 + cuts.length / (held || 1));
        return sum + (weight * rarity * times) / (times + SATURATION * (0.5 + (0.5 * length) / USUAL_LENGTH));
      }, 0);
      return { one, score };
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, most)
    .map(({ one }) => one);
}

/** The part of a passage that is most about some words: the paragraphs from the first that holds one on, cut to a length. */
export function excerpt(text: string, wanted: readonly Wanted[], most: number): string {
  const paragraphs = text
    .replace(/^[ \t]*•[ \t]*$/gm, '')
    .split(/\n{2,}/)
    .filter((part) => part.trim() !== '' && !/^#{1,6} [^\n]*$/.test(part.trim()));
  const held = paragraphs.map((part) => {
    const words = new Set(part.trim().length < LEAST ? [] : termsOf(part));
    return wanted.filter(({ term, weight }) => weight === 1 && words.has(term)).length;
  });
  const best = Math.max(0, ...held);
  const first = Math.max(0, held.indexOf(best));
  let taken = paragraphs[first] ?? text;
  for (const next of paragraphs.slice(first + 1)) {
    if (taken.length + next.length > most) break;
    taken += `\n\n${next}`;
  }
  return taken.length <= most ? taken : `${taken.slice(0, taken.lastIndexOf(' ', most) > 0 ? taken.lastIndexOf(' ', most) : most)} …`;
}

function counted(terms: readonly string[]): Map<string, number> {
  const count = new Map<string, number>();
  for (const term of terms) count.set(term, (count.get(term) ?? 0) + 1);
  return count;
}
