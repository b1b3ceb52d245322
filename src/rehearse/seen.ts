/** Holds an answer against the workload it was rehearsed with: how many of the workload's events it shows. */
import type { TraceEvent } from '../core/events.ts';
import type { ColumnKind, Output, Program } from '../core/program.ts';
import { type AnswerRecord, answerRecords, type Show } from './judge.ts';
import type { Noun, Rehearsed } from './workloads.ts';

/** What a rehearsal has shown. `of` is how many events the workload made. */
export type Seen =
  /** `seen` is missing where an answer tells of them and not how many they were: a mean, a largest one. */
  | { readonly kind: 'seen'; readonly seen?: number; readonly of: number; readonly what: Noun }
  | { readonly kind: 'too few'; readonly seen: number; readonly of: number; readonly what: Noun }
  | { readonly kind: 'silent'; readonly of: number; readonly what: Noun };

/** What a program printed, and what is known of it. */
export interface Told {
  readonly events: readonly TraceEvent[];
  readonly program: Program;
  /** The maps whose values are numbers of events. */
  readonly counting: ReadonlySet<string>;
  /** Of the workload. */
  readonly pid: number;
  readonly show: Show;
}

/** Columns that say whose doing it was. */
const WHOSE: ReadonlySet<ColumnKind> = new Set<ColumnKind>(['process', 'file', 'directory']);
const PIDS: ReadonlySet<ColumnKind> = new Set<ColumnKind>(['pid', 'tid']);

export function seenIn(told: Told, rehearsed: Rehearsed): Seen {
  const exact = rehearsed.evidence === undefined ? undefined : byEvidence(told, rehearsed, rehearsed.evidence);
  return exact ?? generally(told, rehearsed);
}

/** As the library's own answer names them; undefined where nothing in it is so named. */
function byEvidence({ events, program, show }: Told, { of, what }: Rehearsed, { match, min, amount }: NonNullable<Rehearsed['evidence']>): Seen | undefined {
  const found = sum(answerRecords(events, program, show).filter(({ text }) => new RegExp(match).test(text)));
  if (found === 0) return undefined;
  const wanted = amount === undefined ? { of, what } : { of: min, what: amount };
  return { kind: found < min ? 'too few' : 'seen', seen: Math.min(found, wanted.of), ...wanted };
}

/** By the marks of the workload where the answer says whose doing it was; else by how much there is at all. The output that shows most is the one that counts. */
function generally(told: Told, { of, least, what, marks }: Rehearsed): Seen {
  const { program, counting } = told;
  let counted = 0;
  let uncounted = false;
  let others = false;
  for (const { output, records } of outputsOf(told)) {
    // Where an answer is named, what it keeps beside is no answer.
    if (program.answer !== undefined && output !== undefined && output.shape !== 'rows' && output.map !== program.answer) continue;
    const marked = output === undefined ? marks : marksFor(output, marks, told.pid);
    const own = marked === undefined ? records : records.filter(({ text }) => marked.some((mark) => new RegExp(mark).test(text)));
    others ||= own.length < records.length;
    const isCount = output === undefined || output.shape === 'rows' || output.shape === 'histogram' || counting.has(output.map);
    if (isCount) counted = Math.max(counted, sum(own));
    else uncounted ||= own.length > 0;
  }
  if (counted >= least) return { kind: 'seen', seen: Math.min(counted, of), of, what };
  if (uncounted) return { kind: 'seen', of, what };
  // Who sees others and not the workload is no silent program: whose doing it was may be told otherwise than is known here.
  if (counted > 0 || others) return { kind: 'too few', seen: counted, of, what };
  return { kind: 'silent', of, what };
}

/** What names the workload in an output; undefined where everything in it may be the workload's. */
function marksFor(output: Output, marks: readonly string[], pid: number): readonly string[] | undefined {
  if (marks.length === 0) return undefined;
  const kinds = (output.shape === 'rows' ? output.columns : output.keys).map(({ kind }) => kind);
  if (kinds.some((kind) => WHOSE.has(kind))) return marks;
  return kinds.some((kind) => PIDS.has(kind)) && marks.includes('gt-') ? [...marks, `\\b${pid}\\b`] : undefined;
}

interface OutputRecords {
  /** Undefined for lines of text. */
  readonly output: Output | undefined;
  readonly records: readonly AnswerRecord[];
}

function outputsOf({ events, program, show }: Told): OutputRecords[] {
  const rows = program.outputs.filter(({ shape }) => shape === 'rows');
  const typed = program.outputs.map((output): OutputRecords => {
    if (output.shape !== 'rows') return { output, records: answerRecords(events, { ...program, answer: output.map }, show) };
    const only = events.filter((event) => event.type === 'row' && event.statement === output.statement);
    return { output, records: answerRecords(only, { ...program, answer: 'rows', outputs: rows }, show) };
  });
  const lines = events.flatMap((event) =>
    event.type === 'text' && event.banner !== true && event.text.trim() !== '' ? [{ text: event.text, amount: 1 }] : [],
  );
  return lines.length === 0 ? typed : [...typed, { output: undefined, records: lines }];
}

function sum(records: readonly AnswerRecord[]): number {
  return records.reduce((total, { amount }) => total + (Number.isFinite(amount) ? amount : 0), 0);
}
