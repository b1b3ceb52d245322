import { describe, expect, it } from 'vitest';
import type { Dataset, HeatMap, Histogram, Series, Table } from '../../../src/core/dataset.ts';
import type { Bucket, Scalar } from '../../../src/core/events.ts';
import type { ValueNames } from '../../../src/core/names.ts';
import type { Overhead } from '../../../src/core/overhead.ts';
import type { Column } from '../../../src/core/program.ts';
import type { RunRecord } from '../../../src/core/run-record.ts';
import { FINDING_RULES, findings } from '../../../src/explain/findings/findings.ts';
import { names } from '../../views/names.ts';

const PROCESS: Column = { name: 'process', kind: 'process', type: 'string' };
const FILE: Column = { name: 'file', kind: 'file', type: 'string' };
const ERRNO: Column = { name: 'errno', kind: 'errno', type: 'integer' };
const COUNT: Column = { name: 'opens', kind: 'count', type: 'integer' };
const BYTES: Column = { name: 'bytes', kind: 'count', type: 'integer', unit: 'bytes' };
const GREATEST: Column = { name: 'greatest latency', kind: 'plain', type: 'integer', unit: 'us' };
const LATENCY: Column = { name: 'latency', kind: 'plain', type: 'integer', unit: 'us' };

function record(datasets: readonly Dataset[], more: Partial<RunRecord> = {}): RunRecord {
  const none = { verdict: 'unknown', why: '' } as const;
  return {
    format: 1,
    language: 'en',
    program: { language: 'bpftrace', source: '', title: 'Opens', origin: { kind: 'edited' }, attachPoints: [], outputs: [] },
    tells: '',
    safety: { classes: ['observe'], reasons: [] },
    notes: [],
    facts: {
      format: 1,
      arch: 'x64',
      release: '6.1',
      bootId: '',
      bpftrace: { path: '/usr/bin/bpftrace', version: '0.17.0' },
      privilege: 'root',
      btf: true,
      tracefs: { state: 'mounted' },
      probeKinds: {
        tracepoint: none,
        kprobe: none,
        kfunc: none,
        uprobe: none,
        usdt: none,
        software: none,
        hardware: none,
        profile: none,
        interval: none,
        rawtracepoint: none,
      },
    },
    startedAt: 0,
    state: 'ended',
    reason: 'finished',
    seconds: 10,
    probes: 1,
    datasets,
    series: [],
    heatMaps: [],
    texts: [],
    sentence: '',
    reasons: [],
    records: datasets.length,
    lost: 0,
    warnings: [],
    ...more,
  };
}

function table(rows: readonly (readonly Scalar[])[], value: Column = COUNT, keys: readonly Column[] = [PROCESS]): Table {
  return { shape: 'table', title: 'Opens', columns: [...keys, value], rows, seen: rows.length, amount: keys.length };
}

/** Rows of one printf. */
function printed(rows: readonly (readonly Scalar[])[], columns: readonly Column[], seen: number = rows.length): Table {
  return { shape: 'table', title: 'Opens', columns, rows, seen };
}

/** Powers of two from 1 on. */
function histogram(counts: readonly number[], value: Column = LATENCY): Histogram {
  const buckets = counts.map((count, index): Bucket => ({ min: 2 ** index, max: 2 ** (index + 1) - 1, count }));
  return { shape: 'histogram', title: 'Latency', keys: [], value, groups: [{ key: [], buckets }] };
}

function steps(counts: readonly number[], beyond: number): Histogram {
  const buckets: Bucket[] = [...counts.map((count, index) => ({ min: index * 10, max: index * 10 + 9, count })), { min: counts.length * 10, count: beyond }];
  return { shape: 'histogram', title: 'Length', keys: [], value: { name: 'length', kind: 'plain', type: 'integer' }, groups: [{ key: [], buckets }] };
}

function series(values: readonly number[], column: Column = COUNT): Series {
  return { title: 'Opens', column, key: [], points: values.map((value, index) => ({ at: index + 1, value })) };
}

function heat(columns: readonly (readonly number[])[]): HeatMap {
  return {
    title: 'Latency',
    value: LATENCY,
    key: [],
    buckets: [1, 2, 4, 8, 16].map((min) => ({ min, max: 2 * min - 1 })),
    columns: columns.map((counts, index) => ({ at: index + 1, counts })),
  };
}

function overhead(share: number, state: Overhead['state']): Overhead {
  return { seconds: 10, processors: 2, tracer: share * 10, own: share * 10, memory: { tracer: 1, own: 1 }, share, rate: 10, lost: 0, state, limit: 0.02 };
}

const many = (count: number, amount: (index: number) => number): (readonly Scalar[])[] =>
  Array.from({ length: count }, (_, index) => [`p${index}`, amount(index)]);

/** `says` of the rule in English; nothing said where it is absent: what looks alike and is not. */
interface Block {
  readonly name: string;
  readonly rule: string;
  readonly record: RunRecord;
  readonly says?: RegExp;
}

const BLOCKS: readonly Block[] = [
  {
    name: 'one process has most',
    rule: 'concentration',
    record: record([
      table([
        ['nginx', 900],
        ['sh', 50],
        ['cat', 50],
      ]),
    ]),
    says: /^nginx alone has 90\.0% of it: 900 of 1,000 \(opens\), the other 2 together 100\.$/,
  },
  {
    name: 'in the unit of the amount',
    rule: 'concentration',
    record: record([
      table(
        [
          ['nginx', 3 * 2 ** 20],
          ['sh', 1024],
          ['cat', 1024],
        ],
        BYTES,
      ),
    ]),
    says: /3\.00 MiB of 3\.00 MiB/,
  },
  {
    name: 'more than a double tells apart',
    rule: 'concentration',
    record: record([
      table([
        ['a', 9_007_199_254_740_993n],
        ['b', 3],
        ['c', 2],
      ]),
    ]),
    says: /: 9,007,199,254,740,993 of 9,007,199,254,740,998 \(opens\), the other 2 together 5\.$/,
  },
  {
    name: 'a few of many',
    rule: 'concentration',
    record: record([table([['a', 300], ['b', 280], ['c', 260], ...many(20, () => 5)])]),
    says: /^The first 3 of 23 have 89\.4% of it \(opens\): a; b; c\.$/,
  },
  {
    name: 'three that share it',
    rule: 'concentration',
    record: record([
      table([
        ['a', 400],
        ['b', 300],
        ['c', 300],
      ]),
    ]),
  },
  { name: 'one key only', rule: 'concentration', record: record([table([['nginx', 900]])]) },
  {
    name: 'two keys',
    rule: 'concentration',
    record: record([
      table([
        ['nginx', 900],
        ['sh', 1],
      ]),
    ]),
  },
  {
    name: 'greatest values, which do not add up',
    rule: 'concentration',
    record: record([
      table(
        [
          ['a', 900],
          ['b', 10],
          ['c', 10],
        ],
        GREATEST,
      ),
    ]),
  },
  {
    name: 'a handful of events',
    rule: 'concentration',
    record: record([
      table([
        ['a', 5],
        ['b', 1],
        ['c', 1],
      ]),
    ]),
  },
  {
    name: 'the tracer itself',
    rule: 'concentration',
    record: record([
      table([
        ['bpftrace', 900],
        ['b', 10],
        ['c', 10],
      ]),
    ]),
  },
  {
    name: 'rows as they came',
    rule: 'concentration',
    record: record([
      printed(
        [
          ['a', 1],
          ['a', 1],
          ['a', 1],
        ],
        [PROCESS, ERRNO],
      ),
    ]),
  },

  {
    name: 'many that came once',
    rule: 'long-tail',
    record: record([table([['a', 500], ['b', 20], ...many(12, () => 1)])]),
    says: /12 of 14 have 1 each \(opens\) and together 2\.3% of the total/,
  },
  {
    name: 'about as much each',
    rule: 'long-tail',
    record: record([table(many(10, (index) => 100 + index))]),
    says: /Nobody stands out: all 10 have between 100 and 109/,
  },
  { name: 'all came once', rule: 'long-tail', record: record([table(many(20, () => 1))]) },
  { name: 'nine keys', rule: 'long-tail', record: record([table(many(9, (index) => 100 + index))]) },

  {
    name: 'two humps',
    rule: 'modes',
    record: record([histogram([10, 100, 30, 5, 2, 4, 40, 90, 10])]),
    says: /^two kinds of latency, with few between them: around 2 us to 4 us \(49\.8%\) and around 128 us to 256 us \(50\.2%\)/,
  },
  { name: 'one hump', rule: 'modes', record: record([histogram([10, 50, 100, 200, 100, 30, 4])]) },
  { name: 'a shoulder', rule: 'modes', record: record([histogram([10, 100, 80, 85, 70, 10])]) },
  { name: 'a second hump of chance', rule: 'modes', record: record([histogram([10, 100, 50, 1, 0, 2, 1])]) },
  { name: 'few samples', rule: 'modes', record: record([histogram([5, 0, 0, 0, 5])]) },
  { name: 'one bucket', rule: 'modes', record: record([histogram([1000])]) },
  { name: 'an empty histogram', rule: 'modes', record: record([histogram([0, 0, 0])]) },

  {
    name: 'a hundredth that waits',
    rule: 'slow-tail',
    record: record([histogram([500, 400, 50, 20, 5, 5, 5, 5, 15])]),
    says: /half are below 4 us, but one in a hundred is 256 us or more; the greatest: 256 us to 512 us/,
  },
  { name: 'a short tail', rule: 'slow-tail', record: record([histogram([10, 100, 200, 100, 50, 5])]) },
  { name: 'a tail of fewer than a hundred', rule: 'slow-tail', record: record([histogram([20, 5, 0, 0, 0, 0, 0, 1])]) },

  {
    name: 'one far above',
    rule: 'outliers',
    record: record([histogram([100, 200, 100, 0, 0, 0, 0, 1])]),
    says: /^one sample lies far above all others \(latency 128 us to 256 us: 1\)/,
  },
  { name: 'a tail without a gap', rule: 'outliers', record: record([histogram([100, 200, 100, 5, 3, 2, 1, 1])]) },
  { name: 'too many to be outliers', rule: 'outliers', record: record([histogram([100, 200, 100, 0, 0, 0, 0, 50])]) },
  { name: 'even steps', rule: 'outliers', record: record([steps([100, 100, 0, 0, 0, 0, 1], 0)]) },

  {
    name: 'beyond the last step',
    rule: 'beyond',
    record: record([steps([50, 20], 30)]),
    says: /30\.0% of the samples lie beyond the end of the histogram \(20 and more\)/,
  },
  { name: 'one beyond it', rule: 'beyond', record: record([steps([500, 20], 1)]) },
  { name: 'no end', rule: 'beyond', record: record([histogram([1, 2, 300])]) },

  {
    name: 'a burst',
    rule: 'over-time',
    record: record([table([['a', 1]])], { series: [series([2, 3, 2, 500, 400, 2, 3, 2, 2, 3])] }),
    says: /it came in bursts: 97\.\d% in 20\.0% of the time, most after 4\.0 s \(500 a second; usually 2\)/,
  },
  {
    name: 'it stopped',
    rule: 'over-time',
    record: record([], { series: [series([20, 21, 22, 20, 21, 20, 0, 0, 0, 0])] }),
    says: /it stopped after 6\.0 s: nothing more came until 10\.0 s/,
  },
  {
    name: 'it rose',
    rule: 'over-time',
    record: record([], { series: [series([10, 11, 12, 15, 20, 24, 30, 33, 36])] }),
    says: /it rose while it was watched: from 11 to 33 a second/,
  },
  { name: 'it fell', rule: 'over-time', record: record([], { series: [series([30, 33, 36, 24, 20, 15, 12, 11, 10])] }), says: /it fell/ },
  { name: 'it jumps up and down', rule: 'over-time', record: record([], { series: [series([5, 40, 5, 40, 5, 40, 5, 40, 60])] }) },
  { name: 'steady', rule: 'over-time', record: record([], { series: [series([20, 21, 22, 20, 21, 20, 22, 21, 20])] }) },
  { name: 'too short to tell', rule: 'over-time', record: record([], { series: [series([1, 2, 500])] }) },
  { name: 'a level that grows by its nature', rule: 'over-time', record: record([], { series: [series([10, 20, 30, 40, 50, 60, 70, 80, 90], GREATEST)] }) },

  {
    name: 'it became slower',
    rule: 'drift',
    record: record([histogram([1])], {
      heatMaps: [
        heat([
          [50, 2, 0, 0, 0],
          [50, 1, 0, 0, 0],
          [50, 0, 0, 0, 0],
          [10, 9, 9, 9, 0],
          [0, 0, 0, 50, 1],
          [0, 0, 0, 50, 2],
        ]),
      ],
    }),
    says: /half were below 2 us in the first third of the time, below 16 us in the last/,
  },
  {
    name: 'it went beyond the last bound, of which no upper end is known',
    rule: 'drift',
    record: record([histogram([1])], {
      heatMaps: [
        {
          ...heat([...Array.from({ length: 3 }, () => [50, 0, 0]), ...Array.from({ length: 3 }, () => [0, 0, 50])]),
          buckets: [{ max: 9 }, { min: 10, max: 19 }, { min: 20 }],
        },
      ],
    }),
    says: /half were below 10 us in the first third of the time, 20 us and more in the last/,
  },
  { name: 'it stayed', rule: 'drift', record: record([histogram([1])], { heatMaps: [heat(Array.from({ length: 9 }, () => [20, 20, 5, 0, 0]))] }) },
  {
    name: 'few in each',
    rule: 'drift',
    record: record([histogram([1])], {
      heatMaps: [
        heat([
          [1, 0, 0, 0, 0],
          [1, 0, 0, 0, 0],
          [1, 0, 0, 0, 0],
          [0, 0, 0, 1, 0],
          [0, 0, 0, 1, 0],
          [0, 0, 0, 1, 0],
        ]),
      ],
    }),
  },

  {
    name: 'some failed',
    rule: 'errors',
    record: record([
      printed(
        [
          ['a', 0],
          ['a', 2],
          ['b', 2],
          ['b', 13],
        ],
        [PROCESS, ERRNO],
      ),
    ]),
    says: /^75\.0% failed: 3 of 4, mostly with ENOENT \(2\)\.$/,
  },
  {
    name: 'of those that are kept',
    rule: 'errors',
    record: record([
      printed(
        [
          ['a', 0],
          ['a', 2],
        ],
        [PROCESS, ERRNO],
        5000,
      ),
    ]),
    says: /1 of the last 2 with ENOENT/,
  },
  {
    name: 'all failed, of one kind mostly',
    rule: 'errors',
    record: record([
      table(
        [
          ['a', 11, 90],
          ['b', 2, 10],
        ],
        COUNT,
        [PROCESS, ERRNO],
      ),
    ]),
    says: /Most of the errors are EAGAIN: 90 of 100 \(90\.0%\)/,
  },
  {
    name: 'none failed',
    rule: 'errors',
    record: record([
      printed(
        [
          ['a', 0],
          ['a', 0],
        ],
        [PROCESS, ERRNO],
      ),
    ]),
  },
  {
    name: 'no column of errors',
    rule: 'errors',
    record: record([
      table([
        ['a', 2],
        ['b', 13],
      ]),
    ]),
  },

  {
    name: 'the tracer among them',
    rule: 'own',
    record: record([
      table([
        ['nginx', 50],
        ['bpftrace', 50],
      ]),
    ]),
    says: /50\.0% of it is the tracer's own doing: 50 of 100/,
  },
  {
    name: 'next to nothing of it',
    rule: 'own',
    record: record([
      table([
        ['nginx', 990],
        ['bpftrace', 10],
      ]),
    ]),
  },

  {
    name: 'rows lost',
    rule: 'lost',
    record: record([printed([['a', 0]], [PROCESS, ERRNO], 900)], { lost: 100 }),
    says: /^100 events were lost.*\(10\.0% of all\): there were at least 1,000/,
  },
  {
    name: 'lost beside a map',
    rule: 'lost',
    record: record([table([['a', 5]])], { lost: 100 }),
    says: /what a map holds was counted in the kernel and is whole/,
  },
  { name: 'nothing lost', rule: 'lost', record: record([table([['a', 5]])]) },

  { name: 'a full map', rule: 'full-map', record: record([table(many(4096, () => 2))]), says: /the map is full with 4,096 keys/ },
  { name: 'many keys', rule: 'full-map', record: record([table(many(4000, () => 2))]) },
  { name: 'many rows', rule: 'full-map', record: record([printed([['a', 0]], [PROCESS, ERRNO], 8192)]) },

  {
    name: 'nothing but zeros',
    rule: 'same-everywhere',
    record: record([
      table(
        many(9, () => 0),
        BYTES,
      ),
    ]),
    says: /Every bytes is 0, in all 9 rows/,
  },
  {
    name: 'one value everywhere',
    rule: 'same-everywhere',
    record: record([
      table(
        many(9, () => 4096),
        BYTES,
      ),
    ]),
    says: /All 9 rows have the same bytes: 4\.00 KiB/,
  },
  { name: 'each once', rule: 'same-everywhere', record: record([table(many(9, () => 1))]) },
  {
    name: 'the same process in every row',
    rule: 'same-everywhere',
    record: record([
      printed(
        Array.from({ length: 9 }, () => ['a', 0]),
        [PROCESS, ERRNO],
      ),
    ]),
  },
  { name: 'few rows', rule: 'same-everywhere', record: record([table(many(4, () => 0))]) },

  {
    name: 'longer than the run',
    rule: 'impossible',
    record: record([
      printed(
        [
          ['a', 60_000_000],
          ['b', 5],
        ],
        [PROCESS, LATENCY],
      ),
    ]),
    says: /1 value of latency is longer than the run lasted \(10\.0 s\)/,
  },
  { name: 'below zero', rule: 'impossible', record: record([printed([['a', -5]], [PROCESS, LATENCY])]), says: /1 value of latency is below zero/ },
  {
    name: 'a bucket longer than the run',
    rule: 'impossible',
    record: record([histogram([...Array.from({ length: 25 }, () => 0), 3])]),
    says: /3 values of latency are longer/,
  },
  { name: 'what lived before the run', rule: 'impossible', record: record([printed([['a', 60_000_000]], [PROCESS, { ...LATENCY, name: 'lifetime' }])]) },
  { name: 'a sum over all processors', rule: 'impossible', record: record([table([['a', 60_000_000]], { ...COUNT, unit: 'us' })]) },
  { name: 'negative error numbers', rule: 'impossible', record: record([printed([['a', -2]], [PROCESS, ERRNO])]) },
  { name: 'memory given back', rule: 'impossible', record: record([table([['a', -4096]], BYTES)]) },

  { name: 'three samples', rule: 'few-samples', record: record([histogram([1, 2])]), says: /Only 3 samples of latency/ },
  { name: 'enough of them', rule: 'few-samples', record: record([histogram([10, 20])]) },

  {
    name: 'cut paths',
    rule: 'cut-texts',
    record: record([
      table(
        [
          [`/${'a'.repeat(62)}`, 5],
          ['/b', 1],
        ],
        COUNT,
        [FILE],
      ),
    ]),
    says: /1 of 2 file texts were cut at 63 bytes: what is different only behind that was put together/,
  },
  {
    name: 'short paths',
    rule: 'cut-texts',
    record: record([
      table(
        [
          ['/a', 5],
          ['/b', 1],
        ],
        COUNT,
        [FILE],
      ),
    ]),
  },
  {
    name: 'a newer tracer, which cuts later',
    rule: 'cut-texts',
    record: record([table([[`/${'a'.repeat(62)}`, 5]], COUNT, [FILE])], { facts: { ...record([]).facts, bpftrace: { path: '', version: '0.23.0' } } }),
  },

  { name: 'it cost something', rule: 'cost', record: record([], { overhead: overhead(0.03, 'within') }), says: /Watching cost 3\.0% of the machine/ },
  {
    name: 'it cost something at first, as the line under the answer says',
    rule: 'cost',
    record: record([], { overhead: { ...overhead(0.03, 'within'), share: 0.001 } }),
    says: /Watching cost 3\.0% of the machine/,
  },
  { name: 'it lasted for a moment', rule: 'cost', record: record([], { overhead: { ...overhead(0.3, 'within'), seconds: 0.03 } }) },
  { name: 'it cost something at its end only', rule: 'cost', record: record([], { overhead: { ...overhead(0.001, 'within'), share: 0.03 } }) },
  { name: 'it was ended', rule: 'cost', record: record([], { overhead: overhead(0.05, 'ended') }), says: /more than it may \(2\.0%\), and was ended/ },
  { name: 'it cost next to nothing', rule: 'cost', record: record([], { overhead: overhead(0.001, 'within') }) },

  {
    name: 'silence',
    rule: 'silence',
    record: record([], { records: 0, reasons: ['no process nginx was running'] }),
    says: /Nothing was seen by 1 probe: no process nginx was running\./,
  },
  { name: 'broken off', rule: 'silence', record: record([table([['a', 1]])], { state: 'broken-off' }), says: /broken off/ },
  { name: 'nothing seen yet', rule: 'silence', record: record([], { records: 0, state: 'running' }) },
  { name: 'refused', rule: 'silence', record: record([], { records: 0, reason: 'rejected' }) },
  { name: 'killed before it told', rule: 'silence', record: record([], { records: 0, reason: 'deadline', failure: 'was killed' }) },
  { name: 'only text', rule: 'silence', record: record([], { records: 2, texts: ['a', 'b'] }) },
];

const all = (record: RunRecord, language: string) => findings(record, names as ValueNames, language, 100);

describe('findings', () => {
  it.each(BLOCKS)('$rule: $name', ({ rule, record, says }) => {
    const found = all(record, 'en').filter((one) => one.rule === rule);
    expect(found.map(({ text }) => text).join('\n')).toMatch(says ?? /^$/);
    expect(found.length > 0).toBe(says !== undefined);
    // What is said in English is said in Chinese, of the same rows.
    const zh = all(record, 'zh').filter((one) => one.rule === rule);
    expect(zh.map(({ from }) => from.map(({ rows }) => rows))).toEqual(found.map(({ from }) => from.map(({ rows }) => rows)));
    for (const { text } of zh) expect(text).toMatch(/[\u4e00-\u9fff].*。$/);
    for (const { text } of [...found, ...zh]) expect(text).not.toMatch(/undefined|NaN|\[object/);
  });

  it('has a block that is said, and one that is not, for every rule', () => {
    for (const { name } of FINDING_RULES) {
      expect(BLOCKS.some(({ rule, says }) => rule === name && says !== undefined)).toBe(true);
      expect(BLOCKS.some(({ rule, says }) => rule === name && says === undefined)).toBe(true);
    }
  });

  it('says at most a handful, what matters most first', () => {
    const found = findings(
      record([table(many(4096, (index) => (index === 0 ? 1_000_000 : 1)))], { lost: 5, overhead: overhead(0.03, 'within'), state: 'broken-off' }),
      names,
      'en',
    );
    expect(found.length).toBeLessThanOrEqual(6);
    expect(found.map(({ weight }) => weight)).toEqual(found.map(({ weight }) => weight).sort((a, b) => b - a));
  });

  it('says nothing of what has only begun', () => expect(findings(record([], { records: 0, state: 'running' }), names, 'en')).toEqual([]));

  it('makes what a trace saw visible', () => {
    const [first] = findings(
      record([
        table([
          ['\u001b[2J', 900],
          ['b', 1],
          ['c', 1],
        ]),
      ]),
      names,
      'en',
    );
    expect(first?.text).toContain('\\x1b[2J');
  });
});
