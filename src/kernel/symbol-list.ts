/**
 * A list of kernel symbols, as the bytes it was read as. The first few names are looked for in the bytes (1 ms each among 120,000), for most programs name
 * no more; then an index is made (30 ms), without an object for any symbol.
 */
import { NameIndex, nameAt } from './name-index.ts';

const NEWLINE = 0x0a;
const BLANK = 0x20;
const UNINDEXED_LOOKUPS = 8;

/** Where in a line the name begins; undefined where the line has none that counts. */
type NameIn = (bytes: Uint8Array, line: number, end: number) => number | undefined;

export class SymbolList {
  readonly #bytes: Buffer;
  readonly #nameIn: NameIn;
  #lookups = 0;
  #index: { readonly names: NameIndex; readonly starts: Uint32Array } | undefined;

  private constructor(bytes: Buffer, nameIn: NameIn) {
    this.#bytes = bytes;
    this.#nameIn = nameIn;
  }

  /**
   * The functions in /proc/kallsyms, `ffffffff81000000 T name`, of a module `... t name\t[module]`. What the kernel made while it ran (BPF programs,
   * trampolines) is left out, and so is the padding before each function (`__pfx_`, from Linux 6.2, nearly half of the lines): no program of anybody's names
   * them. Undefined where nothing is in it, as in a container that hides it.
   */
  static fromKallsyms(bytes: Uint8Array): SymbolList | undefined {
    return SymbolList.#of(bytes, nameInKallsyms);
  }

  /** Lines of a name, and where it is in a module that: `name [module]`, as in available_filter_functions. */
  static fromLines(bytes: Uint8Array): SymbolList | undefined {
    return SymbolList.#of(bytes, nameInLine);
  }

  /** kprobes/blacklist: `0xffffffff81000000-0xffffffff81000010\tname`. */
  static fromBlacklist(bytes: Uint8Array): SymbolList | undefined {
    return SymbolList.#of(bytes, nameInBlacklist);
  }

  static #of(bytes: Uint8Array, nameIn: NameIn): SymbolList | undefined {
    const list = new SymbolList(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), nameIn);
    for (const _ of list.#walk()) return list;
    return undefined;
  }

  has(name: string): boolean {
    return this.#find(name) !== undefined;
  }

  module(name: string): string | undefined {
    const start = this.#find(name);
    return start === undefined ? undefined : this.#moduleAfter(start + name.length);
  }

  /** Without duplicates, in the order of the list. */
  names(): string[] {
    return [...new Set(Array.from(this.#walk(), (start) => nameAt(this.#bytes, start, BLANK)))];
  }

  /** The names and their modules and nothing else, as `fromLines` reads them. */
  compact(): Uint8Array {
    const lines = Buffer.allocUnsafe(this.#bytes.length + 1);
    let length = 0;
    for (const start of this.#walk()) {
      const found = this.#bytes.indexOf(NEWLINE, start);
      const end = found < 0 ? this.#bytes.length : found;
      length += this.#bytes.copy(lines, length, start, end);
      lines[length++] = NEWLINE;
    }
    return lines.subarray(0, length);
  }

  *#walk(): Generator<number> {
    const bytes = this.#bytes;
    for (let line = 0; line < bytes.length; ) {
      const found = bytes.indexOf(NEWLINE, line);
      const end = found < 0 ? bytes.length : found;
      const start = this.#nameIn(bytes, line, end);
      if (start !== undefined && start < end) yield start;
      line = end + 1;
    }
  }

  /** Where the name begins for the first time. */
  #find(name: string): number | undefined {
    // In a name there is nothing that could end one: what has such is none.
    if (name === '' || /[\0- ]/.test(name)) return undefined;
    if (this.#index === undefined && this.#lookups++ < UNINDEXED_LOOKUPS) return this.#scan(name);
    if (this.#index === undefined) {
      const starts = Uint32Array.from(this.#walk());
      this.#index = { names: new NameIndex(this.#bytes, starts, BLANK), starts };
    }
    return this.#index.starts[this.#index.names.find(name)];
  }

  #scan(name: string): number | undefined {
    const bytes = this.#bytes;
    const length = Buffer.byteLength(name);
    for (let at = bytes.indexOf(name); at >= 0; at = bytes.indexOf(name, at + 1)) {
      if ((bytes[at - 1] ?? NEWLINE) > BLANK || (bytes[at + length] ?? NEWLINE) > BLANK) continue;
      const line = at === 0 ? 0 : bytes.lastIndexOf(NEWLINE, at - 1) + 1;
      const end = bytes.indexOf(NEWLINE, at);
      if (this.#nameIn(bytes, line, end < 0 ? bytes.length : end) === at) return at;
    }
    return undefined;
  }

  #moduleAfter(end: number): string | undefined {
    return this.#bytes[end + 1] === 0x5b ? nameAt(this.#bytes, end + 2, BLANK).replace(/\]$/, '') : undefined;
  }
}

function nameInKallsyms(bytes: Uint8Array, line: number, end: number): number | undefined {
  let at = line;
  while (at < end && bytes[at] !== BLANK) at++;
  // t, T: text; w, W: weak.
  const kind = (bytes[at + 1] ?? 0) | 0x20;
  if (kind !== 0x74 && kind !== 0x77) return undefined;
  return startsWith(bytes, at + 3, PADDING) || isMadeAtRunTime(bytes, at + 3, end) ? undefined : at + 3;
}

/** What objtool calls the room that it leaves before a function (tools/objtool/elf.c). */
const PADDING = Buffer.from('__pfx_');

function startsWith(bytes: Uint8Array, start: number, text: Buffer): boolean {
  return text.every((byte, i) => bytes[start + i] === byte);
}

/** `[bpf]`, `[__builtin__ftrace]` and `[__builtin__kprobes]` stand behind the name. */
function isMadeAtRunTime(bytes: Uint8Array, start: number, end: number): boolean {
  if (bytes[end - 1] !== 0x5d) return false;
  return /\t\[(?:bpf|__builtin__\w+)\]$/.test(Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1'));
}

/** Stands where a function was dropped at the link; a number follows (kernel/trace/ftrace.c). */
const INVALID = Buffer.from('__ftrace_invalid_address');

function nameInLine(bytes: Uint8Array, line: number): number | undefined {
  return startsWith(bytes, line, INVALID) ? undefined : line;
}

function nameInBlacklist(bytes: Uint8Array, line: number, end: number): number | undefined {
  const tab = bytes.indexOf(0x09, line);
  return tab < 0 || tab >= end ? undefined : tab + 1;
}
