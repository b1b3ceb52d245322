/** The tree of a bpftrace program: plain data, every node with the span of source it came from. */
import type { Span } from '../core/diagnostic.ts';

interface Node {
  readonly span: Span;
}

export interface Script extends Node {
  readonly kind: 'script';
  /** The first line, where it begins with `#!`; without its line end. */
  readonly shebang?: string;
  /** Everything at the top level, in source order. */
  readonly items: readonly Item[];
  /** Those of the items that only declare: directives, definitions, config blocks and imports. */
  readonly preamble: readonly Preamble[];
  /** Those of the items that are probes. */
  readonly probes: readonly Probe[];
}

export type Item = Preamble | MapDeclaration | Subprogram | Macro | Probe;

export type Preamble = Directive | Definition | Config | Import;

/** A line for the C preprocessor. */
export interface Directive extends Node {
  readonly kind: 'directive';
  /** As written, from `#` on, with the lines it is continued on. */
  readonly text: string;
  /** `include`, `define`, `ifdef`. */
  readonly name: string;
  /** What `#include` names, without its brackets or quotes, or what `#define` defines, without parameters. */
  readonly argument?: string;
}

/** A C `struct`, `union` or `enum` of the program's own. */
export interface Definition extends Node {
  readonly kind: 'definition';
  /** As written, without the semicolon behind it: clang reads it, not bpftrace. */
  readonly text: string;
  readonly keyword: 'struct' | 'union' | 'enum';
  /** The tag; absent where it has none. */
  readonly name?: string;
  /** Of a struct or union, as far as they could be read. */
  readonly members: readonly Member[];
  /** Of an enum, in order. */
  readonly enumerators: readonly Enumerator[];
}

/** A member of a C struct or union. */
export interface Member extends Node {
  readonly kind: 'member';
  /** Empty for an anonymous struct or union. */
  readonly name: string;
  /** C text without the name: `char[16]`, `struct a *`, `struct` where `members` tells the rest. */
  readonly type: string;
  /** The width of a bit field. */
  readonly bits?: number;
  /** Those of a struct or union that is defined in place. */
  readonly members?: readonly Member[];
}

export interface Enumerator extends Node {
  readonly kind: 'enumerator';
  readonly name: string;
  /** Undefined where its expression, or that of one before it, is more than a number. */
  readonly value?: bigint;
}

/** `config = { key = value; ... }` */
export interface Config extends Node {
  readonly kind: 'config';
  readonly entries: readonly ConfigEntry[];
}

export interface ConfigEntry extends Node {
  readonly kind: 'config-entry';
  readonly key: string;
  readonly keySpan: Span;
  readonly value: Integer | Text | Bool | Identifier;
}

/** `import "path";`, at the top level or in a block. */
export interface Import extends Node {
  readonly kind: 'import';
  readonly path: Text;
}

/** `let @name = lruhash(100);` at the top level. */
export interface MapDeclaration extends Node {
  readonly kind: 'map-declaration';
  /** With its `@`. */
  readonly name: string;
  readonly nameSpan: Span;
  /** `hash`, `percpuhash`, `lruhash`. */
  readonly type: string;
  readonly typeSpan: Span;
  readonly size: Integer;
}

/** `fn name($a : type, ...) : type { ... }` */
export interface Subprogram extends Node {
  readonly kind: 'subprogram';
  readonly name: string;
  readonly nameSpan: Span;
  readonly parameters: readonly Parameter[];
  readonly returns: TypeName | TypeOf;
  readonly body: Block;
}

export interface Parameter extends Node {
  readonly kind: 'parameter';
  /** With its `$`. */
  readonly name: string;
  readonly type: TypeName | TypeOf;
}

/** `macro name($variable, @map, expression) { ... }`; the value of its block is what a use of it yields. */
export interface Macro extends Node {
  readonly kind: 'macro';
  readonly name: string;
  readonly nameSpan: Span;
  readonly parameters: readonly (Variable | MapRef | Identifier)[];
  readonly body: Block;
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
  /** What the program calls it: `name=kprobe:f` (since 0.25). Part of `text`, of nothing else. */
  readonly label?: string;
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

/** `{ ... }`: a probe's body, a statement of its own, or (since 0.24) an expression. */
export interface Block extends Node {
  readonly kind: 'block';
  readonly statements: readonly Statement[];
  /** What the block yields: a last expression without its semicolon, in a macro or where the block stands for a value. Elsewhere that is a statement. */
  readonly value?: Expression;
}

export type Statement = ExpressionStatement | Assignment | Let | If | While | For | Unroll | Jump | Block | Import;

export interface ExpressionStatement extends Node {
  readonly kind: 'expression-statement';
  readonly expression: Expression;
}

export interface Assignment extends Node {
  readonly kind: 'assignment';
  /** A map or a scratch variable; or the identifier `_`, which throws the value away (since 0.24). */
  readonly target: Expression;
  /** `=`, `+=`, `<<=` and so on. */
  readonly operator: string;
  readonly value: Expression;
}

export interface Let extends Node {
  readonly kind: 'let';
  /** With its `$`. */
  readonly name: string;
  readonly nameSpan: Span;
  /** As written, but for blanks. */
  readonly type?: string;
  /** The same as a node. */
  readonly typeNode?: TypeName | TypeOf;
  readonly value?: Expression;
}

/** A statement, or (since 0.25) an expression: its blocks then have values. */
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
  /** With its `$`. */
  readonly variable: string;
  readonly variableSpan: Span;
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

export type Expression =
  | Integer
  | Text
  | Bool
  | Identifier
  | MapRef
  | Variable
  | Positional
  | Call
  | Unary
  | Binary
  | Ternary
  | Cast
  | Field
  | Index
  | Tuple
  | RecordValue
  | SizeOf
  | OffsetOf
  | TypeOf
  | TypeInfo
  | Comptime
  | Block
  | If;

export interface Integer extends Node {
  readonly kind: 'integer';
  /** A duration in nanoseconds. */
  readonly value: bigint;
  /** As written: `0x1f`, `1_000`, `1e6`, `5ms`, `7ULL`. */
  readonly text: string;
}

/** A string literal. */
export interface Text extends Node {
  readonly kind: 'string';
  /** With its escapes resolved; one character for each byte that was written as a number. */
  readonly value: string;
  /** As written, with its quotes. */
  readonly text: string;
}

/** `true` or `false`. */
export interface Bool extends Node {
  readonly kind: 'boolean';
  readonly value: boolean;
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
  /** `!`, `-`, `~`, `*`, `&`, `++`, `--`. */
  readonly operator: string;
  readonly postfix: boolean;
  readonly operand: Expression;
}

export interface Binary extends Node {
  readonly kind: 'binary';
  /** Among them `?:`, which yields its left side unless that is false (since 0.26). */
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
  /** As written, but for blanks: `struct sock *`, `uint64`; `typeof(...)` where an expression tells the type. */
  readonly type: string;
  /** The same as a node. */
  readonly typeNode: TypeName | TypeOf;
  readonly operand: Expression;
}

/** `object.name` or `object->name`; a tuple's fields have numbers for names. */
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

/** `(name = value, ...)` */
export interface RecordValue extends Node {
  readonly kind: 'record';
  readonly fields: readonly RecordField[];
}

export interface RecordField extends Node {
  readonly kind: 'record-field';
  readonly name: string;
  readonly nameSpan: Span;
  readonly value: Expression;
}

/** The name of a type, where a type is called for. */
export interface TypeName extends Node {
  readonly kind: 'type';
  /** As written, but for blanks: `struct sock *`, `uint8[6]`, `enum x`. */
  readonly text: string;
}

/** `sizeof(type)` or `sizeof(expression)`. A lone name that is no type of bpftrace's is an identifier, though it may name a typedef. */
export interface SizeOf extends Node {
  readonly kind: 'sizeof';
  readonly of: TypeName | Expression;
}

/** `offsetof(struct x, a.b)`, or with an expression of that type. */
export interface OffsetOf extends Node {
  readonly kind: 'offsetof';
  readonly of: TypeName | Expression;
  readonly path: readonly string[];
  readonly pathSpan: Span;
}

/** `typeof(type)` or `typeof(expression)`, in the place of a type or as an argument. */
export interface TypeOf extends Node {
  readonly kind: 'typeof';
  readonly of: TypeName | Expression;
}

/** `typeinfo(type)` or `typeinfo(expression)`. */
export interface TypeInfo extends Node {
  readonly kind: 'typeinfo';
  readonly of: TypeName | Expression;
}

/** `comptime expression`: worked out while the program is compiled. */
export interface Comptime extends Node {
  readonly kind: 'comptime';
  readonly operand: Expression;
}

/** Whatever `children` and `walk` (visit.ts) go through. Attach points and predicates belong to their probe. */
export type AnyNode = Script | Item | Statement | Expression | Member | Enumerator | ConfigEntry | Parameter | TypeName | RecordField;
