/** What stands out in what a run saw: claims, each computed and each with the rows it rests on. */
import type { Dataset, Histogram, Table } from '../../core/dataset.ts';
import type { Scalar } from '../../core/events.ts';
import type { ValueNames } from '../../core/names.ts';
import type { Column } from '../../core/program.ts';
import type { RunRecord } from '../../core/run-record.ts';
import { percent } from '../../views/table.ts';
import { totalOf } from '../../views/total.ts';
import { group, showAmount, showValue } from '../../views/values.ts';
import { heading } from '../../views/words.ts';
import { type Both, pick, type Tongue } from '../lines/tongue.ts';

/** A claim about a run. */
export interface Finding {
  /** The rule that made it, stable: `concentration`, `slow-tail`. */
  readonly rule: string;
  /** One sentence in the language that was asked for. What a trace saw stands in it made visible. */
  readonly text: string;
  /** `caution`: minds how far the numbers can be trusted; `insight`: what they show. */
  readonly kind: 'caution' | 'insight';
  /** How much it matters, 0 to 100. */
  readonly weight: number;
  readonly from: readonly Evidence[];
}

/** The rows a claim rests on. */
export interface Evidence {
  /** Which of the record's datasets, counted from 0; absent where it rests on the run as a whole. */
  readonly dataset?: number;
  /** Rows of a table, or groups of a histogram, counted from 0. */
  readonly rows: readonly number[];
  /** The same as they are shown. */
  readonly shown: readonly string[];
}

/** One rule: says nothing where it cannot tell, and nothing that it did not compute. */
export interface FindingRule {
  readonly name: string;
  find(scene: FindingScene): readonly Omit<Finding, 'rule'>[];
}

/** What a rule looks at, and how it words what it found. */
export class FindingScene {
  readonly record: RunRecord;
  readonly names: ValueNames;
  readonly tongue: Tongue;

  constructor(record: RunRecord, names: ValueNames, tongue: Tongue) {
    this.record = record;
    this.names = names;
    this.tongue = tongue;
  }

  say(both: Both): string {
    return pick(both, this.tongue);
  }

  tables(): readonly { readonly table: Table; readonly index: number }[] {
    return this.record.datasets.flatMap((dataset, index) => (dataset.shape === 'table' ? [{ table: dataset, index }] : []));
  }

  histograms(): readonly { readonly histogram: Histogram; readonly index: number }[] {
    return this.record.datasets.flatMap((dataset, index) => (dataset.shape === 'histogram' ? [{ histogram: dataset, index }] : []));
  }

  heading(column: Column): string {
    return heading(column.name, this.tongue);
  }

  amount(value: number | bigint, column: Column): string {
    if (column.unit !== undefined) return showAmount(Number(value), column.unit);
    return group(typeof value === 'bigint' || Number.isInteger(value) ? value : Number(value.toFixed(1)));
  }

  percent(part: number, whole: number): string {
    return percent(part, whole);
  }

  cells(values: readonly Scalar[], columns: readonly Column[]): string {
    return columns.map((column, index) => showValue(values[index] ?? null, column, this.names)).join(', ');
  }

  /** Whose row of a table it is: its keys, as they are shown; of stacks nothing. */
  who(table: Table, row: readonly Scalar[]): string {
    const keys = table.columns.slice(0, table.amount ?? table.columns.length);
    return keys.flatMap((column, index) => (column.kind === 'stack' ? [] : [showValue(row[index] ?? null, column, this.names)])).join(', ');
  }

  evidence(table: Table, dataset: number, rows: readonly number[]): Evidence {
    return { dataset, rows, shown: rows.map((row) => this.cells(table.rows[row] ?? [], table.columns)) };
  }

  /** Of a group of a histogram what it is of. */
  groupName(histogram: Histogram, key: readonly Scalar[]): string {
    return this.cells(key, histogram.keys);
  }

  /** What rows of a table come to, exact: to be shown. All of them where none are named. */
  total(table: Table, rows?: readonly number[]): number | bigint {
    const { amount = 0 } = table;
    return totalOf(rows === undefined ? table.rows : rows.map((row) => table.rows[row] ?? []), amount);
  }

  isMain(dataset: Dataset): boolean {
    return this.record.datasets[0] === dataset;
  }
}

/** The amounts of a table whose amounts add up, to compare them by; undefined where they do not. */
export function addingUp(table: Table): readonly number[] | undefined {
  const { amount } = table;
  if (amount === undefined || amount === 0 || table.columns[amount]?.kind !== 'count') return undefined;
  const amounts = table.rows.map((row) => Number(row[amount] ?? 0));
  return amounts.every((value) => Number.isFinite(value) && value >= 0) ? amounts : undefined;
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** The middle one; of an even number the lower of the two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

/** What gpttrace and its tracer are called in what a trace sees. */
export const OWN_NAMES: ReadonlySet<string> = new Set(['gpttrace', 'bpftrace']);

export function isOwn(table: Table, row: readonly Scalar[]): boolean {
  const at = table.columns.findIndex((column) => column.kind === 'process');
  return at !== -1 && OWN_NAMES.has(String(row[at]));
}
