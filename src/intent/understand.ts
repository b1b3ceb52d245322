import type { EventName, Heard, Intent, Measure, ProcessFilter } from '../core/intent.ts';
import { lookup } from '../core/lookup.ts';
import type { Request } from '../core/request.ts';
import { languageOf } from './languages.ts';
import { RANKED } from './lexicon/ranked.ts';
import { lexiconOf } from './lexicons.ts';
import { type IsDirectory, readConditions } from './read/conditions.ts';
import { Remaining } from './read/remaining.ts';
import { filterOf, type Names, readFilter, readStranger } from './read/whom.ts';
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
 * Pure and total: any text gives an Intent. `spoken`: the language it is in, where that is known from elsewhere than its words.
 */
export function understand(request: Request, surroundings: Surroundings, spoken?: string): Intent {
  const question = (request.question ?? '').normalize('NFKC').trim();
  const language = spoken ?? languageOf(question);
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
  const conditions = readConditions(text, surroundings.isDirectory ?? (() => undefined), surroundings.isSyscall ?? (() => false)).filter(
    // The call that is the event need not be told from others.
    ({ value }) => value.what !== 'syscall' || event?.value.kind !== 'syscall',
  );
  const filter = flag(filterOf(request)) ?? readFilter(text, named === undefined ? surroundings : withEvent(surroundings, named.value));
  // Names and amounts are taken as they stand; for what is said in words, slips of the fingers are mended.
  const spelt = new Remaining(mended(text.rest(), language, surroundings), lexicon);
  const measure = spelt.look(lexicon.measures) ?? rateIn(every);
  const ranked = top === undefined || top.words === '' ? undefined : rankedIn(question, top.words);
  // "the top 5 processes by writes": by which they are ranked, they are not told apart.
  const keys =
    ranked === undefined ? readKeys(spelt) : [ranked, ...readKeys(spelt).filter(({ value, words }) => value !== ranked.value && !/^by\b/i.test(words))];
  const stranger = filter === undefined && named === undefined ? readStranger(spelt, surroundings) : undefined;
  const unapplied = lexicon.restrictions.map((pattern) => text.look([[true, pattern]])?.words.trim()).filter((words) => words !== undefined);
  return {
    question,
    language,
    topic: spelt.rest(),
    keys,
    conditions,
    unapplied,
    ...(refusal === undefined ? {} : { refusal }),
    ...(event === undefined ? {} : { event }),
    ...(measure === undefined ? {} : { measure }),
    ...(filter === undefined ? {} : { filter, toward: whole.look([[true, lexicon.toward]]) !== undefined && !isDoer(question, filter) }),
    ...(stranger === undefined ? {} : { stranger }),
    ...(seconds === undefined ? {} : { seconds }),
    ...(every === undefined ? {} : { every }),
    ...(times === undefined ? {} : { times }),
    ...(top === undefined ? {} : { top }),
    ...(output === undefined ? {} : { output }),
  };
}

/** "sent by systemd", "systemd kills": whoever that is said of does it, and it is not done to them. */
function isDoer(question: string, { value, words }: Heard<ProcessFilter>): boolean {
  if (/^(?:by|from|von|durch|par|por|от|由)(?![\p{L}])/iu.test(words.trim())) return true;
  const name = value.comm?.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return (
    name !== undefined &&
    new RegExp(
      `(?<!(?:给|向|对|往|to|an|à|a|para)\\s*)${name}["'”]?\\s*(?:process |进程|server )?(?:is |was |has )?(?:kill|send|sent|wak|woke|杀|发|唤醒|sendet|envoie|envía|envia|отправ|посыла)`,
      'iu',
    ).test(question)
  );
}

/** Behind all that stands behind the number. */
const FAR = 1000;

/** What the largest are: it stands behind the number, or right before it where words run together. */
function rankedIn(question: string, words: string): Heard<string> | undefined {
  const at = question.indexOf(words);
  if (at < 0) return undefined;
  const [before, after] = [question.slice(0, at).toLowerCase(), question.slice(at).toLowerCase()];
  const unspaced = /[^\p{Script=Latin}\p{Script=Cyrillic}\s]$/u.test(before);
  let nearest: { readonly heard: Heard<string>; readonly end: number } | undefined;
  for (const [value, nouns] of RANKED) {
    const behind = new RegExp(
      `^(?:[\\p{L}\\p{N}'’-]+\\s+){0,4}?[\\p{N}\\p{Script=Han}\\p{Script=Hiragana}]*?(${nouns})(?![\\p{Script=Latin}\\p{Script=Cyrillic}]|\\s*\\d)`,
      'u',
    ).exec(after);
    const ahead = unspaced ? new RegExp(`(${nouns})[的の]?$`, 'u').exec(before) : null;
    const found = behind?.[1] ?? ahead?.[1];
    const end = behind?.[0].length ?? FAR;
    if (found !== undefined && end < (nearest?.end ?? FAR + 1)) nearest = { heard: { value, words: found }, end };
  }
  return nearest?.heard;
}

/** "per second" asks how many that are; "every 2 seconds" when to show it. */
function rateIn(every: Heard<number> | undefined): Heard<Measure> | undefined {
  return every?.value === 1 && RATE.test(every.words.toLowerCase()) ? { value: 'rate', words: every.words } : undefined;
}
const RATE = /^(?:per|a|by|\/|pro|par|por|в|за|每|毎|초당)(?!\w)/;

function mended(text: string, language: string, { spell }: Surroundings): string {
  return spell === undefined
    ? text
    : text.replace(/(?<![\w./:@-])[a-z]{4,}(?![\w/:@(-])/g, (word) => (lexiconOf(language).knownNames.includes(word) ? word : spell(word, language)));
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
