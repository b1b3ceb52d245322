/** What amounts of a table come to, exact also where a double is not. */
import type { Scalar } from '../core/events.ts';

export function totalOf(rows: readonly (readonly Scalar[])[], amount: number): number | bigint {
  let whole = 0;
  let large = 0n;
  let parts = 0;
  for (const row of rows) {
    const value = row[amount];
    if (typeof value === 'bigint') large += value;
    else if (typeof value !== 'number') continue;
    else if (!Number.isSafeInteger(value)) parts += value;
    else if (Number.isSafeInteger(whole + value)) whole += value;
    else large += BigInt(value);
  }
  const sum = large + BigInt(whole);
  if (parts !== 0) return Number(sum) + parts;
  return sum >= Number.MIN_SAFE_INTEGER && sum <= Number.MAX_SAFE_INTEGER ? Number(sum) : sum;
}
