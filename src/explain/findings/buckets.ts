/** Peaks of histograms, and words for their buckets. */
import type { Bucket } from '../../core/events.ts';
import type { Column } from '../../core/program.ts';
import { rangeText } from '../../views/buckets.ts';
import { showBound } from '../../views/values.ts';
import type { FindingScene } from './finding.ts';

export function lowest(bucket: Bucket | undefined): number {
  return Number(bucket?.min ?? Number.NEGATIVE_INFINITY);
}

export function rangeOf(bucket: Bucket | undefined, value: Column, scene: FindingScene): string {
  return bucket === undefined ? '-' : rangeText(bucket, value, scene.tongue);
}

export function beginOf(bucket: Bucket | undefined, value: Column): string {
  return bucket?.min === undefined ? '-' : showBound(Number(bucket.min), value.unit);
}

/** A stretch of buckets around a peak. */
export interface Hump {
  readonly from: number;
  readonly to: number;
  readonly peak: number;
  readonly count: number;
}

/** A hump has at least so much of all samples. */
const LEAST_SHARE = 0.1;
/** Between two humps no more than this part of the smaller one's peak lies. */
const VALLEY = 0.3;

/** The humps of a histogram, parted by real valleys. Buckets must be next to each other, as bpftrace prints them. */
export function humps(buckets: readonly Bucket[]): Hump[] {
  const counts = buckets.map(({ count }) => count);
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return [];
  let cuts: number[] = [0];
  const parts = (): Hump[] => cuts.map((from, index) => humpOf(counts, from, (cuts[index + 1] ?? counts.length) - 1));
  for (let at = 1; at < counts.length - 1; at++) {
    // The lowest place of a dip parts what lies on its two sides.
    const here = counts[at] ?? 0;
    if (here <= (counts[at - 1] ?? 0) && here < (counts[at + 1] ?? 0)) cuts.push(at);
  }
  // What is parted by no real valley, or is no hump by itself, goes to its neighbour on the side of the shallower valley.
  for (;;) {
    const found = parts();
    const weak = cuts.slice(1).map((cut, index) => {
      const [left, right] = [found[index], found[index + 1]];
      const smaller = Math.min(counts[left?.peak ?? 0] ?? 0, counts[right?.peak ?? 0] ?? 0);
      const slight = Math.min(left?.count ?? 0, right?.count ?? 0) < total * LEAST_SHARE;
      return { cut, depth: smaller === 0 ? 1 : (counts[cut] ?? 0) / smaller, slight };
    });
    const merged = weak.filter(({ depth, slight }) => depth > VALLEY || slight).sort((a, b) => b.depth - a.depth)[0];
    if (merged === undefined) return found;
    cuts = cuts.filter((cut) => cut !== merged.cut);
  }
}

function humpOf(counts: readonly number[], from: number, to: number): Hump {
  let peak = from;
  let count = 0;
  for (let at = from; at <= to; at++) {
    count += counts[at] ?? 0;
    if ((counts[at] ?? 0) > (counts[peak] ?? 0)) peak = at;
  }
  return { from, to, peak, count };
}
