import type { Heard, Intent, ProcessFilter } from '../core/intent.ts';
import { lookup } from '../core/lookup.ts';
import type { Request } from '../core/request.ts';
import { en } from './lexicon/en.ts';
import { zh } from './lexicon/zh.ts';
import type { Lexicon } from './lexicon.ts';

export const lexicons: Readonly<Record<string, Lexicon>> = { en, zh };

/** The most a question may ask for; longer runs are asked for by flag. */
const MAX_SECONDS = 24 * 3600;

export interface Surroundings {
  /** Names of the processes that run now: a word that is one may be meant as one. */
  readonly processes: () => ReadonlySet<string>;
  /** Whether the library's questions use this word: then it is a topic, not a name. */
  readonly isTopicWord: (word: string, language: string) => boolean;
}

/** The language of a question, as far as its script tells. */
export function languageOf(question: string): string {
  return /\p{Script=Han}/u.test(question) ? 'zh' : 'en';
}

/**
 * Reads a question: what is measured, by what, of which process, for how long; what is left over is the topic. Flags of the request win.
 * Pure and total: any text gives an Intent.
 */
export function understand(request: Request, surroundings: Surroundings): Intent {
  const question = (request.question ?? '').normalize('NFKC').trim();
  const language = languageOf(question);
  const lexicon = lexicons[language] ?? en;
  const text = new Remaining(question);
  const seconds = flag(request.seconds) ?? text.take(lexicon.durations, (groups) => durationOf(groups, lexicon));
  const top = flag(request.top) ?? text.take(lexicon.top, ([number]) => positive(number));
  const filter = flag(filterOf(request)) ?? readFilter(text, lexicon, surroundings);
  const measure = text.look(lexicon.measures);
  const refusal = new Remaining(question).look(lexicon.refusals);
  const keys = readKeys(text, lexicon);
  const unapplied = lexicon.restrictions.map((pattern) => text.look([[true, pattern]])?.words.trim()).filter((words) => words !== undefined);
  return {
    question,
    language,
    topic: text.rest(),
    keys,
    unapplied,
    ...(refusal === undefined ? {} : { refusal }),
    ...(measure === undefined ? {} : { measure }),
    ...(filter === undefined ? {} : { filter, toward: new Remaining(question).look([[true, lexicon.toward]]) !== undefined }),
    ...(seconds === undefined ? {} : { seconds }),
    ...(top === undefined ? {} : { top }),
  };
}

/**
 * A question from which what has been understood is taken away. Patterns see it in small letters (a case-insensitive pattern takes several times as long
 * to compile, and every start compiles them); what they find is cut out of the original.
 */
class Remaining {
  #text: string;
  #lower: string;

  constructor(text: string) {
    this.#text = text;
    this.#lower = smallLetters(text);
  }

  /** The first reading that a pattern allows; its words are gone then. `read` gets the pattern's groups, in the question's own letters. */
  take<T>(patterns: readonly RegExp[], read: (groups: readonly string[], words: string) => T | undefined): Heard<T> | undefined {
    for (const pattern of patterns) {
      const first = pattern.exec(this.#lower);
      if (first === null) continue;
      // A later match of the same pattern may be readable where the first is not ("in detail for 5 s").
      for (const match of later(pattern, first, this.#lower)) {
        const end = match.index + match[0].length;
        const words = this.#text.slice(match.index, end);
        const value = read(this.#groups(match), words);
        if (value === undefined) continue;
        this.#text = `${this.#text.slice(0, match.index)} ${this.#text.slice(end)}`;
        this.#lower = smallLetters(this.#text);
        return { value, words: words.trim() };
      }
    }
    return undefined;
  }

  /** Like take, but the words stay: "how many" says count, and is part of the topic too. */
  look<T>(patterns: readonly (readonly [T, RegExp])[]): Heard<T> | undefined {
    for (const [value, pattern] of patterns) {
      const match = pattern.exec(this.#lower);
      if (match !== null) return { value, words: this.#text.slice(match.index, match.index + match[0].length) };
    }
    return undefined;
  }

  rest(): string {
    return this.#text.replace(/\s+/g, ' ').trim();
  }

  #groups(match: RegExpExecArray): string[] {
    return match.slice(1).map((group) => {
      const at = group === undefined ? -1 : this.#lower.indexOf(group, match.index);
      return at === -1 ? '' : this.#text.slice(at, at + (group ?? '').length);
    });
  }
}

/** ASCII only, so that every letter stays at its place. */
function smallLetters(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** The first match, then the others; the pattern that finds those is made only when they are asked for. */
function* later(pattern: RegExp, first: RegExpExecArray, text: string): Generator<RegExpExecArray> {
  yield first;
  for (const match of text.matchAll(new RegExp(pattern.source, `${pattern.flags}g`))) yield match as RegExpExecArray;
}

function flag<T>(value: T | undefined): Heard<T> | undefined {
  return value === undefined ? undefined : { value, words: '' };
}

function filterOf(request: Request): ProcessFilter | undefined {
  if (request.pid === undefined && request.comm === undefined) return undefined;
  return { ...(request.pid === undefined ? {} : { pid: request.pid }), ...(request.comm === undefined ? {} : { comm: request.comm }) };
}

function readFilter(text: Remaining, lexicon: Lexicon, surroundings: Surroundings): Heard<ProcessFilter> | undefined {
  const pid = text.take(lexicon.pid, ([number]) => positive(number));
  if (pid !== undefined) return { value: { pid: pid.value }, words: pid.words };
  const comm =
    text.take(lexicon.comm, ([name]) => processName(name, lexicon)) ??
    text.take(lexicon.doer, ([word]) => {
      const name = processName(word, lexicon);
      return name !== undefined && !surroundings.isTopicWord(name, lexicon.language) ? name : undefined;
    }) ??
    text.take(lexicon.maybeComm, ([word]) => {
      const name = processName(word, lexicon);
      return name !== undefined && isKnown(name, lexicon, surroundings) ? name : undefined;
    });
  return comm === undefined ? undefined : { value: { comm: comm.value }, words: comm.words };
}

function processName(word: string | undefined, lexicon: Lexicon): string | undefined {
  const name = word?.replace(/[.:]$/, '');
  return name === undefined || name === '' || lexicon.notNames.includes(name.toLowerCase()) || /^\d+(\.\d+)?(s|ms|m|min|h)?$/.test(name) ? undefined : name;
}

/** "of nfs" may be a process or the topic: taken for a process only where a program of that name is known, or runs and is no word of the trade. */
function isKnown(name: string, lexicon: Lexicon, surroundings: Surroundings): boolean {
  if (lexicon.knownNames.includes(name.toLowerCase())) return true;
  return surroundings.processes().has(name) && !surroundings.isTopicWord(name, lexicon.language);
}

function readKeys(text: Remaining, lexicon: Lexicon): Heard<string>[] {
  const keys: Heard<string>[] = [];
  const list = text.look([[true, lexicon.keyList]]);
  for (const word of list?.words.toLowerCase().split(/[^a-z]+/) ?? []) {
    const value = lookup(lexicon.keyWords, word);
    if (value !== undefined && !keys.some((key) => key.value === value)) keys.push({ value, words: list?.words ?? '' });
  }
  if (keys.length > 1) return keys;
  for (const key of lexicon.keys) {
    const heard = text.look([key]);
    if (heard !== undefined && !keys.some((known) => known.value === heard.value)) keys.push(heard);
  }
  return keys;
}

function durationOf(groups: readonly string[], lexicon: Lexicon): number | undefined {
  const [amount = '', unit = ''] = groups;
  const number = lexicon.numbers[amount.toLowerCase()] ?? Number(amount);
  const seconds = number * (lexicon.units[unit.toLowerCase()] ?? Number.NaN);
  return seconds > 0 && seconds <= MAX_SECONDS ? seconds : undefined;
}

function positive(text: string | undefined): number | undefined {
  const number = Number(text);
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}
