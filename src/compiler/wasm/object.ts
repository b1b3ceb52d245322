/** What the user-space part of a module needs to know of the BPF object it brings along: the programs to attach, and how records are laid out. */
import { Btf, Kind } from '../../kernel/btf.ts';

export type FieldForm = 'unsigned' | 'signed' | 'text' | 'float';

/** One value of a record. */
export interface Field {
  readonly name: string;
  readonly form: FieldForm;
  /** Bytes from the record's beginning; of a bit-field of the word it is in. */
  readonly offset: number;
  readonly size: number;
  /** Of a bit-field: its bits from the lowest of the word on. */
  readonly bits?: { readonly from: number; readonly count: number };
}

export interface RecordBuffer {
  readonly map: string;
  readonly fields: readonly Field[];
}

export interface ObjectParts {
  readonly programs: readonly string[];
  /** Ring and perf buffers, in the order of the object. Without fields where it does not say what their records are. */
  readonly buffers: readonly RecordBuffer[];
}

const SECTION_HEADER = 64;
const SYMBOL = 24;
const [SYMBOLS, BUFFER_TYPES] = [2, [27, 4]];
const [GLOBAL, FUNCTION] = [1, 2];
const SIGNED = 1;
/** Deeper nesting than this is no record. */
const DEEPEST = 8;

interface Section {
  readonly name: string;
  readonly type: number;
  readonly link: number;
  readonly bytes: Uint8Array;
}

/** Undefined where the bytes are no BPF object with BTF. */
export function objectParts(elf: Uint8Array): ObjectParts | undefined {
  try {
    const sections = sectionsOf(elf);
    const btf = Btf.read(sections.find(({ name }) => name === '.BTF')?.bytes ?? new Uint8Array());
    return btf === undefined ? undefined : { programs: programsOf(sections), buffers: buffersOf(btf) };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

function textAt(bytes: Uint8Array, at: number): string {
  const end = bytes.indexOf(0, at);
  return Buffer.from(bytes.subarray(at, end === -1 ? bytes.length : end)).toString('latin1');
}

function sectionsOf(elf: Uint8Array): Section[] {
  const view = viewOf(elf);
  if (view.getUint32(0) !== 0x7f454c46) throw new RangeError('no ELF file');
  const table = Number(view.getBigUint64(40, true));
  const raw = Array.from({ length: view.getUint16(60, true) }, (_, i) => {
    const at = table + i * SECTION_HEADER;
    const offset = Number(view.getBigUint64(at + 24, true));
    const bytes = elf.subarray(offset, offset + Number(view.getBigUint64(at + 32, true)));
    return { nameAt: view.getUint32(at, true), type: view.getUint32(at + 4, true), link: view.getUint32(at + 40, true), bytes };
  });
  const names = raw[view.getUint16(62, true)]?.bytes ?? new Uint8Array();
  return raw.map(({ nameAt, type, link, bytes }) => ({ name: textAt(names, nameAt), type, link, bytes }));
}

/** Global functions of sections that say what they attach to; those whose section begins with `?` are attached only on demand. */
function programsOf(sections: readonly Section[]): string[] {
  const table = sections.find(({ type }) => type === SYMBOLS);
  const strings = sections[table?.link ?? 0];
  if (table === undefined || strings === undefined) return [];
  const view = viewOf(table.bytes);
  const names: string[] = [];
  for (let at = 0; at + SYMBOL <= table.bytes.length; at += SYMBOL) {
    const info = view.getUint8(at + 4);
    const section = sections[view.getUint16(at + 6, true)];
    if (info >> 4 !== GLOBAL || (info & 15) !== FUNCTION || section === undefined || section.name === '.text' || section.name.startsWith('?')) continue;
    names.push(textAt(strings.bytes, view.getUint32(at, true)));
  }
  return names;
}

/** Maps are variables of struct types that libbpf's macros make: a number is the length of an array that a member points to. */
function buffersOf(btf: Btf): RecordBuffer[] {
  const maps: { readonly map: string; readonly value: number }[] = [];
  for (let variable = btf.first; variable < btf.end; variable++) {
    if (btf.kind(variable) !== Kind.variable) continue;
    const type = plain(btf, btf.sizeOrType(variable));
    if (btf.kind(type) !== Kind.struct) continue;
    const parts = new Map(btf.parts(type).map((part) => [part.name, part.type]));
    const kind = btf.array(pointee(btf, parts.get('type') ?? 0)).length;
    if (BUFFER_TYPES.includes(kind)) maps.push({ map: btf.name(variable), value: pointee(btf, parts.get('value') ?? 0) });
  }
  return maps.map(({ map, value }) => {
    // Where there are several it is not clear whose records are meant.
    const record = isStruct(btf, value) ? value : maps.length === 1 ? declared(btf) : undefined;
    return { map, fields: record === undefined ? [] : fieldsOf(btf, record, '', 0, 0) };
  });
}

/** `const struct event *unused`: how a program says what its records are, where its buffer does not. */
function declared(btf: Btf): number | undefined {
  const variable = ['unused', '_unused', 'unused_event'].map((name) => btf.find(name, [Kind.variable])).find((type) => type !== undefined);
  const type = variable === undefined ? 0 : pointee(btf, btf.sizeOrType(variable));
  return isStruct(btf, type) ? type : undefined;
}

function isStruct(btf: Btf, type: number): boolean {
  return btf.kind(type) === Kind.struct && btf.parts(type).length > 0;
}

function plain(btf: Btf, type: number): number {
  const seen: readonly number[] = [Kind.typedef, Kind.volatile, Kind.const, Kind.restrict, Kind.typeTag];
  let id = type;
  for (let steps = 0; steps < 32 && seen.includes(btf.kind(id)); steps++) id = btf.sizeOrType(id);
  return id;
}

function pointee(btf: Btf, type: number): number {
  const pointer = plain(btf, type);
  return btf.kind(pointer) === Kind.pointer ? plain(btf, btf.sizeOrType(pointer)) : 0;
}

function fieldsOf(btf: Btf, record: number, prefix: string, base: number, depth: number): Field[] {
  if (depth > DEEPEST) return [];
  return btf.parts(record).flatMap(({ name, type, more }) => {
    const hasBits = btf.flag(record);
    const [bitOffset, count] = hasBits ? [more & 0xffffff, more >>> 24] : [more, 0];
    const offset = base + (bitOffset >> 3);
    const id = plain(btf, type);
    const full = `${prefix}${name}`;
    const kind = btf.kind(id);
    if (kind === Kind.struct || kind === Kind.union) return fieldsOf(btf, id, name === '' ? prefix : `${full}_`, offset, depth + 1);
    if (kind === Kind.array) {
      const { of, length } = btf.array(id);
      const element = plain(btf, of);
      const isText = btf.kind(element) === Kind.int && btf.sizeOrType(element) === 1;
      // Other arrays have no place in a row.
      return isText ? [{ name: full, form: 'text', offset, size: length }] : [];
    }
    const form = formOf(btf, id, kind);
    if (form === undefined) return [];
    const size = kind === Kind.pointer ? 8 : btf.sizeOrType(id);
    if (count === 0) return [{ name: full, form, offset, size }];
    const word = base + Math.floor(bitOffset / (size * 8)) * size;
    return [{ name: full, form, offset: word, size, bits: { from: base * 8 + bitOffset - word * 8, count } }];
  });
}

function formOf(btf: Btf, type: number, kind: number): FieldForm | undefined {
  if (kind === Kind.int) return (btf.encoding(type) >>> 24) & SIGNED ? 'signed' : 'unsigned';
  if (kind === Kind.enum || kind === Kind.enum64) return btf.flag(type) ? 'signed' : 'unsigned';
  if (kind === Kind.pointer) return 'unsigned';
  return kind === Kind.float ? 'float' : undefined;
}
