import type { Script } from '../bpftrace/ast.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Machine } from './machine.ts';

/** What a rule looks at. A rule is a pure function of it. */
export interface RuleContext extends Machine {
  readonly script: Script;
  readonly source: string;
  readonly allowUnsafe: boolean;
}

/** One reason a program can be wrong. Yields what it finds; never throws. */
export interface Rule {
  readonly name: string;
  check(context: RuleContext): Iterable<Diagnostic>;
}
