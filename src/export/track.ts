/** What a metric has come to, from one look at its map to the next. */
import type { Bucket, MapEvent, Scalar } from '../core/events.ts';
import { boundsOf, countsIn, type Linear } from './bounds.ts';
import type { ProgramMetric } from './names.ts';
import { type Labels, type Point, SeriesTable } from './series.ts';

/** How a map is to be read: what its printed values say of what came before. */
export interface Reading {
  /** It is emptied right after it is printed: what is printed is all of it since the last time. */
  readonly emptied: boolean;
  /** It is printed only in part, its largest entries: one that is not among them may still be there. */
  readonly partial: boolean;
  /** Of lhist(). */
  readonly linear?: Linear;
}

/** What one look at a map is: asked for while it runs, so whole and nothing emptied by it, or printed by the program. */
export type Look = 'snapshot' | 'printed';

/** Its values are in the unit of the map. */
export interface Track<T> {
  take(event: MapEvent, look: Look): void;
  points(): readonly Point<T>[];
  /** Whether more series were seen than are told apart. */
  readonly overflows: boolean;
}

export interface HistogramValue {
  /** Empty of stats(), whose sum is known. */
  readonly bounds: readonly number[];
  readonly counts: number[];
  count: number;
  sum?: number;
}

/** Makes labels of a key. */
export type LabelsOf = (key: readonly Scalar[]) => Labels;

interface Base<T> {
  readonly point: Point<T>;
  last: readonly number[];
  /** The look it was last seen at. */
  look: number;
}

/**
 * Things that only grow: by how much each entry of the map has grown since the last look goes to its series. An entry that is gone, or is less than it was, was removed or
 * emptied in between, and began anew; its series keeps what it had.
 */
class Growing<T> implements Track<T> {
  readonly #reading: Reading;
  readonly #labels: LabelsOf;
  readonly #series: SeriesTable<T>;
  readonly #amounts: (entry: Entry) => readonly number[] | undefined;
  readonly #add: (point: Point<T>, growth: readonly number[]) => void;
  readonly #bases = new Map<string, Base<T>>();
  #look = 0;

  constructor(
    reading: Reading,
    labels: LabelsOf,
    series: SeriesTable<T>,
    amounts: (entry: Entry) => readonly number[] | undefined,
    add: (point: Point<T>, growth: readonly number[]) => void,
  ) {
    this.#reading = reading;
    this.#labels = labels;
    this.#series = series;
    this.#amounts = amounts;
    this.#add = add;
  }

  take(event: MapEvent, look: Look): void {
    this.#look++;
    const fresh: { readonly name: string; readonly entry: Entry; readonly amounts: readonly number[] }[] = [];
    for (const entry of event.entries) {
      const amounts = this.#amounts(entry);
      if (amounts === undefined) continue;
      const name = nameOf(entry.key);
      const base = this.#bases.get(name);
      if (base === undefined) fresh.push({ name, entry, amounts });
      else this.#grow(base, amounts);
    }
    // So that, where there are too many, the largest have series of their own.
    fresh.sort((a, b) => sizeOf(b.amounts) - sizeOf(a.amounts));
    for (const { name, entry, amounts } of fresh) {
      const base: Base<T> = { point: this.#series.of(this.#labels(entry.key)), last: [], look: 0 };
      this.#grow(base, amounts);
      this.#bases.set(name, base);
    }
    this.#forget(look);
  }

  points(): readonly Point<T>[] {
    return this.#series.points();
  }

  get overflows(): boolean {
    return this.#series.overflows;
  }

  #grow(base: Base<T>, amounts: readonly number[]): void {
    const { last } = base;
    const began = amounts.some((amount, index) => amount < (last[index] ?? 0));
    this.#add(
      base.point,
      amounts.map((amount, index) => Math.max(0, began ? amount : amount - (last[index] ?? 0))),
    );
    base.last = amounts;
    base.look = this.#look;
  }

  /** What is not there any more begins anew, should it come back. */
  #forget(look: Look): void {
    if (look === 'printed' && this.#reading.emptied) this.#bases.clear();
    else if (look === 'snapshot' || !this.#reading.partial) for (const [name, base] of this.#bases) if (base.look !== this.#look) this.#bases.delete(name);
  }
}

function sizeOf(amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => sum + amount, 0);
}

type Entry = MapEvent['entries'][number];

/** What stands for itself: the last look is all there is. Where labels fall together, the greatest stands. */
class Level implements Track<number> {
  readonly #reading: Reading;
  readonly #labels: LabelsOf;
  readonly #limit: number;
  #values = new Map<string, Point<number>>();
  overflows = false;

  constructor(reading: Reading, labels: LabelsOf, limit: number) {
    this.#reading = reading;
    this.#labels = labels;
    this.#limit = limit;
  }

  take(event: MapEvent, look: Look): void {
    const keeps = look === 'printed' && this.#reading.partial && !this.#reading.emptied;
    const values = keeps ? this.#values : new Map<string, Point<number>>();
    for (const entry of event.entries) {
      const value = 'value' in entry ? numberOf(entry.value) : undefined;
      // A map without keys that was never hit is printed as 0: that is silence, not a level.
      if (value === undefined || (entry.key.length === 0 && value === 0 && this.#values.size === 0)) continue;
      const labels = this.#labels(entry.key);
      const name = JSON.stringify(labels);
      const old = keeps ? undefined : values.get(name);
      values.set(name, { labels, value: Math.max(value, old?.value ?? value) });
    }
    this.#values = values;
  }

  points(): readonly Point<number>[] {
    const all = [...this.#values.values()];
    if (all.length <= this.#limit) return all;
    this.overflows = true;
    return all.sort((a, b) => b.value - a.value).slice(0, this.#limit);
  }
}

export function counterTrack(reading: Reading, labels: LabelsOf, limit: number): Track<number> {
  const amounts = (entry: Entry): readonly number[] | undefined => {
    const value = 'value' in entry ? numberOf(entry.value) : undefined;
    return value === undefined ? undefined : [value];
  };
  return new Growing(reading, labels, new SeriesTable(limit, () => 0), amounts, (point, [growth = 0]) => {
    point.value += growth;
  });
}

export function levelTrack(reading: Reading, labels: LabelsOf, limit: number): Track<number> {
  return new Level(reading, labels, limit);
}

/** Of hist() and lhist(), whose sum is not known, and of stats(), whose buckets are not. */
export function histogramTrack(metric: ProgramMetric, reading: Reading, labels: LabelsOf, limit: number): Track<HistogramValue> {
  const isStats = !('length' in metric.of) && metric.of.shape === 'stats';
  const bounds = isStats || 'length' in metric.of ? [] : boundsOf(metric.of.value.unit, reading.linear);
  const empty = (): HistogramValue => ({ bounds, counts: new Array<number>(bounds.length + 1).fill(0), count: 0, ...(isStats ? { sum: 0 } : {}) });
  const amounts = (entry: Entry): readonly number[] | undefined => {
    if ('buckets' in entry) return isStats ? undefined : countsIn(entry.buckets as readonly Bucket[], bounds);
    if (!('average' in entry)) return undefined;
    const count = numberOf(entry.count ?? null);
    const total = numberOf(entry.total ?? null);
    return count === undefined || total === undefined ? undefined : [count, total];
  };
  return new Growing(reading, labels, new SeriesTable(limit, empty), amounts, ({ value }, growth) => {
    if (isStats) {
      const [count = 0, sum = 0] = growth;
      value.counts[0] = (value.counts[0] ?? 0) + count;
      value.count += count;
      value.sum = (value.sum ?? 0) + sum;
      return;
    }
    for (const [index, grown] of growth.entries()) {
      value.counts[index] = (value.counts[index] ?? 0) + grown;
      value.count += grown;
    }
  });
}

/** A number, or nothing where a map holds something else. */
function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined;
}

function nameOf(key: readonly Scalar[]): string {
  // No text of bpftrace's holds what ends one in C.
  return key.length === 1 ? String(key[0]) : key.join('\0');
}
