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
  const path = text.take([RUN_FROM_HERE], ([name]) => (name === undefined ? undefined : name));
  if (path !== undefined) return { value: { comm: path.value }, words: path.words };
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
  const bare = likely ?? text.take([BARE], ([word = '']) => (isBareName(word, lexicon, names) ? word : undefined)) ?? firstWord(text, names);
  return bare === undefined ? undefined : { value: { comm: bare.value }, words: bare.words, confidence: LIKELY };
}

/** "./matmul": as a program is started that lies where one is. */
const RUN_FROM_HERE = /(?<![\w./])\.\/(?:[\w.+-]+\/)*([a-z_][\w.+-]{0,30})(?<![.])(?![\w/])/;
/** A word that stands for itself: no path, no address, no part of another name; nor is what a language is made of ("python functions") a process. */
const BARE =
  /(?<![\p{Script=Latin}\p{Script=Cyrillic}\p{N}_./:@-])([a-z][a-z0-9_.-]{1,30})(?![\p{Script=Latin}\p{Script=Cyrillic}\p{N}_/@(-]|:\S|\s+(?:code|methods?|functions?|lines?|class(?:es)?|scripts?|objects?|heap|gc|garbage|exceptions?|versions?|modules?|packages?|imports?|queries|query|sql|requests?|containers?|tables?|keys?|(?:on )?ports?)\b)/u;
/** Programs whose names are words of everyday language, or of the trade: bare, they name nobody. */
const EVERYDAY: ReadonlySet<string> = new Set(
  'code less go make find cat dash top screen fish named spark slack electron vault consul tail cargo puma rails nano bpftrace strace htop gdb'.split(' '),
);

/** "mysqld fsyncs": a program that everybody knows needs no preposition. */
function isBareName(word: string, lexicon: Lexicon, names: Names): boolean {
  const name = processName(word, lexicon, names)?.toLowerCase();
  return name !== undefined && lexicon.knownNames.includes(name) && !EVERYDAY.has(name) && !names.isTopicWord(name, lexicon.language);
}

/** One that runs here stands first where it is meant: "mydaemon opens". */
function firstWord(text: Remaining, names: Names): Heard<string> | undefined {
  const { lexicon } = text;
  return text.take([FIRST], ([word]) => {
    const name = processName(word, lexicon, names);
    return name !== undefined && names.processes().has(name) && !names.isTopicWord(name, lexicon.language) ? name : undefined;
  });
}
const FIRST = /^\s*([a-z_][\w.-]{2,30})(?![\w/:@(.-])/;

/** Where a name stands at the end of what is left of an English question, behind a word for whose; what is asked for in a unit is no name. */
const LAST_WORD =
  /\b(?:of|by|in|for|from|kill(?:s|ed|ing)?)\s+(?!\w*(?:seconds?|bytes|degrees|percent|date|time|order|detail|short|general|total)$)([a-z][a-z0-9_.+-]{2,30})$/i;
/** Between the letters of an unspaced script whatever is written in Latin ones is a name. */
const LATIN_WORD = /(?<![\w./:@-])([a-z][a-z0-9_.+-]{2,30})(?![\w/:@(-])/i;

/** A name that is nobody's: where it was meant as one, what is shown is not what was asked for, and that has to be said. */
export function readStranger(text: Remaining, names: Names): string | undefined {
  const { lexicon } = text;
  const rest = text.rest().replace(/[\s?.!。？！]+$/u, '');
  const where = lexicon.language === 'zh' || lexicon.words === 'together' ? LATIN_WORD : lexicon.language === 'en' ? LAST_WORD : undefined;
  const word = where?.exec(rest)?.[1];
  const name = processName(word, lexicon, names);
  if (name === undefined || names.isTopicWord(name, lexicon.language) || names.isTopicWord(name, 'en')) return undefined;
  return lexicon.notNames.includes(name.toLowerCase()) || lexicon.generic.includes(name.toLowerCase()) ? undefined : name;
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
  if (parts.length < 2 || /^\d/.test(name) || names.isTopicWord(name, lexicon.language)) return false;
  return !PREFIXES.has(parts[0] ?? '') && parts.some((part) => part.length > 1 && /[a-z]/i.test(part) && !names.isTopicWord(part, lexicon.language));
}
