import { describe, expect, it } from 'vitest';
import type { Histogram } from '../../src/core/dataset.ts';
import type { Bucket } from '../../src/core/events.ts';
import type { Column } from '../../src/core/program.ts';
import { samples } from '../../src/views/buckets.ts';
import { renderHistogram } from '../../src/views/histogram.ts';
import { width } from '../../src/views/layout.ts';
import { column, names, process, style } from './names.ts';

const latency: Column = column('latency', { unit: 'us' });

function histogram(groups: readonly { readonly key?: readonly string[]; readonly buckets: readonly Bucket[] }[], value: Column = latency): Histogram {
  const keyed = groups.some(({ key }) => key !== undefined);
  return { shape: 'histogram', title: 't', keys: keyed ? [process] : [], value, groups: groups.map(({ key = [], buckets }) => ({ key, buckets })) };
}

const BUCKETS: readonly Bucket[] = [
  { min: 0, max: 0, count: 1 },
  { min: 1, max: 1, count: 0 },
  { min: 2, max: 3, count: 100 },
  { min: 1024, max: 2047, count: 50 },
];

describe('renderHistogram', () => {
  it('draws a bar per bucket, with its range, count and share', () => {
    const lines = renderHistogram(histogram([{ buckets: BUCKETS }]), names, style(80));
    expect(lines).toHaveLength(5);
    expect(lines[0]).toMatch(/latency.*count/);
    expect(lines[3]).toMatch(/2 us to 4 us +100 +66\.2% +█+$/);
    expect(lines[4]).toMatch(/1\.02 ms to 2\.05 ms +50 +33\.1% +█+▌?$/);
    expect(Math.abs(bar(lines[3]) - 2 * bar(lines[4]))).toBeLessThanOrEqual(1);
    expect(lines[2]).not.toMatch(/[█▏]/);
    expect(lines[1]).toMatch(/[▏▎▍▌█]$/);
  });

  it.each([
    [{ max: -1, count: 1 }, /^below 0/],
    [{ min: 100, count: 1 }, /100 us and more/],
    [{ min: 5, max: 5, count: 1 }, /^5 us to 6 us +1/],
    [{ min: 0, max: 0, count: 1 }, /^below 1 us +1/],
    [{ min: 2147483648, count: 1 }, /and more/],
    [{ min: 2n ** 62n, max: 2n ** 63n - 1n, count: 1 }, /to/],
  ] as const)('says what a bucket holds', (bucket, expected) => {
    expect(renderHistogram(histogram([{ buckets: [bucket] }]), names, style(80))[1]).toMatch(expected);
  });

  it('draws a single bucket, and one group of nothing', () => {
    expect(renderHistogram(histogram([{ buckets: [{ min: 1, max: 1, count: 7 }] }]), names, style(80))).toHaveLength(2);
    expect(renderHistogram(histogram([{ buckets: [] }]), names, style(80))).toHaveLength(1);
    expect(renderHistogram(histogram([]), names, style(80))).toEqual([]);
    expect(renderHistogram(histogram([{ buckets: [{ min: 1, max: 1, count: 0 }] }]), names, style(80)).join()).not.toContain('NaN');
  });

  it('draws in ASCII', () => {
    const lines = renderHistogram(histogram([{ buckets: BUCKETS }]), names, style(80, { unicode: false }));
    expect(lines[3]).toMatch(/#+$/);
    expect(lines[1]).toMatch(/ #$/);
    expect(lines[2]).not.toContain('#');
    expect(lines.join('')).toMatch(/^[\u0020-\u007e]*$/);
  });

  it.each([80, 40])('fits into %d columns', (columns) => {
    for (const line of renderHistogram(histogram([{ buckets: BUCKETS }]), names, style(columns))) expect(width(line)).toBeLessThanOrEqual(columns);
  });

  it('has a bar that does not fill a whole wall', () => {
    for (const line of renderHistogram(histogram([{ buckets: BUCKETS }]), names, style(Number.POSITIVE_INFINITY))) expect(width(line)).toBeLessThan(120);
  });

  it('shows the groups with the most samples, and how many there are besides', () => {
    const groups = Array.from({ length: 8 }, (_, at) => ({ key: [`p${at}`], buckets: [{ min: 1, max: 1, count: at + 1 }] }));
    const text = renderHistogram(histogram(groups), names, style(80), 2).join('\n');
    expect(text).toMatch(/p7[\s\S]*p6/);
    expect(text).not.toMatch(/p5/);
    expect(text).toMatch(/6 more/);
  });

  it('lets no key steer the terminal', () => {
    expect(renderHistogram(histogram([{ key: ['\u001b[31mx'], buckets: BUCKETS }]), names, style(80)).join('')).not.toContain('\u001b');
  });
});

describe('samples', () => {
  it('are added up', () => expect(samples({ key: [], buckets: BUCKETS })).toBe(151));
});

function bar(line: string | undefined): number {
  return [...(line ?? '')].filter((char) => char === '█').length;
}
