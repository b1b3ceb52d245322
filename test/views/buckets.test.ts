import { describe, expect, it } from 'vitest';
import type { Bucket } from '../../src/core/events.ts';
import { endOf, joinBuckets, quantileAt, reachText } from '../../src/views/buckets.ts';
import { column } from './names.ts';

const below: Bucket = { max: -1, count: 2 };
const low: Bucket = { min: 0, max: 9, count: 3 };
const high: Bucket = { min: 10, max: 19, count: 4 };
const above: Bucket = { min: 20, count: 1 };

describe('lists of buckets', () => {
  it.each<{ readonly name: string; readonly lists: readonly (readonly Bucket[])[]; readonly one: readonly Bucket[] }>([
    { name: 'none', lists: [], one: [] },
    { name: 'an empty one and another', lists: [[], [low]], one: [low] },
    { name: 'in no order', lists: [[above, high], [below], [low]], one: [below, low, high, above] },
    {
      name: 'with some of the same',
      lists: [
        [low, high],
        [high, above],
      ],
      one: [low, { ...high, count: 8 }, above],
    },
    // The ends of hist(), which a double does not hold.
    {
      name: 'beyond 2^53',
      lists: [[{ min: 2n ** 62n, max: 2n ** 63n - 1n, count: 1 }], [low, { min: 2n ** 62n, max: 2n ** 63n - 1n, count: 2 }]],
      one: [low, { min: 2n ** 62n, max: 2n ** 63n - 1n, count: 3 }],
    },
    // One that begins where another does and ends elsewhere is another.
    { name: 'of unlike widths', lists: [[low], [{ min: 0, max: 4, count: 1 }]], one: [low, { min: 0, max: 4, count: 1 }] },
  ])('$name are put together', ({ lists, one }) => expect(joinBuckets(...lists)).toEqual(one));
});

describe('the bucket that a share of the samples reaches', () => {
  const counts = (...all: readonly number[]) => all.map((count) => ({ count }));
  it.each<{ readonly of: readonly { readonly count: number }[]; readonly share: number; readonly at: number }>([
    { of: [], share: 0.5, at: -1 },
    { of: counts(0, 0), share: 0.5, at: -1 },
    { of: counts(0, 1), share: 0.5, at: 1 },
    { of: counts(0, 1), share: 0, at: 1 },
    { of: counts(1, 1), share: 0.5, at: 0 },
    { of: counts(1, 0, 1), share: 0.51, at: 2 },
    { of: counts(99, 1), share: 0.99, at: 0 },
    { of: counts(98, 2), share: 0.99, at: 1 },
    { of: counts(5, 0, 0), share: 1, at: 0 },
  ])('$share of $of', ({ of, share, at }) => expect(quantileAt(of, share)).toBe(at));
});

describe('how far samples reach', () => {
  it.each<{ readonly of: Bucket | undefined; readonly unit?: 'us' | 'bytes'; readonly end: number | undefined; readonly en: string; readonly zh: string }>([
    { of: undefined, end: undefined, en: '-', zh: '-' },
    { of: low, unit: 'us', end: 10, en: 'below 10 us', zh: '低于 10 us' },
    { of: below, unit: 'us', end: 0, en: 'below 0 ns', zh: '低于 0 ns' },
    { of: above, unit: 'us', end: undefined, en: '20 us and more', zh: '20 us 及以上' },
    { of: { min: 65536, count: 1 }, end: undefined, en: '64K and more', zh: '64K 及以上' },
  ])('$en', ({ of, unit, end, en, zh }) => {
    const value = column('size', unit === undefined ? {} : { unit });
    expect([reachText(of, value, 'en'), reachText(of, value, 'zh')]).toEqual([en, zh]);
    expect(of === undefined ? undefined : endOf(of)).toBe(end);
  });
});
