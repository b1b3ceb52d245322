/** C declarations of BTF types, with the names of typedefs and the qualifiers they were written with. */
import { type Btf, Kind } from './btf.ts';
import { DEEPEST, skipModifiers, skipQualifiers, tagOf } from './btf-place.ts';

/** What stands for the body of a struct. */
const BODY = '{...}';

/** The declaration of something called `name`; of the type alone where that is empty. The struct `open` is written with a body, whatever name it has. */
export function declare(btf: Btf, id: number, name: string, open?: number): string {
  return new Declarator(btf, open).build(id, name, 0).trimEnd();
}

/** In bytes; 0 for what has none, as a function. */
export function sizeOf(btf: Btf, id: number, depth = 0): number {
  if (depth > DEEPEST) return 0;
  switch (btf.kind(id)) {
    case Kind.int:
    case Kind.float:
    case Kind.struct:
    case Kind.union:
    case Kind.enum:
    case Kind.enum64:
      return btf.sizeOrType(id);
    case Kind.pointer:
      return pointerSize(btf);
    case Kind.array: {
      const { of, length } = btf.array(id);
      return length * sizeOf(btf, of, depth + 1);
    }
    case Kind.typedef:
    case Kind.const:
    case Kind.volatile:
    case Kind.restrict:
    case Kind.typeTag:
      return sizeOf(btf, btf.sizeOrType(id), depth + 1);
    default:
      return 0;
  }
}

const pointerSizes = new WeakMap<Btf, number>();

/** BTF does not say it; on Linux it is that of a `long`. */
function pointerSize(btf: Btf): number {
  const known = pointerSizes.get(btf);
  if (known !== undefined) return known;
  const size = sizeOfLong(btf);
  pointerSizes.set(btf, size);
  return size;
}

function sizeOfLong(btf: Btf): number {
  const long = (btf.base ?? btf).find('long unsigned int', [Kind.int]);
  return long === undefined ? 8 : btf.sizeOrType(long);
}

class Declarator {
  readonly #btf: Btf;
  readonly #open: number | undefined;

  constructor(btf: Btf, open: number | undefined) {
    this.#btf = btf;
    this.#open = open;
  }

  /** C declarations are built from the inside: `inner` is what stands around the name so far. */
  build(id: number, inner: string, depth: number): string {
    const btf = this.#btf;
    const kind = btf.kind(id);
    const next = btf.sizeOrType(id);
    if (depth > DEEPEST) return `... ${inner}`;
    switch (kind) {
      case Kind.void:
        return `void ${inner}`;
      case Kind.pointer: {
        const target = btf.kind(skipQualifiers(btf, next));
        return this.build(next, target === Kind.array || target === Kind.prototype ? `(*${inner})` : `*${inner}`, depth + 1);
      }
      case Kind.array:
        return this.build(btf.array(id).of, `${inner}[${btf.array(id).length}]`, depth + 1);
      case Kind.const:
      case Kind.volatile:
      case Kind.restrict: {
        const word = kind === Kind.const ? 'const' : kind === Kind.volatile ? 'volatile' : 'restrict';
        // On a pointer it stands behind the asterisk.
        if (btf.kind(skipQualifiers(btf, next)) === Kind.pointer) return this.build(next, inner === '' ? word : `${word} ${inner}`, depth + 1);
        const whole = this.build(next, inner, depth + 1);
        // A const array has const elements, and BTF may say both.
        return whole.startsWith(`${word} `) ? whole : `${word} ${whole}`;
      }
      case Kind.typeTag:
        return this.build(next, `__${btf.name(id)} ${inner}`, depth + 1);
      case Kind.prototype:
        return this.build(next, `${inner}(${this.#parameters(id, depth)})`, depth + 1);
      case Kind.function:
        return this.build(next, inner, depth + 1);
      case Kind.forward:
        return `${btf.flag(id) ? 'union' : 'struct'} ${btf.name(id)} ${inner}`;
      case Kind.struct:
      case Kind.union:
      case Kind.enum:
      case Kind.enum64:
        return [tagOf(kind), btf.name(id), id === this.#open || btf.name(id) === '' ? BODY : '', inner].filter((part) => part !== '').join(' ');
      default:
        if (kind === Kind.typedef && this.#open !== undefined && skipModifiers(btf, id) === this.#open) return this.build(next, inner, depth + 1);
        return `${btf.name(id)} ${inner}`;
    }
  }

  #parameters(prototype: number, depth: number): string {
    const all = this.#btf.parts(prototype).map(({ name, type }) => (type === 0 && name === '' ? '...' : this.build(type, name, depth + 1).trimEnd()));
    return all.length === 0 ? 'void' : all.join(', ');
  }
}
