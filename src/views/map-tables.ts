/** What a map held as a table: a row an entry, the largest first. */
import type { Table } from '../core/dataset.ts';
import type { MapEntry, Scalar, StatsEntry } from '../core/events.ts';
import type { Column, MapOutput } from '../core/program.ts';

/** Of a map of values. */
export function mapTable(entries: readonly MapEntry[], output: MapOutput, title: string): Table {
  const wide = entries.find((entry) => Array.isArray(entry.value));
  const width = Array.isArray(wide?.value) ? wide.value.length : 1;
  const values =
    width === 1
      ? [output.value]
      : Array.from({ length: width }, (_, index): Column => ({ name: `${output.value.name} ${index + 1}`, kind: 'plain', type: 'unknown' }));
  const rows = entries.map(({ key, value }) => [...key, ...(Array.isArray(value) ? (value as readonly Scalar[]) : [value as Scalar])]);
  const amount = output.keys.length;
  // bpftrace prints a map that was never hit as 0 (until 0.23): that is silence, not a count.
  const hit = rows.filter((row) => row.length > 1 || row[0] !== 0);
  return {
    shape: 'table',
    title,
    columns: [...output.keys, ...values],
    rows: width === 1 ? sortByAmount(hit, amount) : hit,
    seen: hit.length,
    ...(width === 1 ? { amount } : {}),
  };
}

/** Of a map of stats(): how many, their average and their sum. */
export function statsTable(entries: readonly StatsEntry[], output: MapOutput, title: string): Table {
  const unit = output.value.unit === undefined ? {} : { unit: output.value.unit };
  const columns: Column[] = [
    ...output.keys,
    { name: 'count', kind: 'count', type: 'integer' },
    { name: `average ${output.value.name}`, kind: 'plain', type: 'integer', ...unit },
    { name: `total ${output.value.name}`, kind: 'count', type: 'integer', ...unit },
  ];
  const rows = entries.map(({ key, count = null, average, total = null }) => [...key, count, average, total]).filter((row) => row[output.keys.length] !== 0);
  const amount = columns.length - 1;
  return { shape: 'table', title, columns, rows: sortByAmount(rows, amount), seen: rows.length, amount };
}

/** Largest first; equal ones in the order of their keys, so that two runs look alike. */
function sortByAmount(rows: readonly (readonly Scalar[])[], amount: number): (readonly Scalar[])[] {
  // Taken out once, not at each comparison.
  const sizes = Float64Array.from(rows, (row) => Number(row[amount] ?? 0) || 0);
  const keys = rows.map((row) => String(row[0]));
  const places = Uint32Array.from(rows, (_, index) => index);
  places.sort((a, b) => (sizes[b] ?? 0) - (sizes[a] ?? 0) || compare(keys[a] ?? '', keys[b] ?? '') || a - b);
  return Array.from(places, (place) => rows[place] ?? []);
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
