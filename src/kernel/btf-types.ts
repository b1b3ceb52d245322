/** The types of a kernel and its modules, as their BTF tells them. */
import type { CFunction, CMember, CType, CTypes, RecordType } from '../core/ctype.ts';
import { type BtfPart, Kind } from './btf.ts';
import { DEEPEST, ENUMS, intOf, isSigned, isUser, layoutOf, type Place, prototypeOf, RECORDS, skipModifiers, valueOfPart } from './btf-place.ts';

const NAMED_BY_ONE_WORD = [Kind.typedef, Kind.int, Kind.float];

import type { Sections } from './btf-sections.ts';

type EnumType = Extract<CType, { kind: 'enum' }>;
/** Answers from the kernel's BTF, and from its modules' only for what the kernel itself does not have. */
export function btfTypes(sections: Sections): CTypes {
  return new BtfTypes(sections);
}

class BtfTypes implements CTypes {
  readonly #sections: Sections;
  readonly #members = new Map<number, readonly CMember[]>();
  readonly #named = new Map<string, CType | undefined>();
  readonly #functions = new Map<string, CFunction | undefined>();

  constructor(sections: Sections) {
    this.#sections = sections;
  }

  named(name: string): CType | undefined {
    if (!this.#named.has(name)) this.#named.set(name, this.#lookUp(name));
    return this.#named.get(name);
  }

  members(type: RecordType): readonly CMember[] {
    const known = this.#members.get(type.id);
    if (known !== undefined) return known;
    const place = this.#sections.place(type.id);
    const isRecord = place !== undefined && RECORDS.some((kind) => kind === place.btf.kind(place.id));
    const members = isRecord ? place.btf.parts(place.id).map((part) => this.#member(place, part)) : [];
    this.#members.set(type.id, members);
    return members;
  }

  enumerator(name: string): { readonly value: bigint; readonly type: CType } | undefined {
    for (const btf of this.#sections.all()) {
      const found = btf.findEnumerator(name);
      if (found !== undefined) return { value: valueOfPart({ btf, id: found.type }, found.part), type: this.#type({ btf, id: found.type }) };
    }
    return undefined;
  }

  enumerators(type: EnumType): readonly { readonly name: string; readonly value: bigint }[] {
    const place = this.#sections.place(type.id);
    if (place === undefined || !ENUMS.some((kind) => kind === place.btf.kind(place.id))) return [];
    return place.btf.parts(place.id).map((part) => ({ name: part.name, value: valueOfPart(place, part) }));
  }

  function(name: string): CFunction | undefined {
    if (!this.#functions.has(name)) this.#functions.set(name, this.#findFunction(name));
    return this.#functions.get(name);
  }

  names(of: 'tags' | 'typedefs' | 'functions'): readonly string[] {
    return this.#sections.names({ tags: [...RECORDS, ...ENUMS], typedefs: [Kind.typedef], functions: [Kind.function] }[of]);
  }

  #lookUp(name: string): CType | undefined {
    const [, tag, bare = ''] = /^\s*(?:(struct|union|enum)\s+)?(.*?)\s*$/s.exec(name) ?? [];
    if (tag === undefined) {
      if (bare === 'void') return { kind: 'void' };
      return this.#find(spelledAsBtf(bare), NAMED_BY_ONE_WORD);
    }
    const found = this.#find(bare, tag === 'struct' ? [Kind.struct] : tag === 'union' ? [Kind.union] : ENUMS);
    if (found !== undefined || tag === 'enum') return found;
    const declared = this.#sections.find(bare, [Kind.forward]);
    return declared?.btf.flag(declared.id) === (tag === 'union') ? { kind: 'incomplete', name: `${tag} ${bare}` } : undefined;
  }

  #find(name: string, kinds: readonly number[]): CType | undefined {
    const place = this.#sections.find(name, kinds);
    return place === undefined ? undefined : this.#type(place);
  }

  #findFunction(name: string): CFunction | undefined {
    for (const btf of this.#sections.all()) {
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

  #member({ btf, id }: Place, part: BtfPart): CMember {
    return { name: part.name, type: this.#type({ btf, id: part.type }), ...layoutOf(btf, id, part) };
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
        return { kind: 'record', union: btf.kind(at) === Kind.union, name, id: this.#sections.idOf({ btf, id: at }), size: btf.sizeOrType(at) };
      case Kind.enum:
      case Kind.enum64:
        return { kind: 'enum', name, bits: btf.sizeOrType(at) * 8, signed: isSigned(btf, at), id: this.#sections.idOf({ btf, id: at }) };
      case Kind.forward:
        return this.#complete({ btf, id: at });
      case Kind.function:
      case Kind.prototype:
        return { kind: 'function' };
      default:
        return { kind: 'incomplete', name };
    }
  }

  #complete(place: Place): CType {
    const defined = this.#sections.definitionOf(place);
    const { btf, id } = place;
    return defined === undefined ? { kind: 'incomplete', name: `${btf.flag(id) ? 'union' : 'struct'} ${btf.name(id)}` } : this.#type(defined);
  }
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
