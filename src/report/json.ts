/** A run as one JSON value: the RunRecord itself, documented in docs/REPORTS.md. What has read it back is in `read.ts`. */
import type { RunRecord } from '../core/run-record.ts';

/** Integers beyond 2^53 are decimal strings; what ends a line for some, or steers a terminal, is escaped. */
export function jsonReport(record: RunRecord): string {
  const text = JSON.stringify(record, (_key, item: unknown) => (typeof item === 'bigint' ? item.toString() : item), 1);
  return `${text.replace(/[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, escaped)}\n`;
}

function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
