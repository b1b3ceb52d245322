import type { CTypes } from '../core/ctype.ts';
import type { KernelFacts } from '../core/facts.ts';
import type { KernelFunctions } from '../kernel/functions.ts';
import type { Headers } from '../kernel/headers.ts';
import type { UserSymbols } from '../kernel/symbols.ts';
import type { Tracepoints } from '../kernel/tracepoints.ts';

/** The machine a program is held against: this one, or a snapshot of another. What is absent cannot be looked up, and is never complained about. */
export interface Machine {
  readonly facts: KernelFacts;
  readonly tracepoints: Tracepoints;
  readonly functions?: KernelFunctions;
  /** May be read from the machine when it is first asked for, which costs some 20 ms: not to be looked at by what does not need it. */
  readonly types?: CTypes | undefined;
  readonly symbols?: UserSymbols;
  readonly headers?: Headers;
}
