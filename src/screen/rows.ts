import type { Table } from '../core/dataset.ts';
import type { Scalar } from '../core/events.ts';

/** One name for a key, however its numbers came. */
export function keyName(key: readonly Scalar[]): string {
  // No string of bpftrace holds a zero.
  return key.join('\u0000');
}

/** What rows of a table amount to; undefined where amounts do not add up. */
export function sumOf(rows: Table['rows'], { amount, columns }: Table): number | undefined {
  if (amount === undefined || columns[amount]?.kind !== 'count') return undefined;
  let sum = 0;
  for (const row of rows) sum += Number(row[amount] ?? 0);
  return sum;
}
