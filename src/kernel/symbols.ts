/** The symbols of the programs and libraries on this machine. */
export interface UserSymbols {
  /**
   * The file a uprobe's or a USDT probe's target stands for, found as bpftrace does: a path as it is (links followed), a bare name on PATH or among the
   * libraries ld.so knows (`libc`); undefined where there is none.
   */
  find(target: string): string | undefined;
  /** The names of the functions in its symbol tables (.symtab, .dynsym); undefined where the file is no readable ELF file. */
  functions(path: string): readonly string[] | undefined;
  /** Its USDT probes (.note.stapsdt); undefined where the file is no readable ELF file. */
  usdt(path: string): readonly { readonly provider: string; readonly name: string; readonly arguments: number }[] | undefined;
}
