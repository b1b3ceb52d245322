import { describe, expect, it } from 'vitest';
import type { TraceEvent } from '../../src/core/events.ts';
import type { Column, Output, Program } from '../../src/core/program.ts';
import { type Seen, seenIn } from '../../src/rehearse/seen.ts';
import { forBehaviour, forLibrary, forTracepoint, type Rehearsed } from '../../src/rehearse/workloads.ts';

const column = (name: string, kind: Column['kind'] = 'plain'): Column => ({ name, kind, type: 'string' });
const map = (shape: 'values' | 'histogram', keys: Column[]): Output => ({ shape, map: '@m', keys, value: column('n') });
const rows = (...columns: Column[]): Output => ({ shape: 'rows', statement: 0, columns });
const row = (...values: (string | number)[]): TraceEvent => ({ type: 'row', statement: 0, values });
const entries = (...list: [key: string, value: number][]): TraceEvent => ({
  type: 'map',
  map: '@m',
  entries: list.map(([key, value]) => ({ key: [key], value })),
});

interface Trial {
  readonly output: Output;
  readonly events: readonly TraceEvent[];
  readonly rehearsed?: Rehearsed;
  readonly counting?: boolean;
  readonly answer?: string;
}

function seen({ output, events, rehearsed = forBehaviour(['open', '20']), counting = true, answer }: Trial): Omit<Seen, 'what'> {
  const program: Program = {
    language: 'bpftrace',
    source: '',
    title: '',
    origin: { kind: 'edited' },
    attachPoints: [],
    outputs: [output],
    ...(answer === undefined ? {} : { answer }),
  };
  const { what: _, ...found } = seenIn({ events, program, counting: new Set(counting ? ['@m'] : []), pid: 4711, show: String }, rehearsed);
  return found;
}

const times = (n: number, event: TraceEvent): TraceEvent[] => Array.from({ length: n }, () => event);
const PROCESS = column('process', 'process');
const anybody = forTracepoint('block:block_rq_issue');

describe('silent', () => {
  it.each([
    { what: 'nothing at all', output: rows(PROCESS), events: [] },
    { what: 'an empty map', output: map('values', [PROCESS]), events: [entries()] },
    { what: 'only what it says at its beginning', output: rows(PROCESS), events: [{ type: 'text', text: 'Tracing... Ctrl-C to end', banner: true } as const] },
    { what: 'a counter that stayed at nothing', output: map('values', []), events: [entries(['', 0])] },
  ])('$what', ({ output, events }) => {
    expect(seen({ output, events })).toEqual({ kind: 'silent', of: 20 });
  });
});

describe('too few', () => {
  it.each([
    { what: 'some of them', output: rows(PROCESS), events: times(7, row('gt-open')), found: 7 },
    { what: 'all of them as somebody else', output: map('values', [PROCESS]), events: [entries(['node', 900])], found: 0 },
    { what: 'another pid', output: map('values', [column('pid', 'pid')]), events: [entries(['17', 900])], found: 0 },
    { what: 'not enough at all', output: map('values', []), events: [entries(['', 19])], found: 19, rehearsed: anybody },
  ])('$what', ({ output, events, found, rehearsed }) => {
    expect(seen({ output, events, ...(rehearsed === undefined ? {} : { rehearsed }) })).toEqual({ kind: 'too few', seen: found, of: 20 });
  });
});

describe('seen', () => {
  it.each<Trial & { readonly what: string; readonly found?: number }>([
    { what: 'a row for each', output: rows(PROCESS), events: [...times(20, row('gt-open')), row('bash')], found: 20 },
    { what: 'lines of text', output: rows(), events: times(20, { type: 'text', text: 'gt-open opened something' }), found: 20 },
    {
      what: 'by file',
      output: map('values', [column('file', 'file')]),
      events: [entries(['/tmp/gt-workload-x/needle.txt', 20], ['/etc/passwd', 3])],
      found: 20,
    },
    { what: 'by pid', output: map('values', [column('pid', 'pid')]), events: [entries(['4711', 23], ['1', 3])], found: 20 },
    {
      what: 'by no one',
      output: map('values', [column('device', 'device')]),
      events: [entries(['8:0', 12], ['8:1', 30])],
      rehearsed: anybody ?? forBehaviour([]),
      found: 20,
    },
    {
      what: 'in a histogram',
      output: map('histogram', []),
      events: [
        {
          type: 'histogram',
          map: '@m',
          entries: [
            {
              key: [],
              buckets: [
                { min: 0, max: 1, count: 5 },
                { min: 2, max: 3, count: 18 },
              ],
            },
          ],
        },
      ],
      found: 20,
    },
    { what: 'as a mean, which says not how many', output: map('values', [PROCESS]), events: [entries(['gt-open', 3])], counting: false },
  ])('$what', ({ what: _, found, ...trial }) => {
    expect(seen(trial)).toEqual({ kind: 'seen', of: 20, ...(found === undefined ? {} : { seen: found }) });
  });

  it('in bytes, of as many bytes as the workload moves', () => {
    const rehearsed = forLibrary({ run: ['read', '20', '1000'], sees: [], evidence: [{ match: '^gt-read', min: 20_000 }] }, 'bytes');
    const output = map('values', [PROCESS]);
    expect(seen({ output, events: [entries(['gt-read', 20_100])], rehearsed, answer: '@m' })).toEqual({ kind: 'seen', seen: 20_000, of: 20_000 });
    expect(seen({ output, events: [entries(['gt-read', 9_000])], rehearsed, answer: '@m' })).toEqual({ kind: 'too few', seen: 9_000, of: 20_000 });
  });
});
