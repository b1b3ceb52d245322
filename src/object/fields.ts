/** A C type as the flat columns of a row: structs and small arrays taken apart, each part with where it lies. */
import type { Column } from '../core/program.ts';
import { type Btf, Kind } from '../kernel/btf.ts';
import { declare, sizeOf } from '../kernel/btf-declare.ts';
import { DEEPEST, intOf, isSigned, layoutOf, RECORDS, skipModifiers, valueOfPart } from '../kernel/btf-place.ts';
import { meaningOfField, stackOfField, TEXT_NAMES } from './column-kinds.ts';
import { clockOf } from './tags.ts';

export type Reading =
  | { readonly how: 'integer'; readonly signed: boolean; readonly swapped?: true }
  | { readonly how: 'bits'; readonly signed: boolean; readonly shift: number; readonly bits: number; readonly names?: ReadonlyMap<number, string> }
  | { readonly how: 'enum'; readonly signed: boolean; readonly names: ReadonlyMap<number, string> }
  | { readonly how: 'float' | 'bool' | 'pointer' | 'text' | 'address' | 'mac' | 'hex' | 'addresses' };

export interface Field {
  readonly column: Column;
  /** Bytes. */
  readonly offset: number;
  readonly size: number;
  readonly reading: Reading;
}

/** Of more columns nobody reads a row, and a hostile object could have any number. */
const MOST_FIELDS = 128;
const MOST_VISITS = 8192;
/** No record or value is larger, for the kernel takes none: what lies beyond belongs to a type that makes no sense. */
export const MOST_BYTES: number = 1024 * 1024;
/** Arrays of more elements are shown as the bytes they are. */
const MOST_ELEMENTS = 16;
/** As deep as the kernel walks (perf_event_max_stack), where it was not told otherwise, several times over. */
const MOST_FRAMES = 1024;
const BOOL = 4;
/** The kernel's structs of addresses, by their bytes: what is inside of them is the same address several times. */
const ADDRESSES: Readonly<Record<string, number>> = { in_addr: 4, in6_addr: 16 };
/** Bytes of an address of a network device, and how fields with one are called. */
const MAC = 6;
const MAC_NAMES = /(^|_)(mac|hwaddr|hw_addr|lladdr|eth_?addr|h_dest|h_source|smac|dmac|[sd]ha)\d?$/;
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

/** In the order of the definition. `name` is what a value that is no struct is called. `stacks`: whether the object keeps stacks in a map, so that numbers may be theirs. */
export function fieldsOf(btf: Btf, id: number, name: string, stacks = false): Field[] {
  const fields: Field[] = [];
  let visits = 0;
  const visit = (type: number, path: string, offset: number, depth: number): void => {
    if (++visits > MOST_VISITS || fields.length >= MOST_FIELDS || depth > DEEPEST) return;
    const at = skipModifiers(btf, type);
    const kind = btf.kind(at);
    const whole = RECORDS.includes(kind) ? ADDRESSES[btf.name(at)] : undefined;
    if (whole !== undefined && sizeOf(btf, at) === whole) {
      const made = field(btf, type, path === '' ? name : path, offset, whole, { how: 'address' });
      fields.push({ ...made, column: { ...made.column, kind: 'address' } });
      return;
    }
    if (RECORDS.includes(kind)) {
      const parts = btf.parts(at);
      visits += parts.length;
      for (const [number, part] of parts.entries()) {
        const { bitOffset, bitSize } = layoutOf(btf, at, part);
        const below = part.name === '' ? path : path === '' ? part.name : `${path}.${part.name}`;
        const clock = bitSize === undefined ? clockOf(btf, at, number) : undefined;
        if (clock !== undefined && isWord(btf, part.type)) fields.push(timeField(below, offset + (bitOffset >>> 3), clock));
        else if (bitSize === undefined) visit(part.type, below, offset + (bitOffset >>> 3), depth + 1);
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
    if (reading === undefined) return;
    const made = field(btf, type, path === '' ? name : path, offset, size, reading);
    const stack = stacks && reading.how === 'integer' && size >= 4 ? stackOfField(made.column.name) : undefined;
    fields.push(stack === undefined ? made : { ...made, column: { name: made.column.name, kind: 'stack', type: 'stack', ...stack } });
  };
  const pushBits = (type: number, path: string, bit: number, bits: number): void => {
    const at = skipModifiers(btf, type);
    const size = sizeOf(btf, at);
    if (!WHOLE_SIZES.includes(size) || fields.length >= MOST_FIELDS) return;
    // Read from the bytes it lies in: its unit may reach beyond the end of a packed struct.
    const from = bit >>> 3;
    const bytes = ((bit & 7) + bits + 7) >>> 3;
    if (bytes > 8) return;
    const isEnum = btf.kind(at) === Kind.enum || btf.kind(at) === Kind.enum64;
    const signed = btf.kind(at) === Kind.int ? intOf(btf, at).signed : isEnum && [...enumNames(btf, at).keys()].some((value) => value < 0);
    fields.push(field(btf, type, path, from, bytes, { how: 'bits', signed, shift: bit & 7, bits, ...(isEnum ? { names: enumNames(btf, at) } : {}) }));
  };
  visit(id, RECORDS.includes(btf.kind(skipModifiers(btf, id))) ? '' : name, 0, 0);
  return fields.filter(({ offset, size }) => offset + size <= MOST_BYTES);
}

/** A whole number of 64 bits. */
function isWord(btf: Btf, type: number): boolean {
  const at = skipModifiers(btf, type);
  return btf.kind(at) === Kind.int && sizeOf(btf, at) === 8;
}

function timeField(name: string, offset: number, clock: string): Field {
  return { offset, size: 8, reading: { how: 'integer', signed: false }, column: { name, kind: 'time', type: 'string', clock } };
}

function wholeArray(btf: Btf, of: number, length: number, path: string): 'text' | 'address' | 'mac' | 'hex' | 'addresses' | undefined {
  const at = skipModifiers(btf, of);
  const size = sizeOf(btf, at);
  if (btf.kind(at) === Kind.int && size === 1) {
    if (/char/.test(btf.name(at)) && intOf(btf, at).signed) return 'text';
    const last = path.split('.').at(-1) ?? '';
    if (TEXT_NAMES.test(last)) return 'text';
    if (length === MAC && MAC_NAMES.test(last)) return 'mac';
    return (length === 4 || length === 16) && meaningOfField(path, 'u8').kind === 'address' ? 'address' : 'hex';
  }
  if (size === 8 && btf.kind(at) === Kind.int && length > 1 && length <= MOST_FRAMES && stackOfField(path) !== undefined) return 'addresses';
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
    return WHOLE_SIZES.includes(size) ? { how: 'enum', signed: isSigned(btf, at), names: enumNames(btf, at) } : undefined;
  }
  if (kind !== Kind.int) return undefined;
  const encoding = btf.encoding(at) >>> 24;
  if ((encoding & BOOL) !== 0 && size === 1) return { how: 'bool' };
  if ((size === 4 || size === 16) && meaning.kind === 'address') return { how: 'address' };
  if (!WHOLE_SIZES.includes(size)) return { how: 'hex' };
  return { how: 'integer', signed: intOf(btf, at).signed, ...(bigEndian ? { swapped: true as const } : {}) };
}

const knownNames = new WeakMap<Btf, Map<number, ReadonlyMap<number, string>>>();

function enumNames(btf: Btf, id: number): ReadonlyMap<number, string> {
  const known = knownNames.get(btf) ?? new Map<number, ReadonlyMap<number, string>>();
  knownNames.set(btf, known);
  const names = known.get(id) ?? new Map(btf.parts(id).map((part) => [Number(valueOfPart({ btf, id }, part)), part.name]));
  known.set(id, names);
  return names;
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
  mac: 'string',
  hex: 'string',
  addresses: 'stack',
};

function field(btf: Btf, type: number, name: string, offset: number, size: number, reading: Reading): Field {
  const { kind, unit, integer } = meaningOfField(name, typeName(btf, type));
  if (reading.how === 'addresses') return { offset, size, reading, column: { name, kind: 'stack', type: 'stack', ...stackOfField(name) } };
  const isNumber = reading.how === 'integer' || (reading.how === 'bits' && reading.names === undefined);
  const isUnsigned = isNumber && !reading.signed;
  const how = integer ?? (isUnsigned ? ('unsigned' as const) : undefined);
  return {
    offset,
    size,
    reading,
    column: {
      name,
      kind: isNumber || reading.how === 'text' || reading.how === 'address' ? kind : 'plain',
      type: reading.how === 'bits' && reading.names !== undefined ? 'string' : TYPES[reading.how],
      ...(isNumber && unit !== undefined ? { unit } : {}),
      ...(isNumber && how !== undefined ? { integer: how } : {}),
    },
  };
}
