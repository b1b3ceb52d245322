/** A tracepoint that tells of the same event as a kernel function's call or return, or of nearly the same. */
export interface FunctionEvent {
  /** The functions; `*` at the end of one stands for any ending. */
  readonly functions: readonly string[];
  /** Absent: both. */
  readonly at?: 'entry' | 'return';
  /** In the order of preference: the first that the kernel has is taken. Several in one string, with commas, are taken together. */
  readonly to: readonly string[];
  /** Only these events are meant: a predicate over the fields. */
  readonly when?: string;
  /** What stands for `arg0`, `arg1` and so on. An argument that is missing here has no counterpart. */
  readonly args?: readonly (string | undefined)[];
  /** What stands for something that is read through an argument, however deep: `arg0->q->disk->disk_name`. Tried before `args`. */
  readonly paths?: Readonly<Record<string, string>>;
  /** What stands for an argument where it alone is a map's key, to find there what was kept at the beginning. */
  readonly keys?: readonly (string | undefined)[];
  readonly retval?: string;
  /** What stands for any register but those of the arguments, where programs look for it there. */
  readonly registers?: string;
  /** What is measured differently, in words; absent where nothing is. */
  readonly changes?: string;
}
