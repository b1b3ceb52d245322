/** Finds programs of the library by the words of a question: how alike they are, and how far they agree in what is measured, by what, of whom. */
import type { Intent } from '../core/intent.ts';
import { lookup } from '../core/lookup.ts';
import { lexiconOf } from '../intent/lexicons.ts';
import { agreement } from './agreement.ts';
import { basePrograms, type IndexData, type IndexedWord, plain } from './index-data.ts';
import type { LibraryProgram } from './library.ts';
import { nearestWord } from './slips.ts';
import { Tokenizer } from './tokens.ts';

export interface Match {
  readonly program: LibraryProgram;
  /** How much of the question the program covers, and of the program the question: 1 for the same words, a little more where measure and keys agree too. */
  readonly score: number;
  /** The telling words of the question. */
  readonly tokens: readonly string[];
  /** Those of them that the program does not know. */
  readonly missing: readonly string[];
  /** How far the program's closest question is the one that is asked; missing where no words were compared. */
  readonly likeness?: Likeness;
}

/** What two questions share, each share 0 to 1 and by weight: rare words count more; and what the program is about beside that. */
export interface Likeness {
  /** Of what is asked. */
  readonly asked: number;
  /** Of the question that is known. */
  readonly known: number;
  /** How many telling words of the program's title were not asked for. */
  readonly unasked: number;
}

type Shares = Omit<Likeness, 'unasked'>;

/** Weights of the three ways in which a question and a program can agree, found on the tuning questions of test/plan. */
const COVERED_BY_PHRASE = 0.5;
const PHRASE_COVERED = 0.2;
const COVERED_BY_PROGRAM = 0.3;
/** Of a word that no program uses: about that of a common one, for people say more than they need to. */
const UNKNOWN_WEIGHT = 1.8;
/** Above everything that words alone can reach. */
const VERBATIM = 1;
/** For each word of the trade that the question holds and the program does not. */
const TELLING_MISSED = 0.03;
/** More where it is the word for an event. */
const EVENT_MISSED = 0.14;
/** A program about XFS, or Python, is for who asks about that. */
const OWN_MISSED = 0.15;
/** What the answer is broken down by is said in every other question: it tells little of what is asked. */
const KEY_WEIGHT = 0.3;
/** What people call what an answer is told by, beside its name. */
const SAID_OF_KEYS: Readonly<Record<string, readonly string[]>> = { container: ['cgroup'], tid: ['thread'], interface: ['network'] };
/** What two questions must share, in weight, to be the same by what they share: a rare word, or two common ones. */
const TELLS_ENOUGH = 5;
/** Where the program shares only words that every other question holds. */
const UNFOUNDED = 0.5;

/** One word that every other question holds tells nothing by itself. */
const LEAST_AMOUNT = 1;

/** Finds the program for a question. */
export class LibraryIndex {
  readonly #programs: readonly LibraryProgram[];
  readonly #data: IndexData;
  readonly #tokenizers = new Map<string, Tokenizer>();
  readonly #misspelt = new Map<string, readonly string[]>();
  /** Words of what happens: read, connect, fork. */
  readonly #events: ReadonlySet<string>;

  constructor(programs: readonly LibraryProgram[], data: IndexData) {
    this.#programs = basePrograms(programs);
    this.#data = data;
    this.#events = new Set(data.events);
  }

  /** All programs that share a word with the question, best first. */
  match(intent: Intent): Match[] {
    const { words, exact } = this.#data;
    const find = (token: string): IndexedWord | undefined => lookup(words, token);
    const tokens = this.tokens(intent);
    const keys = saidOfKeys(intent);
    const same = lookup(exact, plain(intent.question)) ?? lookup(exact, plain(intent.topic));
    const lexicon = lexiconOf(intent.language);
    const beyond = namesAny(
      intent.question,
      lexicon.beyond.filter((word) => {
        const parts = this.#tokenizer(intent.language).tokens(word);
        return find(word) === undefined && (parts.length === 0 || parts.some((token) => find(token) === undefined));
      }),
    );
    const asked = new Set(tokens);
    const telling = this.#telling(tokens, keys, intent.language);
    return this.#similarities(tokens, keys)
      .map(([at, text, likeness]): Match => {
        const program = this.#programs[at] as LibraryProgram;
        const has = (token: string): boolean => find(token)?.programs.includes(at) === true;
        // What carries the question must be what the program is about: none of it covered, or another trade's word left over, is no match.
        const missed = telling.filter((token) => !has(token) && find(token) !== undefined);
        const elsewhere = missed.filter((token) => this.#events.has(token)).length;
        const own = this.#data.own[at] ?? [];
        const isOther = own.length > 0 && !own.some((word) => asked.has(word));
        const unfounded = telling.length === 0 || !telling.some(has);
        const score =
          text +
          agreement(intent, program, asked) -
          missed.length * TELLING_MISSED -
          elsewhere * EVENT_MISSED -
          (isOther ? OWN_MISSED : 0) -
          (unfounded || beyond ? UNFOUNDED : 0);
        return {
          program,
          score: Math.max(0, score) + (at === same ? VERBATIM : 0),
          tokens: telling,
          missing: telling.filter((token) => !has(token)),
          ...(at === same ? {} : { likeness: { ...likeness, unasked: (this.#data.titles[at] ?? []).filter((word) => !asked.has(word)).length } }),
        };
      })
      .sort((a, b) => b.score - a.score || (a.program.name < b.program.name ? -1 : 1));
  }

  /** The words of the trade that a question's topic holds, slips of the fingers mended. */
  tokens(intent: Intent): string[] {
    const tokenizer = this.#tokenizer(intent.language);
    return [...new Set(tokenizer.tokens(intent.topic).flatMap((token) => this.#meant(token, tokenizer)))];
  }

  /** Those of them that tell what is asked, and not how it is broken down. */
  topicTokens(intent: Intent): string[] {
    return this.#telling(this.tokens(intent), saidOfKeys(intent), intent.language);
  }

  /**
   * How alike two sets of words are, 0 to 1: what both hold of all that they hold, rare words counting more. A word that no program knows is the person's own:
   * where both hold it, it tells as much as the rarest; where one does, little. What both hold must tell enough by itself: "cpu" alone is in every other question.
   */
  alike(first: readonly string[], second: readonly string[]): number {
    const known = (token: string): number | undefined => lookup(this.#data.words, token)?.weight;
    const rarest = Math.log(1 + this.#programs.length);
    const shared = new Set(first.filter((token) => second.includes(token)));
    const both = [...shared].reduce((sum, token) => sum + (known(token) ?? rarest), 0);
    const one = [...first, ...second].filter((token) => !shared.has(token)).reduce((sum, token) => sum + (known(token) ?? UNKNOWN_WEIGHT), 0);
    return both === 0 ? 0 : (both / (both + one)) * Math.min(1, both / TELLS_ENOUGH);
  }

  /** Those of them that tell something, as they were written. */
  tellingTokens(intent: Intent): string[] {
    const generic = new Set(lexiconOf(intent.language).generic);
    return this.#tokenizer(intent.language)
      .tokens(intent.topic)
      .filter((token) => !generic.has(token));
  }

  /**
   * Words of the question's topic, as they were written, that had no part in the choice of a program: nobody knows them, or this program does not. What was read
   * as something else (a condition, a key) is none. Of unspaced scripts only what stands out of them is looked at.
   */
  leftOut(intent: Intent, { missing }: Match): string[] {
    const tokenizer = this.#tokenizer(intent.language);
    const heard = [
      ...intent.conditions,
      ...intent.keys,
      ...(intent.event === undefined ? [] : [intent.event]),
      ...(intent.measure === undefined ? [] : [intent.measure]),
    ]
      .map((part) => part.words.toLowerCase())
      .join(' ');
    const asked = new Set(wordsApart(intent.question.toLowerCase()));
    return [...new Set(wordsApart(intent.topic))].filter((word) => {
      // A slip that was mended is no word that anybody said.
      if (word.length < 2 || heard.includes(word.toLowerCase()) || !asked.has(word.toLowerCase()) || SAYS_NOTHING.has(word.toLowerCase())) return false;
      if (/^\d+$/.test(word)) return true;
      const tokens = tokenizer.tokens(word).flatMap((token) => this.#meant(token, tokenizer));
      return tokens.length > 0 && tokens.every((token) => lookup(this.#data.words, token) === undefined || missing.includes(token));
    });
  }

  /** Whether this is a word of the trade: any program's questions use it, or it carries no meaning at all. */
  isTopicWord(word: string, language: string): boolean {
    const [token] = this.#tokenizer(language).tokens(word);
    return token === undefined || lookup(this.#data.words, token) !== undefined;
  }

  /** A word that nobody knows as the one it is a misspelling of; itself where there is none. */
  spell(word: string, language: string): string {
    const tokenizer = this.#tokenizer(language);
    if (lexiconOf(language).glossary !== undefined) return word;
    return tokenizer.knows(word) || lookup(this.#data.words, word) !== undefined ? word : (nearestWord(word, this.#known(tokenizer)) ?? word);
  }

  /** What it is told by is the topic too where nothing else is said. */
  #telling(tokens: readonly string[], keys: ReadonlySet<string>, language: string): string[] {
    const generic = new Set(lexiconOf(language).generic);
    const topical = tokens.filter((token) => !generic.has(token));
    const others = topical.filter((token) => !keys.has(token));
    const isKnown = (token: string): boolean => lookup(this.#data.words, token) !== undefined;
    if (others.some(isKnown)) return others;
    // What every other question holds tells more of it than what it is broken down by: the bytes of each container.
    const amounts = tokens.filter((token) => !keys.has(token) && isKnown(token));
    return keys.size > 0 && amounts.length > LEAST_AMOUNT ? [...amounts, ...others] : topical;
  }

  #tokenizer(language: string): Tokenizer {
    let tokenizer = this.#tokenizers.get(language);
    if (tokenizer === undefined) {
      tokenizer = new Tokenizer(lexiconOf(language));
      this.#tokenizers.set(language, tokenizer);
    }
    return tokenizer;
  }

  /** For each program that shares a word with the question, how alike they are, and what of that its closest question makes. */
  #similarities(tokens: readonly string[], keys: ReadonlySet<string>): (readonly [program: number, alike: number, closest: Shares])[] {
    const { words, phraseWeights } = this.#data;
    let asked = 0;
    const inProgram = new Map<number, number>();
    const inPhrase = new Map<number, Map<number, number>>();
    for (const token of tokens) {
      const word = lookup(words, token);
      const weight = (word?.weight ?? UNKNOWN_WEIGHT) * (keys.has(token) ? KEY_WEIGHT : 1);
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
      let closest: Shares = { asked: 0, known: 0 };
      for (const [phrase, shared] of inPhrase.get(program) ?? []) {
        const shares = { asked: shared / asked, known: shared / (phraseWeights[program]?.[phrase] ?? shared) };
        const alike = COVERED_BY_PHRASE * shares.asked + PHRASE_COVERED * shares.known;
        if (alike <= best) continue;
        best = alike;
        closest = shares;
      }
      return [program, best + (COVERED_BY_PROGRAM * covered) / asked, closest] as const;
    });
  }

  #known(tokenizer: Tokenizer): readonly string[] {
    return [...Object.keys(this.#data.words), ...tokenizer.vocabulary];
  }

  /** A word that nobody knows is taken for the one it is a misspelling of, where there is just about one such word; nothing where that one carries no topic. */
  #meant(token: string, tokenizer: Tokenizer): readonly string[] {
    const { words } = this.#data;
    const least = tokenizer.isForeign ? LEAST_FOREIGN : 4;
    if (lookup(words, token) !== undefined || token.length < least || !/^[a-z]/.test(token)) return [token];
    const known = this.#misspelt.get(token);
    if (known !== undefined) return known;
    const best = nearestWord(token, this.#known(tokenizer));
    const meant = best === undefined ? [token] : lookup(words, best) === undefined ? tokenizer.tokens(best) : [best];
    this.#misspelt.set(token, meant);
    return meant;
  }
}

/** A short word of another language is hardly an English one that was mistyped. */
const LEAST_FOREIGN = 7;

/** Words around what is asked, which tell nothing of it: that they had no part in an answer needs not be told. */
const SAYS_NOTHING: ReadonlySet<string> = new Set(
  'cause causes caused causing generate generates raised raise raises issued passes pass passed grouped name named names code function functions kernel runs their service worker physical card'.split(
    ' ',
  ),
);

/** Words of scripts that set them apart. */
const WORDS_APART = /[\p{Script=Latin}\p{Script=Cyrillic}\p{N}_][\p{Script=Latin}\p{Script=Cyrillic}\p{M}\p{N}_.-]*/gu;

function saidOfKeys({ keys }: Intent): ReadonlySet<string> {
  return new Set(keys.flatMap(({ value }) => [value, ...(lookup(SAID_OF_KEYS, value) ?? [])]));
}

function wordsApart(text: string): readonly string[] {
  return (text.match(WORDS_APART) ?? []).map((word) => word.replace(/[.-]+$/, ''));
}

/** Whether a text holds one of the words, Latin ones whole. */
function namesAny(text: string, words: readonly string[]): boolean {
  const lower = text.toLowerCase();
  const whole = new Set(lower.match(/[a-z][a-z0-9-]*/g) ?? []);
  return words.some((word) => (/^[a-z]/.test(word) ? whole.has(word) : lower.includes(word)));
}
