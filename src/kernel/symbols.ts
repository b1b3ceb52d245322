import type { UsdtProbe } from './elf/notes.ts';

/** What the names of functions() are: every function, those that are exported (the rest was stripped off), or fewer than the file has. */
export type Extent =
  | 'all'
  | 'exported'
  /** All, but for the inlined ones, which only DWARF names (bpftrace 0.20 to 0.24 looks there too). */
  | 'not-inlined'
  /** There are more, in a form that is not read here. */
  | 'some';

/** The symbols of the programs and libraries on this machine. */
export interface UserSymbols {
  /**
   * The file a uprobe's or a USDT probe's target stands for, found as bpftrace does: a path as it is, a bare name on PATH or, for a uprobe, among the
   * libraries ld.so knows (`libc`); undefined where there is none that can be run or linked to. One that may not be read is taken for such a file.
   */
  find(target: string, kind?: 'uprobe' | 'usdt'): string | undefined;
  /** The files a target with a `*` stands for; undefined where they are too many to look at. */
  findAll(pattern: string): readonly string[] | undefined;
  /** Whether a path is there, whatever it is; for a script, the program that runs it. */
  file(path: string): 'missing' | 'other' | { readonly interpreter: string };
  /** Targets that may have been meant by one that is not found: what stands in its directory, or for a bare name what is on PATH or known to ld.so. */
  around(target: string): readonly string[];
  /** The names of the functions in its symbol tables (.symtab, .dynsym), those of its debug file included; undefined where the file is no readable ELF file. */
  functions(path: string): readonly string[] | undefined;
  /** What functions() leaves out; undefined where that is. */
  extent(path: string): Extent | undefined;
  /** Its USDT probes (.note.stapsdt); undefined where the file is no readable ELF file. */
  usdt(path: string): readonly UsdtProbe[] | undefined;
  /** The files of the libraries it is linked to, those first that it names itself, then theirs. */
  libraries(path: string): readonly string[];
}
