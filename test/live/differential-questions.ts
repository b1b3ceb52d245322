/** Questions that bpftrace, a program in C and an installed tool each answer, with a workload whose truth is known, and what that truth is. */

export type Way = 'bpftrace' | 'c' | 'tool';

/** Something that happened so many times, whoever tells it. */
export interface Fact {
  readonly what: string;
  /** Regular expressions: a record of the answer is about it where all of them match. */
  readonly marks: readonly string[];
  /** What a way calls it instead. */
  readonly called?: Readonly<Partial<Record<Way, readonly string[]>>>;
  /** Exactly so often; at least and at most where it is not for the workload alone to say. */
  readonly times: number | readonly [least: number, most: number];
  /** By what share of the largest the answers may differ, and why they do at all; not at all without. */
  readonly apart?: { readonly share: number; readonly because: string };
}

export interface Asked {
  readonly question: string;
  readonly workload: readonly string[];
  /** Which program of the library, which in C and which tool the question leads to. Where the library in C has none, the one of bpftrace is translated, and keeps its name. */
  readonly by: Readonly<Record<Way, string>>;
  readonly truth: readonly Fact[];
}

export const QUESTIONS: readonly Asked[] = [
  {
    question: 'which files are opened',
    workload: ['open', '50'],
    by: { bpftrace: 'file-opens', c: 'file-opens', tool: 'opensnoop' },
    // It is made before it is opened.
    truth: [{ what: 'opens of needle.txt', marks: ['gt-open', 'needle\\.txt'], times: 51 }],
  },
  {
    question: 'which files failed to open',
    workload: ['open-missing', '50'],
    by: { bpftrace: 'file-opens-failed', c: 'file-opens-failed', tool: 'opensnoop' },
    truth: [{ what: 'failed opens of missing.txt', marks: ['gt-open-missing', 'missing\\.txt', '\\b(?:ENOENT|2)\\b'], times: 50 }],
  },
  {
    question: 'which programs are started',
    workload: ['exec', '20'],
    by: { bpftrace: 'process-execs', c: 'process-execs', tool: 'execsnoop' },
    truth: [{ what: 'starts of gt-child', marks: ['gt-child', '/gt-child\\b'], times: 20 }],
  },
  {
    question: 'which processes exit',
    workload: ['exec', '20', '7'],
    by: { bpftrace: 'process-exits', c: 'process-exits', tool: 'exitsnoop' },
    truth: [{ what: 'ends of gt-child with 7', marks: ['gt-child', '\\b7\\b'], times: 20 }],
  },
  {
    question: 'who sends signals to whom',
    workload: ['signal', '20'],
    by: { bpftrace: 'signals-sent', c: 'signals-sent', tool: 'killsnoop' },
    truth: [
      { what: 'SIGUSR1 of gt-signal', marks: ['gt-signal', '(?<![:\\d])(?:SIGUSR1|10)(?![:\\d])'], times: 20 },
      { what: 'SIGKILL of gt-signal', marks: ['gt-signal', '(?<![:\\d])(?:SIGKILL|9)(?![:\\d])'], times: 1 },
    ],
  },
  {
    question: 'show tcp state changes',
    workload: ['tcp', '20', '19191'],
    by: { bpftrace: 'tcp-states', c: 'tcp-states', tool: 'tcpstates' },
    truth: [{ what: 'connections that come to be established', marks: ['\\b(?:SYN_SENT|2)\\W+(?:ESTABLISHED|1)\\b'], times: 20 }],
  },
  {
    question: 'count system calls by process',
    workload: ['umask', '20000'],
    by: { bpftrace: 'syscalls-by-process', c: 'syscalls-by-process', tool: 'syscount' },
    truth: [
      {
        what: 'calls of gt-umask',
        marks: ['gt-umask'],
        times: [20_000, 22_000],
        apart: { share: 0.1, because: 'syscount counts by the number of the process, and so also what it called before it took its name' },
      },
    ],
  },
  {
    question: 'count system calls by name',
    workload: ['umask', '20000'],
    by: { bpftrace: 'syscalls-by-name', c: 'syscalls-by-name', tool: 'syscount' },
    truth: [
      {
        what: 'calls of umask',
        marks: ['\\bumask\\b'],
        times: [20_000, 20_100],
        apart: { share: 0.005, because: 'others call it now and then, and the three do not begin at once' },
      },
    ],
  },
  {
    question: 'how long do processes wait for a processor',
    workload: ['compete', '6'],
    by: { bpftrace: 'run-queue-latency', c: 'run-queue-latency', tool: 'runqlat' },
    // Six that want all of a processor wait for the five others, three or four milliseconds each.
    truth: [
      {
        what: 'waits of 16 to 32 ms',
        marks: ['\\[16384, 32767\\]'],
        times: [100, 100_000],
        apart: { share: 0.35, because: 'others wait, too, and the three do not begin at once' },
      },
    ],
  },
  {
    question: 'who mounts file systems',
    workload: ['mount', '5'],
    by: { bpftrace: 'mounts', c: 'mounts', tool: 'mountsnoop' },
    truth: [
      { what: 'mounts of gt-source', marks: ['\\bmount\\b', 'gt-source', 'needle\\.d'], times: 5 },
      { what: 'unmounts of needle.d', marks: ['\\bumount', 'needle\\.d'], times: 5 },
    ],
  },
  {
    question: 'histogram of disk I/O sizes',
    workload: ['diskread', '60', '16384'],
    by: { bpftrace: 'disk-io-sizes', c: 'disk-io-sizes', tool: 'bitesize' },
    truth: [
      {
        what: 'requests of 16 KiB',
        marks: ['\\[16384, 32767\\]'],
        called: { tool: ['gt-diskread', '\\[16, 31\\]'] },
        times: [60, 90],
        apart: { share: 0.2, because: 'bitesize tells whose they are; in the others, whoever else uses the disk is counted, too' },
      },
    ],
  },
];
