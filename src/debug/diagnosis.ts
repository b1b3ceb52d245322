/** What a look at a program that fails or stays silent comes to: stages, and what was found at each. Plain data, for every front end. */
import type { Fix, Position, Severity, Span } from '../core/diagnostic.ts';

/** What has to go well before a program shows anything, in this order. */
export const STAGES = ['reads', 'names', 'safe', 'loads', 'attaches', 'fires', 'passes', 'shows'] as const;
export type StageId = (typeof STAGES)[number];

export interface Stage {
  readonly id: StageId;
  /** `untried`: it never came to it, or nothing could tell. */
  readonly state: 'good' | 'doubtful' | 'bad' | 'untried';
  /** As a sentence. */
  readonly says: string;
}

/** A value that a condition was held against, and how often it was met. */
export interface SeenValue {
  readonly value: string;
  readonly count: number;
}

export interface Finding {
  /** Stable and searchable: `filter-lets-none-through`. */
  readonly id: string;
  readonly stage: StageId;
  readonly severity: Severity;
  /** What it is about, as the course names it (lessons/concepts.toml). */
  readonly concept: string;
  readonly span?: Span;
  /** The line and column where the span begins and ends, from 1. */
  readonly from?: Position;
  readonly to?: Position;
  /** What is wrong, in a teacher's words. */
  readonly says: string;
  /** What to try, most useful first. */
  readonly tries: readonly string[];
  /** What the machine was doing meanwhile, most frequent first: names of processes, of files. For the eyes of whoever asked: kept nowhere, and never in JSON. */
  readonly seen?: readonly SeenValue[];
  /** The change that mends it, where one is known. */
  readonly fix?: Fix;
  /** What the checker, bpftrace or the kernel said, word for word, where that is not what is said here. */
  readonly said?: string;
}

/** `works`: it showed something; `doubtful`: it did, and something is wrong all the same; `silent`: it ran and showed nothing; `broken`: it cannot run; `unrun`: only looked at. */
export type Verdict = 'works' | 'doubtful' | 'silent' | 'broken' | 'unrun';

export interface Diagnosis {
  readonly type: 'diagnosis';
  readonly file: string;
  readonly language: 'en' | 'zh';
  readonly program: 'bpftrace' | 'c' | 'object';
  readonly verdict: Verdict;
  /** Seconds for which it was watched; absent where it did not run. */
  readonly seconds?: number;
  readonly stages: readonly Stage[];
  /** The likeliest reason first. */
  readonly findings: readonly Finding[];
  /** The program with its findings' fixes put in; absent where there are none. */
  readonly repaired?: string;
}
