import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../src/core/dataset.ts';
import type { TraceEvent } from '../../src/core/events.ts';
import type { Output, Program } from '../../src/core/program.ts';
import { Fold } from '../../src/views/fold.ts';
import { KEPT_ROWS } from '../../src/views/row-store.ts';
import { column, count, file, process } from './names.ts';

function program(outputs: readonly Output[], answer?: string): Program {
  return {
    language: 'bpftrace',
    source: '',
    title: 'The title',
    origin: { kind: 'library', name: 'x' },
    attachPoints: [],
    outputs,
    ...(answer === undefined ? {} : { answer }),
  };
}

const faults: Output = { shape: 'values', map: '@faults', keys: [process], value: { ...count, name: 'faults' } };
const latency: Output = { shape: 'histogram', map: '@us', keys: [], value: column('latency', { unit: 'us' }) };
const rows: Output = { shape: 'rows', statement: 0, columns: [process, file] };

function foldOf(one: Program, ...events: readonly TraceEvent[]): Fold {
  const fold = new Fold(one);
  for (const event of events) fold.add(event);
  return fold;
}

function tableOf(datasets: readonly Dataset[], at = 0): Extract<Dataset, { shape: 'table' }> {
  const dataset = datasets[at];
  if (dataset?.shape !== 'table') throw new Error(`no table at ${at}`);
  return dataset;
}

describe('maps', () => {
  it('become tables, largest first, equal ones in the order of their keys', () => {
    const fold = foldOf(program([faults], '@faults'), {
      type: 'map',
      map: '@faults',
      entries: [
        { key: ['b'], value: 2 },
        { key: ['c'], value: 30n },
        { key: ['a'], value: 2 },
      ],
    });
    const table = tableOf(fold.datasets());
    expect(table.rows.map(([name]) => name)).toEqual(['c', 'a', 'b']);
    expect(table).toMatchObject({ title: 'The title', amount: 1, seen: 3 });
    expect(table.columns.map(({ name }) => name)).toEqual(['process', 'faults']);
    expect(fold.records).toBe(3);
  });

  it('printed again replace what was printed before', () => {
    const print = (value: number): TraceEvent => ({ type: 'map', map: '@faults', entries: [{ key: ['a'], value }] });
    expect(tableOf(foldOf(program([faults], '@faults'), print(1), print(5)).datasets()).rows).toEqual([['a', 5]]);
  });

  it.each<{ readonly name: string; readonly event: TraceEvent }>([
    { name: 'a scalar that was never hit, which 0.17 prints as 0', event: { type: 'map', map: '@faults', entries: [{ key: [], value: 0 }] } },
    { name: 'a map without entries', event: { type: 'map', map: '@faults', entries: [] } },
    { name: 'a histogram without entries', event: { type: 'histogram', map: '@faults', entries: [] } },
    {
      name: 'a histogram of empty buckets, which 0.17 prints for one out of range',
      event: { type: 'histogram', map: '@faults', entries: [{ key: [], buckets: [{ max: -1, count: 0 }] }] },
    },
    { name: 'statistics of nothing', event: { type: 'stats', map: '@faults', entries: [{ key: [], count: 0, average: 0, total: 0 }] } },
    { name: 'lost events', event: { type: 'lost', count: 5 } },
    { name: 'a warning', event: { type: 'warning', message: 'x' } },
  ])('$name is silence', ({ event }) => {
    const fold = foldOf(program([{ ...faults, keys: [] }], '@faults'), event);
    expect(fold.records).toBe(0);
    expect(fold.datasets()).toEqual([]);
  });

  it('with the value 0 for a key are something that was seen', () => {
    expect(foldOf(program([faults], '@faults'), { type: 'map', map: '@faults', entries: [{ key: ['a'], value: 0 }] }).records).toBe(1);
  });

  it('that the tree does not tell get nameless keys', () => {
    const fold = foldOf(program([]), { type: 'map', map: '@x', entries: [{ key: ['a', 1], value: 2 }] });
    expect(tableOf(fold.datasets()).columns.map(({ name }) => name)).toEqual(['key 1', 'key 2', 'x']);
  });

  it('whose key could not be taken apart keep it whole', () => {
    const two: Output = { shape: 'values', map: '@x', keys: [process, file], value: count };
    const fold = foldOf(program([two], '@x'), { type: 'map', map: '@x', entries: [{ key: ['odd'], value: 2 }] });
    expect(tableOf(fold.datasets()).rows).toEqual([['odd', 2]]);
    expect(tableOf(fold.datasets()).columns).toHaveLength(2);
  });

  it('of tuples get a column for each part', () => {
    const table = tableOf(foldOf(program([]), { type: 'map', map: '@t', entries: [{ key: ['a'], value: [1, 'x'] }] }).datasets());
    expect(table.rows).toEqual([['a', 1, 'x']]);
    expect(table.columns).toHaveLength(3);
    expect(table.amount).toBeUndefined();
  });

  it('of statistics get count, average and total', () => {
    const stats: Output = { shape: 'stats', map: '@s', keys: [process], value: column('size', { unit: 'bytes' }) };
    const table = tableOf(
      foldOf(program([stats], '@s'), {
        type: 'stats',
        map: '@s',
        entries: [
          { key: ['a'], count: 1, average: 5, total: 5 },
          { key: ['b'], count: 2, average: 10, total: 20 },
        ],
      }).datasets(),
    );
    expect(table.rows).toEqual([
      ['b', 2, 10, 20],
      ['a', 1, 5, 5],
    ]);
    expect(table.columns.map(({ unit }) => unit)).toEqual([undefined, undefined, 'bytes', 'bytes']);
  });

  it('other than the answer stand behind it; helper maps of a library program are left out', () => {
    const map = (name: string): TraceEvent => ({ type: 'map', map: name, entries: [{ key: ['a'], value: 1 }] });
    const fold = foldOf(program([{ ...faults, map: '@other' }, faults], '@faults'), map('@helper'), map('@other'), map('@faults'));
    expect(fold.datasets().map(({ title }) => title)).toEqual(['The title', '@other']);
    expect(foldOf(program([]), map('@helper')).datasets()).toHaveLength(1);
  });

  it('of histograms become histograms', () => {
    const fold = foldOf(program([latency], '@us'), { type: 'histogram', map: '@us', entries: [{ key: [], buckets: [{ min: 1, max: 1, count: 3 }] }] });
    expect(fold.datasets()).toEqual([
      { shape: 'histogram', title: 'The title', keys: [], value: latency.value, groups: [{ key: [], buckets: [{ min: 1, max: 1, count: 3 }] }] },
    ]);
    expect(fold.records).toBeGreaterThan(0);
  });
});

describe('rows', () => {
  const row = (who: string, what: string): TraceEvent => ({ type: 'row', statement: 0, values: [who, what] });

  it('of a flood are bounded: the last ones are kept, all are counted', () => {
    const fold = new Fold(program([rows], 'rows'));
    for (let at = 0; at < 100_000; at++) fold.add(row(`p${at % 3 === 0 ? 'often' : at}`, String(at)));
    const table = tableOf(fold.datasets());
    expect(table.rows).toHaveLength(KEPT_ROWS);
    expect(table.rows[0]?.[1]).toBe(String(100_000 - KEPT_ROWS));
    expect(table.rows.at(-1)?.[1]).toBe('99999');
    expect(table.seen).toBe(100_000);
    expect(table.most).toEqual({ value: 'poften', count: 33_334 });
    expect(fold.records).toBe(100_000);
  });

  it.each([1, KEPT_ROWS - 1, KEPT_ROWS, KEPT_ROWS + 1, 2 * KEPT_ROWS])('keep their order: %d of them', (total) => {
    const fold = new Fold(program([rows], 'rows'));
    for (let at = 0; at < total; at++) fold.add(row('p', String(at)));
    const kept = tableOf(fold.datasets()).rows.map((values) => Number(values[1]));
    expect(kept).toHaveLength(Math.min(total, KEPT_ROWS));
    expect(kept).toEqual([...kept].sort((a, b) => a - b));
    expect(kept.at(-1)).toBe(total - 1);
  });

  it('of two statements are two tables', () => {
    const fold = foldOf(program([rows, { ...rows, statement: 1 }]), row('a', 'b'), { type: 'row', statement: 1, values: ['c', 'd'] });
    expect(fold.datasets()).toHaveLength(2);
  });

  it('tell who they are mostly about only where a process is among their columns', () => {
    const other = foldOf(program([{ shape: 'rows', statement: 0, columns: [file, file] }], 'rows'), row('a', 'b'));
    expect(tableOf(other.datasets()).most).toBeUndefined();
  });
});

describe('what else happens', () => {
  it('is counted', () => {
    const fold = foldOf(program([]), { type: 'attached', probes: 4 }, { type: 'lost', count: 2 }, { type: 'lost', count: 3 }, { type: 'text', text: 'a line' });
    // The engine's own beginning is none of the program's probes.
    expect([fold.probes, fold.lost, fold.records]).toEqual([3, 5, 1]);
    expect(fold.datasets()).toEqual([]);
  });

  it.each(['c', 'object', 'wasm'] as const)('of %s, all probes are its own', (language) => {
    expect(foldOf({ ...program([]), language }, { type: 'attached', probes: 4 }).probes).toBe(4);
  });
});
