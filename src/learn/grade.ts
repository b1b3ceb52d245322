/** What came of judging a learner's program, as data. */
import type { Diagnostic } from '../core/diagnostic.ts';
import type { SafetyReason } from '../core/program.ts';
import type { Said } from './lesson.ts';

/**
 * `refused`: it would do more than watch. `silent`: it said nothing of what happened. `not-judged`: this machine cannot do what the exercise needs, or the workload
 * failed, which is no fault of the program.
 */
export type GradeVerdict = 'passed' | 'wrong' | 'silent' | 'does-not-check' | 'refused' | 'does-not-attach' | 'not-judged';

export interface Grade {
  readonly lesson: string;
  readonly exercise: string;
  readonly verdict: GradeVerdict;
  /** The number of this judgement. */
  readonly n: number;
  /** What the checker or the compiler has against it, and what it wants said. */
  readonly diagnostics: readonly Diagnostic[];
  /** Where what it said is not what happened, as the judge puts it. */
  readonly faults: readonly string[];
  /** What it said while the workload ran: the first records. */
  readonly said: readonly string[];
  /** How many records there were. */
  readonly records: number;
  /** Which of the exercise's slips it is, by its place among them. */
  readonly slip?: number;
  /** Which of the exercise's demands it does not meet, by its place among them: the first. */
  readonly lacks?: number;
  /** What else there is to say: why it did not attach, why it was not judged, what bpftrace warned of. */
  readonly notes: readonly string[];
  /** Why it was not judged, or not attached, where that is said in more than one language; `notes` have it in English. */
  readonly why?: Said;
  /** The guest of the lab that it was judged in, where it was not this machine. */
  readonly guest?: string;
  /** What makes it costly, where something does. */
  readonly costly: readonly SafetyReason[];
  /** The program ended by itself before the workload did. */
  readonly endedEarly: boolean;
  readonly seconds: number;
}
