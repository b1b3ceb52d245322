import { DataPointType } from '@opentelemetry/sdk-metrics';
import { describe, expect, it } from 'vitest';
import type { Bucket, HistogramEntry, TraceEvent } from '../../src/core/events.ts';
import type { Overhead } from '../../src/core/overhead.ts';
import type { Output } from '../../src/core/program.ts';
import { column } from '../views/names.ts';
import { entry, latency, longest, look, map, opens, producerOf, program, rows, sizes, stacks, time, told } from './programs.ts';

interface Block {
  readonly name: string;
  readonly output: Output;
  readonly events: readonly TraceEvent[];
  readonly options?: Parameters<typeof producerOf>[2];
  readonly tells: Record<string, unknown>;
}

const emptied = { readings: { '@opens': { emptied: true } } };

describe('counters', () => {
  it.each<Block>([
    { name: 'nothing before anything was seen', output: opens, events: [], tells: {} },
    {
      name: 'grow from look to look, and the map at the end is no second time',
      output: opens,
      events: [look(map('@opens', entry('sh', 3))), look(map('@opens', entry('sh', 5), entry('ls', 1))), map('@opens', entry('sh', 6), entry('ls', 1))],
      tells: { opens: { sh: 6, ls: 1 } },
    },
    {
      name: 'an entry that was removed and is back begins anew; its series goes on',
      output: opens,
      events: [look(map('@opens', entry('sh', 5))), look(map('@opens')), look(map('@opens', entry('sh', 7)))],
      tells: { opens: { sh: 12 } },
    },
    {
      name: 'less than before was emptied in between',
      output: opens,
      events: [look(map('@opens', entry('sh', 5))), look(map('@opens', entry('sh', 2)))],
      tells: { opens: { sh: 7 } },
    },
    {
      name: 'a map that is emptied when it is printed: each is added, the same amount among them',
      output: opens,
      events: [map('@opens', entry('sh', 5)), map('@opens', entry('sh', 5)), map('@opens', entry('sh', 9)), map('@opens', entry('sh', 1))],
      options: emptied,
      tells: { opens: { sh: 20 } },
    },
    {
      name: 'looked at between two prints that empty it',
      output: opens,
      events: [look(map('@opens', entry('sh', 3))), map('@opens', entry('sh', 5)), look(map('@opens', entry('sh', 4))), map('@opens', entry('sh', 6))],
      options: emptied,
      tells: { opens: { sh: 11 } },
    },
    {
      name: 'printed in part: what is not among the largest is still there',
      output: opens,
      events: [map('@opens', entry('sh', 5)), map('@opens', entry('ls', 6)), map('@opens', entry('sh', 7))],
      options: { readings: { '@opens': { partial: true } } },
      tells: { opens: { sh: 7, ls: 6 } },
    },
    {
      name: 'in seconds, named as the reader knows them',
      output: time,
      events: [map('@time', entry(0, 1_500_000), entry(1, 3), entry(99_999, 1))],
      tells: { time: { read: 1.5, write: 0.000003, '99999': 0.000001 } },
    },
    { name: 'beyond 2^53', output: opens, events: [map('@opens', entry('sh', 2n ** 60n))], tells: { opens: { sh: 2 ** 60 } } },
    {
      name: 'never less, whatever a sum does',
      output: opens,
      events: [look(map('@opens', entry('sh', 5))), look(map('@opens', entry('sh', -3)))],
      tells: { opens: { sh: 5 } },
    },
    {
      name: 'of stacks the sum for the other keys',
      output: stacks,
      events: [look(map('@stacks', { key: ['a\nb', 'sh'], value: 2 }, { key: ['a\nc', 'sh'], value: 3 }, { key: ['x', 'ls'], value: 1 }))],
      tells: { count: { sh: 5, ls: 1 } },
    },
    {
      name: 'what is beyond the limit is one series, so that totals stay right; the largest are told apart',
      output: opens,
      events: [
        look(map('@opens', entry('a', 1), entry('b', 7), entry('c', 2), entry('d', 9))),
        look(map('@opens', entry('a', 4), entry('b', 7), entry('e', 5))),
      ],
      options: { maxSeries: 2 },
      tells: { opens: { d: 9, b: 7, true: 11 } },
    },
    {
      name: 'what a trace saw is of one line, well-formed and not long',
      output: opens,
      events: [map('@opens', entry('a\u001b[31m\nb', 1), entry('\ud800x', 2), entry(`${'x'.repeat(300)}1`, 3), entry(`${'x'.repeat(300)}2`, 4))],
      tells: { opens: { 'a\\x1b[31m\\nb': 1, '\ufffdx': 2, [`${'x'.repeat(199)}…`]: 7 } },
    },
    { name: 'a map of words is none', output: opens, events: [map('@opens', entry('sh', 'word')), map('@opens', entry('sh', [1, 2]))], tells: {} },
    { name: 'a map that the program does not tell is none', output: opens, events: [map('@other', entry('sh', 1))], tells: {} },
  ])('$name', ({ output, events, options, tells }) => expect(told(producerOf(program([output]), events, options))).toEqual(tells));
});

describe('gauges', () => {
  it.each<Block>([
    {
      name: 'are what the last look says; what is gone is gone',
      output: longest,
      events: [look(map('@longest', entry('sh', 3e9), entry('ls', 1))), look(map('@longest', entry('sh', 1e9)))],
      tells: { longest: { sh: 1 } },
    },
    {
      name: 'beyond the limit only the greatest',
      output: longest,
      events: [look(map('@longest', entry('a', 1e9), entry('b', 3e9), entry('c', 2e9)))],
      options: { maxSeries: 2 },
      tells: { longest: { b: 3, c: 2 } },
    },
    {
      name: 'a map without keys that was never hit says nothing',
      output: { ...longest, keys: [] },
      events: [map('@longest', { key: [], value: 0 })],
      tells: {},
    },
    {
      name: 'printed in part, the others stay',
      output: longest,
      events: [map('@longest', entry('a', 1e9)), map('@longest', entry('b', 2e9)), map('@longest', entry('b', 1e9))],
      options: { readings: { '@longest': { partial: true } } },
      tells: { longest: { a: 1, b: 1 } },
    },
  ])('$name', ({ output, events, options, tells }) => expect(told(producerOf(program([output]), events, options))).toEqual(tells));
});

describe('rows', () => {
  const row = (statement: number, who: string): TraceEvent => ({ type: 'row', statement, values: [who, '/secret'] });

  it('are counted by process, and nothing else of them is told', () => {
    const producer = producerOf(program([rows, { ...rows, statement: 1, columns: [column('size')] }]), [row(0, 'sh'), row(0, 'sh'), row(0, 'ls'), row(1, '5')]);
    expect(told(producer)).toEqual({ events: { sh: 2, ls: 1, '': 1 } });
  });

  it('of more processes than there may be series are counted together', () => {
    const many = Array.from({ length: 5000 }, (_, index) => row(0, `p${index}`));
    const { events } = told(producerOf(program([rows]), [...many, row(0, 'p1')], { maxSeries: 3 })) as { events: Record<string, number> };
    expect(events).toEqual({ p0: 1, p1: 2, p2: 1, true: 4997 });
  });
});

describe('histograms', () => {
  const event = (...groups: readonly (readonly [key: string | undefined, buckets: readonly Bucket[]])[]): Extract<TraceEvent, { type: 'histogram' }> => ({
    type: 'histogram',
    map: '@us',
    entries: groups.map(([key, buckets]): HistogramEntry => ({ key: key === undefined ? [] : [key], buckets })),
  });
  /** What is in them, by the upper end of each bucket that is not empty, as Prometheus adds them up. */
  const cumulative = (producer: ReturnType<typeof producerOf>): Record<string, unknown>[] =>
    producer.metrics().flatMap((metric) => {
      if (metric.dataPointType !== DataPointType.HISTOGRAM) return [];
      return metric.dataPoints.map(({ value: { buckets, count, sum } }) => {
        const ends = [...buckets.boundaries, 'inf'].flatMap((end, index) => (buckets.counts[index] === 0 ? [] : [[end, buckets.counts[index]]]));
        expect(buckets.counts.reduce((a, b) => a + b, 0)).toBe(count);
        expect(buckets.counts.length).toBe(buckets.boundaries.length + 1);
        return { count, sum, ends: Object.fromEntries(ends) };
      });
    });

  it('of hist(): a time, cut to a whole number, is below the next; the sum is not known', () => {
    const seen = [
      { min: 0, max: 0, count: 1 },
      { min: 2, max: 3, count: 4 },
      { min: 1024, max: 2047, count: 2 },
      { min: 2 ** 40, max: 2 ** 41 - 1, count: 1 },
    ];
    expect(cumulative(producerOf(program([latency]), [look(event([undefined, seen]))]))).toEqual([
      { count: 8, sum: undefined, ends: { 0.000001: 1, 0.000004: 4, 0.002048: 2, inf: 1 } },
    ]);
  });

  it('have the same buckets from the first look to the last, and grow', () => {
    const one = producerOf(program([latency]), [look(event([undefined, [{ min: 4, max: 7, count: 1 }]]))]);
    const bounds = (): unknown =>
      one.metrics().map((metric) => (metric.dataPointType === DataPointType.HISTOGRAM ? metric.dataPoints[0]?.value.buckets.boundaries : []));
    const before = bounds();
    one.take(
      event([
        undefined,
        [
          { min: 0, max: 0, count: 2 },
          { min: 4, max: 7, count: 3 },
        ],
      ]),
    );
    expect(bounds()).toEqual(before);
    expect(cumulative(one)).toEqual([{ count: 5, sum: undefined, ends: { 0.000001: 2, 0.000008: 3 } }]);
  });

  it('that were emptied go on', () => {
    const counts = [5, 2].map((n) => look(event([undefined, [{ min: 4, max: 7, count: n }]])));
    expect(cumulative(producerOf(program([latency]), counts))).toEqual([{ count: 7, sum: undefined, ends: { 0.000008: 7 } }]);
  });

  it('keep what is below nothing, such as errors, apart', () => {
    const output: Output = { ...latency, value: column('result') };
    expect(
      cumulative(
        producerOf(program([output]), [
          event([
            undefined,
            [
              { max: -1, count: 3 },
              { min: 0, max: 0, count: 1 },
            ],
          ]),
        ]),
      ),
    ).toEqual([{ count: 4, sum: undefined, ends: { '-1': 3, 0: 1 } }]);
  });

  it.each([
    { name: 'of lhist(): its own', linear: { min: 0, max: 30, step: 10 }, ends: [-1, 9, 19, 29] },
    { name: 'of lhist() that does not come out even', linear: { min: 5, max: 30, step: 10 }, ends: [4, 14, 24, 29] },
    {
      name: 'of a fine lhist(): neighbours together',
      linear: { min: 0, max: 100, step: 1 },
      ends: [-1, ...Array.from({ length: 33 }, (_, index) => 3 * index + 2), 99],
    },
  ])('$name', ({ linear, ends }) => {
    const output: Output = { ...latency, value: column('length') };
    const seen = look(
      event([
        undefined,
        [
          { max: linear.min - 1, count: 1 },
          { min: linear.min, max: linear.min + linear.step - 1, count: 2 },
          { min: linear.max, count: 4 },
        ],
      ]),
    );
    const producer = producerOf(program([output]), [seen], { readings: { '@us': { linear } } });
    const [metric] = producer.metrics();
    expect(metric?.dataPointType === DataPointType.HISTOGRAM && metric.dataPoints[0]?.value.buckets.boundaries).toEqual(ends);
    expect(cumulative(producer)).toEqual([{ count: 7, sum: undefined, ends: { [linear.min - 1]: 1, [ends[1] ?? '']: 2, inf: 4 } }]);
  });

  it('beyond the limit are one', () => {
    const output: Output = { ...latency, keys: [column('process')] };
    const groups = ['a', 'b', 'c'].map((key, index) => [key, [{ min: 1, max: 1, count: index + 1 }]] as const);
    expect(cumulative(producerOf(program([output]), [event(...groups)], { maxSeries: 1 })).map(({ count }) => count)).toEqual([3, 3]);
  });

  it('of stats(): how many and their sum', () => {
    const stats = (count: number, total: number): TraceEvent => ({
      type: 'snapshot',
      map: { type: 'stats', map: '@sizes', entries: [{ key: ['sh'], count, average: total / count, total }] },
    });
    expect(cumulative(producerOf(program([sizes]), [stats(2, 100), stats(5, 150)]))).toEqual([{ count: 5, sum: 150, ends: { inf: 5 } }]);
  });
});

describe('the run itself', () => {
  const overhead: Overhead = {
    seconds: 2,
    processors: 4,
    bpf: 0.25,
    tracer: 0.5,
    own: 0.1,
    memory: { tracer: 1000, own: 2000 },
    share: 0.1,
    rate: 50,
    lost: 3,
    hits: [{ attachPoint: 'tracepoint:a:b', runs: 7, nanoseconds: 1_500_000_000 }],
    state: 'within',
    limit: 0.02,
  };

  it('is told before anything is known, and then what it costs', () => {
    expect(told(producerOf(program([opens]), []), true)).toEqual({ probes: { disk_io: 0 }, 'events.lost': { disk_io: 0 }, text_lines: { disk_io: 0 } });
    const events: readonly TraceEvent[] = [
      { type: 'attached', probes: 3 },
      { type: 'text', text: 'a heading', banner: true },
      { type: 'text', text: 'a line' },
      { type: 'lost', count: 2 },
      { type: 'lost', count: 1 },
      { type: 'overhead', overhead },
    ];
    expect(told(producerOf(program([opens]), events), true)).toEqual({
      probes: { disk_io: 3 },
      'events.lost': { disk_io: 3 },
      text_lines: { disk_io: 1 },
      events: { disk_io: 50 },
      cpu_time: { 'disk_io bpf': 0.25, 'disk_io tracer': 0.5, 'disk_io gpttrace': 0.1 },
      memory: { 'disk_io tracer': 1000, 'disk_io gpttrace': 2000 },
      overhead: { disk_io: 0.1 },
      overhead_limit: { disk_io: 0.02 },
      'probe.hits': { 'disk_io tracepoint:a:b': 7 },
      'probe.cpu_time': { 'disk_io tracepoint:a:b': 1.5 },
    });
  });

  it('began when all was attached, and is told as of now', () => {
    const producer = producerOf(program([opens]), [{ type: 'started', pid: 1 }, { type: 'attached', probes: 1 }, map('@opens', entry('sh', 1))]);
    expect(producer.metrics()[0]?.dataPoints[0]).toMatchObject({ startTime: [1_700_000_001, 0], endTime: [1_700_000_001, 500_000_000] });
  });

  it('forgets the program that another one takes the place of', () => {
    const producer = producerOf(program([opens]), [map('@opens', entry('sh', 1))]);
    producer.begin(program([longest]), new Map());
    expect(told(producer)).toEqual({});
  });

  it('says once what cannot be told', () => {
    const producer = producerOf(program([opens, longest]), [map('@opens', entry('a', 1), entry('b', 1)), map('@longest', entry('a', 'words'))], {
      maxSeries: 1,
    });
    producer.metrics();
    expect(producer.troubles()).toEqual([
      { kind: 'overflow', metric: 'gpttrace.disk_io.opens', limit: 1 },
      { kind: 'no-numbers', map: '@longest' },
    ]);
    producer.take(map('@opens', entry('c', 1)));
    expect(producer.troubles()).toEqual([]);
  });
});
