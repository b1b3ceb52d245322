/** The words people write for an event that has a name on the machine: `sched:sched_switch`, `openat()`, `the epoll_wait system call`, `libc:malloc`. */
import { editDistance } from '../../core/distance.ts';
import type { EventName } from '../../core/intent.ts';
import type { EventLists } from './offers.ts';
import { isPlainWord, syscallsNamed } from './syscall-names.ts';
import { isKnownUserFunction } from './user-prototypes.ts';

export interface ParsedEvent {
  readonly event: EventName;
  /** Where it stands in the text, with the words that say what it is. */
  readonly start: number;
  readonly end: number;
  readonly words: string;
  readonly confidence: number;
}

/** How sure it is that a name was meant so. */
const SURE = 1;
const NAMED = 0.95;
const GUESSED_CASE = 0.9;
const MISSPELT = 0.6;

const SYSCALL_WORD =
  'sys(?:tem)?[- ]?calls?|系统调用|システム ?コール|시스템 ?(?:콜|호출)|systemaufrufe?s?n?|appels? syst[eè]me|llamadas? (?:al|del|de) sistema|chamadas? (?:ao|do|de) sistema|системн\\p{L}* вызов\\p{L}*|сисколл?\\p{L}*';
const TRACEPOINT_WORD = 'trace ?points?|跟踪点|トレースポイント|트레이스포인트|точк\\p{L}* трассировки';
const FUNCTION_WORD =
  '(?:kernel |kernel-)?(?:functions?|funktion(?:en)?|kernelfunktion(?:en)?|fonctions?(?: du noyau)?|funci[oó]n(?:es)?|fun[cç][ãa]o|fun[cç][oõ]es|func)|(?:内核)?函数|(?:カーネル)?関数|(?:커널 ?)?함수|функци\\p{L}*(?: ядра)?';
const NAME = '[A-Za-z_][A-Za-z0-9_]*';
const BEFORE = '(?<![\\w/.$@-])';
/** A point ends a sentence and begins an extension. */
const AFTER = '(?![\\w/-]|\\.\\w)';

/** Says of a name that it is a process's. */
const PROCESS_BEFORE =
  /(?:process|program|command|comm|service|daemon|进程|程序|プロセス|프로세스|prozess|processus|proceso|processo|процесс\p{L}*)\s+["'`]?$/iu;

type Reader = (text: string, lists: EventLists) => ParsedEvent | undefined;

/** The event that a text names; undefined where it names none. The most explicit way of naming one wins. */
export function parseEventName(text: string, lists: EventLists): ParsedEvent | undefined {
  for (const read of READERS) {
    const found = read(text, lists);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `kprobe:vfs_read`, `tracepoint:sched:sched_switch`, `uprobe:/bin/bash:readline`: as bpftrace writes them. */
const attachPoint: Reader = (text, lists) => {
  const pattern = new RegExp(
    `${BEFORE}(?:(tracepoint|t|rawtracepoint|rt|kprobe|k|kretprobe|kr|kfunc|f|kretfunc|fr|fentry|fexit):(?:(${NAME}):)?(${NAME})|(?:uprobe|uretprobe|u|ur):([^\\s:]+):("[^"]+"|[\\w:.$@~<>*&]+))`,
    'giu',
  );
  for (const match of text.matchAll(pattern)) {
    const [, provider = '', first, name = '', binary, symbol = ''] = match;
    if (binary !== undefined) return found(match, { kind: 'user-function', binary, name: symbol.replace(/^"|"$/g, '').replace(/[.:]+$/, '') }, SURE);
    if (!/^(?:t|rt|.*tracepoint)$/i.test(provider)) return found(match, { kind: 'function', name }, SURE);
    const event = first === undefined ? tracepointNamed(name, lists) : spelt(`${first}:${name}`, lists);
    if (event !== undefined) return found(match, event.event, first === undefined ? Math.min(NAMED, event.confidence) : event.confidence);
  }
  return undefined;
};

/** `sched:sched_switch`, and `libc:malloc` or `/usr/lib/libssl.so.3:SSL_write`. */
const withPlace: Reader = (text, lists) => {
  for (const match of text.matchAll(new RegExp(`(?<![\\w:/.])((?:\\/[\\w.+/@-]+|[A-Za-z_][\\w.+-]*)):(${NAME})(?![\\w:])`, 'gu'))) {
    const [, place = '', name = ''] = match;
    if (place.startsWith('/') || /^lib\w/.test(place)) return found(match, { kind: 'user-function', binary: place, name }, SURE);
    const event = spelt(`${place}:${name}`, lists);
    if (event !== undefined) return found(match, eventOf(event.event), event.confidence);
  }
  return undefined;
};

/** A call's two tracepoints are asked for by its name: both are needed for what it returned, and for how long it took. */
function eventOf(event: EventName): EventName {
  const syscall = event.kind === 'tracepoint' && event.category === 'syscalls' ? /^sys_(?:enter|exit)_(\w+)$/.exec(event.name)?.[1] : undefined;
  return syscall === undefined ? event : { kind: 'syscall', name: syscall };
}

/** `sys_enter_openat`, `sys_openat`, `__x64_sys_openat`. */
const prefixed: Reader = (text, lists) => {
  for (const match of text.matchAll(new RegExp(`${BEFORE}(?:syscalls:)?(?:sys_enter_|sys_exit_|__(?:x64|arm64|ia32|se)_sys_|sys_)(\\w+)`, 'giu'))) {
    const name = (match[1] ?? '').toLowerCase();
    if (isSyscall(name, lists)) return found(match, { kind: 'syscall', name }, SURE);
  }
  return undefined;
};

/** A name beside a word that says what it is: `openat syscall`, `system call read`, `the function vfs_read`, and `openat()`. */
const marked: Reader = (text, lists) => {
  for (const [word, make] of MARKS) {
    const before = new RegExp(`${BEFORE}(?:${word})\\s*[:：]?\\s*["'\`“«「]?(${NAME})(?:\\(\\))?["'\`”»」]?${AFTER}`, 'giu');
    const after = new RegExp(`${BEFORE}["'\`“«「]?(${NAME})(?:\\(\\))?["'\`”»」]?(?:\\s*の|\\s*的)?[\\s-]*(?:${word})`, 'giu');
    for (const match of [...text.matchAll(after), ...text.matchAll(before)]) {
      const name = match[1] ?? '';
      const event = make(name, lists) ?? make(name.toLowerCase(), lists);
      if (event !== undefined) return found(match, event, SURE);
    }
  }
  return undefined;
};

const MARKS: readonly (readonly [word: string, make: (name: string, lists: EventLists) => EventName | undefined])[] = [
  [SYSCALL_WORD, (name, lists) => (isSyscall(name, lists) ? { kind: 'syscall', name } : undefined)],
  // "umask calls", "calls of umask": of other words than a call's name it says nothing.
  ['calls?(?: (?:to|of))?', (name, lists) => (isSyscall(name, lists) ? { kind: 'syscall', name } : undefined)],
  [TRACEPOINT_WORD, (name, lists) => exactTracepoint(name, lists)],
  [FUNCTION_WORD, (name, lists) => (!STOP_WORDS.test(name) && lists.isFunction(name) === 'yes' ? { kind: 'function', name } : undefined)],
];
const STOP_WORDS = /^(?:the|a|an|of|in|this|that|which|each|by|is|are|kernel|user|library|call|calls|der|die|das|la|le|les|el|los|o|os|as)$/i;

/** `malloc in libc`, `the function readline of /bin/bash`. */
const inLibrary: Reader = (text) => {
  const pattern = new RegExp(
    `${BEFORE}(?:(?:${FUNCTION_WORD})\\s+)?(${NAME})(\\(\\))?(?:\\s+(?:${FUNCTION_WORD}))?\\s+(?:in|of|from|aus|von|dans|de|du|di|em|из|в)\\s+(lib[a-z][\\w.+-]*|/[\\w.+/@-]+)`,
    'giu',
  );
  for (const match of text.matchAll(pattern)) {
    const [words, name = '', parentheses, binary = ''] = match;
    const isNamed = parentheses !== undefined || isKnownUserFunction(name) || new RegExp(FUNCTION_WORD, 'iu').test(words) || /\w_\w/.test(name);
    if (isNamed && !STOP_WORDS.test(name))
      return found(match, { kind: 'user-function', binary: binary.replace(/[.]+$/, ''), name }, isKnownUserFunction(name) ? NAMED : GUESSED_CASE);
  }
  return undefined;
};

/** `openat()`, `tcp_sendmsg()`. */
const called: Reader = (text, lists) => {
  for (const match of text.matchAll(new RegExp(`${BEFORE}(${NAME})\\(\\d?\\)`, 'gu'))) {
    const name = match[1] ?? '';
    if (isSyscall(name, lists)) return found(match, { kind: 'syscall', name }, SURE);
    if (lists.isFunction(name) === 'yes') return found(match, { kind: 'function', name }, SURE);
  }
  return undefined;
};

/** A name that stands alone and means nothing else: `futex`, `sched_switch`, `vfs_read`. */
const bare: Reader = (text, lists) => {
  const words = [...text.matchAll(new RegExp(`${BEFORE}(${NAME})${AFTER}`, 'gu'))].filter(({ index }) => !PROCESS_BEFORE.test(text.slice(0, index)));
  const identifiers = words.filter(([word]) => isIdentifier(word));
  for (const match of words) {
    const name = match[0].toLowerCase();
    if (isPlainWord(name) || ENGLISH.has(name) || !isSyscall(name, lists)) continue;
    return found(match, { kind: 'syscall', name }, match[0] === name ? NAMED : GUESSED_CASE);
  }
  for (const match of words) {
    const isLong = isIdentifier(match[0]) || KERNEL_WORDS.test(match[0]);
    const event = isLong ? tracepointNamed(match[0], lists) : undefined;
    if (event !== undefined) return found(match, event.event, event.confidence);
  }
  for (const match of identifiers) if (lists.isFunction(match[0]) === 'yes') return found(match, { kind: 'function', name: match[0] }, NAMED);
  for (const match of identifiers) {
    const event = misspelt(match[0], lists);
    if (event !== undefined) return found(match, event, MISSPELT);
  }
  return undefined;
};

const READERS: readonly Reader[] = [attachPoint, inLibrary, withPlace, prefixed, marked, called, bare];

/** Tracepoints' and calls' names that are words of a language, beside those that only a mark makes calls. */
const ENGLISH: ReadonlySet<string> = new Set([
  'send',
  'select',
  'wait',
  'exec',
  'fork',
  'sleep',
  'signal',
  'exit',
  'open',
  'uname',
  'map',
  'console',
  'fadvise',
  'utime',
]);
/** Tracepoints without an underscore that are no words of any language. */
const KERNEL_WORDS = /^(?:kmalloc|kfree)$/i;

function isIdentifier(word: string): boolean {
  return /[A-Za-z0-9]_[A-Za-z0-9]/.test(word);
}

function isSyscall(name: string, lists: EventLists): boolean {
  const known = namesOf(lists);
  return known !== undefined && syscallsNamed(name, (syscall) => known.syscalls.has(syscall)).length > 0;
}

interface Names {
  readonly syscalls: ReadonlySet<string>;
  /** The categories of each name. */
  readonly tracepoints: ReadonlyMap<string, readonly string[]>;
}

const kept = new WeakMap<readonly string[], Names>();

function namesOf(lists: EventLists): Names | undefined {
  const list = lists.tracepoints();
  if (list === undefined) return undefined;
  const known = kept.get(list);
  if (known !== undefined) return known;
  const syscalls = new Set<string>();
  const tracepoints = new Map<string, string[]>();
  for (const id of list) {
    const [category = '', name = ''] = id.split(':');
    if (category === 'syscalls') {
      if (name.startsWith('sys_enter_')) syscalls.add(name.slice('sys_enter_'.length));
      continue;
    }
    tracepoints.set(name, [...(tracepoints.get(name) ?? []), category]);
  }
  const names = { syscalls, tracepoints };
  kept.set(list, names);
  return names;
}

interface Guess {
  readonly event: EventName;
  readonly confidence: number;
}

function exactTracepoint(name: string, lists: EventLists): EventName | undefined {
  const [category, ...others] = namesOf(lists)?.tracepoints.get(name) ?? [];
  return category === undefined || others.length > 0 ? undefined : { kind: 'tracepoint', category, name };
}

/** A tracepoint by its name alone, where it is the only one of that name. */
function tracepointNamed(name: string, lists: EventLists): Guess | undefined {
  const exact = exactTracepoint(name, lists);
  if (exact !== undefined) return { event: exact, confidence: NAMED };
  const lower = exactTracepoint(name.toLowerCase(), lists);
  return lower === undefined ? undefined : { event: lower, confidence: GUESSED_CASE };
}

/** `category:name` as it is, in another case, or the one it is nearest to. */
function spelt(id: string, lists: EventLists): Guess | undefined {
  const list = lists.tracepoints();
  const wanted = id.toLowerCase();
  if (list === undefined) return undefined;
  const as = (place: string): EventName => {
    const [category = '', name = ''] = place.split(':');
    return { kind: 'tracepoint', category, name };
  };
  if (list.includes(id)) return { event: as(id), confidence: SURE };
  const lower = list.find((place) => place.toLowerCase() === wanted);
  if (lower !== undefined) return { event: as(lower), confidence: GUESSED_CASE };
  const near = wanted.length >= SHORTEST_MISSPELT ? nearest(wanted, list) : undefined;
  return near === undefined ? undefined : { event: as(near), confidence: MISSPELT };
}

/** Shorter names are too near to each other. */
const SHORTEST_MISSPELT = 8;

function misspelt(word: string, lists: EventLists): EventName | undefined {
  const names = namesOf(lists);
  const wanted = word.toLowerCase();
  if (names === undefined || wanted.length < SHORTEST_MISSPELT) return undefined;
  const near = nearest(wanted, [...names.tracepoints.keys(), ...names.syscalls]);
  if (near === undefined) return undefined;
  return names.syscalls.has(near) ? { kind: 'syscall', name: near } : exactTracepoint(near, lists);
}

/** The one name within a slip of the fingers or two; undefined where there are several. */
function nearest(wanted: string, names: readonly string[]): string | undefined {
  const bound = wanted.length >= 12 ? 2 : 1;
  let best: string[] = [];
  let least = bound;
  for (const name of names) {
    if (Math.abs(name.length - wanted.length) > least) continue;
    const distance = editDistance(wanted, name, least);
    if (distance > least) continue;
    best = distance < least ? [name] : [...best, name];
    least = distance;
  }
  return best.length === 1 ? best[0] : undefined;
}

function found(match: RegExpExecArray, event: EventName, confidence: number): ParsedEvent {
  const [words] = match;
  return { event, start: match.index, end: match.index + words.length, words, confidence };
}
