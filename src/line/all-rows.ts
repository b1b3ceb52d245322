/** All rows of a session. A record holds the last thousand, as much as is shown; a file of a table is for programs, which want every one. */
import type { Scalar } from '../core/events.ts';
import type { RunRecord } from '../core/run-record.ts';
import type { OpenedSession } from './sessions.ts';

/** More would not be had as one text. */
const MOST = 1_000_000;

/** The record with all rows that are kept of its events; as it is where it has them already. */
export async function withAllRows({ record, events }: Pick<OpenedSession, 'record' | 'events'>): Promise<RunRecord> {
  if (!record.datasets.some(isCut)) return record;
  const byStatement = new Map<number, (readonly Scalar[])[]>();
  for await (const batches of events()) {
    for (const batch of batches) {
      for (const event of batch.events) {
        if (event.type !== 'row') continue;
        const rows = byStatement.get(event.statement);
        if (rows === undefined) byStatement.set(event.statement, [event.values]);
        else if (rows.push(event.values) > 2 * MOST) rows.splice(0, MOST);
      }
    }
  }
  // Tables of rows stand in the order in which their statements came first.
  const found = [...byStatement.values()];
  return {
    ...record,
    datasets: record.datasets.map((dataset) => {
      if (dataset.shape !== 'table' || dataset.amount !== undefined) return dataset;
      const rows = found.shift()?.slice(-MOST) ?? [];
      return rows.length > dataset.rows.length && rows[0]?.length === dataset.columns.length ? { ...dataset, rows } : dataset;
    }),
  };
}

function isCut(dataset: RunRecord['datasets'][number]): boolean {
  return dataset.shape === 'table' && dataset.amount === undefined && dataset.seen > dataset.rows.length;
}
