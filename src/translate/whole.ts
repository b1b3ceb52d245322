/** What all functions of the C program share: its maps, its rows, what of the little helpers they use. */
import type { Call, Expression, Probe } from '../bpftrace/ast.ts';
import type { Typing } from '../bpftrace/typing/infer.ts';
import type { Type } from '../bpftrace/typing/type.ts';
import type { Machine } from '../check/machine.ts';
import type { RowsOutput } from '../core/program.ts';
import type { MapPlan } from './maps.ts';
import type { Names } from './names.ts';
import type { NamedPart } from './parts.ts';

export interface RowPlan {
  readonly output: RowsOutput;
  readonly ring: string;
  /** Without `struct`. */
  readonly struct: string;
  readonly parts: readonly NamedPart[];
}

/** Parts of the text that are written only where they are used. */
export type Use = 'dropped' | 'same' | 'usdt' | 'stacks' | 'core' | 'tracing' | 'hist' | 'stats';

export interface Whole {
  readonly typing: Typing;
  readonly machine: Machine;
  /** Of the source, to quote from. */
  readonly source: string;
  readonly names: Names;
  readonly maps: ReadonlyMap<string, MapPlan>;
  readonly rows: ReadonlyMap<Call, RowPlan>;
  readonly uses: Set<Use>;
  /** What the program puts where. */
  readonly assigned: readonly Assigned[];
}

export interface Assigned {
  /** Of a map or a scratch variable. */
  readonly name: string;
  readonly expression: Expression;
  readonly probe: Probe;
}

export function quoted(whole: Pick<Whole, 'source'>, { span }: Expression): string {
  return whole.source.slice(span.start, span.end).replace(/\s+/g, ' ');
}

export function typeOf(whole: Pick<Whole, 'typing'>, expression: Expression): Type {
  return whole.typing.typeOf(expression);
}
