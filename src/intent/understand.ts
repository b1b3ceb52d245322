import type { Heard, Intent, ProcessFilter } from '../core/intent.ts';
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
  const seconds = flag(request.seconds) ?? text.take(lexicon.durations, (match) => durationOf(match, lexicon));
  const top = flag(request.top) ?? text.take(lexicon.top, (match) => positive(match[1]));
  const filter = flag(filterOf(request)) ?? readFilter(text, lexicon, surroundings);
  const measure = text.look(lexicon.measures);
  const refusal = new Remaining(question).look(lexicon.refusals);
  const keys = readKeys(text, lexicon);
  return {
    question,
    language,
    topic: text.rest(),
    keys,
    ...(refusal === undefined ? {} : { refusal }),
    ...(measure === undefined ? {} : { measure }),
    ...(filter === undefined ? {} : { filter }),
    ...(seconds === undefined ? {} : { seconds }),
    ...(top === undefined ? {} : { top }),
  };
}

/** A question from which what has been understood is taken away. */
class Remaining {
  #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The first reading that a pattern allows; its words are gone then. */
  take<T>(patterns: readonly RegExp[], read: (match: RegExpExecArray) => T | undefined): Heard<T> | undefined {
    for (const pattern of patterns) {
      // A later match of the same pattern may be readable where the first is not ("in detail for 5 s").
      for (const match of this.#text.matchAll(new RegExp(pattern.source, pattern.flags.includes('g') ? pattern.flags : `${pattern.flags}g`))) {
        const value = read(match as RegExpExecArray);
        if (value === undefined) continue;
        this.#text = `${this.#text.slice(0, match.index)} ${this.#text.slice(match.index + match[0].length)}`;
        return { value, words: match[0].trim() };
      }
    }
    return undefined;
  }

  /** Like take, but the words stay: "how many" says count, and is part of the topic too. */
  look<T>(patterns: readonly (readonly [T, RegExp])[]): Heard<T> | undefined {
    for (const [value, pattern] of patterns) {
      const words = pattern.exec(this.#text)?.[0];
      if (words !== undefined) return { value, words };
    }
    return undefined;
  }

  rest(): string {
    return this.#text.replace(/\s+/g, ' ').trim();
  }
}

function flag<T>(value: T | undefined): Heard<T> | undefined {
  return value === undefined ? undefined : { value, words: '' };
}

function filterOf(request: Request): ProcessFilter | undefined {
  if (request.pid === undefined && request.comm === undefined) return undefined;
  return { ...(request.pid === undefined ? {} : { pid: request.pid }), ...(request.comm === undefined ? {} : { comm: request.comm }) };
}

function readFilter(text: Remaining, lexicon: Lexicon, surroundings: Surroundings): Heard<ProcessFilter> | undefined {
  const pid = text.take(lexicon.pid, (match) => positive(match[1]));
  if (pid !== undefined) return { value: { pid: pid.value }, words: pid.words };
  const comm =
    text.take(lexicon.comm, (match) => processName(match, lexicon)) ??
    text.take(lexicon.maybeComm, (match) => {
      const name = processName(match, lexicon);
      return name !== undefined && isKnown(name, lexicon, surroundings) ? name : undefined;
    });
  return comm === undefined ? undefined : { value: { comm: comm.value }, words: comm.words };
}

function processName(match: RegExpExecArray, lexicon: Lexicon): string | undefined {
  const name = match[1]?.replace(/[.:]$/, '');
  return name === undefined || lexicon.notNames.includes(name.toLowerCase()) || /^\d+(\.\d+)?(s|ms|m|min|h)?$/.test(name) ? undefined : name;
}

/** "of nfs" may be a process or the topic: taken for a process only where a program of that name is known, or runs and is no word of the trade. */
function isKnown(name: string, lexicon: Lexicon, surroundings: Surroundings): boolean {
  if (lexicon.knownNames.includes(name.toLowerCase())) return true;
  return surroundings.processes().has(name) && !surroundings.isTopicWord(name, lexicon.language);
}

function readKeys(text: Remaining, lexicon: Lexicon): Heard<string>[] {
  const keys: Heard<string>[] = [];
  const rest = text.rest();
  for (const [value, pattern] of lexicon.keys) {
    const words = pattern.exec(rest)?.[0];
    if (words !== undefined && !keys.some((key) => key.value === value)) keys.push({ value, words });
  }
  return keys;
}

function durationOf(match: RegExpExecArray, lexicon: Lexicon): number | undefined {
  const [, amount = '', unit = ''] = match;
  const number = lexicon.numbers[amount.toLowerCase()] ?? Number(amount);
  const seconds = number * (lexicon.units[unit.toLowerCase()] ?? Number.NaN);
  return seconds > 0 && seconds <= MAX_SECONDS ? seconds : undefined;
}

function positive(text: string | undefined): number | undefined {
  const number = Number(text);
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}
