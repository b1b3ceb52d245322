import { describe, expect, it } from 'vitest';
import type { Dataset, Histogram, Table } from '../../src/core/dataset.ts';
import type { Scalar } from '../../src/core/events.ts';
import { type Compared, compare } from '../../src/views/compare.ts';
import { compareSentence, renderDifference } from '../../src/views/compare-text.ts';
import { column, count, names, process, style } from './names.ts';

function table(rows: readonly (readonly Scalar[])[], more: Partial<Table> = {}): Table {
  return { shape: 'table', title: 'opens', columns: [process, count], rows, seen: rows.length, amount: 1, ...more };
}

function run(seconds: number, ...datasets: readonly Dataset[]): Compared {
  return { seconds, datasets };
}

const latency = column('latency', { unit: 'us' });
/** Samples in buckets of powers of two: [0], [1], [2,3], [4,7] and so on. */
function histogram(groups: Readonly<Record<string, readonly number[]>>): Histogram {
  const bucket = (n: number, at: number) => ({ min: at === 0 ? 0 : 2 ** (at - 1), max: at === 0 ? 0 : 2 ** at - 1, count: n });
  return {
    shape: 'histogram',
    title: 'latencies',
    keys: [process],
    value: latency,
    groups: Object.entries(groups).map(([key, counts]) => ({ key: [key], buckets: counts.map(bucket) })),
  };
}

const look = (before: Compared, after: Compared, language = 'en', columns = 80) => {
  const { differences } = compare(before, after);
  return {
    differences,
    lines: differences.flatMap((difference) => renderDifference(difference, names, style(columns, { language }))),
    sentence: compareSentence(differences, names, language),
  };
};

describe('two tables', () => {
  it('are joined by key, what changed most first, new and gone ones told', () => {
    const { lines, sentence } = look(
      run(
        5,
        table([
          ['cat', 100],
          ['ls', 50],
          ['gone', 10],
          ['same', 7],
        ]),
      ),
      run(
        5,
        table([
          ['cat', 400],
          ['ls', 25],
          ['same', 7],
          ['new', 3],
        ]),
      ),
    );
    expect(lines.map((line) => line.replace(/ +/g, ' '))).toEqual([
      'process count: before after change',
      'cat 100 400 +300 +300%',
      'ls 50 25 -25 -50%',
      'gone 10 - -10 gone',
      'new - 3 +3 new',
      'same 7 7 0 0%',
      'all together 167 435 +268 +160%',
    ]);
    expect(sentence).toBe('Count went from 167 to 435 (+160%) in all; most changed cat: count went from 100 to 400 (+300%); 1 new, 1 gone.');
  });

  it('are told for a second where the runs lasted differently long, and only what grows with time', () => {
    const faults = look(run(10, table([['cat', 100]])), run(5, table([['cat', 100]])));
    expect(faults.differences[0]).toMatchObject({ perSecond: true, rows: [{ before: 10, after: 20, change: 10, ratio: 2 }] });
    expect(faults.sentence).toContain('went from 10/s to 20/s (+100%)');
    const average = { columns: [process, column('average', { unit: 'us' })] };
    expect(look(run(10, table([['cat', 100]], average)), run(5, table([['cat', 150]], average))).differences[0]).toMatchObject({
      perSecond: false,
      rows: [{ before: 100, after: 150 }],
    });
    expect(look(run(10, table([['cat', 100]], average)), run(5, table([['cat', 150]], average))).differences[0]).not.toHaveProperty('total');
  });

  it('of a second more or less are of the same length', () => {
    expect(compare(run(10, table([['a', 1]])), run(10.1, table([['a', 1]]))).differences[0]).toMatchObject({ perSecond: false });
  });

  it('of what is counted, averaged and summed are compared by the sum', () => {
    const stats = { columns: [process, count, column('average size'), { ...count, name: 'total size' }], amount: 3 };
    expect(compare(run(1, table([['a', 2, 5, 10]], stats)), run(1, table([['a', 1, 90, 90]], stats))).differences).toMatchObject([
      { keys: [process], value: { name: 'total size' }, rows: [{ key: ['a'], before: 10, after: 90 }] },
    ]);
  });

  it('join keys that are bigint or many, and hold nothing that steers a terminal', () => {
    const wide = { columns: [process, column('pid'), count], amount: 2 };
    const { differences, lines } = look(run(1, table([['a\u001b[2J', 2n ** 60n, 2n ** 54n]], wide)), run(1, table([['a\u001b[2J', 2n ** 60n, 1]], wide)));
    expect(differences[0]).toMatchObject({ rows: [{ before: 2 ** 54, after: 1 }] });
    expect(lines.join('')).not.toContain('\u001b');
  });

  it.each([
    ['nothing changed', table([['a', 1]]), table([['a', 1]]), 'Nothing changed.'],
    ['both are empty', table([]), table([]), 'Nothing changed.'],
    ['there was nothing', table([]), table([['a', 5]]), 'Count went from 0 to 5 (new) in all; most changed a: it is new, count 5; 1 new, 0 gone.'],
    ['nothing is left', table([['a', 5]]), table([]), 'Count went from 5 to 0 (-100%) in all; most changed a: it is gone, count was 5; 0 new, 1 gone.'],
    [
      'there are no keys',
      table([[5]], { columns: [count], amount: 0 }),
      table([[60]], { columns: [count], amount: 0 }),
      'Count went from 5 to 60 (x12.0) in all.',
    ],
  ])('say so where %s', (_, before, after, said) => {
    expect(look(run(1, before), run(1, after)).sentence).toBe(said);
  });

  it('fit a narrow terminal, and say how many are left out', () => {
    const rows = Array.from({ length: 50 }, (_, i): Scalar[] => [`a process with a long name ${i}`, i]);
    const { lines } = look(run(1, table(rows)), run(1, table(rows.map(([key], i) => [key ?? '', i * 3]))), 'en', 60);
    expect(lines.every((line) => line.length <= 60)).toBe(true);
    expect(lines.at(-1)).toBe('and 30 more');
  });

  it('are told in Chinese', () => {
    const { lines, sentence } = look(run(1, table([['cat', 1]])), run(2, table([['cat', 8]])), 'zh');
    expect(lines[0]).toMatch(/^进程 +次数\/秒: 之前 +之后 +变化/);
    expect(sentence).toBe('次数合计从 1/秒 变为 4/秒(+300%);变化最大的是 cat:次数从 1/秒 变为 4/秒(+300%)。');
  });
});

describe('two histograms', () => {
  it('are compared by what half, 90% and 99% are below', () => {
    const { lines, sentence, differences } = look(
      run(2, histogram({ cat: [0, 90, 10], ls: [5] })),
      run(2, histogram({ cat: [0, 50, 0, 0, 0, 0, 0, 50], ps: [1] })),
    );
    expect(differences[0]).toMatchObject({
      groups: [{ key: ['cat'], nearlyAll: { before: { min: 2, max: 3 }, after: { min: 64, max: 127 }, change: 124 } }, { key: ['ls'] }, { key: ['ps'] }],
    });
    expect(lines[1]?.replace(/\s+/g, ' ')).toBe('cat 100 → 100 2 us 2 us → 128 us 4 us → 128 us');
    expect(sentence).toBe('99% of latency of cat was below 4 us, and is below 128 us; samples went from 105 to 101 (-3.8%) in all; 1 new, 1 gone.');
    expect(lines.find((line) => line.startsWith('ps'))).toMatch(/- → 1 /);
  });

  it.each([
    ['within the last bucket that ends', { max: 99 }, 'half below', '64 us → 100 us', 'below 64 us, and is below 100 us'],
    // It begins where the other ends, which is a change all the same; what is beyond it is not known.
    ['into the one that has no end', {}, 'half below', '64 us → 64 us and more', 'below 64 us, and is 64 us and more'],
  ])('tell what went %s', (_, end, head, cells, said) => {
    const group = (counts: readonly [number, number]): Histogram => ({
      ...histogram({}),
      groups: [
        {
          key: ['cat'],
          buckets: [
            { min: 0, max: 63, count: counts[0] },
            { min: 64, ...end, count: counts[1] },
          ],
        },
      ],
    });
    const { lines, sentence } = look(run(2, group([100, 0])), run(2, group([0, 100])));
    expect(lines[0]).toContain(head);
    expect(lines[1]?.replace(/\s+/g, ' ')).toBe(`cat 100 → 100 ${cells} ${cells} ${cells}`);
    expect(sentence).toBe(`99% of latency of cat was ${said}.`);
  });

  it.each([
    ['nothing changed', { cat: [1, 2] }, { cat: [1, 2] }, 'Nothing changed.'],
    ['all is new', {}, { cat: [1] }, 'Samples went from 0 to 1 (new) in all; 1 new, 0 gone.'],
    ['only their number changed', { cat: [2] }, { cat: [3] }, 'Samples went from 2 to 3 (+50%) in all.'],
    ['buckets are empty', { cat: [0] }, { cat: [0, 0] }, 'Nothing changed.'],
  ])('are no failure where %s', (_, before, after, said) => {
    expect(look(run(1, histogram(before)), run(1, histogram(after))).sentence).toBe(said);
  });
});

describe('two runs', () => {
  it('of which each has something of its own say what', () => {
    const other = table([['a', 1]], { title: 'reads' });
    const unlike = table([['a', 1]], { columns: [column('pid'), count] });
    expect(compare(run(1, table([]), other), run(1, unlike, histogram({})))).toEqual({
      differences: [],
      onlyBefore: ['opens', 'reads'],
      onlyAfter: ['opens', 'latencies'],
    });
  });
});
