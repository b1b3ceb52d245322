/** The library's programs in C: apart from the others, so that neither a start nor a question that is not for them has to do with them. */
import { existsSync, readFileSync } from 'node:fs';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import type { Attachment } from '../../core/program.ts';
import type { LibraryProgram, Localised } from '../library.ts';
import { type IndexData, LibraryIndex } from '../match.ts';

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

const BUILT = new URL('../../c-library.json', import.meta.url);
/** Where it is found from the files that the command line is put into. */
const BUNDLED = new URL('../c-library.json', import.meta.url);
let loaded: CLibrary | undefined;

/** Reads what the build has prepared, once. */
export function loadCLibrary(): CLibrary {
  if (loaded === undefined) {
    const file = [BUNDLED, BUILT].find((url) => existsSync(url));
    if (file === undefined) throw new Problem(messages.notBuilt());
    const { programs, index } = JSON.parse(readFileSync(file, 'utf8')) as BuiltCLibrary;
    loaded = { programs, index: new LibraryIndex(programs, index) };
  }
  return loaded;
}
