/** Programs for what the library has none for: an event that the question calls by its name, or one that only the machine's own lists have. */
import type { EventName, Intent } from '../core/intent.ts';
import { canNarrow } from '../knowledge/agreement.ts';
import type { LibraryIndex, Match } from '../knowledge/match.ts';
import { composeEvent } from './compose/compose.ts';
import type { Beside } from './embedded.ts';

/** A program of the library stays the better answer from here on, where it watches the event that was named or knows the rest of the question. */
const LIBRARY_KNOWS = 0.62;
const LIBRARY_IS_SURE = 0.7;
/** A name that was guessed at is asked back for. */
const SURE_NAME = 0.75;
/** What the machine's lists answer is less sure than what the library does: nobody has written down how it is asked for. */
const BY_MEANING = 0.6;
const MOST_OFFERED = 3;
/** One word alone says too little. */
const LEAST_WORDS = 2;

/** The program for the event that the question names, unless the library's best answers the question better. */
export function composeNamed(intent: Intent, best: Match | undefined, { offers }: Beside): Match | undefined {
  const { event } = intent;
  if (event === undefined || offers === undefined || (event.confidence ?? 1) < SURE_NAME) return undefined;
  // A name that nobody says by chance, and that the best does not know: kfree_skb.
  const isUnknown = best !== undefined && event.value.name.includes('_') && best.missing.includes(event.value.name);
  if (best !== undefined && !isUnknown && best.score >= LIBRARY_KNOWS && !isAttachPoint(event.words, event.value)) {
    if (watches(best.program.source, event.value) && intent.conditions.every(({ value }) => canNarrow(best.program, value))) return undefined;
    // Of a call that is said to be one nearly the whole question must be known, and the call itself before all.
    const { name } = event.value;
    const isKnown = best.score >= LIBRARY_IS_SURE && best.tokens.includes(name) && !best.missing.includes(name);
    if (saysMore(intent, best) && (isKnown || !isSaidToBe(event.words, event.value))) return undefined;
  }
  const program = composeEvent(event.value, intent, offers);
  return program === undefined ? undefined : { program, score: event.confidence ?? 1, tokens: [], missing: [] };
}

/** Whoever writes an attach point, or names a function, means that and nothing else. */
function isAttachPoint(words: string, { kind }: EventName): boolean {
  return kind === 'function' || kind === 'user-function' || words.includes(':') || /sys_|trace ?point/i.test(words);
}

/** "the umask syscall": brackets, and that it is called, are how everybody speaks of a call. */
function isSaidToBe(words: string, { kind }: EventName): boolean {
  return kind === 'syscall' && !/^\W*(?:calls? (?:to|of) )?\w+(?: calls?)?\W*$/i.test(words.trim());
}

/** How much less well than the best a program may fit that watches the very event which is named. */
const WATCHES_BEHIND = 0.15;
/** And so much less well one that watches just that call, where the best sees others beside it. */
const ALONE_BEHIND = 0.25;
const NAMED_ALONE = 0.45;

/** Of programs of which the best does not watch the event that is named, one that does and fits nearly as well; undefined where the best does, or none is near. */
export function watching({ event, question }: Intent, matches: readonly Match[]): Match | undefined {
  const [best] = matches;
  if (event === undefined || best === undefined || (event.confidence ?? 1) < SURE_NAME) return undefined;
  if (watches(best.program.source, event.value)) {
    // Who names one call means that one, and not whatever else the best sees beside it.
    const others = callsBeside(best.program.source, event.value);
    if (others.length === 0 || others.some((call) => new RegExp(`\\b${call}`, 'i').test(question))) return undefined;
    return matches.find(
      ({ program: { source }, score }) =>
        score >= NAMED_ALONE && score >= best.score - ALONE_BEHIND && watches(source, event.value) && !watchesOthers(source, event.value),
    );
  }
  // Of a call that is said to be one, others are not meant beside it.
  const isOne = isSaidToBe(event.words, event.value);
  return matches.find(
    ({ program: { source }, score }) =>
      score >= LIBRARY_KNOWS && score >= best.score - WATCHES_BEHIND && watches(source, event.value) && !(isOne && watchesOthers(source, event.value)),
  );
}

/** Whether a program watches the event that the question calls by its name. */
export function watchesNamed({ event }: Intent, { program }: Match): boolean {
  return event !== undefined && (event.confidence ?? 1) >= SURE_NAME && watches(program.source, event.value);
}

function watchesOthers(source: string, event: EventName): boolean {
  return callsBeside(source, event).length > 0;
}

/** The system calls that a program sees beside the one that is named. */
function callsBeside(source: string, { name }: EventName): string[] {
  return [...new Set([...source.matchAll(/sys_(?:enter|exit)_(\w+)/g)].map(([, call = '']) => call))].filter((call) => call !== name);
}

function watches(source: string, event: EventName): boolean {
  switch (event.kind) {
    case 'tracepoint':
      return source.includes(`tracepoint:${event.category}:${event.name}`);
    case 'syscall':
      return new RegExp(`sys_(?:enter|exit)_${event.name}\\b`).test(source);
    default:
      return false;
  }
}

/** Whether the question says more than the event's name, and the program knows it. */
function saysMore({ event, keys }: Intent, { missing, tokens }: Match): boolean {
  const parts = new Set(['syscall', ...(event?.words.toLowerCase().match(/[a-z0-9]+/g) ?? [])]);
  const asked = new Set(keys.map(({ value }) => value));
  return tokens.some((token) => !missing.includes(token) && !parts.has(token) && !asked.has(token));
}

/** Programs for tracepoints of the machine that the question's words are about, as matches: all of its telling words must be in their names. */
export function offered(intent: Intent, index: LibraryIndex, { offers, machine }: Beside): Match[] {
  if (offers === undefined || machine === undefined) return [];
  const words = index.tellingTokens(intent);
  if (words.length < LEAST_WORDS) return [];
  const found = machine.find(words).flatMap((offer) => (offer.kind === 'tracepoint' && offer.fit >= 1 ? [offer] : []));
  return found.slice(0, MOST_OFFERED).flatMap(({ category, name }, place): Match[] => {
    const program = composeEvent({ kind: 'tracepoint', category, name }, intent, offers);
    // The first is as likely as the others where they all hold the same words.
    return program === undefined ? [] : [{ program, score: BY_MEANING - place * 0.02, tokens: words, missing: [] }];
  });
}
