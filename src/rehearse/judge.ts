/** Holds what a trace says against a truth that is known: the workload of a library program (docs/LIBRARY.md, "Workload"). */
import type { Bucket, Scalar, TraceEvent } from '../core/events.ts';
import type { Column, MapOutput, Program, RowsOutput } from '../core/program.ts';

/** What an answer must say, must not say, and how much of it there must be. */
export interface Truth {
  readonly sees: readonly string[];
  readonly hides: readonly string[];
  readonly evidence: readonly { readonly match: string; readonly min?: number; readonly max?: number }[];
}

/** A row, a map entry or a bucket of the answer: as text, and what it adds to an amount. */
export interface AnswerRecord {
  readonly text: string;
  readonly amount: number;
}

/** Shows a value in the reader's terms. */
export type Show = (value: Scalar, column: Column) => string;

/** The records of a program's answer: every row, or what its map held last. */
export function answerRecords(events: readonly TraceEvent[], program: Program, show: Show): AnswerRecord[] {
  if (program.answer === 'rows') {
    const outputs = new Map(
      program.outputs.filter((output): output is RowsOutput => output.shape === 'rows').map((output) => [output.statement, output.columns]),
    );
    return events.flatMap((event) => (event.type === 'row' ? [{ text: valuesText(event.values, outputs.get(event.statement) ?? [], show), amount: 1 }] : []));
  }
  const output = program.outputs.find((candidate): candidate is MapOutput => candidate.shape !== 'rows' && candidate.map === program.answer);
  const keys = output?.keys ?? [];
  const last = events.findLast((event) => (event.type === 'map' || event.type === 'stats' || event.type === 'histogram') && event.map === program.answer);
  switch (last?.type) {
    case 'map':
      return last.entries.map(({ key, value }) => ({ text: `${valuesText(key, keys, show)}: ${String(value)}`, amount: Number(value) }));
    case 'stats':
      return last.entries.map(({ key, total }) => ({ text: `${valuesText(key, keys, show)}: ${String(total)}`, amount: Number(total) }));
    case 'histogram':
      return last.entries.flatMap(({ key, buckets }) =>
        buckets.map((bucket) => ({ text: `${valuesText(key, keys, show)} ${range(bucket)}: ${bucket.count}`.trimStart(), amount: bucket.count })),
      );
    default:
      return [];
  }
}

/** Amounts stay numbers, for an expression over "4.0 KiB" could not tell 4096 from 4100; no error is 0, as the kernel says it. */
function valuesText(values: readonly Scalar[], columns: readonly Column[], show: Show): string {
  return values
    .map((value, index) => {
      const column = columns[index];
      if (column === undefined || (column.kind === 'errno' && value === 0)) return String(value);
      const { unit: _, ...plain } = column;
      return show(value, plain);
    })
    .join(' ');
}

function range({ min, max }: Bucket): string {
  return `[${min ?? ''}, ${max ?? ''}]`;
}

/** What is wrong with an answer, each with the records it was judged by; nothing where it is true. */
export function judge(records: readonly AnswerRecord[], truth: Truth): string[] {
  const matching = (pattern: string): AnswerRecord[] => records.filter(({ text }) => new RegExp(pattern).test(text));
  const faults: string[] = [];
  for (const pattern of truth.sees) {
    if (matching(pattern).length === 0) faults.push(`nothing matches /${pattern}/ in the whole answer:${list(records)}`);
  }
  for (const pattern of truth.hides) {
    const found = matching(pattern);
    if (found.length > 0) faults.push(`/${pattern}/ should not be there:${list(found)}`);
  }
  for (const { match, min = 0, max = Number.POSITIVE_INFINITY } of truth.evidence) {
    const found = matching(match);
    const amount = found.reduce((sum, record) => sum + record.amount, 0);
    if (!(amount >= min && amount <= max)) faults.push(`/${match}/ amounts to ${amount}, not ${min} to ${max}; matched:${list(found)}`);
  }
  return faults;
}

const MOST_LISTED = 40;

function list(records: readonly AnswerRecord[]): string {
  const shown = records.slice(0, MOST_LISTED).map(({ text }) => `\n  ${text}`);
  const rest = records.length - shown.length;
  return records.length === 0 ? ' none' : shown.join('') + (rest > 0 ? `\n  and ${rest} more` : '');
}
