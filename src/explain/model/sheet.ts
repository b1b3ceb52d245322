/** Datasets as a model is shown them and as what it says is looked up in them: rows with a name each, cells with the value and the way a person sees it. */
import type { Dataset, Histogram, Table } from '../../core/dataset.ts';
import type { Scalar } from '../../core/events.ts';
import type { ValueNames } from '../../core/names.ts';
import type { Column, ColumnKind } from '../../core/program.ts';
import { rangeText, samples } from '../../views/buckets.ts';
import { showValue } from '../../views/values.ts';

export interface Cell {
  readonly value: Scalar;
  /** As the views show it. */
  readonly shown: string;
}

/** What may be computed of a column: its values added up, compared only, or neither. */
export type Arithmetic = 'adds' | 'compares' | 'none';

export interface SheetColumn {
  readonly column: Column;
  readonly arithmetic: Arithmetic;
  /** Its texts are ours: ranges of a histogram. */
  readonly own?: true;
}

export interface Sheet {
  /** `A`, `B`: its rows are `A1`, `A2`, and all of them together `A*`. */
  readonly id: string;
  readonly title: string;
  readonly columns: readonly SheetColumn[];
  readonly rows: readonly (readonly Cell[])[];
  /** Whether each row is one event; of anything else a name's rows together are what it did. */
  readonly events: boolean;
  /** Rows that were seen: more than there are where only the last ones were kept. */
  readonly seen: number;
  /** Numbers of the rows, most telling first. */
  readonly order: readonly number[];
}

const MEASURES: ReadonlySet<ColumnKind> = new Set(['count', 'plain', 'time']);
const TEXT: Column = { name: 'text', kind: 'plain', type: 'string' };

export function sheetsOf(datasets: readonly Dataset[], names: ValueNames, language: string): Sheet[] {
  return datasets.slice(0, 26).map((dataset, at) => {
    const id = String.fromCharCode(65 + at);
    return dataset.shape === 'table' ? sheetOfTable(dataset, id, names) : sheetOfHistogram(dataset, id, names, language);
  });
}

function sheetOfTable(table: Table, id: string, names: ValueNames): Sheet {
  const columns = table.columns.map((column): SheetColumn => ({ column, arithmetic: arithmeticOf(column, table) }));
  const width = Math.max(columns.length, ...table.rows.map((row) => row.length));
  const all = [...columns, ...Array.from({ length: width - columns.length }, (): SheetColumn => ({ column: TEXT, arithmetic: 'none' }))];
  const rows = table.rows.map((row) => all.map(({ column }, at) => cellOf(row[at] ?? null, column, names)));
  // Events are told apart by how much each of them was; a map is in order already.
  const telling = table.amount === undefined ? all.findIndex(({ column, arithmetic }) => arithmetic !== 'none' && column.unit !== undefined) : -1;
  const order = rows.map((_, at) => at);
  if (telling !== -1) order.sort((a, b) => Number(rows[b]?.[telling]?.value ?? 0) - Number(rows[a]?.[telling]?.value ?? 0));
  return { id, title: table.title, columns: all, rows, events: table.amount === undefined, seen: table.seen, order };
}

function cellOf(value: Scalar, column: Column, names: ValueNames): Cell {
  return { value, shown: showValue(value, column, names) };
}

/** Times of each event add up, averages and the greatest of many do not. Numbers that name something are no amounts at all. */
function arithmeticOf(column: Column, table: Table): Arithmetic {
  if (!MEASURES.has(column.kind) || column.type === 'string' || column.type === 'stack' || column.integer === 'hexadecimal' || column.integer === 'octal')
    return 'none';
  if (column.kind === 'count') return 'adds';
  if (column.kind === 'plain' && column.unit !== undefined && table.amount === undefined) return 'adds';
  return 'compares';
}

/** A bucket a row: what it holds, and how many. */
function sheetOfHistogram(histogram: Histogram, id: string, names: ValueNames, language: string): Sheet {
  const range: Column = { name: histogram.value.name, kind: 'plain', type: 'string' };
  const count: Column = { name: 'count', kind: 'count', type: 'integer' };
  const columns: SheetColumn[] = [
    ...histogram.keys.map((column): SheetColumn => ({ column, arithmetic: 'none' })),
    { column: range, arithmetic: 'none', own: true },
    { column: count, arithmetic: 'adds' },
  ];
  const groups = [...histogram.groups].sort((a, b) => samples(b) - samples(a));
  const rows = groups.flatMap(({ key, buckets }) =>
    buckets
      .filter((bucket) => bucket.count > 0)
      .map((bucket): Cell[] => {
        const shown = rangeText(bucket, histogram.value, language);
        return [...histogram.keys.map((column, at) => cellOf(key[at] ?? null, column, names)), { value: shown, shown }, cellOf(bucket.count, count, names)];
      }),
  );
  return { id, title: histogram.title, columns, rows, events: false, seen: rows.length, order: rows.map((_, at) => at) };
}

/** A row, by its name. */
export interface RowAt {
  readonly sheet: Sheet;
  readonly at: number;
}
