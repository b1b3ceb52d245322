import type { Bucket, Scalar } from './events.ts';
import type { Column } from './program.ts';

/** Keys and a value per row, largest first where the value is a number. */
export interface Table {
  readonly shape: 'table';
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Scalar[])[];
  /** Rows seen, where more were seen than are kept. */
  readonly seen: number;
  /** The column that holds the amount, where one does. */
  readonly amount?: number;
  /** For rows: the process most of them were about. */
  readonly most?: { readonly value: Scalar; readonly count: number };
}

export interface HistogramGroup {
  readonly key: readonly Scalar[];
  readonly buckets: readonly Bucket[];
}

export interface Histogram {
  readonly shape: 'histogram';
  readonly title: string;
  readonly keys: readonly Column[];
  readonly value: Column;
  readonly groups: readonly HistogramGroup[];
}

export type Dataset = Table | Histogram;
