/** Buckets of histograms: their order, what two lists of them come to, and where a share of the samples lies. Every table, sentence and finding asks here, so that all say the same. */
import type { HistogramGroup } from '../core/dataset.ts';
import type { Bucket } from '../core/events.ts';
import type { Column } from '../core/program.ts';
import { showBound } from './values.ts';
import { range } from './words.ts';

export type Bounds = Omit<Bucket, 'count'>;

/** What tells a bucket from the others of its histogram. */
export function boundsKey({ min, max }: Bounds): string {
  return `${min} ${max}`;
}

/** For sorting, lowest first: what is open to below is lowest, what is open to above is highest. */
export function byBounds(a: Bounds, b: Bounds): number {
  return placeOf(a) - placeOf(b);
}

function placeOf({ min, max }: Bounds): number {
  return min === undefined ? Number.NEGATIVE_INFINITY : max === undefined ? Number.MAX_VALUE : Number(min);
}

/** Lists of buckets as one, in order. A bucket that no list has is left out, as it would be empty. */
export function joinBuckets(...lists: readonly (readonly Bucket[])[]): Bucket[] {
  const all = new Map<string, Bucket>();
  for (const bucket of lists.flat()) {
    const key = boundsKey(bucket);
    all.set(key, { ...bucket, count: bucket.count + (all.get(key)?.count ?? 0) });
  }
  return [...all.values()].sort(byBounds);
}

function samplesIn(buckets: readonly Pick<Bucket, 'count'>[]): number {
  return buckets.reduce((sum, { count }) => sum + count, 0);
}

/** How many samples there are in all buckets. */
export function samples({ buckets }: HistogramGroup): number {
  return samplesIn(buckets);
}

/** The index of the bucket in which the last of such a share of the samples lies, the buckets being in order; -1 where there is no sample. */
export function quantileAt(buckets: readonly Pick<Bucket, 'count'>[], share: number): number {
  const rank = samplesIn(buckets) * share;
  let sum = 0;
  return buckets.findIndex(({ count }) => {
    sum += count;
    return count > 0 && sum >= rank;
  });
}

/** Where a bucket ends, which is where the next one begins; undefined where it is open to above. */
export function endOf({ max }: Bounds): number | undefined {
  return max === undefined ? undefined : Number(max) + 1;
}

/** What a bucket holds, from one bound to the other; bpftrace's are inclusive, so the upper one is shown as the next bucket's lower. */
export function rangeText(bucket: Bounds, value: Column, language: string | undefined): string {
  const { unit } = value;
  const words = range(language);
  const { min, max } = bucket;
  if (min === undefined) return words.below(showBound(Number(max ?? 0) + 1, unit));
  if (max === undefined) return words.atLeast(showBound(Number(min), unit));
  // A time was rounded down to its unit, a size was not: the bucket of 1 us holds what took less than 2.
  const isTime = unit !== undefined && ['ns', 'us', 'ms', 's'].includes(unit);
  if (isTime && max === 0) return words.below(showBound(1, unit));
  if (min === max && !isTime) return showBound(Number(min), unit);
  return words.between(showBound(Number(min), unit), showBound(Number(max) + 1, unit));
}

/** Up to where the samples in a bucket and in all before it reach: "below 4 us"; of one that is open to above only where it begins is known: "64K and more". */
export function reachText(bucket: Bounds | undefined, { unit }: Column, language: string | undefined): string {
  if (bucket === undefined) return '-';
  const words = range(language);
  const end = endOf(bucket);
  return end === undefined ? words.atLeast(showBound(Number(bucket.min ?? 0), unit)) : words.below(showBound(end, unit));
}
