/** The types of a kernel and its modules, as their BTF tells them. */
import type { CFunction, CMember, CType, CTypes, RecordType } from '../core/ctype.ts';
import { type Btf, type BtfPart, Kind } from './btf.ts';

/** What no real type comes near to; broken data can refer to itself. */
const DEEPEST = 32;
/** Ids are the kernel's within vmlinux; those of a module's own types are moved up by this for each module, so that they are not taken for another's. */
const MODULE_STEP = 2 ** 24;

const SIGNED = 1;
const RECORDS = [Kind.struct, Kind.union];
const ENUMS = [Kind.enum, Kind.enum64];
const NAMED_BY_ONE_WORD = [Kind.typedef, Kind.int, Kind.float];

type EnumType = Extract<CType, { kind: 'enum' }>;
/** A type of one of the sections. */
interface Place {
  readonly btf: Btf;
  readonly id: number;
}

/** Answers from the kernel's BTF, and from its modules' only for what the kernel itself does not have. `modules` is called at the first such question. */
export function btfTypes(vmlinux: Btf, modules: () => readonly Btf[] = () => []): CTypes {
  return new BtfTypes(vmlinux, modules);
}

class BtfTypes implements CTypes {
  readonly #vmlinux: Btf;
  readonly #readModules: () => readonly Btf[];
  #modules: readonly Btf[] | undefined;
  readonly #members = new Map<number, readonly CMember[]>();
  readonly #named = new Map<string, CType | undefined>();
  readonly #functions = new Map<string, CFunction | undefined>();

  constructor(vmlinux: Btf, modules: () => readonly Btf[]) {
    this.#vmlinux = vmlinux;
    this.#readModules = modules;
  }

  named(name: string): CType | undefined {
    if (!this.#named.has(name)) this.#named.set(name, this.#lookUp(name));
    return this.#named.get(name);
  }

  members(type: RecordType): readonly CMember[] {
    const known = this.#members.get(type.id);
    if (known !== undefined) return known;
    const place = this.#placeOf(type.id);
    const isRecord = place !== undefined && RECORDS.some((kind) => kind === place.btf.kind(place.id));
    const members = isRecord ? place.btf.parts(place.id).map((part) => this.#member(place, part)) : [];
    this.#members.set(type.id, members);
    return members;
  }

  enumerator(name: string): { readonly value: bigint; readonly type: CType } | undefined {
    for (const btf of this.#sections()) {
      const found = btf.findEnumerator(name);
      if (found !== undefined) return { value: valueOfPart({ btf, id: found.type }, found.part), type: this.#type({ btf, id: found.type }) };
    }
    return undefined;
  }

  enumerators(type: EnumType): readonly { readonly name: string; readonly value: bigint }[] {
    const place = this.#placeOf(type.id);
    if (place === undefined || !ENUMS.some((kind) => kind === place.btf.kind(place.id))) return [];
    return place.btf.parts(place.id).map((part) => ({ name: part.name, value: valueOfPart(place, part) }));
  }

  function(name: string): CFunction | undefined {
    if (!this.#functions.has(name)) this.#functions.set(name, this.#findFunction(name));
    return this.#functions.get(name);
  }

  names(of: 'tags' | 'typedefs' | 'functions'): readonly string[] {
    const kinds = { tags: [...RECORDS, ...ENUMS], typedefs: [Kind.typedef], functions: [Kind.function] }[of];
    const found = new Set<string>();
    for (const btf of [this.#vmlinux, ...this.#loadModules()]) {
      for (const id of btf.named(kinds)) found.add(of === 'tags' ? `${tagOf(btf.kind(id))} ${btf.name(id)}` : btf.name(id));
    }
    return [...found];
  }

  #lookUp(name: string): CType | undefined {
    const [, tag, bare = ''] = /^\s*(?:(struct|union|enum)\s+)?(.*?)\s*$/s.exec(name) ?? [];
    if (tag === undefined) {
      if (bare === 'void') return { kind: 'void' };
      return this.#find(spelledAsBtf(bare), NAMED_BY_ONE_WORD);
    }
    const found = this.#find(bare, tag === 'struct' ? [Kind.struct] : tag === 'union' ? [Kind.union] : ENUMS);
    if (found !== undefined || tag === 'enum') return found;
    const declared = this.#vmlinux.find(bare, [Kind.forward]);
    return declared !== undefined && this.#vmlinux.flag(declared) === (tag === 'union') ? { kind: 'incomplete', name: `${tag} ${bare}` } : undefined;
  }

  #find(name: string, kinds: readonly number[]): CType | undefined {
    for (const btf of this.#sections()) {
      const id = btf.find(name, kinds);
      if (id !== undefined) return this.#type({ btf, id });
    }
    return undefined;
  }

  #findFunction(name: string): CFunction | undefined {
    for (const btf of this.#sections()) {
      const id = btf.find(name, [Kind.function]) ?? btf.find(name, [Kind.typedef]);
      const prototype = id === undefined ? undefined : prototypeOf(btf, id);
      if (prototype === undefined) continue;
      const params = btf
        .parts(prototype)
        // What is variable has neither a name nor a type.
        .filter((part) => part.type !== 0 || part.name !== '')
        .map((part) => ({ name: part.name, type: this.#type({ btf, id: part.type }) }));
      return { name, params, returns: this.#type({ btf, id: btf.sizeOrType(prototype) }) };
    }
    return undefined;
  }

  /** The kernel first; its modules are read only if the walk comes to them. */
  *#sections(): Generator<Btf> {
    yield this.#vmlinux;
    yield* this.#loadModules();
  }

  #loadModules(): readonly Btf[] {
    this.#modules ??= this.#readModules();
    return this.#modules;
  }

  #placeOf(id: number): Place | undefined {
    if (id < MODULE_STEP) return { btf: this.#vmlinux, id };
    const btf = this.#modules?.[Math.floor(id / MODULE_STEP) - 1];
    return btf === undefined ? undefined : { btf, id: id % MODULE_STEP };
  }

  #idOf({ btf, id }: Place): number {
    return btf.base === undefined || id < btf.first ? id : id + MODULE_STEP * ((this.#modules?.indexOf(btf) ?? 0) + 1);
  }

  #member(place: Place, part: BtfPart): CMember {
    const { btf, id } = place;
    const hasBitSizes = btf.flag(id);
    const type = this.#type({ btf, id: part.type });
    const bitOffset = hasBitSizes ? part.more & 0xffffff : part.more;
    const bitSize = hasBitSizes ? part.more >>> 24 : 0;
    const member = { name: part.name, type, bitOffset };
    if (bitSize > 0) return { ...member, bitSize };
    // Before Linux 4.20 a bit field had an int type of its own, of so many bits, at an offset within it.
    const stripped = skipModifiers(btf, part.type);
    if (hasBitSizes || btf.kind(stripped) !== Kind.int) return member;
    const { bits, offset } = intOf(btf, stripped);
    return bits === btf.sizeOrType(stripped) * 8 ? member : { ...member, bitOffset: bitOffset + offset, bitSize: bits };
  }

  /** Never undefined: what cannot be read is incomplete. */
  #type({ btf, id }: Place, depth = 0): CType {
    const at = skipModifiers(btf, id);
    const name = btf.name(at);
    if (depth > DEEPEST) return { kind: 'incomplete', name };
    switch (btf.kind(at)) {
      case Kind.void:
        // Beyond the last type stands nothing, which is not the same as void.
        return at === 0 ? { kind: 'void' } : { kind: 'incomplete', name };
      case Kind.int: {
        const { bits, signed } = intOf(btf, at);
        return { kind: 'int', name, bits, signed };
      }
      case Kind.float:
        return { kind: 'float', name, bits: btf.sizeOrType(at) * 8 };
      case Kind.pointer: {
        const target = btf.sizeOrType(at);
        return { kind: 'pointer', to: this.#type({ btf, id: target }, depth + 1), ...(isUser(btf, target) ? { user: true } : {}) };
      }
      case Kind.array: {
        const { of, length } = btf.array(at);
        return { kind: 'array', of: this.#type({ btf, id: of }, depth + 1), length };
      }
      case Kind.struct:
      case Kind.union:
        return { kind: 'record', union: btf.kind(at) === Kind.union, name, id: this.#idOf({ btf, id: at }), size: btf.sizeOrType(at) };
      case Kind.enum:
      case Kind.enum64:
        return { kind: 'enum', name, bits: btf.sizeOrType(at) * 8, signed: isSigned(btf, at), id: this.#idOf({ btf, id: at }) };
      case Kind.forward:
        return this.#complete(btf, at);
      case Kind.function:
      case Kind.prototype:
        return { kind: 'function' };
      default:
        return { kind: 'incomplete', name };
    }
  }

  /** Within one section what is only declared may be defined elsewhere: a module's BTF declares what is in the kernel's. */
  #complete(btf: Btf, id: number): CType {
    const isUnion = btf.flag(id);
    const name = btf.name(id);
    const defined = this.#vmlinux.find(name, [isUnion ? Kind.union : Kind.struct]);
    return defined === undefined ? { kind: 'incomplete', name: `${isUnion ? 'union' : 'struct'} ${name}` } : this.#type({ btf: this.#vmlinux, id: defined });
  }
}

function tagOf(kind: number): string {
  return kind === Kind.struct ? 'struct' : kind === Kind.union ? 'union' : 'enum';
}

/** The type that a typedef, `const` or a tag stands for. */
function skipModifiers(btf: Btf, id: number): number {
  let at = id;
  for (let i = 0; i < DEEPEST && isModifier(btf.kind(at)); i++) at = btf.sizeOrType(at);
  return at;
}

function isModifier(kind: number): boolean {
  return kind === Kind.typedef || kind === Kind.const || kind === Kind.volatile || kind === Kind.restrict || kind === Kind.typeTag;
}

/** `__user` is a type tag between a pointer and what it points at; qualifiers may stand around it. */
function isUser(btf: Btf, id: number): boolean {
  let at = id;
  for (let i = 0; i < DEEPEST && isModifier(btf.kind(at)) && btf.kind(at) !== Kind.typedef; i++) {
    if (btf.kind(at) === Kind.typeTag && btf.name(at) === 'user') return true;
    at = btf.sizeOrType(at);
  }
  return false;
}

/** The prototype of a function, or behind a typedef of a function or of a pointer to one. */
function prototypeOf(btf: Btf, id: number): number | undefined {
  let at = skipModifiers(btf, id);
  if (btf.kind(at) === Kind.function || btf.kind(at) === Kind.pointer) at = skipModifiers(btf, btf.sizeOrType(at));
  return btf.kind(at) === Kind.prototype ? at : undefined;
}

function intOf(btf: Btf, id: number): { readonly bits: number; readonly offset: number; readonly signed: boolean } {
  const encoding = btf.encoding(id);
  return { bits: encoding & 0xff, offset: (encoding >>> 16) & 0xff, signed: ((encoding >>> 24) & SIGNED) !== 0 };
}

function isSigned(btf: Btf, id: number): boolean {
  return btf.flag(id) || !btf.signsEnums;
}

function valueOfPart({ btf, id }: Place, part: BtfPart): bigint {
  const signed = isSigned(btf, id);
  if (btf.kind(id) === Kind.enum) return BigInt(signed ? part.type | 0 : part.type);
  const value = (BigInt(part.more) << 32n) | BigInt(part.type);
  return signed ? BigInt.asIntN(64, value) : value;
}

const BASIC_WORDS = new Set(['signed', 'unsigned', 'char', 'short', 'int', 'long']);

/** C lets the words of an integer type stand in any order, and some be left out; BTF has one spelling of each, the compiler's: `long unsigned int`. */
function spelledAsBtf(name: string): string {
  const words = name.split(/\s+/);
  if (name === 'bool') return '_Bool';
  if (!words.every((word) => BASIC_WORDS.has(word))) return name;
  const longs = words.filter((word) => word === 'long').length;
  const isUnsigned = words.includes('unsigned');
  if (words.includes('char')) return isUnsigned ? 'unsigned char' : words.includes('signed') ? 'signed char' : 'char';
  if (words.includes('short')) return isUnsigned ? 'short unsigned int' : 'short int';
  if (longs > 0) return `${longs > 1 ? 'long long' : 'long'} ${isUnsigned ? 'unsigned int' : 'int'}`;
  return isUnsigned ? 'unsigned int' : 'int';
}
