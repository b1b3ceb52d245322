import type { CFunction } from '../../core/ctype.ts';
import type { Verdict } from '../../core/facts.ts';

/** A field of a tracepoint, as its format file declares it: `const char * filename`. */
export interface EventField {
  readonly name: string;
  readonly declaration: string;
}

/** What a machine has to compose programs from. Everything is asked for when it is needed, for some of it takes time to be read. */
export interface Offers {
  /** `category:name` of every tracepoint; undefined where they cannot be listed. */
  tracepoints(): readonly string[] | undefined;
  /** Undefined where there is no such tracepoint, or where it cannot be read. */
  fields(category: string, name: string): readonly EventField[] | undefined;
  /** Whether the kernel has a function of this name. */
  isFunction(name: string): Verdict;
  /** The parameters and the result of a function of the kernel, where its types are known. */
  prototype(name: string): CFunction | undefined;
  canAttach(by: 'kprobe' | 'kfunc', name: string): Verdict;
  /** How often an attach point fires on a busy machine, in events a second, as an order of magnitude. */
  rate(attachPoint: string): number;
}

/** What the words for events are looked up in. */
export type EventLists = Pick<Offers, 'tracepoints' | 'isFunction'>;
