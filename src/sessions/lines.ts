/** Events as lines of JSON: rows that came together on one line, anything else on a line of its own. */
import type { Scalar, TraceEvent } from '../core/events.ts';
import { exactJson, fromExactJson } from './exact.ts';

/** Events that came together; `at`: seconds since the run began. */
export interface TimedEvents {
  readonly at: number;
  readonly events: readonly TraceEvent[];
}

/** Rows of one line. A line is what is lost where a byte of it is. */
const MOST_ROWS = 512;

/** A line of the file: rows of the statement `s`, or another event `e`. */
type Line =
  | { readonly t: number; readonly s: number; readonly rows: readonly (readonly Scalar[])[] }
  | { readonly t: number; readonly e: Exclude<TraceEvent, { type: 'row' }> };

/** The lines of some events, each with its end. */
export function eventLines({ at, events }: TimedEvents): string {
  const t = Math.round(at * 1e6) / 1e6;
  let text = '';
  let rows: (readonly Scalar[])[] = [];
  let statement = 0;
  const flush = (): void => {
    if (rows.length > 0) text += `{"t":${t},"s":${statement},"rows":${exactJson(rows)}}\n`;
    rows = [];
  };
  for (const event of events) {
    if (event.type === 'row') {
      if (event.statement !== statement || rows.length >= MOST_ROWS) flush();
      ({ statement } = event);
      rows.push(event.values);
    } else {
      flush();
      text += `{"t":${t},"e":${exactJson(event)}}\n`;
    }
  }
  flush();
  return text;
}

export interface ReadLines {
  readonly batches: readonly TimedEvents[];
  /** Lines that are no events of ours. */
  readonly bad: number;
}

/** What lines hold, in their order. Never throws: what cannot be read is counted, the last line too where it has no end. */
export function readLines(text: string): ReadLines {
  const end = text.lastIndexOf('\n');
  const cut = end + 1 < text.length ? 1 : 0;
  if (end === -1) return { batches: [], bad: cut };
  const { lines, bad } = parsed(text.slice(0, end));
  const batches: TimedEvents[] = [];
  let wrong = bad + cut;
  for (const line of lines) {
    const batch = batchOf(line);
    if (batch === undefined) wrong++;
    else batches.push(batch);
  }
  return { batches, bad: wrong };
}

/** All lines at once, which is much faster than one after another; those only where one of them is bad. */
function parsed(text: string): { readonly lines: readonly unknown[]; readonly bad: number } {
  try {
    // An end of a line within a text is escaped.
    return { lines: fromExactJson(`[${text.replaceAll('\n', ',')}]`) as unknown[], bad: 0 };
  } catch {
    const lines: unknown[] = [];
    let bad = 0;
    for (const line of text.split('\n')) {
      try {
        lines.push(fromExactJson(line));
      } catch {
        bad++;
      }
    }
    return { lines, bad };
  }
}

function batchOf(value: unknown): TimedEvents | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const line = value as Partial<Record<'t' | 's' | 'rows' | 'e', unknown>> & Line;
  if (typeof line.t !== 'number') return undefined;
  if ('rows' in line) {
    if (typeof line.s !== 'number' || !Array.isArray(line.rows) || !line.rows.every(Array.isArray)) return undefined;
    const { s: statement } = line;
    return { at: line.t, events: line.rows.map((values): TraceEvent => ({ type: 'row', statement, values })) };
  }
  return typeof line.e === 'object' && line.e !== null && typeof line.e.type === 'string' ? { at: line.t, events: [line.e] } : undefined;
}
