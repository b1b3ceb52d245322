/** What kept opinions say of a question: which programs it moves, and how far. Pure. */
import type { Asked, FeedbackKind, FeedbackRecord, Opinion } from './record.ts';

export interface Learned {
  /** What is added to a program's score. */
  readonly shift: ReadonlyMap<string, number>;
  /** Programs that were twice no answer to just this question: none of them is taken while there is another. */
  readonly refused: ReadonlySet<string>;
  /** The program that was meant by just this question, the last time somebody said so. */
  readonly settled?: string;
  /** The last edit of each program that was changed for just this question, by its id. */
  readonly edited: ReadonlyMap<string, string>;
}

/** How alike the telling words of two questions are, 0 to 1. */
export type Alike = (first: readonly string[], second: readonly string[]) => number;

/**
 * What one opinion moves the very same question by. A program is clearly ahead of another with a lead of 0.1 and taken from 0.6 on (`src/plan/choose.ts`), so
 * that one thumb decides what was close, and no more. These numbers were found on the suite of test/feedback.
 */
const MOVES: Readonly<Record<FeedbackKind, number>> = { good: 0.14, bad: -0.14, chosen: 0.16, edited: 0.05 };
/** What was there to be chosen, and was not. */
const PASSED_OVER = -0.04;
/** What all opinions together move at most. */
const FARTHEST = 0.25;
/** Less alike, and it is another question. */
const RELATED = 0.5;
/** From here on it is the same question. */
const SAME = 0.85;
/** Of who asks for something else of the same thing: how often, and how long. */
const OTHER_MEASURE = 0.6;
const UNSAID_MEASURE = 0.8;
const OTHER_KEYS = 0.93;
const REFUSALS = 2;

/** How alike two questions are, 0 to 1: 1 for the same words. */
export function likeness(first: Asked, second: Asked, alike: Alike): number {
  if (plain(first.question) === plain(second.question)) return 1;
  const words = alike(first.words, second.words);
  const measure = first.measure === second.measure ? 1 : first.measure === undefined || second.measure === undefined ? UNSAID_MEASURE : OTHER_MEASURE;
  const keys = [...first.keys].sort().join() === [...second.keys].sort().join() ? 1 : OTHER_KEYS;
  return words * measure * keys;
}

/** What opinions (oldest first) say of a question; undefined where none of them is about anything like it. */
export function weigh(records: readonly FeedbackRecord[], asked: Asked, alike: Alike): Learned | undefined {
  const shift = new Map<string, number>();
  const refusals = new Map<string, number>();
  const edited = new Map<string, string>();
  let settled: string | undefined;
  for (const record of records) {
    const like = likeness(record, asked, alike);
    if (like < RELATED) continue;
    for (const [program, by] of movesOf(record)) {
      const moved = (shift.get(program) ?? 0) + by * like ** 2;
      shift.set(program, Math.max(-FARTHEST, Math.min(FARTHEST, moved)));
    }
    if (like < SAME) continue;
    const { kind, program, id, source } = record;
    if (kind === 'edited' || source !== undefined) edited.set(program, id);
    if (kind === 'bad') {
      refusals.set(program, (refusals.get(program) ?? 0) + 1);
      if (settled === program) settled = undefined;
    }
    if (kind === 'good' || kind === 'chosen') {
      refusals.delete(program);
      settled = program;
    }
  }
  if (shift.size === 0) return undefined;
  const refused = new Set([...refusals].flatMap(([program, times]) => (times >= REFUSALS ? [program] : [])));
  return { shift, refused, edited, ...(settled === undefined ? {} : { settled }) };
}

function movesOf({ kind, program, instead = [] }: Opinion): (readonly [string, number])[] {
  return [[program, MOVES[kind]], ...instead.filter((other) => other !== program).map((other) => [other, PASSED_OVER] as const)];
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
