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

/** One function of a stack. */
export interface Frame {
  /** Demangled, without its offset; `[unknown]` where no symbol is known, so that what is of one program stays together. */
  readonly name: string;
  readonly kind: 'kernel' | 'user' | 'jit' | 'unknown';
  /** The program or library it is of, where that is known. */
  readonly module?: string;
}

export interface StackSample {
  /** The parts of the key that are no stacks. */
  readonly key: readonly Scalar[];
  /** Outermost first; user frames before kernel frames where a key has both. */
  readonly frames: readonly Frame[];
  readonly weight: number;
}

/** Stacks with a weight each: what a flame graph is drawn of. Made of a Table whose keys hold stacks (`views/stacks.ts`). */
export interface Stacks {
  readonly title: string;
  /** The keys that are no stacks. */
  readonly keys: readonly Column[];
  readonly value: Column;
  readonly samples: readonly StackSample[];
}

/** Values over time. */
export interface Series {
  readonly title: string;
  readonly column: Column;
  /** Whose values; empty for all together. */
  readonly key: readonly Scalar[];
  /** `at`: seconds since all probes were attached. */
  readonly points: readonly { readonly at: number; readonly value: number }[];
}

/** A histogram over time: how many samples fell into each bucket in each span of time. */
export interface HeatMap {
  readonly title: string;
  readonly value: Column;
  readonly key: readonly Scalar[];
  /** Lowest first; the same for all columns. */
  readonly buckets: readonly Omit<Bucket, 'count'>[];
  /** One for each span of time, `at` its end in seconds since attached; counts by bucket. */
  readonly columns: readonly { readonly at: number; readonly counts: readonly number[] }[];
}
