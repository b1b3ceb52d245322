/** A C type as the flat columns of a row: structs and small arrays taken apart, each part with where it lies. */
import type { Column } from '../core/program.ts';
import { type Btf, Kind } from '../kernel/btf.ts';
import { declare, sizeOf } from '../kernel/btf-declare.ts';
import { DEEPEST, intOf, isSigned, layoutOf, RECORDS, skipModifiers, valueOfPart } from '../kernel/btf-place.ts';
import { meaningOfField, TEXT_NAMES } from './column-kinds.ts';

export type Reading =
  | { readonly how: 'integer'; readonly signed: boolean; readonly swapped?: true }
  | { readonly how: 'bits'; readonly signed: boolean; readonly shift: number; readonly bits: number }
  | { readonly how: 'enum'; readonly signed: boolean; readonly names: ReadonlyMap<number, string> }
  | { readonly how: 'float' | 'bool' | 'pointer' | 'text' | 'address' | 'hex' };

export interface Field {
  readonly column: Column;
  /** Bytes. */
  readonly offset: number;
  readonly size: number;
  readonly reading: Reading;
}

/** Of more columns nobody reads a row, and a hostile object could have any number. */
const MOST_FIELDS = 128;
const MOST_VISITS = 4096;
/** Arrays of more elements are shown as the bytes they are. */
const MOST_ELEMENTS = 16;
const BOOL = 4;
const WHOLE_SIZES: readonly number[] = [1, 2, 4, 8];

/** The C name of a type; never walks into the parameters of a function, which could lead back. */
export function typeName(btf: Btf, id: number): string {
  let at = id;
  for (let depth = 0; depth <= DEEPEST; depth++) {
    const kind = btf.kind(at);
    if (kind === Kind.prototype || kind === Kind.function) return 'void (*)()';
    if (kind === Kind.typedef || kind === Kind.void || kind === Kind.int || kind === Kind.float || kind === Kind.forward) break;
    if (RECORDS.includes(kind) || kind === Kind.enum || kind === Kind.enum64) break;
    at = kind === Kind.array ? btf.array(at).of : btf.sizeOrType(at);
  }
  return declare(btf, id, '');
}

/** In the order of the definition. `name` is what a value that is no struct is called. */
export function fieldsOf(btf: Btf, id: number, name: string): Field[] {
  const fields: Field[] = [];
  let visits = 0;
  const visit = (type: number, path: string, offset: number, depth: number): void => {
    if (++visits > MOST_VISITS || fields.length >= MOST_FIELDS || depth > DEEPEST) return;
    const at = skipModifiers(btf, type);
    const kind = btf.kind(at);
    if (RECORDS.includes(kind)) {
      const parts = btf.parts(at);
      for (const part of parts) {
        const { bitOffset, bitSize } = layoutOf(btf, at, part);
        const below = part.name === '' ? path : path === '' ? part.name : `${path}.${part.name}`;
        if (bitSize === undefined) visit(part.type, below, offset + (bitOffset >>> 3), depth + 1);
        else if (part.name !== '') pushBits(part.type, below, offset * 8 + bitOffset, bitSize);
        if (visits > MOST_VISITS) return;
      }
      return;
    }
    if (kind === Kind.array) {
      const { of, length } = btf.array(at);
      const size = sizeOf(btf, of);
      const whole = wholeArray(btf, of, length, path);
      if (whole !== undefined) fields.push(field(btf, type, path, offset, size * length, { how: whole }));
      else for (let i = 0; i < length; i++) visit(of, `${path}[${i}]`, offset + i * size, depth + 1);
      return;
    }
    const size = sizeOf(btf, at);
    const reading = readingOf(btf, type, size, path);
    if (reading !== undefined) fields.push(field(btf, type, path === '' ? name : path, offset, size, reading));
  };
  const pushBits = (type: number, path: string, bit: number, bits: number): void => {
    const at = skipModifiers(btf, type);
    const size = sizeOf(btf, at);
    if (!WHOLE_SIZES.includes(size) || fields.length >= MOST_FIELDS) return;
    // Read from the bytes it lies in: its unit may reach beyond the end of a packed struct.
    const from = bit >>> 3;
    const bytes = ((bit & 7) + bits + 7) >>> 3;
    if (bytes > 8) return;
    const signed = btf.kind(at) === Kind.int ? intOf(btf, at).signed : false;
    fields.push(field(btf, type, path, from, bytes, { how: 'bits', signed, shift: bit & 7, bits }));
  };
  visit(id, RECORDS.includes(btf.kind(skipModifiers(btf, id))) ? '' : name, 0, 0);
  return fields;
}

function wholeArray(btf: Btf, of: number, length: number, path: string): 'text' | 'address' | 'hex' | undefined {
  const at = skipModifiers(btf, of);
  const size = sizeOf(btf, at);
  if (btf.kind(at) === Kind.int && size === 1) {
    if (/char/.test(btf.name(at)) && intOf(btf, at).signed) return 'text';
    const last = path.split('.').at(-1) ?? '';
    if (TEXT_NAMES.test(last)) return 'text';
    return (length === 4 || length === 16) && meaningOfField(path, 'u8').kind === 'address' ? 'address' : 'hex';
  }
  return length > MOST_ELEMENTS || size === 0 || length * size > 4096 ? 'hex' : undefined;
}

function readingOf(btf: Btf, type: number, size: number, path: string): Reading | undefined {
  const at = skipModifiers(btf, type);
  const kind = btf.kind(at);
  const meaning = meaningOfField(path, typeName(btf, type));
  const bigEndian = /__be(16|32|64)/.test(typeName(btf, type));
  if (kind === Kind.pointer) return { how: 'pointer' };
  if (kind === Kind.float) return size === 4 || size === 8 ? { how: 'float' } : { how: 'hex' };
  if (kind === Kind.enum || kind === Kind.enum64) {
    const names = new Map(btf.parts(at).map((part) => [Number(valueOfPart({ btf, id: at }, part)), part.name] as const));
    return WHOLE_SIZES.includes(size) ? { how: 'enum', signed: isSigned(btf, at), names } : undefined;
  }
  if (kind !== Kind.int) return undefined;
  const encoding = btf.encoding(at) >>> 24;
  if ((encoding & BOOL) !== 0 && size === 1) return { how: 'bool' };
  if ((size === 4 || size === 16) && meaning.kind === 'address') return { how: 'address' };
  if (!WHOLE_SIZES.includes(size)) return { how: 'hex' };
  return { how: 'integer', signed: intOf(btf, at).signed, ...(bigEndian ? { swapped: true as const } : {}) };
}

const TYPES: Readonly<Record<Reading['how'], Column['type']>> = {
  integer: 'integer',
  bits: 'integer',
  enum: 'string',
  float: 'unknown',
  bool: 'unknown',
  pointer: 'address',
  text: 'string',
  address: 'string',
  hex: 'string',
};

function field(btf: Btf, type: number, name: string, offset: number, size: number, reading: Reading): Field {
  const { kind, unit, integer } = meaningOfField(name, typeName(btf, type));
  const isNumber = reading.how === 'integer' || reading.how === 'bits';
  const isUnsigned = isNumber && !reading.signed;
  const how = integer ?? (isUnsigned ? ('unsigned' as const) : undefined);
  return {
    offset,
    size,
    reading,
    column: {
      name,
      kind: isNumber || reading.how === 'text' || reading.how === 'address' ? kind : 'plain',
      type: TYPES[reading.how],
      ...(isNumber && unit !== undefined ? { unit } : {}),
      ...(isNumber && how !== undefined ? { integer: how } : {}),
    },
  };
}
