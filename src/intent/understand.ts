import type { EventName, Heard, Intent } from '../core/intent.ts';
import { lookup } from '../core/lookup.ts';
import type { Request } from '../core/request.ts';
import { languageOf } from './languages.ts';
import { lexiconOf } from './lexicons.ts';
import { type IsDirectory, readConditions } from './read/conditions.ts';
import { Remaining } from './read/remaining.ts';
import { filterOf, type Names, readFilter } from './read/whom.ts';
import { readDuration, readEvery, readTimes, readTop } from './read/window.ts';

/** What the machine knows that a question may speak of. */
export interface Surroundings extends Names {
  /** The event that a text calls by its name on the machine ("count vfs_read by process"), and where it does. */
  readonly eventNamed?: (question: string) => NamedEvent | undefined;
  /** Whether a word is part of how an event is spoken of, such as the name of one of its fields: then it is nobody's name. */
  readonly isWordOf?: (event: EventName, word: string) => boolean;
  /** A word that nobody knows as the one it is a misspelling of; the word itself where there is none. */
  readonly spell?: (word: string, language: string) => string;
  readonly isDirectory?: IsDirectory;
  readonly isSyscall?: (name: string) => boolean;
}

export interface NamedEvent extends Heard<EventName> {
  readonly start: number;
  readonly end: number;
}

/**
 * Reads a question: what is measured, by what, of which process, under which conditions, for how long; what is left over is the topic. Flags of the request win.
 * Pure and total: any text gives an Intent.
 */
export function understand(request: Request, surroundings: Surroundings): Intent {
  const question = (request.question ?? '').normalize('NFKC').trim();
  const language = languageOf(question);
  const lexicon = lexiconOf(language);
  const whole = new Remaining(question, lexicon);
  const refusal = whole.look(lexicon.refusals);
  const output = whole.look(lexicon.outputs);
  const named = surroundings.eventNamed?.(question);
  const event =
    named === undefined ? undefined : { value: named.value, words: named.words, ...(named.confidence === undefined ? {} : { confidence: named.confidence }) };

  const text = new Remaining(question, lexicon);
  const every = readEvery(text);
  const times = readTimes(text);
  const seconds = flag(request.seconds) ?? readDuration(text);
  const top = flag(request.top) ?? readTop(text);
  const conditions = readConditions(text, surroundings.isDirectory ?? (() => undefined), surroundings.isSyscall ?? (() => false));
  const filter = flag(filterOf(request)) ?? readFilter(text, named === undefined ? surroundings : withEvent(surroundings, named.value));
  // Names and amounts are taken as they stand; for what is said in words, slips of the fingers are mended.
  const spelt = new Remaining(mended(text.rest(), language, surroundings), lexicon);
  const measure = spelt.look(lexicon.measures);
  const keys = readKeys(spelt);
  const unapplied = lexicon.restrictions.map((pattern) => text.look([[true, pattern]])?.words.trim()).filter((words) => words !== undefined);
  return {
    question,
    language,
    topic: text.rest(),
    keys,
    conditions,
    unapplied,
    ...(refusal === undefined ? {} : { refusal }),
    ...(event === undefined ? {} : { event }),
    ...(measure === undefined ? {} : { measure }),
    ...(filter === undefined ? {} : { filter, toward: whole.look([[true, lexicon.toward]]) !== undefined }),
    ...(seconds === undefined ? {} : { seconds }),
    ...(every === undefined ? {} : { every }),
    ...(times === undefined ? {} : { times }),
    ...(top === undefined ? {} : { top }),
    ...(output === undefined ? {} : { output }),
  };
}

function mended(text: string, language: string, { spell }: Surroundings): string {
  return spell === undefined ? text : text.replace(/(?<![\w./:@-])[a-z]{4,}(?![\w/:@(-])/g, (word) => spell(word, language));
}

/** The name of an event, and of its fields, is no process's. */
function withEvent(surroundings: Surroundings, event: EventName): Surroundings {
  return { ...surroundings, isNever: (word) => surroundings.isWordOf?.(event, word) ?? false };
}

function flag<T>(value: T | undefined): Heard<T> | undefined {
  return value === undefined ? undefined : { value, words: '' };
}

function readKeys(text: Remaining): Heard<string>[] {
  const { lexicon } = text;
  const keys: Heard<string>[] = [];
  const list = text.look([[true, lexicon.keyList]]);
  for (const word of list?.words.toLowerCase().split(/[^\p{L}]+/u) ?? []) {
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
