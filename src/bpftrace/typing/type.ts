/**
 * The types bpftrace gives to expressions (man bpftrace, "Data types"; src/types.h of its repository). Sizes are in bytes.
 */
import type { CFunction, RecordType } from '../../core/ctype.ts';

/** Which memory an address points into. */
export type AddressSpace = 'kernel' | 'user' | 'unknown';

/** What a map becomes by an aggregating function. */
export const AGGREGATES = ['count', 'sum', 'min', 'max', 'avg', 'stats', 'hist', 'lhist', 'tseries'] as const;
export type AggregateKind = (typeof AGGREGATES)[number];

/** Values that only a printer can read: bpftrace turns them into text in user space. */
export const PRINTED_AS_TEXT = ['ksym', 'usym', 'probe', 'username', 'kstack', 'ustack', 'inet', 'timestamp', 'mac', 'cgroup-path', 'strerror'] as const;
export type TextKind = (typeof PRINTED_AS_TEXT)[number];

export type Type =
  /** Nobody can tell: from a header that is not read, from a version whose rules differ. It spreads, and is never complained about. */
  | { readonly kind: 'unknown' }
  /** No value: `void`, what `exit()` yields, a map that nothing is ever assigned to. */
  | { readonly kind: 'none' }
  | { readonly kind: 'integer'; readonly size: number; readonly signed: boolean }
  | { readonly kind: 'bool' }
  | { readonly kind: 'string' | 'buffer'; readonly size: number }
  | PointerType
  | { readonly kind: 'array'; readonly of: Type; readonly length: number; readonly context?: boolean }
  | RecordValue
  | { readonly kind: 'tuple'; readonly items: readonly Type[] }
  | { readonly kind: AggregateKind | TextKind | 'stack-mode' };

export interface PointerType {
  readonly kind: 'pointer';
  readonly to: Type;
  readonly space?: AddressSpace;
  /** It points to what the kernel hands to the program (`ctx`, `args`): it cannot be stored. */
  readonly context?: boolean;
}

export interface RecordValue {
  readonly kind: 'record';
  /** As C names it: `struct sock`. */
  readonly name: string;
  readonly size: number;
  /** Its layout, looked up in the environment's CTypes; absent where only its name is known. */
  readonly layout?: RecordType;
  /** The members of `args`, which no C type describes; `undefined` inside: not known. */
  readonly args?: ArgsFields;
  readonly context?: boolean;
}

/** What `args` has in one probe. */
export interface ArgsFields {
  readonly of: 'tracepoint' | 'function' | 'unknown';
  /** What has a name there, and its type, worked out when it is asked for: most of a tracepoint's fields are never read. Undefined where they are not known. */
  readonly fields?: { readonly names: readonly string[]; typeOf(name: string): Type | undefined };
  /** The function whose parameters they are. */
  readonly prototype?: CFunction;
}

export const UNKNOWN: Type = { kind: 'unknown' };
export const NONE: Type = { kind: 'none' };
export const INT64: Type = { kind: 'integer', size: 8, signed: true };
export const UINT64: Type = { kind: 'integer', size: 8, signed: false };

export function integer(size: number, signed: boolean): Type {
  return { kind: 'integer', size, signed };
}

export function pointer(to: Type, space?: AddressSpace): PointerType {
  return space === undefined ? { kind: 'pointer', to } : { kind: 'pointer', to, space };
}

export function isAggregate(type: Type): boolean {
  return (AGGREGATES as readonly string[]).includes(type.kind);
}

export function isPrintedAsText(type: Type): boolean {
  return (PRINTED_AS_TEXT as readonly string[]).includes(type.kind);
}

/** The bytes a value takes in a tuple, a key or an event; undefined where the type is not known. */
export function sizeOf(type: Type): number | undefined {
  switch (type.kind) {
    case 'unknown':
      return undefined;
    case 'none':
    case 'stack-mode':
      return 0;
    case 'integer':
    case 'string':
    case 'buffer':
    case 'record':
      return type.size;
    case 'bool':
      return 1;
    case 'array': {
      const element = sizeOf(type.of);
      return element === undefined ? undefined : element * type.length;
    }
    case 'tuple': {
      let size = 0;
      for (const item of type.items) {
        const bytes = sizeOf(item);
        if (bytes === undefined) return undefined;
        const align = alignment(item);
        size = Math.ceil(size / align) * align + bytes;
      }
      const align = Math.max(1, ...type.items.map(alignment));
      return Math.ceil(size / align) * align;
    }
    case 'inet':
      return 24;
    case 'usym':
    case 'timestamp':
    case 'cgroup-path':
      return 16;
    case 'mac':
      return 6;
    default:
      return 8;
  }
}

function alignment(type: Type): number {
  if (type.kind === 'string') return 1;
  if (type.kind === 'array') return alignment(type.of);
  const size = sizeOf(type) ?? 8;
  return size <= 1 ? 1 : size <= 2 ? 2 : size <= 4 ? 4 : 8;
}

/** As messages name it: `unsigned 32-bit integer`, `string of 16 bytes`, `struct sock *`. */
export function showType(type: Type): string {
  switch (type.kind) {
    case 'unknown':
      return 'a value of unknown type';
    case 'none':
      return 'no value';
    case 'integer':
      return 'an integer';
    case 'bool':
      return 'a boolean';
    case 'string':
      return 'a string';
    case 'buffer':
      return 'a buffer';
    case 'pointer':
      return `a pointer (${spelled(type)})`;
    case 'array':
      return `an array (${spelled(type)})`;
    case 'record':
      return spelled(type);
    case 'tuple':
      return `a tuple of ${type.items.length}`;
    case 'kstack':
    case 'ustack':
      return 'a stack';
    case 'ksym':
    case 'usym':
      return 'a symbol';
    case 'inet':
      return 'an IP address';
    case 'mac':
      return 'a MAC address';
    case 'timestamp':
      return 'a time';
    case 'username':
      return 'a user name';
    case 'probe':
      return "the probe's name";
    case 'cgroup-path':
      return "a control group's path";
    case 'strerror':
      return 'an error message';
    case 'stack-mode':
      return 'a stack mode';
    default:
      return `${/^[aeiou]/.test(type.kind) ? 'an' : 'a'} ${type.kind}()`;
  }
}

/** As C would write it: `struct sock *`, `uint32[4]`. */
export function spelled(type: Type): string {
  switch (type.kind) {
    case 'integer':
      return `${type.signed ? '' : 'u'}int${type.size * 8}`;
    case 'none':
      return 'void';
    case 'pointer':
      return `${spelled(type.to)}${type.to.kind === 'pointer' ? '*' : ' *'}`;
    case 'array':
      return `${spelled(type.of)}[${type.length}]`;
    case 'record':
      return type.name;
    case 'string':
      return `char[${type.size}]`;
    default:
      return type.kind;
  }
}

/** Whether a value of one type may be assigned where the other was: by kind, pointers and records by what they are of. Unknown fits everywhere. */
export function sameType(a: Type, b: Type): boolean {
  if (a.kind === 'unknown' || b.kind === 'unknown') return true;
  if (a.kind !== b.kind) return false;
  if (a.kind === 'record' && b.kind === 'record') return a.name === b.name;
  if (a.kind === 'pointer' && b.kind === 'pointer') return sameType(a.to, b.to);
  return true;
}

/** Whether two types are equal in size and sign too. Unknown equals everything. */
export function equalType(a: Type, b: Type): boolean {
  if (a.kind === 'unknown' || b.kind === 'unknown') return true;
  if (a.kind !== b.kind) return false;
  if (a.kind === 'integer' && b.kind === 'integer') return a.size === b.size && a.signed === b.signed;
  if ((a.kind === 'string' && b.kind === 'string') || (a.kind === 'buffer' && b.kind === 'buffer')) return a.size === b.size;
  if (a.kind === 'record' && b.kind === 'record') return a.name === b.name && a.size === b.size;
  if (a.kind === 'pointer' && b.kind === 'pointer') return equalType(a.to, b.to);
  if (a.kind === 'array' && b.kind === 'array') return a.length === b.length && equalType(a.of, b.of);
  if (a.kind === 'tuple' && b.kind === 'tuple')
    return a.items.length === b.items.length && a.items.every((item, at) => equalType(item, b.items[at] ?? UNKNOWN));
  return true;
}

/** Whether a value fits into a place of type `into`: a shorter string fits into a longer one, in tuples too. */
export function fitsInto(value: Type, into: Type): boolean {
  if (value.kind === 'string' && into.kind === 'string') return value.size <= into.size;
  if (value.kind === 'tuple' && into.kind === 'tuple') {
    return value.items.length === into.items.length && value.items.every((item, at) => fitsInto(item, into.items[at] ?? UNKNOWN));
  }
  return equalType(value, into);
}

/** The type a place has after `value` was put where `old` was: strings grow, in tuples too. */
export function grown(old: Type, value: Type): Type {
  if (old.kind === 'string' && value.kind === 'string' && value.size > old.size) return value;
  if (old.kind === 'tuple' && value.kind === 'tuple' && old.items.length === value.items.length) {
    return { kind: 'tuple', items: old.items.map((item, at) => grown(item, value.items[at] ?? item)) };
  }
  return old;
}
