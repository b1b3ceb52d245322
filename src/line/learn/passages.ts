/** Where the course answers a question: paragraphs, found by their words. Pure. */
import { termsOf } from '../../knowledge/documents/words.ts';
import { plainSections } from '../../learn/course.ts';
import type { Lang, Lesson } from '../../learn/lesson.ts';

export interface LessonPassage {
  readonly lesson: Lesson;
  readonly heading: string;
  readonly text: string;
}

interface Paragraph extends LessonPassage {
  readonly words: ReadonlyMap<string, number>;
  readonly length: number;
  readonly inHeading: ReadonlySet<string>;
  readonly inTitle: ReadonlySet<string>;
  /** The paragraphs behind it, in its section. */
  readonly rest: readonly string[];
}

/** As in BM25: how soon a word that comes again tells no more, and how much a long text is held against it. */
const SATURATION = 1.2;
const LENGTH = 0.6;
const IN_HEADING = 1.2;
const IN_TITLE = 1;
/** A synonym that the trade's own words are known by. */
const SYNONYM = 0.4;
const OWN_LESSON = 1.6;
/** Of what a question's words tell, a passage must hold so much: one word of many is no answer. */
const LEAST_HELD = 0.42;
/** And a passage that is this much worse than the best is about something else. */
const NEAR_BEST = 0.6;

/** A pair of signs that stands nowhere is mostly the end of one word and the beginning of the next. */
const PAIR_OF_NONE = 0.3;
/** A single sign is half a word. */
const SINGLE = 0.4;
/** Names as they are written, whose case and signs tell: END, `%d`, `str()`. */
const NAMES = /\b[A-Z][A-Z0-9_]{2,}\b|%[a-z]+|\b\w+\(\)|\$\w+|@\w+|&&|\|\||->/g;

/** What asks, and what stands in any sentence: they tell no passage from another. */
const ASKING =
  /\b(?:what|which|how|why|when|where|who|does|do|did|is|are|was|were|the|an?|mean|means|difference|between|work|works|explain|please|exactly|i|in|use|of|to|for|and|or|it|this|that|here|can|could|should|my|if|with|there|happens?|get|holds?|tells?|says?|much|many|do|you)\b|什么是|是什么(?:意思)?|什么时候|何时|什么|怎么办|怎么样|会怎样|怎样|怎么|如何|为什么|为何|哪里|哪儿|哪些|哪个|哪一|有没有|能不能|可不可以|可以|应该|需要|解释|一下|区别|不同|时候|意思|的|吗|呢|请|我|你/g;

const SIGNS_OF_ANY_SENTENCE = /^[的了吗呢请我你它他会要和与有是在用做写看只能怎把被给到不没个这那么为什时候里上下一]+$/u;

/** `lesson`: the one at hand. The best first, at most one of a section, none where the course has no answer. */
export function passagesAbout(
  question: string,
  lessons: readonly Lesson[],
  lesson: Lesson | undefined,
  lang: Lang,
  synonyms: readonly string[],
  most: number,
  longest: number,
): readonly LessonPassage[] {
  const names = new Set(question.match(NAMES) ?? []);
  const asked = new Set([...names, ...telling(question.toLowerCase().replace(ASKING, ' '))]);
  const also = new Set(synonyms.flatMap(telling).filter((term) => !asked.has(term)));
  if (asked.size === 0) return [];
  const paragraphs = lessons.flatMap((one) => paragraphsOf(one, lang, names));
  const average = paragraphs.reduce((sum, { length }) => sum + length, 0) / Math.max(1, paragraphs.length);
  const rarity = new Map([...asked, ...also].map((term) => [term, rarityOf(term, paragraphs)]));
  const told = (terms: Iterable<string>): number => [...terms].reduce((sum, term) => sum + (rarity.get(term) ?? 0), 0);
  const all = told(asked);
  const least = Math.min(2, Math.ceil(wordsAmong([...asked].filter((term) => paragraphs.some((paragraph) => isIn(term, paragraph)))) / 2));
  const scored = paragraphs.flatMap((paragraph) => {
    const { words, length, inHeading, inTitle } = paragraph;
    const held = [...asked].filter((term) => isIn(term, paragraph));
    if (wordsAmong(held) < least || told(held) < LEAST_HELD * all) return [];
    const weigh = (term: string): number => {
      const times = words.get(term) ?? 0;
      const inText = (times * (SATURATION + 1)) / (times + SATURATION * (1 - LENGTH + (LENGTH * length) / average));
      return (rarity.get(term) ?? 0) * (inText + (inHeading.has(term) ? IN_HEADING : 0) + (inTitle.has(term) ? IN_TITLE : 0));
    };
    const score = [...asked].reduce((sum, term) => sum + weigh(term), 0) + SYNONYM * [...also].reduce((sum, term) => sum + weigh(term), 0);
    return [{ paragraph, score: paragraph.lesson === lesson ? score * OWN_LESSON : score }];
  });
  scored.sort((a, b) => b.score - a.score);
  const best = scored[0]?.score ?? 0;
  const found: LessonPassage[] = [];
  for (const { paragraph, score } of scored) {
    if (found.length === most || score < NEAR_BEST * best) break;
    if (found.some((one) => one.lesson === paragraph.lesson && one.heading === paragraph.heading)) continue;
    found.push({ lesson: paragraph.lesson, heading: paragraph.heading, text: whole(paragraph, longest) });
  }
  return found;
}

/** Single signs are none. */
function wordsAmong(terms: readonly string[]): number {
  return terms.filter((term) => term.length > 1).length;
}

/** The terms that can tell. */
function telling(text: string): string[] {
  return termsOf(text).filter((term) => !SIGNS_OF_ANY_SENTENCE.test(term));
}

function paragraphsOf(lesson: Lesson, lang: Lang, names: ReadonlySet<string>): readonly Paragraph[] {
  const inTitle = new Set(telling(`${lesson.title[lang]} ${lesson.goal[lang]}`));
  return plainSections(lesson, lang, false).flatMap(({ heading, text }) => {
    const parts = text.split(/\n{2,}/).filter((part) => part.trim() !== '');
    const inHeading = new Set(telling(heading));
    return parts.map((part, index) => {
      const terms = telling(part);
      const words = new Map<string, number>();
      // In a table a name comes again in every row.
      const isTable = part.includes('\n');
      for (const term of terms) words.set(term, isTable ? 1 : (words.get(term) ?? 0) + 1);
      for (const name of names) if (holds(part, name)) words.set(name, 1);
      return { lesson, heading, text: part, words, length: terms.length, inHeading, inTitle, rest: parts.slice(index + 1) };
    });
  });
}

function isIn(term: string, { words, inHeading, inTitle }: Paragraph): boolean {
  return words.has(term) || inHeading.has(term) || inTitle.has(term);
}

function rarityOf(term: string, paragraphs: readonly Paragraph[]): number {
  const held = paragraphs.filter((paragraph) => isIn(term, paragraph)).length;
  const rarity = Math.log(1 + (paragraphs.length - held + 0.5) / (held + 0.5));
  if (!/^\p{Script=Han}/u.test(term)) return rarity;
  if (held === 0) return rarity * PAIR_OF_NONE;
  return term.length === 1 ? rarity * SINGLE : rarity;
}

/** Not as a part of a longer name. */
function holds(text: string, name: string): boolean {
  const at = text.indexOf(name);
  return at !== -1 && !/\w/.test(text[at + name.length] ?? '');
}

/** A paragraph with what follows it, as long as there is room. */
function whole({ text, rest }: Paragraph, longest: number): string {
  let taken = text;
  for (const next of rest) {
    if (taken.length + next.length > longest) break;
    taken += `\n\n${next}`;
  }
  return taken.length <= longest ? taken : `${taken.slice(0, longest)} …`;
}
