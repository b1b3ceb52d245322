/** What goes to the page, as JSON. */
import type { Numbered } from '../line/runs/log.ts';
import type { Plan } from '../plan/plan.ts';

/** No page shows more rows of one table. */
const MOST_ROWS = 10_000;

const withDigits = (_key: string, item: unknown): unknown => (typeof item === 'bigint' ? item.toString() : item);

/** Integers beyond 2^53 as strings of their digits. */
export function jsonOf(value: unknown): string {
  try {
    // Few events have such an integer; to ask for each value of all of them takes four times as long.
    return JSON.stringify(value);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return JSON.stringify(value, withDigits);
  }
}

/** Without what the page does not show: a plan's compiled bytes, rows of a table beyond the first ten thousand. */
export function eventJson(numbered: Numbered): string {
  const { event } = numbered;
  if (event.type === 'plan' || event.type === 'running') return jsonOf({ ...numbered, event: { ...event, plan: planToShow(event.plan) } });
  if (event.type !== 'answer') return jsonOf(numbered);
  const datasets = event.datasets.map((one) =>
    one.shape === 'table' && one.rows.length > MOST_ROWS ? { ...one, rows: one.rows.slice(0, MOST_ROWS), seen: Math.max(one.seen, one.rows.length) } : one,
  );
  return jsonOf({ ...numbered, event: { ...event, datasets } });
}

export function planToShow(plan: Plan): Plan {
  if (plan.program.binary === undefined) return plan;
  const { binary: _, ...program } = plan.program;
  return { ...plan, program };
}
