/** A run, from its question to its answer, as plain data: what a session keeps, and what reports, exports, differences and explanations are made of. */
import type { Dataset, HeatMap, Series } from './dataset.ts';
import type { EndReason } from './events.ts';
import type { KernelFacts } from './facts.ts';
import type { RecordedNames } from './names.ts';
import type { Overhead } from './overhead.ts';
import type { Program, Safety } from './program.ts';

export interface RunRecord {
  readonly format: 1;
  /** Of the session it is kept as; absent where it is not kept. */
  readonly id?: string;
  /** As typed; absent where a program was given. */
  readonly question?: string;
  /** The language the answer is worded in. */
  readonly language: string;
  readonly program: Program;
  /** What the program tells, as a sentence's end. */
  readonly tells: string;
  readonly safety: Safety;
  readonly notes: readonly string[];
  /** Whom it was narrowed to and what was traced, in the user's words. */
  readonly command?: string;
  /** The model that wrote the program, where one did. */
  readonly model?: string;
  readonly facts: KernelFacts;
  /** Of the numbers in its datasets, as they were called there. */
  readonly names?: RecordedNames;
  /** Milliseconds since 1970, when it began to run. */
  readonly startedAt: number;
  /** `broken-off`: gpttrace was killed, or the machine; what it had seen until then is here. */
  readonly state: 'running' | 'ended' | 'broken-off';
  readonly reason?: EndReason;
  /** What the tracer said, where it failed. */
  readonly failure?: string;
  /** Seconds from attached to the end. */
  readonly seconds: number;
  readonly probes: number;
  /** The answer first. */
  readonly datasets: readonly Dataset[];
  readonly series: readonly Series[];
  readonly heatMaps: readonly HeatMap[];
  /** The last lines of text the program printed. */
  readonly texts: readonly string[];
  readonly sentence: string;
  /** Where nothing was seen: why that may be. */
  readonly reasons: readonly string[];
  /** What else is worth knowing: what it cost, where that is notable. */
  readonly remarks?: readonly string[];
  readonly records: number;
  readonly lost: number;
  readonly warnings: readonly string[];
  /** As last measured. */
  readonly overhead?: Overhead;
}
