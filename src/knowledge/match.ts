import { editDistance } from '../core/distance.ts';
import type { Intent } from '../core/intent.ts';
import { lexicons } from '../intent/understand.ts';
import type { LibraryProgram } from './library.ts';
import { Tokenizer } from './tokens.ts';

export interface Match {
  readonly program: LibraryProgram;
  /** How much of the question the program covers, and of the program the question: 1 for the same words, a little more where measure and keys agree too. */
  readonly score: number;
}

interface Entry {
  readonly program: LibraryProgram;
  readonly phrases: readonly ReadonlySet<string>[];
  readonly bag: ReadonlySet<string>;
}

/** The words of every phrase of every program that is no variant, by language: what costs time to find out, ready to be kept in a file. */
export type IndexData = Readonly<Record<string, readonly IndexedProgram[]>>;

export interface IndexedProgram {
  readonly phrases: readonly (readonly string[])[];
  /** Words of what it tells and of its columns: they count for the program, but no question is made of them. */
  readonly more: readonly string[];
}

interface LanguageIndex {
  readonly tokenizer: Tokenizer;
  readonly entries: readonly Entry[];
  /** Rarer words tell more. */
  readonly weight: ReadonlyMap<string, number>;
  readonly unknownWeight: number;
}

/** Weights of the three ways in which a question and a program can agree, found on the tuning questions of test/plan. */
const COVERED_BY_PHRASE = 0.5;
const PHRASE_COVERED = 0.2;
const COVERED_BY_PROGRAM = 0.3;
/** Of a word that no program uses: about that of a common one, for people say more than they need to. */
const UNKNOWN_WEIGHT = 2.2;
const MEASURE_AGREES = 0.06;
const MEASURE_DIFFERS = -0.1;
const KEY_OFFERED = 0.03;
const KEY_MISSING = -0.08;

/** A variant answers the same question as its program; which of them runs is the kernel's matter. */
function basePrograms(programs: readonly LibraryProgram[]): LibraryProgram[] {
  return programs.filter((program) => program.variantOf === undefined);
}

export function indexLibrary(programs: readonly LibraryProgram[]): IndexData {
  const languages = Object.entries(lexicons).map(([language, lexicon]) => {
    const tokenizer = new Tokenizer(lexicon);
    const names = new Set(lexicon.knownNames);
    const phrases = basePrograms(programs).map((program) => {
      const texts = [...(program.questions[language] ?? []), program.title[language] ?? ''];
      const more = [
        program.tells[language] ?? '',
        program.name.replaceAll('-', ' '),
        program.event.replaceAll('-', ' '),
        ...program.columns.map((column) => column.name),
      ];
      // The name of a process in an example is no part of the topic.
      const words = (text: string): string[] => tokenizer.tokens(text).filter((token) => !names.has(token));
      return { phrases: texts.map(words), more: [...new Set(more.flatMap(words))] };
    });
    return [language, phrases] as const;
  });
  return Object.fromEntries(languages);
}

/** Finds the program for a question, in the language of the question. */
export class LibraryIndex {
  readonly #programs: readonly LibraryProgram[];
  readonly #data: IndexData;
  readonly #languages = new Map<string, LanguageIndex>();

  constructor(programs: readonly LibraryProgram[], data: IndexData) {
    this.#programs = basePrograms(programs);
    this.#data = data;
  }

  /** All programs, best first. */
  match(intent: Intent): Match[] {
    const index = this.#index(intent.language);
    const tokens = index.tokenizer.tokens(intent.topic).map((token) => nearest(token, index));
    if (tokens.length === 0) return [];
    const matches = index.entries.map(({ program, phrases, bag }) => {
      const text = similarity(tokens, phrases, bag, index);
      return { program, score: text === 0 ? 0 : Math.max(0, text + agreement(intent, program)) };
    });
    return matches.sort((a, b) => b.score - a.score || a.program.name.localeCompare(b.program.name));
  }

  /** Whether this is a word of the trade: any program's questions use it, or it carries no meaning at all. */
  isTopicWord(word: string, language: string): boolean {
    const index = this.#index(language);
    const [token] = index.tokenizer.tokens(word);
    return token === undefined || index.weight.has(token);
  }

  #index(language: string): LanguageIndex {
    const known = this.#languages.get(language);
    if (known !== undefined) return known;
    const lexicon = lexicons[language] ?? lexicons.en;
    if (lexicon === undefined) throw new Error('there is no English lexicon');
    const tokenizer = new Tokenizer(lexicon);
    const entries = this.#programs.map((program, at): Entry => {
      const { phrases = [], more = [] } = this.#data[language]?.[at] ?? {};
      return { program, phrases: phrases.map((phrase) => new Set(phrase)), bag: new Set([...phrases.flat(), ...more]) };
    });
    const weight = weights(entries);
    const index = { tokenizer, entries, weight, unknownWeight: UNKNOWN_WEIGHT };
    this.#languages.set(language, index);
    return index;
  }
}

/** Inverse document frequency, a program being a document. */
function weights(entries: readonly Entry[]): Map<string, number> {
  const frequency = new Map<string, number>();
  for (const { bag } of entries) for (const token of bag) frequency.set(token, (frequency.get(token) ?? 0) + 1);
  return new Map([...frequency].map(([token, count]) => [token, Math.log(1 + entries.length / count)]));
}

function similarity(tokens: readonly string[], phrases: readonly ReadonlySet<string>[], bag: ReadonlySet<string>, index: LanguageIndex): number {
  const weigh = (list: Iterable<string>): number => {
    let sum = 0;
    for (const token of list) sum += index.weight.get(token) ?? index.unknownWeight;
    return sum;
  };
  const asked = weigh(tokens);
  const inBag = weigh(tokens.filter((token) => bag.has(token)));
  let best = 0;
  for (const phrase of phrases) {
    const shared = weigh(tokens.filter((token) => phrase.has(token)));
    if (shared > 0) best = Math.max(best, (COVERED_BY_PHRASE * shared) / asked + (PHRASE_COVERED * shared) / weigh(phrase));
  }
  return best + (COVERED_BY_PROGRAM * inBag) / asked;
}

function agreement(intent: Intent, program: LibraryProgram): number {
  let score = 0;
  const asked = intent.measure?.value;
  if (asked !== undefined) score += asked === program.measure ? MEASURE_AGREES : program.measures.includes(asked) ? 0 : MEASURE_DIFFERS;
  for (const { value } of intent.keys) {
    const offered = program.keys.includes(value) || value in program.by || program.columns.some((column) => column.name.split(' ').includes(value));
    score += offered ? KEY_OFFERED : KEY_MISSING;
  }
  return score;
}

/** A word no program uses is taken for the one it is a misspelling of, where there is just about one such word. */
function nearest(token: string, index: LanguageIndex): string {
  if (index.weight.has(token) || token.length < 4 || !/^[a-z]/.test(token)) return token;
  const allowed = token.length >= 8 ? 2 : 1;
  let best = token;
  let least = allowed + 1;
  for (const candidate of index.weight.keys()) {
    if (candidate.length < 4 || Math.abs(candidate.length - token.length) > allowed) continue;
    const distance = editDistance(token, candidate, allowed);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}
