/**
 * BTF, the form in which a kernel describes its types: Documentation/bpf/btf.rst, include/uapi/linux/btf.h. The section stays the bytes it is; one pass notes
 * where each type begins, and a type is decoded when somebody asks for it.
 */
import { NameIndex, nameAt } from './name-index.ts';

/** The kinds of types, by their number in the format. */
export const Kind = {
  void: 0,
  int: 1,
  pointer: 2,
  array: 3,
  struct: 4,
  union: 5,
  enum: 6,
  forward: 7,
  typedef: 8,
  volatile: 9,
  const: 10,
  restrict: 11,
  function: 12,
  prototype: 13,
  variable: 14,
  dataSection: 15,
  float: 16,
  declarationTag: 17,
  typeTag: 18,
  enum64: 19,
} as const;

const MAGIC = 0xeb9f;
const HEADER = 24;
const TYPE = 12;
/** What follows the fixed part of a type, by kind: bytes once, and bytes for each of its `vlen` parts. */
const ONCE = [0, 4, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 4, 0, 0] as const;
const EACH = [0, 0, 0, 0, 12, 12, 8, 0, 0, 0, 0, 0, 0, 8, 0, 12, 0, 0, 0, 12] as const;

/** A member of a struct or union, a parameter of a prototype, or an enumerator, as it stands in the section. */
export interface BtfPart {
  readonly name: string;
  /** The id of its type; of an enumerator the lower half of its value. */
  readonly type: number;
  /** A member's offset with its flags, or an enumerator's upper half. */
  readonly more: number;
}

/** One BTF section. The ids of a module's types follow on those of its base, and so do the offsets of its strings. */
export class Btf {
  readonly base: Btf | undefined;
  /** The id of its first type, and of the one after its last. */
  readonly first: number;
  readonly end: number;
  /** Whether enums say if they are signed; pahole before 1.24 did not write that down. */
  readonly signsEnums: boolean;
  readonly #view: DataView;
  readonly #offsets: Uint32Array;
  readonly #strings: Uint8Array;
  readonly #firstString: number;
  #index: NameIndex | undefined;
  #enumerators: { readonly index: NameIndex; readonly types: Uint32Array; readonly parts: Uint32Array } | undefined;

  private constructor(view: DataView, offsets: Uint32Array, strings: Uint8Array, signsEnums: boolean, base: Btf | undefined) {
    this.#view = view;
    this.#offsets = offsets;
    this.#strings = strings;
    this.base = base;
    this.first = base?.end ?? 1;
    this.end = this.first + offsets.length;
    this.#firstString = base?.endOfStrings ?? 0;
    this.signsEnums = signsEnums || (base?.signsEnums ?? false);
  }

  /** Undefined for what is no whole little-endian BTF of a version and with the kinds known here. A module's needs the base it was made for. */
  static read(bytes: Uint8Array, base?: Btf): Btf | undefined {
    if (bytes.length < HEADER) return undefined;
    const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const length = header.getUint32(4, true);
    if (header.getUint16(0, true) !== MAGIC || header.getUint8(2) !== 1 || length < HEADER) return undefined;
    const section = (at: number): Uint8Array | undefined => {
      const start = length + header.getUint32(at, true);
      const end = start + header.getUint32(at + 4, true);
      return end <= bytes.length ? bytes.subarray(start, end) : undefined;
    };
    const [types, strings] = [section(8), section(16)];
    if (types === undefined || strings === undefined) return undefined;
    const view = new DataView(types.buffer, types.byteOffset, types.length);
    const located = locate(view);
    return located === undefined ? undefined : new Btf(view, located.offsets, strings, located.signsEnums, base);
  }

  get endOfStrings(): number {
    return this.#firstString + this.#strings.length;
  }

  /** Kind.void for an id that there is not. */
  kind(id: number): number {
    const [owner, at] = this.#at(id);
    return at < 0 ? Kind.void : (owner.#view.getUint32(at + 4, true) >>> 24) & 0x1f;
  }

  /** The bit whose meaning depends on the kind: bit fields in a struct, a sign in an enum, a union in a forward declaration. */
  flag(id: number): boolean {
    const [owner, at] = this.#at(id);
    return at >= 0 && owner.#view.getUint32(at + 4, true) >>> 31 === 1;
  }

  /** Empty where it has none. */
  name(id: number): string {
    const [owner, at] = this.#at(id);
    return at < 0 ? '' : owner.#string(owner.#view.getUint32(at, true));
  }

  /** The size in bytes, or the id of the type it refers to, as its kind has it. */
  sizeOrType(id: number): number {
    const [owner, at] = this.#at(id);
    return at < 0 ? 0 : owner.#view.getUint32(at + 8, true);
  }

  /** The word after the fixed part: how an int is encoded. */
  encoding(id: number): number {
    const [owner, at] = this.#at(id);
    return at < 0 ? 0 : owner.#view.getUint32(at + TYPE, true);
  }

  array(id: number): { readonly of: number; readonly length: number } {
    const [owner, at] = this.#at(id);
    return at < 0 ? { of: 0, length: 0 } : { of: owner.#view.getUint32(at + TYPE, true), length: owner.#view.getUint32(at + TYPE + 8, true) };
  }

  /** Members, parameters or enumerators, in the order of the definition. */
  parts(id: number): BtfPart[] {
    const [owner, at] = this.#at(id);
    if (at < 0) return [];
    const count = owner.#view.getUint32(at + 4, true) & 0xffff;
    return Array.from({ length: count }, (_, i) => owner.#part(id, i));
  }

  /** The first type of this section that has the name and one of the kinds; undefined where there is none. Its base is not looked into. */
  find(name: string, kinds: readonly number[]): number | undefined {
    this.#index ??= this.#indexNames();
    const entry = this.#index.find(name, (found) => kinds.includes(this.kind(this.first + found)));
    return entry < 0 ? undefined : this.first + entry;
  }

  /** The enum of this section that an enumerator is of, and the enumerator. */
  findEnumerator(name: string): { readonly type: number; readonly part: BtfPart } | undefined {
    this.#enumerators ??= this.#indexEnumerators();
    const { index, types, parts } = this.#enumerators;
    const entry = index.find(name);
    const type = types[entry];
    return type === undefined ? undefined : { type, part: this.#part(type, parts[entry] ?? 0) };
  }

  /** The ids of this section's types of these kinds that have a name. */
  *named(kinds: readonly number[]): Generator<number> {
    for (let id = this.first; id < this.end; id++) {
      if (kinds.includes(this.kind(id)) && this.#view.getUint32(this.#offsets[id - this.first] ?? 0, true) !== 0) yield id;
    }
  }

  /** A text of this section: what accompanies BTF (.BTF.ext) refers to it by offset. */
  text(offset: number): string {
    return this.#string(offset);
  }

  /** The section that has a type, and where in it; -1 where none has. */
  #at(id: number): readonly [Btf, number] {
    if (this.base !== undefined && id < this.first) return this.base.#at(id);
    return [this, this.#offsets[id - this.first] ?? -1];
  }

  #part(id: number, i: number): BtfPart {
    const [owner, at] = this.#at(id);
    const step = EACH[this.kind(id)] ?? 0;
    const from = at + TYPE + i * step;
    const view = owner.#view;
    return {
      name: owner.#string(view.getUint32(from, true)),
      type: view.getUint32(from + 4, true),
      more: step > 8 ? view.getUint32(from + 8, true) : 0,
    };
  }

  #string(offset: number): string {
    if (this.base !== undefined && offset < this.#firstString) return this.base.#string(offset);
    return nameAt(this.#strings, offset - this.#firstString, 0);
  }

  #indexNames(): NameIndex {
    const starts = new Uint32Array(this.#offsets.length);
    for (let i = 0; i < starts.length; i++) starts[i] = this.#view.getUint32(this.#offsets[i] ?? 0, true);
    return this.#indexOf(starts);
  }

  #indexEnumerators(): { readonly index: NameIndex; readonly types: Uint32Array; readonly parts: Uint32Array } {
    const types: number[] = [];
    const parts: number[] = [];
    const starts: number[] = [];
    for (let id = this.first; id < this.end; id++) {
      const kind = this.kind(id);
      if (kind !== Kind.enum && kind !== Kind.enum64) continue;
      const at = this.#offsets[id - this.first] ?? 0;
      const count = this.#view.getUint32(at + 4, true) & 0xffff;
      for (let i = 0; i < count; i++) {
        types.push(id);
        parts.push(i);
        starts.push(this.#view.getUint32(at + TYPE + i * EACH[kind], true));
      }
    }
    return { index: this.#indexOf(Uint32Array.from(starts)), types: Uint32Array.from(types), parts: Uint32Array.from(parts) };
  }

  /** An index by names, given as offsets of strings. A module's may lie in its base's strings; a module is small, so that its names are copied together. */
  #indexOf(names: Uint32Array): NameIndex {
    if (this.base === undefined) return new NameIndex(this.#strings, names, 0);
    const texts = Array.from(names, (offset) => Buffer.from(`${this.#string(offset)}\0`, 'latin1'));
    let end = 0;
    const starts = texts.map((text) => {
      end += text.length;
      return end - text.length;
    });
    return new NameIndex(Buffer.concat(texts), Uint32Array.from(starts), 0);
  }
}

/** Where each type begins, in one pass; undefined where the section ends inside a type, or holds a kind whose length is not known. */
function locate(view: DataView): { readonly offsets: Uint32Array; readonly signsEnums: boolean } | undefined {
  const offsets = new Uint32Array(Math.ceil(view.byteLength / TYPE));
  let count = 0;
  let signsEnums = false;
  let at = 0;
  while (at + TYPE <= view.byteLength) {
    offsets[count++] = at;
    const info = view.getUint32(at + 4, true);
    const kind = (info >>> 24) & 0x1f;
    const once = ONCE[kind];
    if (once === undefined || kind === Kind.void) return undefined;
    if (kind === Kind.enum64 || (kind === Kind.enum && info >>> 31 === 1)) signsEnums = true;
    at += TYPE + once + (info & 0xffff) * (EACH[kind] ?? 0);
  }
  return at === view.byteLength ? { offsets: offsets.slice(0, count), signsEnums } : undefined;
}
