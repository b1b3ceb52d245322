import type { Program } from '../core/program.ts';
import type { RunRecord } from '../core/run-record.ts';

/** What may be wished of a form. */
export interface Choice {
  /** Which table of the run, by the names that `tables.ts` gives them; the answer without. Only for a form that is `single`. */
  readonly dataset?: string;
}

/** A form a run can be written in, as a file. */
export interface Format {
  /** What it is chosen by, with `--as`. */
  readonly name: string;
  /** Of file names, the first being the usual one: a file that ends so is of this form. With their dot. */
  readonly extensions: readonly string[];
  /** What it is, for a person. */
  readonly what: string;
  /** Why a run cannot be written so, such as that it has no stacks; undefined where it can. */
  readonly unfit: (record: RunRecord) => string | undefined;
  /** The same of whatever a program will see, in a language: told before it runs. Absent where any program will do. */
  readonly never?: (program: Program, language: string) => string | undefined;
  /** Whether it holds one table of the run and nothing else. */
  readonly single?: true;
  /** Throws a Problem where the run has no dataset of that name. */
  readonly write: (record: RunRecord, choice?: Choice) => string | Uint8Array | Promise<string | Uint8Array>;
}
