import type { Overhead } from './overhead.ts';
import type { Output } from './program.ts';

/**
 * The one union that every front end reads. Integers beyond 2^53 are bigint in memory and decimal strings in JSON.
 */
export type Scalar = number | bigint | string | boolean | null;

export type EndReason =
  /** The program ended itself, at its time limit or by exit(). */
  | 'finished'
  /** The user asked, by Ctrl-C. */
  | 'interrupted'
  /** The traced command ended. */
  | 'command-ended'
  /** Nobody reads the output any more, or the terminal is gone. */
  | 'output-closed'
  /** The time limit passed and the program had not ended by itself. */
  | 'deadline'
  /** It cost more than it may, and slowing down did not help. */
  | 'overhead'
  /** bpftrace refused to compile, load or attach the program. */
  | 'rejected'
  /** bpftrace died. */
  | 'crashed';

export interface Bucket {
  /** Both inclusive; missing where the bucket is open on that side. */
  readonly min?: number | bigint;
  readonly max?: number | bigint;
  readonly count: number;
}

export interface MapEntry {
  readonly key: readonly Scalar[];
  readonly value: Scalar | readonly Scalar[];
}

export interface StatsEntry {
  readonly key: readonly Scalar[];
  readonly count?: Scalar;
  readonly average: Scalar;
  readonly total?: Scalar;
}

export interface HistogramEntry {
  readonly key: readonly Scalar[];
  readonly buckets: readonly Bucket[];
}

/** What a map holds, printed by the program. */
export type MapEvent =
  | { readonly type: 'map'; readonly map: string; readonly entries: readonly MapEntry[] }
  | { readonly type: 'stats'; readonly map: string; readonly entries: readonly StatsEntry[] }
  | { readonly type: 'histogram'; readonly map: string; readonly entries: readonly HistogramEntry[] };

export type TraceEvent =
  | { readonly type: 'started'; readonly pid: number }
  /** Every probe is attached: events are seen from here on. */
  | { readonly type: 'attached'; readonly probes: number }
  /** What comes next is of this form, which the program did not tell before it ran: a tool's table, known once its heading is printed. */
  | { readonly type: 'output'; readonly output: Output }
  | { readonly type: 'row'; readonly statement: number; readonly values: readonly Scalar[] }
  | MapEvent
  /** What a map of the program holds so far: asked for by us while it runs (`Job.snapshots`), not printed by the program. A later one, or the map itself, replaces it. */
  | { readonly type: 'snapshot'; readonly map: MapEvent }
  /** What the run has cost so far. */
  | { readonly type: 'overhead'; readonly overhead: Overhead }
  /** A line the program printed; `banner` for one of its BEGIN, which says nothing about what was seen. */
  | { readonly type: 'text'; readonly text: string; readonly banner?: true }
  | { readonly type: 'lost'; readonly count: number }
  | { readonly type: 'warning'; readonly message: string }
  | {
      readonly type: 'ended';
      readonly reason: EndReason;
      /** Seconds from attached to the end. */
      readonly seconds: number;
      /** What bpftrace said, where it failed. */
      readonly message?: string;
      /** It did not end when it was told to, and was killed: what its maps held is lost. */
      readonly killed?: true;
      /** Exit status of the traced command, where there was one. */
      readonly commandStatus?: number;
    };
