import { editDistance } from '../core/distance.ts';
import type { Intent } from '../core/intent.ts';
import { lookup } from '../core/lookup.ts';
import type { Lexicon } from '../intent/lexicon.ts';
import { lexiconOf, lexicons } from '../intent/lexicons.ts';
import type { LibraryProgram } from './library.ts';
import { Tokenizer } from './tokens.ts';

export interface Match {
  readonly program: LibraryProgram;
  /** How much of the question the program covers, and of the program the question: 1 for the same words, a little more where measure and keys agree too. */
  readonly score: number;
}

/**
 * The words of every program that is no variant, turned round: for each word, where it stands. What costs time to find out, ready to be kept in a file.
 */
export type IndexData = Readonly<Record<string, LanguageIndex>>;

interface LanguageIndex {
  readonly words: Readonly<Record<string, IndexedWord>>;
  /** A question of the library, plainly written, to its program: asked in the same words it gets that one. */
  readonly exact: Readonly<Record<string, number>>;
  /** How many programs there are without those on functions of the kernel, which come behind them. */
  readonly everywhere: number;
  /** For each program, the weight of each of its phrases. */
  readonly phraseWeights: readonly (readonly number[])[];
}

interface IndexedWord {
  /** Inverse document frequency, a program being a document: rarer words tell more. */
  readonly weight: number;
  /** Programs that use it anywhere, in the order of the index. */
  readonly programs: readonly number[];
  /** Program and phrase, in pairs one after the other. */
  readonly phrases: readonly number[];
}

type Find = (token: string) => IndexedWord | undefined;

/** Weights of the three ways in which a question and a program can agree, found on the tuning questions of test/plan. */
const COVERED_BY_PHRASE = 0.5;
const PHRASE_COVERED = 0.2;
const COVERED_BY_PROGRAM = 0.3;
/** Of a word that no program uses: about that of a common one, for people say more than they need to. */
const UNKNOWN_WEIGHT = 2.2;
const MEASURE_AGREES = 0.06;
const MEASURE_DIFFERS = -0.1;
/** Above everything that words alone can reach. */
const VERBATIM = 1;
/** For each word of the trade that the question holds and the program does not. */
const TELLING_MISSED = 0.03;
/** Where the program shares only words that every other question holds. */
const UNFOUNDED = 0.4;
const KEY_OFFERED = 0.03;
const KEY_MISSING = -0.08;

/**
 * A variant answers the same question as its program; which of them runs is the kernel's matter. Those on functions of the kernel come last: what they bring
 * with them must not change which of the others fits a question, for on many machines the others are all there is.
 */
function basePrograms(programs: readonly LibraryProgram[]): LibraryProgram[] {
  const bases = programs.filter((program) => program.variantOf === undefined);
  return [...bases.filter((program) => !program.onFunctions), ...bases.filter((program) => program.onFunctions)];
}

export function indexLibrary(programs: readonly LibraryProgram[]): IndexData {
  return Object.fromEntries(Object.entries(lexicons).map(([language, lexicon]) => [language, indexLanguage(basePrograms(programs), lexicon)]));
}

function indexLanguage(programs: readonly LibraryProgram[], lexicon: Lexicon): LanguageIndex {
  const tokenizer = new Tokenizer(lexicon);
  const names = new Set(lexicon.knownNames);
  // The name of a process in an example is no part of the topic.
  const wordsOf = (text: string): string[] => tokenizer.tokens(text).filter((token) => !names.has(token));
  const { language } = lexicon;
  const phrases = programs.map((program) => [...(program.questions[language] ?? []), program.title[language] ?? ''].map(wordsOf));
  // Words of what it tells and of its columns count for the program, but no question is made of them.
  const more = programs.map((program) =>
    [
      program.tells[language] ?? '',
      program.name.replaceAll('-', ' '),
      program.event.replaceAll('-', ' '),
      ...program.columns.map((column) => column.name),
    ].flatMap(wordsOf),
  );
  const bags = programs.map((_, at) => new Set([...(phrases[at] ?? []).flat(), ...(more[at] ?? [])]));
  const words: Record<string, { weight: number; programs: number[]; phrases: number[] }> = {};
  bags.forEach((bag, at) => {
    for (const word of bag) {
      const entry = lookup(words, word) ?? { weight: 0, programs: [], phrases: [] };
      words[word] = entry;
      entry.programs.push(at);
    }
  });
  const everywhere = programs.filter((program) => !program.onFunctions).length;
  for (const word of Object.values(words)) {
    const users = word.programs.filter((at) => at < everywhere).length;
    // A word that only programs on functions use weighs among all programs what it weighs.
    word.weight = users > 0 ? Math.log(1 + everywhere / users) : Math.log(1 + programs.length / word.programs.length);
  }
  phrases.forEach((own, at) => {
    own.forEach((phrase, number) => {
      for (const word of phrase) lookup(words, word)?.phrases.push(at, number);
    });
  });
  const phraseWeights = phrases.map((own) => own.map((phrase) => phrase.reduce((sum, word) => sum + (lookup(words, word)?.weight ?? 0), 0)));
  const exact = Object.fromEntries(programs.flatMap((program, at) => (program.questions[language] ?? []).map((question) => [plain(question), at])));
  return { words, phraseWeights, exact, everywhere };
}

/** Finds the program for a question, in the language of the question. */
export class LibraryIndex {
  readonly #programs: readonly LibraryProgram[];
  readonly #data: IndexData;
  readonly #tokenizers = new Map<string, Tokenizer>();

  constructor(programs: readonly LibraryProgram[], data: IndexData) {
    this.#programs = basePrograms(programs);
    this.#data = data;
  }

  /** All programs that share a word with the question, best first. */
  match(intent: Intent): Match[] {
    const index = this.#index(intent.language);
    const all = (): boolean => true;
    const isEverywhere = (word: IndexedWord): boolean => (word.programs[0] ?? index.everywhere) < index.everywhere;
    const matches = [
      ...this.#matchAmong(intent, index, isEverywhere).filter(({ program }) => !program.onFunctions),
      ...this.#matchAmong(intent, index, all).filter(({ program }) => program.onFunctions),
    ];
    return matches.sort((a, b) => b.score - a.score || (a.program.name < b.program.name ? -1 : 1));
  }

  /** The programs as they match where only some words of the index are known. */
  #matchAmong(intent: Intent, index: LanguageIndex, isKnown: (word: IndexedWord) => boolean): Match[] {
    const find = (token: string): IndexedWord | undefined => {
      const word = lookup(index.words, token);
      return word !== undefined && isKnown(word) ? word : undefined;
    };
    const tokens = [
      ...new Set(
        this.#tokenizer(intent.language)
          .tokens(intent.topic)
          .map((token) => nearest(token, index, find)),
      ),
    ];
    const same = lookup(index.exact, plain(intent.question)) ?? lookup(index.exact, plain(intent.topic));
    const lexicon = lexiconOf(intent.language);
    const generic = new Set(lexicon.generic);
    const beyond = namesAny(
      intent.question,
      lexicon.beyond.filter((word) => find(word) === undefined),
    );
    return similarities(tokens, index, find).map(([at, text]): Match => {
      const program = this.#programs[at] as LibraryProgram;
      const has = (token: string): boolean => find(token)?.programs.includes(at) === true;
      // What carries the question must be what the program is about: none of it covered, or another trade's word left over, is no match.
      const telling = tokens.filter((token) => !generic.has(token));
      const missed = telling.filter((token) => !has(token) && find(token) !== undefined).length;
      const unfounded = telling.length === 0 || !telling.some(has);
      const score = text + agreement(intent, program) - missed * TELLING_MISSED - (unfounded || beyond ? UNFOUNDED : 0);
      return { program, score: Math.max(0, score) + (at === same ? VERBATIM : 0) };
    });
  }

  /** Whether this is a word of the trade: any program's questions use it, or it carries no meaning at all. */
  isTopicWord(word: string, language: string): boolean {
    const [token] = this.#tokenizer(language).tokens(word);
    return token === undefined || lookup(this.#index(language).words, token) !== undefined;
  }

  #index(language: string): LanguageIndex {
    return this.#data[language] ?? { words: {}, phraseWeights: [], exact: {}, everywhere: 0 };
  }

  #tokenizer(language: string): Tokenizer {
    let tokenizer = this.#tokenizers.get(language);
    if (tokenizer === undefined) {
      tokenizer = new Tokenizer(lexiconOf(language));
      this.#tokenizers.set(language, tokenizer);
    }
    return tokenizer;
  }
}

/** Whether a text holds one of the words, Latin ones whole. */
function namesAny(text: string, words: readonly string[]): boolean {
  const lower = text.toLowerCase();
  const whole = new Set(lower.match(/[a-z][a-z0-9-]*/g) ?? []);
  return words.some((word) => (/^[a-z]/.test(word) ? whole.has(word) : lower.includes(word)));
}

/** Letters and digits only, in small letters. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9\u3400-\u9fff]+/g, ' ')
    .trim();
}

/** For each program that shares a word with the question, how alike they are. */
function similarities(tokens: readonly string[], index: LanguageIndex, find: Find): (readonly [number, number])[] {
  let asked = 0;
  const inProgram = new Map<number, number>();
  const inPhrase = new Map<number, Map<number, number>>();
  for (const token of tokens) {
    const word = find(token);
    const weight = word?.weight ?? UNKNOWN_WEIGHT;
    asked += weight;
    for (const program of word?.programs ?? []) inProgram.set(program, (inProgram.get(program) ?? 0) + weight);
    const places = word?.phrases ?? [];
    for (let i = 0; i + 1 < places.length; i += 2) {
      const [program = 0, phrase = 0] = places.slice(i, i + 2);
      const shared = inPhrase.get(program) ?? new Map<number, number>();
      shared.set(phrase, (shared.get(phrase) ?? 0) + weight);
      inPhrase.set(program, shared);
    }
  }
  return [...inProgram].map(([program, covered]) => {
    let best = 0;
    for (const [phrase, shared] of inPhrase.get(program) ?? []) {
      best = Math.max(best, (COVERED_BY_PHRASE * shared) / asked + (PHRASE_COVERED * shared) / (index.phraseWeights[program]?.[phrase] ?? shared));
    }
    return [program, best + (COVERED_BY_PROGRAM * covered) / asked] as const;
  });
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
function nearest(token: string, index: LanguageIndex, find: Find): string {
  if (find(token) !== undefined || token.length < 4 || !/^[a-z]/.test(token)) return token;
  const allowed = token.length >= 8 ? 2 : 1;
  let best = token;
  let least = allowed + 1;
  for (const candidate in index.words) {
    if (candidate.length < 4 || Math.abs(candidate.length - token.length) > allowed || find(candidate) === undefined) continue;
    const distance = editDistance(token, candidate, allowed);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}
