import { describe, expect, it } from 'vitest';
import type { TraceEvent } from '../../src/core/events.ts';
import type { Column, Output, Program } from '../../src/core/program.ts';
import { amountsOf, faultsOf, programFaults } from '../../src/rehearse/oracle.ts';
import { type Answer, recordsOf } from '../../src/rehearse/records.ts';
import { type Expectation, parseSuite } from '../../src/rehearse/suite.ts';
import { showValue } from '../../src/views/values.ts';
import { names } from '../views/names.ts';

const column = (kind: Column['kind'], type: Column['type'] = 'integer', unit?: Column['unit']): Column => ({
  name: kind,
  kind,
  type,
  ...(unit === undefined ? {} : { unit }),
});
const process = column('process', 'string');

const OUTPUTS: readonly Output[] = [
  { shape: 'rows', statement: 0, columns: [column('time', 'string'), process, column('signal'), column('count', 'integer', 'bytes')] },
  { shape: 'rows', statement: 1, columns: [process, column('stack', 'stack')] },
  { shape: 'values', map: '@', keys: [process, column('errno')], value: column('count') },
  { shape: 'values', map: '@bytes', keys: [process], value: column('count', 'integer', 'bytes') },
  { shape: 'values', map: '@one', keys: [], value: column('count') },
  { shape: 'values', map: '@last', keys: [process], value: column('syscall') },
  { shape: 'stats', map: '@stats', keys: [process], value: column('count', 'integer', 'us') },
  { shape: 'histogram', map: '@sizes', keys: [column('file', 'string')], value: column('count', 'integer', 'bytes') },
  { shape: 'histogram', map: '@latency', keys: [], value: column('count', 'integer', 'us') },
];

function program(answer?: string): Program {
  return {
    language: 'bpftrace',
    source: '',
    title: '',
    origin: { kind: 'edited' },
    attachPoints: [],
    outputs: OUTPUTS,
    ...(answer === undefined ? {} : { answer }),
  };
}

function answerOf(events: readonly TraceEvent[], answer?: string): Answer {
  return recordsOf(events, program(answer), (value, of) => showValue(value, of, names));
}

const line = (text: string): TraceEvent => ({ type: 'text', text });
const map = (name: string, ...entries: readonly (readonly [readonly (string | number)[], number])[]): TraceEvent => ({
  type: 'map',
  map: name,
  entries: entries.map(([key, value]) => ({ key, value })),
});

/** What was printed, and the texts of its records; both forms where they differ. */
const RECORDS: readonly { readonly name: string; readonly events: readonly TraceEvent[]; readonly answer?: string; readonly texts: readonly string[] }[] = [
  { name: 'a banner counts for nothing', events: [{ type: 'text', text: 'Tracing...', banner: true }], texts: [] },
  {
    name: 'what is said about the run is no record',
    events: [
      { type: 'started', pid: 1 },
      { type: 'lost', count: 3 },
      { type: 'warning', message: 'w' },
    ],
    texts: [],
  },
  { name: 'a map that never was hit', events: [map('@one', [[], 0])], texts: [] },
  { name: 'statistics without a sample', events: [{ type: 'stats', map: '@stats', entries: [{ key: ['a'], count: 0, average: 0, total: 0 }] }], texts: [] },
  {
    name: 'a bucket without a sample',
    events: [{ type: 'histogram', map: '@latency', entries: [{ key: [], buckets: [{ min: 0, max: 1, count: 0 }] }] }],
    texts: [],
  },
  { name: 'a map a library program keeps for itself', events: [map('@start', [[5], 1])], answer: '@', texts: [] },
  { name: 'the same of a program that says not what its answer is', events: [map('@start', [[5], 1])], texts: ['@start 5: 1'] },
  { name: 'a line', events: [line('gtw-open opened needle.txt')], texts: ['gtw-open opened needle.txt'] },
  {
    name: 'a row, names for its numbers and no units',
    events: [{ type: 'row', statement: 0, values: ['12:00:01', 'a', 10, 4096] }],
    texts: ['12:00:01 a SIGUSR1 4096', '12:00:01 a 10 4096'],
  },
  { name: 'an entry', events: [map('@', [['a', 2], 3])], texts: ['@ a ENOENT: 3', '@ a 2: 3'] },
  { name: 'an entry of a named map', events: [map('@bytes', [['a'], 12345])], texts: ['@bytes a: 12345'] },
  { name: 'a value with a name', events: [map('@last', [['a'], 257])], texts: ['@last a: openat', '@last a: 257'] },
  { name: 'a map without keys', events: [map('@one', [[], 7])], texts: ['@one: 7'] },
  {
    name: 'statistics',
    events: [{ type: 'stats', map: '@stats', entries: [{ key: ['a'], count: 2, average: 5, total: 10 }] }],
    texts: ['@stats a: count 2, average 5, total 10'],
  },
  {
    name: 'buckets, open ones too',
    events: [
      {
        type: 'histogram',
        map: '@sizes',
        entries: [
          {
            key: ['f'],
            buckets: [
              { max: -1, count: 1 },
              { min: 4096, max: 8191, count: 2 },
              { min: 8192, count: 3 },
            ],
          },
        ],
      },
    ],
    texts: ['@sizes f [, -1]: 1', '@sizes f [4096, 8191]: 2', '@sizes f [8192, ]: 3'],
  },
];

describe('recordsOf', () => {
  it.each(RECORDS)('$name', ({ events, answer, texts }) => {
    const { records } = answerOf(events, answer);
    expect(records.flatMap(({ text, plain }) => (plain === undefined ? [text] : [text, plain]))).toEqual(texts);
  });

  it('finds the frames of stacks in rows, keys and printed lines', () => {
    const stack = '\n        vfs_read+5\n        ksys_read+10\n';
    expect(answerOf([{ type: 'row', statement: 1, values: ['a', stack] }]).frames).toEqual(['vfs_read+5', 'ksys_read+10']);
    expect(answerOf([line(`a\n  main+3\n`)]).frames).toEqual(['a', 'main+3']);
    expect(answerOf([line('main+3')]).frames).toEqual([]);
  });
});

const TWICE = [map('@', [['a', 0], 5], [['b', 0], 1]), map('@', [['a', 0], 8], [['b', 0], 1])];
const STATS: TraceEvent = { type: 'stats', map: '@stats', entries: [{ key: ['a'], count: 3, average: 100, total: 300 }] };
const LESS: TraceEvent = { type: 'stats', map: '@stats', entries: [{ key: ['a'], count: 1, average: 50, total: 50 }] };

/** What records may be read as. */
const AMOUNTS: readonly {
  readonly name: string;
  readonly events: readonly TraceEvent[];
  readonly values?: boolean;
  readonly amounts: Readonly<Record<string, number>>;
}[] = [
  { name: 'nothing at all', events: [], amounts: { lines: 0 } },
  { name: 'nothing, its numbers too', events: [], values: true, amounts: { lines: 0 } },
  { name: 'lines are counted', events: [line('a 1'), line('a 2')], amounts: { lines: 2 } },
  { name: 'a map printed twice', events: TWICE, amounts: { sum: 15, 'sum of the greatest': 9 } },
  { name: 'a map is no line, also where numbers count', events: TWICE, values: true, amounts: { sum: 15, 'sum of the greatest': 9 } },
  { name: 'statistics', events: [LESS, STATS], amounts: { sum: 4, 'sum of the greatest': 3, totals: 350, 'totals of the greatest': 300 } },
  {
    name: 'lines beside a map',
    events: [line('a'), map('@one', [[], 4])],
    amounts: { lines: 1, sum: 4, 'sum of the greatest': 4 },
  },
  {
    name: 'buckets of one key are apart',
    events: [1, 2].map((count) => ({
      type: 'histogram' as const,
      map: '@latency',
      entries: [
        {
          key: [],
          buckets: [
            { min: 0, max: 1, count },
            { min: 2, max: 3, count: 5 },
          ],
        },
      ],
    })),
    amounts: { sum: 13, 'sum of the greatest': 7 },
  },
  {
    name: 'numbers at their positions, clock times left out',
    events: [line('12:00:01 read 4096 of 0x10'), line('12:00:02.123456 read 100 of 0x20')],
    values: true,
    amounts: { lines: 2, 'number 1': 4196 },
  },
  {
    name: 'words with digits are no numbers, negative ones are',
    events: [line('eth0 -5 a1b2 7.5 3us')],
    values: true,
    amounts: { lines: 1, 'number 1': -5, 'number 2': 7.5, 'number 3': 3 },
  },
  {
    name: 'values of rows, by their columns',
    events: [
      { type: 'row', statement: 0, values: ['12:00:01', 'a', 10, 4096] },
      { type: 'row', statement: 0, values: ['12:00:02', '77', 12, 4] },
    ],
    values: true,
    amounts: { lines: 2, 'number 2': 77, 'number 3': 22, 'number 4': 4100 },
  },
];

describe('amountsOf', () => {
  it.each(AMOUNTS)('$name', ({ events, values = false, amounts }) => {
    expect(Object.fromEntries(amountsOf(answerOf(events).records, values))).toEqual(amounts);
  });
});

const LATENCY: TraceEvent = { type: 'histogram', map: '@latency', entries: [{ key: [], buckets: [{ min: 0, max: 1, count: 4 }] }] };
const SIZES: TraceEvent = { type: 'histogram', map: '@sizes', entries: [{ key: ['f.dat'], buckets: [{ min: 0, max: 1, count: 6 }] }] };
const SIGNAL: TraceEvent = { type: 'row', statement: 0, values: ['12:00:01', 'a', 10, 4096] };

/** An answer and what is expected of it; the fault that is found, where there is one. */
const JUDGED: readonly {
  readonly name: string;
  readonly events: readonly TraceEvent[];
  readonly pids?: readonly number[];
  readonly expect: Partial<Expectation>;
  readonly fault?: RegExp;
}[] = [
  { name: 'silence', events: [], expect: { sees: ['.'] }, fault: /no record matches \/\.\/: none/ },
  { name: 'something else', events: [line('b')], expect: { sees: ['a'] }, fault: /no record matches \/a\/:\n {2}b/ },
  { name: 'the case of letters', events: [line('Needle')], expect: { sees: ['needle'] }, fault: /no record matches/ },
  { name: 'two patterns in two records', events: [line('a'), line('b')], expect: { sees: ['^a$', '^b$'] } },
  { name: 'one pattern over two records', events: [line('a'), line('b')], expect: { sees: ['a.*b'] }, fault: /no record matches/ },
  { name: 'a name for a number', events: [SIGNAL], expect: { sees: ['USR1'] } },
  { name: 'the number itself', events: [SIGNAL], expect: { sees: ['a 10 4096'] } },
  { name: 'one form hides what the other shows', events: [SIGNAL], expect: { hides: ['USR1'] }, fault: /should match no record/ },
  { name: 'nothing hidden is there', events: [line('a')], expect: { hides: ['b'] } },
  { name: 'a pid that was told', events: [line('pid 41')], pids: [40, 41], expect: { sees: ['\\b{pid}\\b'] } },
  { name: 'a pid that is only a part', events: [line('pid 4100')], pids: [41], expect: { sees: ['\\b{pid}\\b'] }, fault: /no record/ },
  { name: 'no pid told matches nothing', events: [line('pid {pid} 41')], expect: { sees: ['{pid}'] }, fault: /no record/ },
  { name: 'no pid told, but a name', events: [line('gtw-open')], expect: { sees: ['gtw-open|\\b{pid}\\b'] } },
  { name: 'too few lines', events: [line('a')], expect: { evidence: [{ match: 'a', min: 2 }] }, fault: /amounts to 1 \(lines\), not at least 2/ },
  { name: 'too many', events: [line('a'), line('a')], expect: { evidence: [{ match: 'a', max: 1 }] }, fault: /not at most 1/ },
  {
    name: 'too much in a map, and no line of it',
    events: TWICE,
    expect: { evidence: [{ match: '.', max: 4 }] },
    fault: /15 \(sum\), 9 \(sum of the greatest\)/,
  },
  { name: 'a map never cleared', events: TWICE, expect: { evidence: [{ match: '@ a', min: 8, max: 8 }] } },
  { name: 'a map cleared', events: TWICE, expect: { evidence: [{ match: '@ a', min: 13, max: 13 }] } },
  { name: 'a total where a count was asked for', events: [STATS], expect: { evidence: [{ match: 'a', min: 300, max: 300 }] } },
  { name: 'numbers in lines that do not count', events: [line('a 500')], expect: { evidence: [{ match: 'a', min: 500 }] }, fault: /not at least 500/ },
  { name: 'numbers in lines that do', events: [line('a 200'), line('a 300')], expect: { evidence: [{ match: 'a', min: 500, values: true }] } },
  { name: 'nothing that should not be', events: [line('b')], expect: { evidence: [{ match: 'a', max: 0 }] } },
  { name: 'no histogram', events: [map('@', [['a', 0], 99])], expect: { hist: [{ min: 1 }] }, fault: /hold 0 samples, not 1/ },
  { name: 'too few samples', events: [LATENCY, SIZES], expect: { hist: [{ min: 11 }] }, fault: /hold 10 samples, not 11/ },
  { name: 'histograms together', events: [LATENCY, SIZES], expect: { hist: [{ min: 10 }] } },
  { name: 'a histogram by its key', events: [LATENCY, SIZES], expect: { hist: [{ match: 'f\\.dat', min: 6 }] } },
  {
    name: 'a histogram by its name, the bounds of buckets aside',
    events: [LATENCY, SIZES],
    expect: { hist: [{ match: '0|lat', min: 5 }] },
    fault: /hold 4 samples/,
  },
  { name: 'no stack', events: [line('vfs_read')], expect: { stacks: ['vfs_read'] }, fault: /no frame of a stack matches/ },
  { name: 'a stack', events: [{ type: 'row', statement: 1, values: ['a', 'x+1\nvfs_read+5'] }], expect: { stacks: ['^vfs_read\\b'] } },
];

const NOTHING: Expectation = { sees: [], hides: [], evidence: [], hist: [], stacks: [], program: [] };

describe('faultsOf', () => {
  it.each(JUDGED)('$name', ({ events, pids = [], expect: wanted, fault }) => {
    const faults = faultsOf({ expect: { ...NOTHING, ...wanted } }, answerOf(events), pids);
    if (fault === undefined) expect(faults).toEqual([]);
    else {
      expect(faults).toHaveLength(1);
      expect(faults[0]).toMatch(fault);
    }
  });

  it('lists few of many records', () => {
    const events = Array.from({ length: 100 }, (_, index) => line(`line ${index}`));
    expect(faultsOf({ expect: { ...NOTHING, sees: ['x'] } }, answerOf(events), [])[0]).toMatch(/line 11\n {2}and 88 more$/);
  });
});

describe('programFaults', () => {
  const [one] = parseSuite('{"id":"a","lang":"en","request":"r","expect":{"program":["kprobe:.*read","pid"]}}', 's');
  it('names every pattern that is missing', () => {
    if (one === undefined) throw new Error('no case');
    expect(programFaults(one, 'kprobe:vfs_read { @[comm] = count(); }')).toEqual(['the program holds nothing that matches /pid/']);
    expect(programFaults(one, 'kprobe:vfs_read { @[pid] = count(); }')).toEqual([]);
  });
});
