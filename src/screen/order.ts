/** Which rows of a table are shown, and in which order: worked out once for each table, filter and order, however often it is drawn. */
import type { Table } from '../core/dataset.ts';
import type { Scalar } from '../core/events.ts';
import type { ValueNames } from '../core/names.ts';
import { showValue } from '../views/values.ts';
import { keyName, sumOf } from './rows.ts';
import type { MapLook } from './watch.ts';

export interface Order {
  /** Of the table's columns; one beyond them is the rate. */
  readonly column: number;
  readonly isDescending: boolean;
}

type Row = readonly Scalar[];

export interface Ordered {
  readonly rows: readonly Row[];
  /** What they amount to, where amounts add up. */
  readonly all: number | undefined;
}

/** The order in which a table comes. */
export function usualOrder(table: Table): Order {
  return { column: table.amount ?? -1, isDescending: true };
}

/** The number of columns by which one can sort: those of the table, and the rate where there is one. */
export function sortable({ dataset, isRate }: MapLook): number {
  if (dataset?.shape !== 'table') return 0;
  return dataset.columns.length + (isRate && dataset.amount !== undefined && hasKeys(dataset) ? 1 : 0);
}

/** Keys of a row, in front of its values. */
export function keyOf(row: Row, { output }: MapLook): Row {
  return row.slice(0, output?.keys.length ?? row.length - 1);
}

/** The last rate of a row's key; undefined where it is not followed. */
export function rateOf(row: Row, look: MapLook): number | undefined {
  return look.byKey.get(keyName(keyOf(row, look)))?.points.at(-1)?.value;
}

const KEPT = new WeakMap<Table, Map<string, Ordered>>();
/** Of one table: what was asked last and a few before it. */
const MOST_KEPT = 4;

export function ordered(table: Table, look: MapLook, order: Order, filter: string, names: ValueNames): Ordered {
  const kept = KEPT.get(table) ?? new Map<string, Ordered>();
  KEPT.set(table, kept);
  const name = `${order.column} ${order.isDescending} ${filter}`;
  let result = kept.get(name);
  if (result === undefined) {
    const rows = sorted(filtered(table, filter, names), table, look, order);
    result = { rows, all: filter === '' ? look.total : sumOf(rows, table) };
    if (kept.size >= MOST_KEPT) kept.delete(kept.keys().next().value ?? '');
    kept.set(name, result);
  }
  return result;
}

/** Whether what is shown of a text holds what is looked for, whatever the case of its letters. */
export function holds(text: string, filter: string): boolean {
  return filter === '' || text.toLowerCase().includes(filter.toLowerCase());
}

function filtered(table: Table, filter: string, names: ValueNames): readonly Row[] {
  if (filter === '') return table.rows;
  const keys = table.amount ?? table.columns.length;
  const columns = table.columns.slice(0, Math.max(1, keys));
  return table.rows.filter((row) => columns.some((column, index) => holds(showValue(row[index] ?? null, column, names), filter)));
}

function sorted(rows: readonly Row[], table: Table, look: MapLook, { column, isDescending }: Order): readonly Row[] {
  const usual = usualOrder(table);
  if (column < 0) return rows;
  if (column === usual.column) return isDescending ? rows : [...rows].reverse();
  const pick = column >= table.columns.length ? (row: Row): Scalar => rateOf(row, look) ?? -1 : (row: Row): Scalar => row[column] ?? null;
  // Values are taken out once, not at each comparison; where all are numbers they are compared as such.
  const values = rows.map(pick);
  const isNumeric = values.every((value) => typeof value === 'number' || typeof value === 'bigint' || value === null);
  const places = isNumeric ? placesByNumber(Float64Array.from(values, Number), isDescending) : placesByText(values.map(String), isDescending);
  return Array.from(places, (place) => rows[place] ?? []);
}

function placesByNumber(numbers: Float64Array, isDescending: boolean): Uint32Array {
  const sign = isDescending ? -1 : 1;
  return Uint32Array.from(numbers, (_, index) => index).sort((a, b) => sign * ((numbers[a] ?? 0) - (numbers[b] ?? 0)) || a - b);
}

/** By the rank of each text, with its place as a fraction of it: numbers are sorted without comparing them one by one in our code. */
function placesByText(texts: readonly string[], isDescending: boolean): Float64Array {
  const sorted = [...new Set(texts)].sort();
  const ranks = new Map(sorted.map((text, rank) => [text, isDescending ? sorted.length - 1 - rank : rank]));
  const count = texts.length;
  return Float64Array.from(texts, (text, place) => (ranks.get(text) ?? 0) * count + place)
    .sort()
    .map((code) => code % count);
}

function hasKeys({ amount }: Table): boolean {
  return amount !== undefined && amount > 0;
}
