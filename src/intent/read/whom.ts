/** Whose doing it must be: one process, by its number or its name. */
import type { Heard, ProcessFilter } from '../../core/intent.ts';
import type { Request } from '../../core/request.ts';
import type { Lexicon } from '../lexicon.ts';
import { positive } from './amount.ts';
import type { Remaining } from './remaining.ts';

/** What is known of names: which processes run, and which words are of the trade. */
export interface Names {
  /** Names of the processes that run now: a word that is one may be meant as one. */
  readonly processes: () => ReadonlySet<string>;
  /** Whether the library's questions use this word: then it is a topic, not a name. */
  readonly isTopicWord: (word: string, language: string) => boolean;
  /** Whether this word is something else in this question. */
  readonly isNever?: (word: string) => boolean;
}

/** The process that flags name; undefined where they name none. */
export function filterOf(request: Request): ProcessFilter | undefined {
  if (request.pid === undefined && request.comm === undefined) return undefined;
  return { ...(request.pid === undefined ? {} : { pid: request.pid }), ...(request.comm === undefined ? {} : { comm: request.comm }) };
}

/** The process that the question names. */
export function readFilter(text: Remaining, names: Names): Heard<ProcessFilter> | undefined {
  const { lexicon } = text;
  const pid = text.take(lexicon.pid, ([number]) => positive(number));
  if (pid !== undefined) return { value: { pid: pid.value }, words: pid.words };
  const named = text.take(lexicon.comm, ([name]) => processName(name, lexicon, names));
  if (named !== undefined) return { value: { comm: named.value }, words: named.words };
  const likely =
    text.take(lexicon.doer, ([word]) => {
      const name = processName(word, lexicon, names);
      return name !== undefined && !names.isTopicWord(name, lexicon.language) ? name : undefined;
    }) ??
    text.take(lexicon.maybeComm, ([word]) => {
      const name = processName(word, lexicon, names);
      return name !== undefined && isKnown(name, lexicon, names) ? name : undefined;
    });
  return likely === undefined ? undefined : { value: { comm: likely.value }, words: likely.words, confidence: LIKELY };
}

/** How sure a name is that stands where the name of a process can stand. */
const LIKELY = 0.8;

function processName(word: string | undefined, lexicon: Lexicon, names: Names): string | undefined {
  const name = word?.replace(/[.:]$/, '');
  if (name !== undefined && names.isNever?.(name) === true) return undefined;
  return name === undefined || name === '' || lexicon.notNames.includes(name.toLowerCase()) || /^\d+(\.\d+)?(s|ms|m|min|h)?$/.test(name) ? undefined : name;
}

/** "of nfs" may be a process or the topic: taken for a process only where a program of that name is known, or runs and is no word of the trade. */
function isKnown(name: string, lexicon: Lexicon, names: Names): boolean {
  if (lexicon.knownNames.includes(name.toLowerCase()) || looksLikeName(name, lexicon, names)) return true;
  return names.processes().has(name) && !names.isTopicWord(name, lexicon.language);
}

/** Words of English are grown together like this too: "high-resolution", "non-zero". */
const PREFIXES: ReadonlySet<string> = new Set('non re un pre post multi high low long short self half full newly well per sub super inter anti mid'.split(' '));

/** Names of programs are often made of parts, one of which is no word of the trade: gt-open, my_worker, app.py. */
function looksLikeName(name: string, lexicon: Lexicon, names: Names): boolean {
  const parts = name.split(/[-_.]/).filter((part) => part !== '');
  if (parts.length < 2 || /^\d/.test(name)) return false;
  return !PREFIXES.has(parts[0] ?? '') && parts.some((part) => part.length > 1 && /[a-z]/i.test(part) && !names.isTopicWord(part, lexicon.language));
}
