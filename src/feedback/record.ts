/** What somebody thought of a program that answered a question: as it is kept, one line each. */
import type { Measure } from '../core/intent.ts';

export const FEEDBACK_KINDS = ['good', 'bad', 'chosen', 'edited'] as const;
/** A thumb up, a thumb down, the one that was meant of several, and a program that was changed before it ran. */
export type FeedbackKind = (typeof FEEDBACK_KINDS)[number];

/** What tells that two questions ask the same, whatever their words. */
export interface Asked {
  readonly question: string;
  /** The telling words of its topic. */
  readonly words: readonly string[];
  readonly measure?: Measure;
  readonly keys: readonly string[];
}

export interface Opinion extends Asked {
  readonly kind: FeedbackKind;
  /** The program's name in the library; of one that was composed, its event. */
  readonly program: string;
  /** Of a choice: what else there was to choose from. */
  readonly instead?: readonly string[];
  /** Of an edit, and of a thumb up for one: the program as it was run. */
  readonly source?: string;
}

export interface FeedbackRecord extends Opinion {
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
}

/** A line of the file; undefined for one that is damaged, or of another version. */
export function readRecord(line: string): FeedbackRecord | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { id, at, kind, question, program, words, keys, measure, instead, source } = value as Record<keyof FeedbackRecord, unknown>;
  if (!isText(id) || !isText(at) || !isText(question) || !isText(program) || !isTexts(words) || !isTexts(keys)) return undefined;
  if (!FEEDBACK_KINDS.some((known) => known === kind) || Number.isNaN(Date.parse(at))) return undefined;
  return {
    id,
    at,
    kind: kind as FeedbackKind,
    question,
    program,
    words,
    ...(isText(measure) ? { measure: measure as Measure } : {}),
    keys,
    ...(isTexts(instead) ? { instead } : {}),
    ...(isText(source) ? { source } : {}),
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
