/** What can be said of a BTF type without decoding it: where it leads, whether it has a sign, the values of its enumerators. */
import { type Btf, type BtfPart, Kind } from './btf.ts';

/** What no real type comes near to; broken data can refer to itself. */
export const DEEPEST = 32;
const SIGNED = 1;

export const RECORDS: readonly number[] = [Kind.struct, Kind.union];
export const ENUMS: readonly number[] = [Kind.enum, Kind.enum64];

/** A type of one of the sections. */
export interface Place {
  readonly btf: Btf;
  readonly id: number;
}

/** The word before a tag. */
export function tagOf(kind: number): 'struct' | 'union' | 'enum' {
  return kind === Kind.struct ? 'struct' : kind === Kind.union ? 'union' : 'enum';
}

/** The type that a typedef, `const` or a tag stands for. */
export function skipModifiers(btf: Btf, id: number): number {
  let at = id;
  for (let i = 0; i < DEEPEST && isModifier(btf.kind(at)); i++) at = btf.sizeOrType(at);
  return at;
}

/** As skipModifiers, but stops at a typedef. */
export function skipQualifiers(btf: Btf, id: number): number {
  let at = id;
  for (let i = 0; i < DEEPEST && isModifier(btf.kind(at)) && btf.kind(at) !== Kind.typedef; i++) at = btf.sizeOrType(at);
  return at;
}

function isModifier(kind: number): boolean {
  return kind === Kind.typedef || kind === Kind.const || kind === Kind.volatile || kind === Kind.restrict || kind === Kind.typeTag;
}

/** `__user` is a type tag between a pointer and what it points at; qualifiers may stand around it. */
export function isUser(btf: Btf, id: number): boolean {
  let at = id;
  for (let i = 0; i < DEEPEST && isModifier(btf.kind(at)) && btf.kind(at) !== Kind.typedef; i++) {
    if (btf.kind(at) === Kind.typeTag && btf.name(at) === 'user') return true;
    at = btf.sizeOrType(at);
  }
  return false;
}

/** The prototype of a function, or behind a typedef of a function or of a pointer to one. */
export function prototypeOf(btf: Btf, id: number): number | undefined {
  let at = skipModifiers(btf, id);
  if (btf.kind(at) === Kind.function || btf.kind(at) === Kind.pointer) at = skipModifiers(btf, btf.sizeOrType(at));
  return btf.kind(at) === Kind.prototype ? at : undefined;
}

export function intOf(btf: Btf, id: number): { readonly bits: number; readonly offset: number; readonly signed: boolean } {
  const encoding = btf.encoding(id);
  return { bits: encoding & 0xff, offset: (encoding >>> 16) & 0xff, signed: ((encoding >>> 24) & SIGNED) !== 0 };
}

/** Where a member lies, in bits from the start of its struct; `bitSize` of a bit field only. */
export function layoutOf(btf: Btf, record: number, part: BtfPart): { readonly bitOffset: number; readonly bitSize?: number } {
  if (btf.flag(record)) {
    const bitSize = part.more >>> 24;
    return { bitOffset: part.more & 0xffffff, ...(bitSize > 0 ? { bitSize } : {}) };
  }
  // Before Linux 4.20 a bit field had an int type of its own, of so many bits, at an offset within it.
  const stripped = skipModifiers(btf, part.type);
  if (btf.kind(stripped) !== Kind.int) return { bitOffset: part.more };
  const { bits, offset } = intOf(btf, stripped);
  return bits === btf.sizeOrType(stripped) * 8 ? { bitOffset: part.more } : { bitOffset: part.more + offset, bitSize: bits };
}

export function isSigned(btf: Btf, id: number): boolean {
  return btf.flag(id) || !btf.signsEnums;
}

/** The value of an enumerator. */
export function valueOfPart({ btf, id }: Place, part: BtfPart): bigint {
  const signed = isSigned(btf, id);
  if (btf.kind(id) === Kind.enum) return BigInt(signed ? part.type | 0 : part.type);
  const value = (BigInt(part.more) << 32n) | BigInt(part.type);
  return signed ? BigInt.asIntN(64, value) : value;
}
