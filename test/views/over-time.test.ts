import { describe, expect, it } from 'vitest';
import type { HeatMap, Series } from '../../src/core/dataset.ts';
import type { TraceEvent } from '../../src/core/events.ts';
import type { Program } from '../../src/core/program.ts';
import { Meter } from '../../src/screen/meter.ts';
import { renderChart, seriesValue } from '../../src/views/chart.ts';
import { renderHeat } from '../../src/views/heat.ts';
import { History } from '../../src/views/history.ts';
import { sparkline } from '../../src/views/spark.ts';
import { timeAxis } from '../../src/views/time-axis.ts';
import { column, count, process, style } from './names.ts';

const trimmed = (lines: readonly string[]): string[] => lines.map((line) => line.trimEnd());

describe('sparkline', () => {
  it.each<[string, readonly number[], boolean, string]>([
    ['from one eighth to all of a cell', [1, 2, 3, 4, 5, 6, 7, 8], true, '▁▂▃▄▅▆▇█'],
    ['without Unicode', [1, 2, 3, 4, 5, 6, 7, 8], false, '.:-=+*#%'],
    ['nothing as a blank, the least as something', [0, 0.001, 100], true, '      ▁█'],
    ['the last where there are more', [9, 9, 1, 1, 1, 1, 1, 1, 1, 1], true, '████████'],
    ['nothing at all', [], true, '        '],
    ['zeros', [0, 0], true, '        '],
    ['what is less than nothing as nothing', [-5, 5], true, '       █'],
  ])('draws %s', (_what, values, unicode, expected) => {
    expect(sparkline(values, 8, { unicode })).toBe(expected);
  });
});

describe('renderChart', () => {
  const series = (values: readonly number[]): Series => ({
    title: 't',
    column: count,
    key: [],
    points: values.map((value, index) => ({ at: index + 1, value })),
  });

  it('stands on its time, beside its scale', () => {
    expect(trimmed(renderChart(series([1, 2, 4, 0]), true, style(12), 3))).toEqual(['4/s       █', '  0     ▄██', '         4 s']);
  });

  it('has no eighths without Unicode', () => {
    expect(trimmed(renderChart(series([1, 2, 4, 0]), false, style(9, { unicode: false }), 3))).toEqual(['4      #', '0    :##', '      4 s']);
  });

  it.each([
    ['nothing but zeros', [0, 0]],
    ['one point', [7]],
    ['nothing', []],
  ])('draws %s', (_what, values) => {
    const lines = renderChart(series(values), true, style(20), 4);
    expect(lines).toHaveLength(4);
  });

  it('tells values in their units', () => {
    expect(seriesValue(2048, column('size', { unit: 'bytes' }), true)).toBe('2.00 KiB/s');
    expect(seriesValue(0.25, count, true)).toBe('0.3/s');
    expect(seriesValue(1234567.8, count, false)).toBe('1,234,568');
  });
});

describe('timeAxis', () => {
  const points = (from: number, to: number): { at: number }[] => Array.from({ length: to - from }, (_, index) => ({ at: from + index }));

  it.each([
    ['begin and end', points(1, 13), 12, '1 s     12 s'],
    ['the end alone where there is no room', points(1, 5), 4, ' 4 s'],
    ['to the right', points(1, 11), 14, '    1 s   10 s'],
    ['the middle too where there is room', points(0, 60), 60, `0 s${' '.repeat(27)}30 s${' '.repeat(22)}59 s`],
    ['nothing', [], 4, ''],
  ])('tells %s', (_what, shown, cells, expected) => {
    expect(timeAxis(shown, cells)).toBe(expected);
  });
});

describe('renderHeat', () => {
  const heat: HeatMap = {
    title: 't',
    value: column('latency', { unit: 'us' }),
    key: [],
    buckets: [{ min: 1, max: 1 }, { min: 2, max: 3 }, { min: 4 }],
    columns: [
      { at: 1, counts: [0, 1, 0] },
      { at: 2, counts: [1, 1000, 30] },
    ],
  };

  it('has the highest bucket on top, the last span to the right', () => {
    expect(renderHeat(heat, style(24, { unicode: false }), 4)).toEqual([
      '4 us and more          +',
      ' 2 us to 4 us         .@',
      ' 1 us to 2 us          .',
      `${' '.repeat(21)}2 s`,
    ]);
  });

  it('puts neighbours together where there is no room for all of them', () => {
    expect(renderHeat(heat, style(24, { unicode: false }), 3)).toEqual(['4 us and more          +', ' 1 us to 4 us         .@', '                     2 s']);
    expect(renderHeat(heat, style(24, { unicode: false }), 1)).toHaveLength(1);
  });

  it('shows nothing where there is nothing', () => {
    expect(
      renderHeat({ ...heat, columns: [] }, style(24), 4)
        .join('')
        .trim(),
    ).toMatch(/^4 us/);
    expect(renderHeat({ ...heat, buckets: [] }, style(24), 4)).toHaveLength(1);
  });
});

describe('History', () => {
  const program: Program = {
    language: 'bpftrace',
    source: '',
    title: 't',
    origin: { kind: 'edited' },
    attachPoints: [],
    outputs: [{ shape: 'values', map: '@n', keys: [process], value: count }],
    answer: '@n',
  };
  const seen = (counts: Readonly<Record<string, number>>): TraceEvent => ({
    type: 'snapshot',
    map: { type: 'map', map: '@n', entries: Object.entries(counts).map(([key, value]) => ({ key: [key], value })) },
  });

  it('follows the largest of many keys, wherever they stand', () => {
    const history = new History(program);
    const small = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`small${index}`, 1]));
    history.add(seen({ ...small, large: 100 }), 1);
    history.add(seen({ ...small, large: 150, late: 90 }), 2);
    const series = history.series();
    expect(series).toHaveLength(64);
    expect(series.slice(0, 2).map(({ key, points }) => [key[0], points.map(({ value }) => value)])).toEqual([
      ['large', [100, 50]],
      ['late', [45]],
    ]);
  });

  it('makes no burst of what was read late, right before what came next', () => {
    const history = new History(program);
    const look = (value: number, at: number): void => history.add({ type: 'map', map: '@n', entries: [{ key: ['a'], value }] }, at);
    look(100, 1);
    look(200, 2);
    // Suspended for three seconds: the look that was asked for before comes with the next one.
    look(300, 5);
    look(800, 5.01);
    const [series] = history.series();
    expect(series?.points.map(({ at }) => at)).toEqual([1, 2, 5.01]);
    expect(series?.points.at(-1)?.value).toBeCloseTo(600 / 3.01, 6);
    const meter = new Meter();
    for (const [total, at] of [
      [100, 1],
      [300, 5],
      [800, 5.01],
    ] as const)
      meter.reach(total, at);
    expect(meter.points.at(-1)).toMatchObject({ at: 5.01, value: expect.closeTo(700 / 4.01, 6) });
  });

  it('counts lines that a program prints beside its maps as no events, and those of one without maps', () => {
    const history = new History(program);
    const printing = new History({ ...program, outputs: [] });
    for (let at = 0; at < 5; at += 0.5) for (const one of [history, printing]) one.add({ type: 'text', text: '01:32:56' }, at);
    expect(history.series()).toEqual([]);
    expect(printing.series().map(({ column: { name } }) => name)).toEqual(['events']);
  });

  it('goes on with a key that was cleared', () => {
    const history = new History(program);
    for (const [at, counts] of [{ a: 10 }, {}, { a: 4 }].entries()) history.add(seen(counts), at + 1);
    expect(history.series()[0]?.points.map(({ value }) => value)).toEqual([10, 0, 4]);
  });
});
