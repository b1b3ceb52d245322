/** What is different between two runs: their tables joined by key, their histograms by what half, 90% and 99% of the samples stay below. Plain data. */
import type { Dataset, Histogram, HistogramGroup, Table } from '../core/dataset.ts';
import type { Scalar } from '../core/events.ts';
import type { Column } from '../core/program.ts';
import { type Bounds, endOf, quantileAt, samples } from './buckets.ts';

/** A run, as much of it as is compared. */
export interface Compared {
  readonly datasets: readonly Dataset[];
  readonly seconds: number;
}

/** Two numbers of which at least one is there. */
export interface Change {
  readonly before?: number;
  readonly after?: number;
  /** After less before, nothing being 0. */
  readonly change: number;
  /** After over before; absent where there was nothing before. */
  readonly ratio?: number;
}

export interface RowChange extends Change {
  readonly key: readonly Scalar[];
}

export interface TableDifference {
  readonly shape: 'table';
  readonly title: string;
  readonly keys: readonly Column[];
  readonly value: Column;
  /** The runs lasted differently long, and the numbers grow with time: they are told for a second. */
  readonly perSecond: boolean;
  /** What changed most first. */
  readonly rows: readonly RowChange[];
  /** Of all keys together, where they add up. */
  readonly total?: Change;
}

/** Two buckets of which at least one is there, and `change` of where they end: of one that is open to above, of where it begins. */
export interface BucketChange {
  readonly before?: Bounds;
  readonly after?: Bounds;
  readonly change: number;
}

/** The buckets that such a share of the samples reaches; absent where no sample was. */
export interface Quantiles {
  readonly half: BucketChange;
  readonly most: BucketChange;
  readonly nearlyAll: BucketChange;
}

export interface GroupChange extends Quantiles {
  readonly key: readonly Scalar[];
  /** Samples, for a second where the runs lasted differently long. */
  readonly samples: Change;
}

export interface HistogramDifference {
  readonly shape: 'histogram';
  readonly title: string;
  readonly keys: readonly Column[];
  readonly value: Column;
  readonly perSecond: boolean;
  readonly groups: readonly GroupChange[];
}

export type Difference = TableDifference | HistogramDifference;

export interface Comparison {
  readonly differences: readonly Difference[];
  /** What one of them has and the other has not, or in another form: titles. */
  readonly onlyBefore: readonly string[];
  readonly onlyAfter: readonly string[];
}

/** Lengths that differ by less than this share are taken for the same. */
const SAME_LENGTH = 0.02;

export function compare(before: Compared, after: Compared): Comparison {
  const perSecond = Math.abs(before.seconds - after.seconds) > SAME_LENGTH * Math.max(before.seconds, after.seconds);
  const spans = perSecond ? { before: before.seconds, after: after.seconds } : { before: 1, after: 1 };
  const left = [...after.datasets];
  const onlyBefore: string[] = [];
  const differences = before.datasets.flatMap((one): Difference[] => {
    const at = left.findIndex((other) => isSame(one, other));
    const [other] = at === -1 ? [] : left.splice(at, 1);
    const difference = other === undefined ? undefined : differenceOf(one, other, spans, perSecond);
    if (difference === undefined) onlyBefore.push(one.title);
    return difference === undefined ? [] : [difference];
  });
  return { differences, onlyBefore, onlyAfter: left.map(({ title }) => title) };
}

interface Spans {
  readonly before: number;
  readonly after: number;
}

function differenceOf(one: Dataset, other: Dataset, spans: Spans, perSecond: boolean): Difference | undefined {
  if (one.shape === 'histogram' && other.shape === 'histogram') return histograms(one, other, spans, perSecond);
  return one.shape === 'table' && other.shape === 'table' ? tables(one, other, spans, perSecond) : undefined;
}

/** By what is in it; what it is called only tells apart what looks alike. */
function isSame(a: Dataset, b: Dataset): boolean {
  const columns = (one: Dataset): string => (one.shape === 'table' ? one.columns : [...one.keys, one.value]).map(({ name, unit }) => `${name} ${unit}`).join();
  return a.shape === b.shape && a.title === b.title && columns(a) === columns(b);
}

function tables(one: Table, other: Table, spans: Spans, differ: boolean): TableDifference | undefined {
  const { amount } = one;
  const value = amount === undefined ? undefined : one.columns[amount];
  if (amount === undefined || value === undefined) return undefined;
  // What is counted, averaged and summed has three values behind its keys; the last one is the amount.
  const width = one.columns.findIndex((column, at) => at < amount && column.name === 'count' && column.kind === 'count');
  const keys = one.columns.slice(0, width === -1 ? amount : width);
  const adds = value.kind === 'count';
  const perSecond = adds && differ;
  const scale = perSecond ? spans : { before: 1, after: 1 };
  const all = joined(one.rows, other.rows, (row) => row.slice(0, keys.length));
  const rows = all.map(
    ({ key, before, after }): RowChange => ({ key, ...changeOf(numberOf(before?.[amount], scale.before), numberOf(after?.[amount], scale.after)) }),
  );
  const sum = (table: Table, span: number): number => table.rows.reduce((total, row) => total + (numberOf(row[amount], span) ?? 0), 0);
  return {
    shape: 'table',
    title: one.title,
    keys,
    value,
    perSecond,
    rows: rows.sort((a, b) => Math.abs(b.change) - Math.abs(a.change)),
    ...(adds ? { total: changeOf(sum(one, scale.before), sum(other, scale.after)) } : {}),
  };
}

function histograms(one: Histogram, other: Histogram, spans: Spans, perSecond: boolean): HistogramDifference {
  const groups = joined(one.groups, other.groups, ({ key }) => key).map(({ key, before, after }): GroupChange => {
    const at = (share: number): BucketChange => bucketChange(quantile(before, share), quantile(after, share));
    const count = (group: HistogramGroup | undefined, span: number): number | undefined => (group === undefined ? undefined : samples(group) / span);
    return { key, samples: changeOf(count(before, spans.before), count(after, spans.after)), half: at(0.5), most: at(0.9), nearlyAll: at(0.99) };
  });
  const weight = ({ nearlyAll, half, samples }: GroupChange): number => Math.abs(nearlyAll.change) || Math.abs(half.change) || Math.abs(samples.change) / 1e9;
  return { shape: 'histogram', title: one.title, keys: one.keys, value: one.value, perSecond, groups: groups.sort((a, b) => weight(b) - weight(a)) };
}

function joined<T>(
  before: readonly T[],
  after: readonly T[],
  keyOf: (one: T) => readonly Scalar[],
): { readonly key: readonly Scalar[]; readonly before?: T; readonly after?: T }[] {
  const all = new Map<string, { key: readonly Scalar[]; before?: T; after?: T }>();
  const put = (one: T, side: 'before' | 'after'): void => {
    const key = keyOf(one);
    const name = JSON.stringify(key.map(String));
    const known = all.get(name) ?? { key };
    known[side] ??= one;
    all.set(name, known);
  };
  for (const one of before) put(one, 'before');
  for (const one of after) put(one, 'after');
  return [...all.values()];
}

function changeOf(before: number | undefined, after: number | undefined): Change {
  return {
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    change: (after ?? 0) - (before ?? 0),
    ...(before === undefined || before === 0 ? {} : { ratio: (after ?? 0) / before }),
  };
}

function numberOf(value: Scalar | undefined, span: number): number | undefined {
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) / span : undefined;
}

function bucketChange(before: Bounds | undefined, after: Bounds | undefined): BucketChange {
  return { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }), change: edgeOf(after) - edgeOf(before) };
}

function edgeOf(bucket: Bounds | undefined): number {
  return bucket === undefined ? 0 : (endOf(bucket) ?? Number(bucket.min ?? 0));
}

function quantile(group: HistogramGroup | undefined, share: number): Bounds | undefined {
  const bucket = group?.buckets[quantileAt(group.buckets, share)];
  if (bucket === undefined) return undefined;
  const { count: _, ...bounds } = bucket;
  return bounds;
}
