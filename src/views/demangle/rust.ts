/**
 * The names of Rust functions. The scheme of today ("v0") is that of RFC 2603, the grammar's words are used here; disambiguators of crates and the types of
 * constants are left out, as tools that print stacks do. The older one looks like C++ with a hash at its end.
 */
import { punycode } from './punycode.ts';

/** A name that the older scheme made, its C++ part taken off already (bpftrace does): `$LT$u8$u20$as$u20$core..Any$GT$::id::h0123456789abcdef`. */
export function rustLegacy(name: string): string {
  const [, path] = /^(.*)::h[0-9a-f]{16}$/s.exec(name) ?? [];
  // Without the hash it is not told from C++, in which a `$` or two dots may stand for themselves.
  if (path === undefined) return name;
  return path
    .split('::')
    .map((part) =>
      part
        .replace(/^_(?=\$)/, '')
        .replace(/\$(?:(SP|BP|RF|LT|GT|LP|RP|C)|u([0-9a-f]{1,6}))\$/g, (whole, word: string | undefined, code: string | undefined) =>
          word !== undefined ? (ESCAPES[word] ?? whole) : character(Number.parseInt(code ?? '', 16), whole),
        )
        .replaceAll('..', '::'),
    )
    .join('::');
}

const ESCAPES: Readonly<Record<string, string>> = { SP: '@', BP: '*', RF: '&', LT: '<', GT: '>', LP: '(', RP: ')', C: ',' };

function character(code: number, otherwise: string): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : otherwise;
}

/** A `_R...` name; undefined where it is none, or is made to be endless. */
export function demangleRust(symbol: string): string | undefined {
  const [, body, suffix = ''] = /^_R([A-Z][A-Za-z0-9_]*)(\..*)?$/s.exec(symbol) ?? [];
  if (body === undefined) return undefined;
  try {
    const reader = new Reader(body);
    const name = reader.path(true);
    // The crate it was made for may follow; nothing else.
    if (!reader.isDone) reader.path(true);
    if (!reader.isDone) return undefined;
    return suffix === '' || suffix.startsWith('.llvm.') ? name : `${name} (${suffix})`;
  } catch (error) {
    if (error instanceof NotRust) return undefined;
    throw error;
  }
}

class NotRust extends Error {}

const MAX_DEPTH = 200;
/** Steps: back references can make a short name exponentially long. */
const MAX_STEPS = 5000;

const BASIC: Readonly<Record<string, string>> = {
  a: 'i8',
  b: 'bool',
  c: 'char',
  d: 'f64',
  e: 'str',
  f: 'f32',
  h: 'u8',
  i: 'isize',
  j: 'usize',
  l: 'i32',
  m: 'u32',
  n: 'i128',
  o: 'u128',
  p: '_',
  s: 'i16',
  t: 'u16',
  u: '()',
  v: '...',
  x: 'i64',
  y: 'u64',
  z: '!',
};

class Reader {
  readonly #text: string;
  #at = 0;
  #depth = 0;
  #steps = 0;
  /** Lifetimes that binders around this place have named. */
  #bound = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get isDone(): boolean {
    return this.#at >= this.#text.length;
  }

  /** `inValue`: generic arguments need `::<` there. */
  path(inValue: boolean): string {
    return this.#nested(() => {
      const tag = this.#next();
      switch (tag) {
        case 'C':
          return this.#identifier().name;
        case 'M': {
          this.#implPath();
          return `<${this.#type()}>`;
        }
        case 'X': {
          this.#implPath();
          const type = this.#type();
          return `<${type} as ${this.path(false)}>`;
        }
        case 'Y': {
          const type = this.#type();
          return `<${type} as ${this.path(false)}>`;
        }
        case 'N': {
          const space = this.#next();
          if (!/[A-Za-z]/.test(space)) throw new NotRust();
          const outer = this.path(inValue);
          const { name, number } = this.#identifier();
          if (/[A-Z]/.test(space)) {
            const what = space === 'C' ? 'closure' : space === 'S' ? 'shim' : space;
            return `${outer}::{${what}${name === '' ? '' : `:${name}`}#${number}}`;
          }
          return name === '' ? outer : `${outer}::${name}`;
        }
        case 'I': {
          const outer = this.path(inValue);
          return `${outer}${inValue ? '::' : ''}<${this.#until(() => this.#genericArgument()).join(', ')}>`;
        }
        case 'B':
          return this.#backReference(() => this.path(inValue));
        default:
          throw new NotRust();
      }
    });
  }

  /** Where an implementation stands is read over: its type says which it is. */
  #implPath(): void {
    this.#disambiguator();
    this.path(false);
  }

  #genericArgument(): string {
    if (this.#skip('L')) return this.#lifetime(this.#number62());
    return this.#skip('K') ? this.#constant() : this.#type();
  }

  #type(): string {
    return this.#nested(() => {
      const tag = this.#next();
      const basic = Object.hasOwn(BASIC, tag) ? BASIC[tag] : undefined;
      if (basic !== undefined) return basic;
      switch (tag) {
        case 'A': {
          const item = this.#type();
          return `[${item}; ${this.#constant()}]`;
        }
        case 'S':
          return `[${this.#type()}]`;
        case 'T': {
          const items = this.#until(() => this.#type());
          return items.length === 1 ? `(${items[0]},)` : `(${items.join(', ')})`;
        }
        case 'R':
        case 'Q': {
          const lifetime = this.#skip('L') ? this.#lifetime(this.#number62()) : "'_";
          return `&${lifetime === "'_" ? '' : `${lifetime} `}${tag === 'Q' ? 'mut ' : ''}${this.#type()}`;
        }
        case 'P':
          return `*const ${this.#type()}`;
        case 'O':
          return `*mut ${this.#type()}`;
        case 'F':
          return this.#binder(() => this.#signature());
        case 'D': {
          const bounds = this.#binder(() => this.#until(() => this.#dynTrait()).join(' + '));
          if (!this.#skip('L')) throw new NotRust();
          const lifetime = this.#lifetime(this.#number62());
          return `dyn ${bounds}${lifetime === "'_" ? '' : ` + ${lifetime}`}`;
        }
        case 'B':
          return this.#backReference(() => this.#type());
        default:
          this.#at--;
          return this.path(false);
      }
    });
  }

  #signature(): string {
    const isUnsafe = this.#skip('U');
    const abi = this.#skip('K') ? (this.#skip('C') ? 'C' : this.#undisambiguated().replaceAll('_', '-')) : undefined;
    const parameters = this.#until(() => this.#type()).join(', ');
    const result = this.#type();
    return `${isUnsafe ? 'unsafe ' : ''}${abi === undefined ? '' : `extern "${abi}" `}fn(${parameters})${result === '()' ? '' : ` -> ${result}`}`;
  }

  /** The types bound to the names of a trait stand among its arguments. */
  #dynTrait(): string {
    const path = this.path(false);
    const bindings: string[] = [];
    while (this.#skip('p')) {
      const name = this.#undisambiguated();
      bindings.push(`${name} = ${this.#type()}`);
    }
    if (bindings.length === 0) return path;
    return path.endsWith('>') && !path.startsWith('<') ? `${path.slice(0, -1)}, ${bindings.join(', ')}>` : `${path}<${bindings.join(', ')}>`;
  }

  #constant(): string {
    return this.#nested(() => {
      if (this.#skip('B')) return this.#backReference(() => this.#constant());
      if (this.#skip('p')) return '_';
      const type = this.#next();
      if (!/[ahijlmnostxybc]/.test(type)) throw new NotRust();
      const isNegative = this.#skip('n');
      const end = this.#text.indexOf('_', this.#at);
      const digits = this.#text.slice(this.#at, end);
      if (end === -1 || !/^[0-9a-f]*$/.test(digits)) throw new NotRust();
      this.#at = end + 1;
      const value = BigInt(`0x${digits === '' ? '0' : digits}`);
      if (type === 'b') return value === 1n ? 'true' : 'false';
      if (type === 'c') return value <= 0x10ffffn ? JSON.stringify(String.fromCodePoint(Number(value))).replace(/^"(.*)"$/s, "'$1'") : this.#fail();
      return `${isNegative ? '-' : ''}${value}`;
    });
  }

  #binder(read: () => string): string {
    const count = this.#skip('G') ? this.#number62() + 1 : 0;
    if (count > MAX_DEPTH) throw new NotRust();
    const before = this.#bound;
    const names = Array.from({ length: count }, () => {
      this.#bound++;
      return this.#lifetime(1);
    });
    const text = read();
    this.#bound = before;
    return count === 0 ? text : `for<${names.join(', ')}> ${text}`;
  }

  /** Numbered from the innermost binder out; named from the outermost in. */
  #lifetime(index: number): string {
    if (index === 0) return "'_";
    const depth = this.#bound - index;
    if (depth < 0) throw new NotRust();
    return depth < 26 ? `'${String.fromCharCode(97 + depth)}` : `'_${depth}`;
  }

  #backReference(read: () => string): string {
    const start = this.#at - 1;
    const target = this.#number62();
    if (target >= start) throw new NotRust();
    const back = this.#at;
    this.#at = target;
    const text = read();
    this.#at = back;
    return text;
  }

  #identifier(): { readonly name: string; readonly number: number } {
    const number = this.#disambiguator();
    return { name: this.#undisambiguated(), number };
  }

  #disambiguator(): number {
    return this.#skip('s') ? this.#number62() + 1 : 0;
  }

  #undisambiguated(): string {
    const isPunycode = this.#skip('u');
    const digits = /^(?:0|[1-9]\d*)/.exec(this.#text.slice(this.#at, this.#at + 10))?.[0];
    if (digits === undefined) throw new NotRust();
    this.#at += digits.length;
    this.#skip('_');
    const name = this.#text.slice(this.#at, this.#at + Number(digits));
    if (name.length < Number(digits)) throw new NotRust();
    this.#at += name.length;
    if (!isPunycode) return name;
    return punycode(name) ?? this.#fail();
  }

  /** `_` is 0, `0_` is 1. */
  #number62(): number {
    const end = this.#text.indexOf('_', this.#at);
    const digits = this.#text.slice(this.#at, end);
    if (end === -1 || !/^[0-9a-zA-Z]*$/.test(digits) || digits.length > 12) throw new NotRust();
    this.#at = end + 1;
    let value = 0;
    for (const digit of digits) value = value * 62 + DIGITS.indexOf(digit);
    return digits === '' ? 0 : value + 1;
  }

  #until(read: () => string): string[] {
    const items: string[] = [];
    while (!this.#skip('E')) items.push(read());
    return items;
  }

  #nested<T>(read: () => T): T {
    if (++this.#depth > MAX_DEPTH || ++this.#steps > MAX_STEPS) throw new NotRust();
    const value = read();
    this.#depth--;
    return value;
  }

  #next(): string {
    const char = this.#text[this.#at++];
    return char ?? this.#fail();
  }

  #skip(char: string): boolean {
    if (this.#text[this.#at] !== char) return false;
    this.#at++;
    return true;
  }

  #fail(): never {
    throw new NotRust();
  }
}

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
