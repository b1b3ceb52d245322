import type { RunRecord } from '../core/run-record.ts';

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
  readonly write: (record: RunRecord) => string | Uint8Array | Promise<string | Uint8Array>;
}
