/** The library's programs in C: apart from the others, so that neither a start nor a question that is not for them has to do with them. */
import type { Attachment } from '../../core/program.ts';
import type { IndexData } from '../index-data.ts';
import type { LibraryProgram, Localised } from '../library.ts';
import type { LibraryIndex } from '../match.ts';

/** A program in C, and what its front matter says of it (docs/LIBRARY.md, "Programs in C"). */
export interface CProgram extends LibraryProgram {
  /** The bpftrace program of the library that gives the same answer. */
  readonly twin: string | undefined;
  /** What one learns from it about eBPF. */
  readonly lesson: Localised;
  /** What can be set before it is loaded: the variable of the program, by what it means (`pid`, `comm`, `min_us`). */
  readonly params: Readonly<Record<string, string>>;
  readonly attach: Attachment | undefined;
}

/** As the build writes it. */
export interface BuiltCLibrary {
  readonly programs: readonly CProgram[];
  readonly index: IndexData;
}

export interface CLibrary {
  readonly programs: readonly CProgram[];
  readonly index: LibraryIndex;
}
