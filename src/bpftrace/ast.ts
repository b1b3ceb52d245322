/** The tree of a bpftrace program: plain data, every node with the span of source it came from. */
import type { Span } from '../core/diagnostic.ts';

interface Node {
  readonly span: Span;
}

export interface Script extends Node {
  readonly kind: 'script';
  /** C preprocessor lines, struct, union and enum definitions, and `config` blocks, as they stand. */
  readonly preamble: readonly Preamble[];
  readonly probes: readonly Probe[];
}

export interface Preamble extends Node {
  readonly kind: 'directive' | 'definition' | 'config';
}

export interface Probe extends Node {
  readonly kind: 'probe';
  readonly attachPoints: readonly AttachPoint[];
  readonly predicate?: Predicate;
  readonly body: Block;
}

export interface AttachPoint extends Node {
  readonly kind: 'attach-point';
  /** As written, without blanks around it: `tracepoint:syscalls:sys_enter_openat`. */
  readonly text: string;
  /** The probe kind in its long form: `t:` is `tracepoint`. */
  readonly provider: string;
  /** What follows the provider, split at colons outside quotes. */
  readonly parts: readonly string[];
}

/** `/ condition /`; the span includes the slashes. */
export interface Predicate extends Node {
  readonly kind: 'predicate';
  readonly condition: Expression;
}

export interface Block extends Node {
  readonly kind: 'block';
  readonly statements: readonly Statement[];
}

export type Statement = ExpressionStatement | Assignment | Let | If | While | For | Unroll | Jump | Block;

export interface ExpressionStatement extends Node {
  readonly kind: 'expression-statement';
  readonly expression: Expression;
}

export interface Assignment extends Node {
  readonly kind: 'assignment';
  readonly target: Expression;
  /** `=`, `+=`, `<<=` and so on. */
  readonly operator: string;
  readonly value: Expression;
}

export interface Let extends Node {
  readonly kind: 'let';
  readonly name: string;
  readonly type?: string;
  readonly value?: Expression;
}

export interface If extends Node {
  readonly kind: 'if';
  readonly condition: Expression;
  readonly then: Block;
  readonly otherwise?: Block | If;
}

export interface While extends Node {
  readonly kind: 'while';
  readonly condition: Expression;
  readonly body: Block;
}

/** `for ($kv : @map)` or `for ($i : 0..5)`. */
export interface For extends Node {
  readonly kind: 'for';
  readonly variable: string;
  readonly from: Expression;
  readonly to?: Expression;
  readonly body: Block;
}

export interface Unroll extends Node {
  readonly kind: 'unroll';
  readonly times: Expression;
  readonly body: Block;
}

export interface Jump extends Node {
  readonly kind: 'jump';
  readonly word: 'return' | 'break' | 'continue';
  readonly value?: Expression;
}

export type Expression = Integer | Text | Identifier | MapRef | Variable | Positional | Call | Unary | Binary | Ternary | Cast | Field | Index | Tuple;

export interface Integer extends Node {
  readonly kind: 'integer';
  readonly value: bigint;
}

/** A string literal; `value` has its escapes resolved. */
export interface Text extends Node {
  readonly kind: 'string';
  readonly value: string;
}

/** A builtin (`pid`, `args`), a constant or an enumerator. */
export interface Identifier extends Node {
  readonly kind: 'identifier';
  readonly name: string;
}

/** `@`, `@name` or `@name[key, ...]`. */
export interface MapRef extends Node {
  readonly kind: 'map';
  /** With its `@`. */
  readonly name: string;
  readonly keys: readonly Expression[];
  /** The span between the brackets, where there are any. */
  readonly keySpan?: Span;
}

export interface Variable extends Node {
  readonly kind: 'variable';
  /** With its `$`. */
  readonly name: string;
}

/** `$1`, or `$#`. */
export interface Positional extends Node {
  readonly kind: 'positional';
  readonly index: number | '#';
}

export interface Call extends Node {
  readonly kind: 'call';
  readonly name: string;
  readonly nameSpan: Span;
  readonly args: readonly Expression[];
}

export interface Unary extends Node {
  readonly kind: 'unary';
  readonly operator: string;
  readonly postfix: boolean;
  readonly operand: Expression;
}

export interface Binary extends Node {
  readonly kind: 'binary';
  readonly operator: string;
  readonly left: Expression;
  readonly right: Expression;
}

export interface Ternary extends Node {
  readonly kind: 'ternary';
  readonly condition: Expression;
  readonly then: Expression;
  readonly otherwise: Expression;
}

export interface Cast extends Node {
  readonly kind: 'cast';
  /** As written: `struct sock *`, `uint64`. */
  readonly type: string;
  readonly operand: Expression;
}

/** `object.name` or `object->name`. */
export interface Field extends Node {
  readonly kind: 'field';
  readonly object: Expression;
  readonly name: string;
  readonly nameSpan: Span;
  readonly arrow: boolean;
}

export interface Index extends Node {
  readonly kind: 'index';
  readonly object: Expression;
  readonly index: Expression;
}

export interface Tuple extends Node {
  readonly kind: 'tuple';
  readonly items: readonly Expression[];
}
