/**
 * C types as a kernel's BTF (Documentation/bpf/btf.rst) or a program's own definitions tell them. Plain data: a struct refers to its members by `id`,
 * because structures point at each other, and whoever holds a CTypes asks it for them.
 */
export type CType =
  | { readonly kind: 'void' }
  | { readonly kind: 'int'; readonly name: string; readonly bits: number; readonly signed: boolean }
  | { readonly kind: 'float'; readonly name: string; readonly bits: number }
  | { readonly kind: 'enum'; readonly name: string; readonly bits: number; readonly signed: boolean; readonly id: number }
  | { readonly kind: 'pointer'; readonly to: CType; readonly user?: boolean }
  | { readonly kind: 'array'; readonly of: CType; readonly length: number }
  | { readonly kind: 'record'; readonly union: boolean; readonly name: string; readonly id: number; readonly size: number }
  | { readonly kind: 'function' }
  /** Declared only: its layout is nowhere to be found. */
  | { readonly kind: 'incomplete'; readonly name: string };

export type RecordType = Extract<CType, { kind: 'record' }>;

export interface CMember {
  /** Empty for an anonymous struct or union, whose members count as its parent's. */
  readonly name: string;
  readonly type: CType;
  readonly bitOffset: number;
  /** Of a bit field; absent for an ordinary member. */
  readonly bitSize?: number;
}

export interface CFunction {
  readonly name: string;
  readonly params: readonly { readonly name: string; readonly type: CType }[];
  readonly returns: CType;
}

/** Where types are looked up. Every answer may be undefined: not there. */
export interface CTypes {
  /** By tag or typedef, as written in a program: `struct task_struct`, `union nf_inet_addr`, `enum pid_type`, `pid_t`. */
  named(name: string): CType | undefined;
  /** The direct members, anonymous ones included, in the order of the definition. */
  members(type: RecordType): readonly CMember[];
  /** The value of an enumerator, of whatever enum. */
  enumerator(name: string): { readonly value: bigint; readonly type: CType } | undefined;
  /** The enumerators of an enum, in the order of the definition. */
  enumerators(type: Extract<CType, { kind: 'enum' }>): readonly { readonly name: string; readonly value: bigint }[];
  /**
   * The prototype of a kernel function, or of a typedef that stands for one or for a pointer to one: `btf_trace_sched_switch` is that of the raw tracepoint
   * `sched_switch`, with a `void *` before its arguments.
   */
  function(name: string): CFunction | undefined;
  /** The names of all structs (`struct x`), unions and enums, of all typedefs, or of all functions: what is suggested where a name does not exist. */
  names(of: 'tags' | 'typedefs' | 'functions'): readonly string[];
}

/** A member by name, looked for in anonymous members too, as C does. */
export function findMember(types: CTypes, record: RecordType, name: string): CMember | undefined {
  return findIn(types, record, name, new Set());
}

/** `seen` keeps broken data, in which a struct holds itself, from being walked for ever. */
function findIn(types: CTypes, record: RecordType, name: string, seen: Set<number>): CMember | undefined {
  if (seen.has(record.id)) return undefined;
  seen.add(record.id);
  for (const member of types.members(record)) {
    if (member.name === name) return member;
    if (member.name !== '' || member.type.kind !== 'record') continue;
    const inner = findIn(types, member.type, name, seen);
    if (inner !== undefined) return { ...inner, bitOffset: inner.bitOffset + member.bitOffset };
  }
  return undefined;
}

/** All names by which a member can be reached, those of anonymous members included. */
export function memberNames(types: CTypes, record: RecordType, seen: Set<number> = new Set()): string[] {
  if (seen.has(record.id)) return [];
  seen.add(record.id);
  return types.members(record).flatMap((member) => {
    if (member.name !== '') return [member.name];
    return member.type.kind === 'record' ? memberNames(types, member.type, seen) : [];
  });
}

/** The type as C writes it: `struct sock *`, `char[16]`. */
export function showCType(type: CType): string {
  switch (type.kind) {
    case 'void':
      return 'void';
    case 'int':
    case 'float':
      return type.name;
    case 'enum':
      return `enum ${type.name || '{...}'}`;
    case 'pointer':
      return type.to.kind === 'function' ? 'void (*)()' : `${showCType(type.to)}${type.to.kind === 'pointer' ? '*' : ' *'}`;
    case 'array':
      return `${showCType(type.of)}[${type.length}]`;
    case 'record':
      return `${type.union ? 'union' : 'struct'} ${type.name || '{...}'}`;
    case 'function':
      return 'function';
    case 'incomplete':
      return type.name;
  }
}
