import { describe, expect, it } from 'vitest';
import type { TraceEvent } from '../../src/core/events.ts';
import type { Output, Program, Window } from '../../src/core/program.ts';
import { Fold } from '../../src/views/fold.ts';
import { isWindowTime } from '../../src/views/windows.ts';
import { column, count, process } from './names.ts';

const faults: Output = { shape: 'values', map: '@n', keys: [process], value: { ...count, name: 'faults' } };
const whole: Output = { shape: 'values', map: '@n', keys: [], value: { ...count, name: 'faults' } };
const sizes: Output = { shape: 'histogram', map: '@n', keys: [], value: column('size', { unit: 'bytes' }) };

function answerOf(output: Output, together: Window['together'], events: readonly (TraceEvent | 'time')[]): Fold {
  const program: Program = {
    language: 'bpftrace',
    source: '',
    title: 'Faults',
    origin: { kind: 'library', name: 'x' },
    attachPoints: [],
    outputs: [output],
    answer: '@n',
    window: { seconds: 1, together, title: 'Faults, as told' },
  };
  const fold = new Fold(program);
  for (const event of events) fold.add(event === 'time' ? { type: 'text', text: '12:34:56' } : event);
  return fold;
}

function rowsOf(fold: Fold): unknown {
  const [answer] = fold.datasets();
  return answer?.shape === 'table' ? answer.rows : answer?.groups;
}

const map = (...entries: readonly (readonly [string, number | bigint])[]): TraceEvent => ({
  type: 'map',
  map: '@n',
  entries: entries.map(([key, value]) => ({ key: [key], value })),
});
const single = (value: number): TraceEvent => ({ type: 'map', map: '@n', entries: [{ key: [], value }] });
const histogram = (...buckets: readonly (readonly [number | undefined, number | undefined, number])[]): TraceEvent => ({
  type: 'histogram',
  map: '@n',
  entries: [{ key: [], buckets: buckets.map(([min, max, n]) => ({ ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }), count: n })) }],
});

describe('answers at intervals', () => {
  it.each<{
    readonly name: string;
    readonly together: Window['together'];
    readonly events: readonly (TraceEvent | 'time')[];
    readonly rows: unknown;
    readonly output?: Output;
  }>([
    {
      name: 'are added up, with what came after the last of them',
      together: 'sum',
      events: ['time', map(['a', 1], ['b', 5]), 'time', map(['a', 2]), map(['c', 1])],
      rows: [
        ['b', 5],
        ['a', 3],
        ['c', 1],
      ],
    },
    { name: 'beyond 2^53', together: 'sum', events: ['time', map(['a', 2n ** 60n]), 'time', map(['a', 1])], rows: [['a', 2n ** 60n + 1n]] },
    {
      name: 'have a greatest',
      together: 'max',
      events: ['time', map(['a', 4], ['b', 1]), 'time', map(['a', 2], ['b', 3])],
      rows: [
        ['a', 4],
        ['b', 3],
      ],
    },
    { name: 'have a least', together: 'min', events: ['time', map(['a', 4]), 'time', map(['a', 2])], rows: [['a', 2]] },
    {
      name: 'in which nothing was hit have no least',
      together: 'min',
      output: whole,
      events: ['time', single(0), 'time', single(4), 'time', single(0)],
      rows: [[4]],
    },
    { name: 'that make none: the last whole one', together: 'last', events: ['time', map(['a', 4]), 'time', map(['a', 2]), map(['a', 9])], rows: [['a', 2]] },
    { name: 'that never came: what there was', together: 'last', events: [map(['a', 9])], rows: [['a', 9]] },
    {
      name: 'of histograms, bucket by bucket',
      together: 'sum',
      output: sizes,
      events: ['time', histogram([4, 7, 2], [8, 15, 1]), 'time', histogram([undefined, -1, 1], [8, 15, 2], [64, undefined, 1])],
      rows: [
        {
          key: [],
          buckets: [
            { max: -1, count: 1 },
            { min: 4, max: 7, count: 2 },
            { min: 8, max: 15, count: 3 },
            { min: 64, count: 1 },
          ],
        },
      ],
    },
  ])('$name', ({ together, events, rows, output = faults }) => {
    const fold = answerOf(output, together, events);
    expect(rowsOf(fold)).toEqual(rows);
    expect(fold.datasets()[0]?.title).toBe('Faults, as told');
  });

  it('are silence where they hold nothing: the time of day is no record', () => {
    const fold = answerOf(faults, 'sum', ['time', map(), 'time', map()]);
    expect([fold.records, fold.datasets()]).toEqual([0, []]);
  });

  it.each([
    ['23:59:01', true],
    ['23:59', false],
    ['at 23:59:01', false],
  ])('%s tells that one is over: %s', (text, is) => expect(isWindowTime(text)).toBe(is));
});
