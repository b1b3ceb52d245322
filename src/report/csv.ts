/** One table of a run as CSV (RFC 4180), its first line the names of its columns. docs/REPORTS.md says how to read it back exactly. */
import type { Scalar } from '../core/events.ts';
import type { RunRecord } from '../core/run-record.ts';
import type { Choice } from './format.ts';
import { tableOf } from './tables.ts';

/**
 * What a spreadsheet would take for a formula, were it first in a cell (OWASP, "CSV Injection"); the wide ones where a Chinese or Japanese one runs. The
 * apostrophe is there so that none that was in the data is ever taken for one of ours.
 */
const FORMULA = /^[=+\-@\t\r\n'＝＋－＠]/;

/** Guarded for spreadsheets: a text that would begin a formula has an apostrophe before it. Taking one off each text that begins with one gives the data back. */
export function csvReport(record: RunRecord, choice: Choice = {}): string {
  return csv(record, choice, (text) => (FORMULA.test(text) ? `'${text}` : text));
}

/** The texts as they are, for programs. */
export function exactCsvReport(record: RunRecord, choice: Choice = {}): string {
  return csv(record, choice, (text) => text);
}

function csv(record: RunRecord, { dataset }: Choice, guard: (text: string) => string): string {
  const { columns } = tableOf(record, dataset);
  const lines = [columns.map(({ name }) => quoted(guard(name))).join(',')];
  const length = columns[0]?.values.length ?? 0;
  for (let row = 0; row < length; row++) lines.push(columns.map(({ values }) => cell(values[row] ?? null, guard)).join(','));
  return `${lines.join('\r\n')}\r\n`;
}

/** Texts are quoted, always: then an empty one is not nothing, "12" is no number, and no blank or semicolon parts it. */
function cell(value: Scalar, guard: (text: string) => string): string {
  if (value === null) return '';
  return typeof value === 'string' ? quoted(guard(value)) : String(value);
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
