import type { Entry, Lifetime } from './entry.ts';

/** The kinds of probes under one stable name each: the one the tree uses, whatever a version spells them like. */
export const PROBE_KIND_IDS = [
  'BEGIN',
  'END',
  'self',
  'bench',
  'test',
  'kprobe',
  'kretprobe',
  'kfunc',
  'kretfunc',
  'uprobe',
  'uretprobe',
  'usdt',
  'tracepoint',
  'rawtracepoint',
  'profile',
  'interval',
  'software',
  'hardware',
  'watchpoint',
  'asyncwatchpoint',
  'iter',
] as const;
export type ProbeKindId = (typeof PROBE_KIND_IDS)[number];

/** A kind of probe. `name` is its stable name; `spelling` what this version calls it. */
export interface ProbeKind extends Lifetime {
  readonly name: ProbeKindId;
  readonly spelling: string;
  readonly aliases: readonly string[];
  /** Its attach point after the kind, in words: `FUNCTION[+OFFSET]`. */
  readonly form: string;
  /** How many parts, split at colons, may follow the kind. */
  readonly parts: readonly [min: number, max: number];
  /** What its first part may be, where that is not up to the machine. */
  readonly words?: readonly string[] | undefined;
  /** `*` may stand in its names. */
  readonly wildcards: boolean;
}

/** With their short names (src/probe_matcher.h, the same in every release). */
const SOFTWARE_EVENTS = [
  'alignment-faults',
  'bpf-output',
  'context-switches',
  'cs',
  'cpu-clock',
  'cpu',
  'cpu-migrations',
  'dummy',
  'emulation-faults',
  'major-faults',
  'minor-faults',
  'page-faults',
  'faults',
  'task-clock',
];
const HARDWARE_EVENTS = [
  'backend-stalls',
  'branch-instructions',
  'branches',
  'branch-misses',
  'bus-cycles',
  'cache-misses',
  'cache-references',
  'cpu-cycles',
  'cycles',
  'frontend-stalls',
  'instructions',
  'ref-cycles',
];
/** What stands before the number of a clock. */
export const CLOCK_UNITS: readonly string[] = ['hz', 's', 'ms', 'us'];
const TIMED = {
  form: 'hz|s|ms|us:COUNT',
  parts: [2, 2],
  words: CLOCK_UNITS,
  wildcards: false,
  // `interval:500ms`: then the first part is no unit.
  changes: [{ in: '0.24', form: 'hz|s|ms|us:COUNT or DURATION', parts: [1, 2], words: undefined }],
} as const;

/** Facts: `PROBE_LIST` (src/types.h) and the attach point parser of each release. */
export const PROBES: readonly Entry<ProbeKind>[] = [
  { name: 'BEGIN', spelling: 'BEGIN', aliases: [], form: '', parts: [0, 0], wildcards: false, changes: [{ in: '0.24', spelling: 'begin', aliases: [] }] },
  { name: 'END', spelling: 'END', aliases: [], form: '', parts: [0, 0], wildcards: false, changes: [{ in: '0.24', spelling: 'end', aliases: [] }] },
  { name: 'self', spelling: 'self', aliases: [], form: 'signal:SIGUSR1', parts: [2, 2], words: ['signal'], wildcards: false, since: '0.22' },
  { name: 'bench', spelling: 'bench', aliases: [], form: 'NAME', parts: [1, 1], wildcards: false, since: '0.24' },
  { name: 'test', spelling: 'test', aliases: [], form: 'NAME', parts: [1, 1], wildcards: false, since: '0.25' },
  {
    name: 'kprobe',
    spelling: 'kprobe',
    aliases: ['k'],
    form: 'FUNCTION[+OFFSET]',
    parts: [1, 1],
    wildcards: true,
    changes: [
      { in: '0.20', form: '[MODULE:]FUNCTION[+OFFSET]', parts: [1, 2] },
      { in: '0.25', form: '[MODULE:]FUNCTION[+OFFSET] or ADDRESS' },
    ],
  },
  {
    name: 'kretprobe',
    spelling: 'kretprobe',
    aliases: ['kr'],
    form: 'FUNCTION',
    parts: [1, 1],
    wildcards: true,
    changes: [{ in: '0.20', form: '[MODULE:]FUNCTION', parts: [1, 2] }],
  },
  {
    name: 'kfunc',
    spelling: 'kfunc',
    aliases: ['f'],
    form: '[MODULE:]FUNCTION',
    parts: [1, 2],
    wildcards: true,
    changes: [
      { in: '0.20', aliases: ['f', 'fentry'] },
      { in: '0.22', spelling: 'fentry', aliases: ['f', 'kfunc'] },
    ],
  },
  {
    name: 'kretfunc',
    spelling: 'kretfunc',
    aliases: ['fr'],
    form: '[MODULE:]FUNCTION',
    parts: [1, 2],
    wildcards: true,
    changes: [
      { in: '0.20', aliases: ['fr', 'fexit'] },
      { in: '0.22', spelling: 'fexit', aliases: ['fr', 'kretfunc'] },
    ],
  },
  {
    name: 'uprobe',
    spelling: 'uprobe',
    aliases: ['u'],
    form: 'FILE:FUNCTION[+OFFSET]',
    parts: [2, 2],
    wildcards: true,
    changes: [
      { in: '0.19', form: 'FILE:[cpp:]FUNCTION[+OFFSET]', parts: [2, 3] },
      { in: '0.26', form: 'FILE:[cpp:]FUNCTION[+OFFSET] or FILE@SOURCE:LINE[:COLUMN]' },
    ],
  },
  {
    name: 'uretprobe',
    spelling: 'uretprobe',
    aliases: ['ur'],
    form: 'FILE:FUNCTION',
    parts: [2, 2],
    wildcards: true,
    changes: [{ in: '0.19', form: 'FILE:[cpp:]FUNCTION', parts: [2, 3] }],
  },
  { name: 'usdt', spelling: 'usdt', aliases: ['U'], form: 'FILE:[PROVIDER:]NAME', parts: [2, 3], wildcards: true },
  { name: 'tracepoint', spelling: 'tracepoint', aliases: ['t'], form: 'CATEGORY:NAME', parts: [2, 2], wildcards: true },
  {
    name: 'rawtracepoint',
    spelling: 'rawtracepoint',
    aliases: ['rt'],
    form: 'NAME',
    parts: [1, 1],
    wildcards: false,
    since: '0.18',
    changes: [
      { in: '0.19', wildcards: true },
      { in: '0.24', form: '[MODULE:]NAME', parts: [1, 2] },
    ],
  },
  { name: 'profile', spelling: 'profile', aliases: ['p'], ...TIMED },
  { name: 'interval', spelling: 'interval', aliases: ['i'], ...TIMED },
  { name: 'software', spelling: 'software', aliases: ['s'], form: 'EVENT[:COUNT]', parts: [1, 2], words: SOFTWARE_EVENTS, wildcards: false },
  { name: 'hardware', spelling: 'hardware', aliases: ['h'], form: 'EVENT[:COUNT]', parts: [1, 2], words: HARDWARE_EVENTS, wildcards: false },
  { name: 'watchpoint', spelling: 'watchpoint', aliases: ['w'], form: 'ADDRESS:LENGTH:MODE', parts: [3, 3], wildcards: false },
  { name: 'asyncwatchpoint', spelling: 'asyncwatchpoint', aliases: ['aw'], form: 'FUNCTION+argN:LENGTH:MODE', parts: [3, 3], wildcards: false, until: '0.25' },
  {
    name: 'iter',
    spelling: 'iter',
    aliases: ['it'],
    form: 'ITERATOR[:PIN]',
    parts: [1, 2],
    words: ['task', 'task_file'],
    wildcards: false,
    changes: [
      { in: '0.18', words: ['task', 'task_file', 'task_vma'] },
      // From here on every iterator the kernel's BTF knows.
      { in: '0.19', words: undefined },
    ],
  },
];
