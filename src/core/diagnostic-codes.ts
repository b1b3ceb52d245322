import { lookup } from './lookup.ts';

/** What a code stands for, in a sentence: the text of a rule where reports list rules. */
const MEANINGS: Readonly<Record<string, string>> = {
  'syntax-error': 'The program does not follow the grammar of bpftrace.',
  'empty-program': 'A program has at least one probe.',
  'unknown-probe-kind': 'The kind of a probe exists in the language.',
  'probe-kind-unavailable': 'The kernel can attach probes of this kind.',
  'malformed-tracepoint': 'A tracepoint is written tracepoint:CATEGORY:NAME.',
  'unknown-tracepoint': 'A tracepoint exists in the kernel.',
  'unknown-kernel-function': 'A function that a kernel probe is placed on is one of the kernel.',
  'unknown-section': 'The section of a compiled program says what it is and where it attaches.',
  'untraceable-function': 'A function that a kernel probe is placed on can be traced.',
  'unknown-iterator': 'An iterator is one that the kernel and bpftrace have.',
  'watchpoint-place': 'An asyncwatchpoint watches an argument of a function.',
  'watchpoint-length': 'A watchpoint is 1, 2, 4 or 8 bytes long.',
  'watchpoint-mode': 'A watchpoint waits for reading, writing or executing.',
  'path-not-allowed': 'path() stands in probes on functions where the kernel lets a program ask for a path.',
  'unknown-field': 'A field exists in every probe that reads it.',
  'malformed-user-probe': 'A uprobe names a file and a function, a USDT probe a file and the name of a probe.',
  'unknown-target': 'What a uprobe or USDT probe is placed in is a program or library of this machine.',
  'unknown-symbol': 'A function that a uprobe is placed on is in the symbol tables of its file.',
  'unknown-usdt': 'A file has the USDT probe that is named.',
  'ambiguous-usdt': 'The name of a USDT probe stands for one probe, or says that it stands for several.',
  'no-btf': 'The layout of a kernel structure is known only from BTF or from an included header.',
  'too-many-probes': 'A pattern stands for no more probes than bpftrace attaches.',
  'never-true': 'A condition can be true.',
  'always-true': 'A condition can be false.',
  'long-process-name': 'The kernel keeps 15 characters of the name of a process.',
  'backward-difference': 'A time is the end less the beginning.',
  'clock-reading': 'What is summed up of a clock is how long something took, not what the clock said.',
  'start-not-checked': 'A time is taken only where the beginning was seen.',
  'paired-by-process': 'What a call remembers until its end is kept by thread.',
  'paired-by-thread': 'What begins in one thread and ends in another is not told apart by thread.',
  'never-deleted': 'What is stored when something begins is deleted when it ends.',
  'endless-keys': 'A key comes again: one that never does fills the map.',
  'time-unit': 'A number is in the unit that the program says it is in.',
  'not-cleared': 'A map that only remembers beginnings is cleared before bpftrace prints it.',
  'adds-up': 'What is printed again and again is cleared in between.',
  'line-not-ended': 'What is printed for an event ends its line.',
  'asked-event': 'A program that is to answer a question watches what the question is about.',
  'asked-key': 'A program that is to answer a question tells its answer by what the question asks for.',
  'asked-measure': 'A program that is to answer a question measures what the question asks for.',
  'asked-filter': 'A program that is to answer a question leaves out what the question leaves out.',
  'asked-window': 'A program that is to answer a question watches as long, and answers as often, as the question asks for.',
  costly: 'What a program costs while it runs is known before it runs.',
  'reads-user-data': 'A program that shows what programs were given is run knowingly.',
  unsafe: 'A program that does more than watch is run knowingly.',
  'unsafe-call': 'A program watches the system and does nothing to it.',
};

/** A code that nobody has described yet is described by its own words. */
export function describeCode(code: string): string {
  const words = code.replaceAll('-', ' ');
  return lookup(MEANINGS, code) ?? `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
