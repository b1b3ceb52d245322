import type { Verdict } from '../core/facts.ts';

/** The kernel's functions, and which of them can be traced. `unknown` wherever the lists cannot be read. */
export interface KernelFunctions {
  /** Whether the kernel (or a loaded module) has a function of this name: /proc/kallsyms. */
  has(name: string): Verdict;
  /**
   * Whether it can be traced: tracefs' available_filter_functions, and for kprobes kprobes/blacklist. Without `by`, whether it can be in either way. A kernel
   * without the function tracer has no such list; its functions may be traceable all the same, which is `unknown`.
   */
  traceable(name: string, by?: 'kprobe' | 'fentry'): Verdict;
  /** The names of all traceable functions, without duplicates; undefined where that list cannot be read. */
  list(): readonly string[] | undefined;
  /** The names of all functions, without duplicates; undefined where kallsyms cannot be read. What to suggest from where `list` is undefined. */
  names(): readonly string[] | undefined;
  /** The module a function is in, such as `btrfs`; undefined for vmlinux, or where it is not known. */
  module(name: string): string | undefined;
}
