/** Where the buckets of a metric end: the same for the whole run, so that what is stored of it fits together, whatever buckets bpftrace happens to print. */
import type { Bucket } from '../core/events.ts';
import type { Unit } from '../core/program.ts';

/** Of lhist(): where its buckets begin and end, and how wide one is. */
export interface Linear {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

/** Powers of two that make the upper ends of hist()'s buckets, by unit: from what is too short to matter to what hardly happens. */
const POWERS: Readonly<Record<Unit | 'none', readonly [first: number, last: number]>> = {
  ns: [5, 36],
  us: [0, 26],
  ms: [0, 20],
  s: [0, 17],
  bytes: [0, 34],
  pages: [0, 22],
  none: [0, 32],
};
/** Buckets of a linear histogram that are told apart; with more, neighbours are put together. */
const MOST_LINEAR = 40;

/** Upper ends, each the greatest whole number that falls into its bucket, lowest first. What lies above all of them is counted only in the last bucket, which has no end. */
export function boundsOf(unit: Unit | undefined, linear?: Linear): number[] {
  if (linear !== undefined) {
    const { min, max, step } = linear;
    const buckets = Math.max(1, Math.ceil((max - min) / step));
    const together = Math.ceil(buckets / MOST_LINEAR);
    const ends = Array.from({ length: Math.ceil(buckets / together) + 1 }, (_, index) => Math.min(max, min + index * together * step) - 1);
    return [...new Set(ends)];
  }
  const [first, last] = POWERS[unit ?? 'none'];
  const powers = Array.from({ length: last - first + 1 }, (_, index) => 2 ** (first + index) - 1);
  // Below nothing there are the errors of what else returns an amount.
  return unit === undefined || unit === 'bytes' ? [-1, ...powers] : powers;
}

/** How many samples fell into each bucket: one more than there are ends. */
export function countsIn(buckets: readonly Bucket[], bounds: readonly number[]): number[] {
  const counts = new Array<number>(bounds.length + 1).fill(0);
  for (const { max, count } of buckets) {
    const end = max === undefined ? Number.POSITIVE_INFINITY : Number(max);
    const at = bounds.findIndex((bound) => end <= bound);
    const place = at === -1 ? bounds.length : at;
    counts[place] = (counts[place] ?? 0) + count;
  }
  return counts;
}
