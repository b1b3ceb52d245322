/** What filling a program's slots comes to. */
import type { Condition, Measure } from '../../core/intent.ts';
import type { ValueNumbers } from '../../core/names.ts';
import type { Window } from '../../core/program.ts';
import type { NamedColumn } from '../../knowledge/library.ts';
import type { Direction } from './direction.ts';

export interface Filled {
  readonly source: string;
  /** The map that is the answer now, or `rows`. */
  readonly answer: string;
  /** What the answer map is keyed by now. */
  readonly keys: readonly string[];
  /** What the columns of its rows are called, where it prints rows. */
  readonly columns: readonly NamedColumn[];
  /** What the value of the answer map is called. */
  readonly value: NamedColumn;
  readonly measure: Measure;
  /** Wishes that this program cannot grant. */
  readonly refused: readonly Refusal[];
  /** What the user should know of a wish that was granted. */
  readonly remarks: readonly Remark[];
  /** How long it is to run; absent where nothing says so. */
  readonly seconds?: number;
  readonly endsItself: boolean;
  readonly window?: Pick<Window, 'seconds' | 'together'>;
  /** Whether the question's process is what it is narrowed to. */
  readonly narrowed: boolean;
  /** Whether that process is who does it, or whom it is done to. */
  readonly narrowedTo: 'doer' | 'receiver';
}

export type Refusal =
  | { readonly what: 'key'; readonly key: string; readonly offered: readonly string[] }
  | { readonly what: 'measure'; readonly measure: Measure }
  | { readonly what: 'filter' }
  | { readonly what: 'condition'; readonly condition: Condition; readonly words: string }
  /** Shown at intervals, or a number of times: a program that shows each event as it comes has no intervals. */
  | { readonly what: 'every' }
  | { readonly what: 'times' };

/**
 * Paths are compared as the program was given them, or only their last part is, or the number of the file, or of a directory above it; of a program that sees
 * reads and writes, one of them is counted.
 */
export type Remark = 'paths-as-given' | 'names-only' | 'by-inode' | 'below-by-inode' | 'only-reads' | 'only-writes';

export interface FillOptions {
  /** Numbers of what the question calls by name; what cannot be looked up is refused. */
  readonly numbers?: ValueNumbers;
  /** Events a second at an attach point on a busy machine, as an order of magnitude. */
  readonly rate?: (attachPoint: string) => number;
  /** What the question is about, where it speaks of reading or of writing alone. */
  readonly direction?: Direction | undefined;
  /** How long to watch where neither the question nor what it asks for says; for ever without. */
  readonly seconds?: number;
}
