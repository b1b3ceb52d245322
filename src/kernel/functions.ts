import type { Verdict } from '../core/facts.ts';

/** The kernel's functions, and which of them can be traced. `unknown` wherever the lists cannot be read. */
export interface KernelFunctions {
  /** Whether the kernel (or a loaded module) has a function of this name: /proc/kallsyms. */
  has(name: string): Verdict;
  /** Whether a kprobe or fentry can be placed on it: tracefs' available_filter_functions, kprobes/blacklist. */
  traceable(name: string): Verdict;
  /** The names of all traceable functions, without duplicates; undefined where that list cannot be read. */
  list(): readonly string[] | undefined;
  /** The module a function is in, such as `btrfs`; undefined for vmlinux, or where it is not known. */
  module(name: string): string | undefined;
}
