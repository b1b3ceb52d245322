/** Identifiers of the C program: readable, each once, and none that the kernel's types or the C library have already. */
import type { CTypes } from '../core/ctype.ts';

const KEYWORDS =
  'auto bool break case char const continue default do double else enum extern false float for goto if inline int long register restrict return short signed sizeof static struct switch true typedef typeof union unsigned void volatile while';
/** Functions that clang knows by themselves, and names of our own text. */
const TAKEN =
  'abs bcmp ceil ctx dropped exit exp floor free given index log malloc memcpy memset pow printf read_text rindex round signal strcmp strlen LICENSE SEC';

export const RESERVED: ReadonlySet<string> = new Set([...KEYWORDS.split(' '), ...TAKEN.split(' ')]);

/** A C identifier made of a name as people write it. */
export function identifier(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return plain === '' ? 'value' : /^\d/.test(plain) ? `_${plain}` : plain;
}

export class Names {
  readonly #taken: Set<string>;
  readonly #isFree: (name: string) => boolean;

  constructor(isFree: (name: string) => boolean = () => true, taken: Iterable<string> = RESERVED) {
    this.#taken = new Set(taken);
    this.#isFree = isFree;
  }

  /** The first of the candidates that is free; the last with a number where none is. */
  take(...candidates: readonly string[]): string {
    const last = candidates.at(-1) ?? 'value';
    let name = candidates.find((candidate) => this.#fits(candidate));
    for (let n = 2; name === undefined; n++) if (this.#fits(`${last}_${n}`)) name = `${last}_${n}`;
    this.#taken.add(name);
    return name;
  }

  get taken(): Iterable<string> {
    return this.#taken;
  }

  #fits(name: string): boolean {
    return !this.#taken.has(name) && this.#isFree(name);
  }
}

/** Names at the top of the file, among which `vmlinux.h` has all types and enumerators of the kernel. */
export function globalNames(types: CTypes | undefined): Names {
  return new Names((name) => types?.named(name) === undefined && types?.enumerator(name) === undefined);
}

/** Names of structures. */
export function tagNames(types: CTypes | undefined): Names {
  return new Names((name) => types?.named(`struct ${name}`) === undefined && types?.named(`union ${name}`) === undefined);
}
