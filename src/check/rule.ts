import type { Script } from '../bpftrace/ast.ts';
import type { Dialect } from '../bpftrace/dialect/dialect.ts';
import type { Typing } from '../bpftrace/typing/infer.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Machine } from './machine.ts';
import type { Place } from './places.ts';

/** What a rule looks at. A rule is a pure function of it. */
export interface RuleContext extends Machine {
  readonly script: Script;
  readonly source: string;
  readonly allowUnsafe: boolean;
  /** The language as this machine's bpftrace has it; the newest where none is known. */
  readonly dialect: Dialect;
  /** The type of every expression. Worked out when it is first asked for. */
  readonly typing: Typing;
  /** Every statement and expression with where it stands, in source order. Worked out when it is first asked for. */
  readonly places: readonly Place[];
}

/** One reason a program can be wrong. Yields what it finds; never throws. */
export interface Rule {
  readonly name: string;
  /** It knows a way out, and not what the language allows: what it finds is told only where another rule finds an error at the same place. */
  readonly remedy?: boolean;
  /** What it says of a probe rests on that probe alone: it is asked also where another one could not be read. */
  readonly alone?: true;
  check(context: RuleContext): Iterable<Diagnostic>;
}
