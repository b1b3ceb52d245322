import { expect, it } from 'vitest';
import type { TraceEvent } from '../../src/core/events.ts';
import { withAllRows } from '../../src/line/all-rows.ts';
import { cutText } from '../../src/line/sinks/report.ts';
import { csvReport } from '../../src/report/csv.ts';
import { byProcess, rows } from '../report/records.ts';

const answer = rows.datasets[0];
if (answer?.shape !== 'table') throw new Error('rows have a table');
const [kept = []] = answer.rows;
const cut = { ...rows, datasets: [{ ...answer, rows: answer.rows.slice(-1), seen: 2500 }, ...rows.datasets.slice(1)] };

async function* events(): AsyncGenerator<readonly { readonly at: number; readonly events: readonly TraceEvent[] }[]> {
  for (let at = 0; at < 250; at++) yield [{ at, events: Array.from({ length: 10 }, (): TraceEvent => ({ type: 'row', statement: 0, values: kept })) }];
}

it('a table of rows is of all that a session keeps, not of those that are shown', async () => {
  expect(cutText(cut)).toMatch(/^the last 1 of 2,500 rows$/);
  const whole = await withAllRows({ record: cut, events });
  expect(csvReport(whole).trimEnd().split('\r\n')).toHaveLength(2501);
  expect(cutText(whole)).toBeUndefined();
});

it('events that are gone leave what the record has', async () => {
  async function* none(): AsyncGenerator<readonly []> {}
  expect((await withAllRows({ record: cut, events: none })).datasets).toEqual(cut.datasets);
});

it('a run without rows is not read again', async () => {
  const events = (): never => {
    throw new Error('its events were read');
  };
  expect(await withAllRows({ record: byProcess, events })).toBe(byProcess);
});
