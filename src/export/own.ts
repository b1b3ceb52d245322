/** What a run itself costs and loses, as metrics: every run has these, whatever its program. */
import type { Overhead } from '../core/overhead.ts';
import type { MetricName } from './names.ts';

/** What is known of the run so far. */
export interface OwnState {
  readonly probes: number;
  readonly lost: number;
  /** Lines of text: what the program printed that is no row. */
  readonly lines: number;
  readonly overhead?: Overhead;
}

export interface OwnMetric extends MetricName {
  /** Nothing where it is not known. */
  readonly values: (state: OwnState) => readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[];
}

const alone = (value: number | undefined): ReturnType<OwnMetric['values']> => (value === undefined ? [] : [{ labels: {}, value }]);

type OwnName = 'probes' | 'lost' | 'lines' | 'rate' | 'processorTime' | 'memory' | 'share' | 'limit' | 'hits' | 'hitTime';

export const OWN_METRICS: Readonly<Record<OwnName, OwnMetric>> = {
  probes: {
    name: 'gpttrace.run.probes',
    unit: '{probe}',
    kind: 'gauge',
    description: 'Probes that are attached, beginnings, ends and intervals among them',
    values: ({ probes }) => alone(probes),
  },
  lost: {
    name: 'gpttrace.run.events.lost',
    unit: '{event}',
    kind: 'counter',
    description: 'Events that bpftrace could not deliver',
    values: ({ lost }) => alone(lost),
  },
  lines: {
    name: 'gpttrace.run.text_lines',
    unit: '{line}',
    kind: 'counter',
    description: 'Lines that the program printed and that are no rows of values',
    values: ({ lines }) => alone(lines),
  },
  rate: {
    name: 'gpttrace.run.events',
    unit: '{event}/s',
    kind: 'gauge',
    description: 'Events a second that reached gpttrace',
    values: ({ overhead }) => alone(overhead?.rate),
  },
  processorTime: {
    name: 'gpttrace.run.cpu_time',
    unit: 's',
    kind: 'counter',
    description: 'CPU time spent since all probes were attached: in BPF programs, in bpftrace, in gpttrace',
    values: ({ overhead }) =>
      overhead === undefined
        ? []
        : [
            ...(overhead.bpf === undefined ? [] : [{ labels: { component: 'bpf' }, value: overhead.bpf }]),
            { labels: { component: 'tracer' }, value: overhead.tracer },
            { labels: { component: 'gpttrace' }, value: overhead.own },
          ],
  },
  memory: {
    name: 'gpttrace.run.memory',
    unit: 'By',
    kind: 'gauge',
    description: 'Resident memory of bpftrace and of gpttrace',
    values: ({ overhead }) =>
      overhead === undefined
        ? []
        : [
            { labels: { component: 'tracer' }, value: overhead.memory.tracer },
            { labels: { component: 'gpttrace' }, value: overhead.memory.own },
          ],
  },
  share: {
    name: 'gpttrace.run.overhead',
    unit: '1',
    kind: 'gauge',
    description: 'Share of the CPU time of this machine that the run costs',
    values: ({ overhead }) => alone(overhead?.share),
  },
  limit: {
    name: 'gpttrace.run.overhead_limit',
    unit: '1',
    kind: 'gauge',
    description: 'Share of the CPU time of this machine that the run may cost',
    values: ({ overhead }) => alone(overhead?.limit),
  },
  hits: {
    name: 'gpttrace.run.probe.hits',
    unit: '{hit}',
    kind: 'counter',
    description: 'How often each probe ran, as the kernel counts it',
    values: ({ overhead }) => overhead?.hits?.map(({ attachPoint, runs }) => ({ labels: { probe: attachPoint }, value: runs })) ?? [],
  },
  hitTime: {
    name: 'gpttrace.run.probe.cpu_time',
    unit: 's',
    kind: 'counter',
    description: 'CPU time that each probe took, as the kernel counts it',
    values: ({ overhead }) => overhead?.hits?.map(({ attachPoint, nanoseconds }) => ({ labels: { probe: attachPoint }, value: nanoseconds / 1e9 })) ?? [],
  },
};
