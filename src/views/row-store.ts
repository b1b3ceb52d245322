/** The rows of one printf: the last of them, how many there were, and how many each process had. */
import type { Table } from '../core/dataset.ts';
import type { Scalar } from '../core/events.ts';
import type { Column } from '../core/program.ts';

/** Rows kept of each printf: the last ones. The others are counted only, so that a flood stays bounded. */
export const KEPT_ROWS = 1000;
/** Different values of a row's telling column that are counted apart. */
const MAX_TALLIED = 10_000;

/** What it has come to, as data. */
export interface RowState {
  readonly kept: readonly (readonly Scalar[])[];
  readonly tally: ReadonlyMap<Scalar, number>;
  readonly seen: number;
}

export class RowStore {
  readonly #columns: readonly Column[];
  readonly #telling: number;
  readonly #kept: (readonly Scalar[])[] = [];
  readonly tally: Map<Scalar, number> = new Map();
  #seen = 0;

  constructor(columns: readonly Column[]) {
    this.#columns = columns;
    this.#telling = columns.findIndex((column) => column.kind === 'process');
  }

  state(): RowState {
    return { kept: this.#kept, tally: this.tally, seen: this.#seen };
  }

  resume({ kept, tally, seen }: RowState): void {
    kept.forEach((row, at) => {
      this.#kept[at] = row;
    });
    for (const [who, count] of tally) this.tally.set(who, count);
    this.#seen = seen;
  }

  add(values: readonly Scalar[]): void {
    this.#kept[this.#seen % KEPT_ROWS] = values;
    this.#seen++;
    const who = values[this.#telling];
    if (who === undefined) return;
    const before = this.tally.get(who);
    if (before !== undefined || this.tally.size < MAX_TALLIED) this.tally.set(who, (before ?? 0) + 1);
  }

  table(title: string): Table {
    const at = this.#seen % KEPT_ROWS;
    const rows = this.#seen > KEPT_ROWS ? [...this.#kept.slice(at), ...this.#kept.slice(0, at)] : this.#kept;
    const [most] = [...this.tally].sort((a, b) => b[1] - a[1]);
    return {
      shape: 'table',
      title,
      columns: this.#columns,
      rows,
      seen: this.#seen,
      ...(most === undefined ? {} : { most: { value: most[0], count: most[1] } }),
    };
  }
}
