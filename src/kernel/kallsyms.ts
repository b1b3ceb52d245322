/** Which function of the kernel an address is in, by /proc/kallsyms. */

const NEWLINE = 0x0a;
const BLANK = 0x20;
const TAB = 0x09;
/** Addresses of the kernel are in the upper half: their lower 48 bits, which a number holds exactly, tell them apart. */
const UPPER_DIGITS = 4;
const DIGITS = 16;
/** A function longer than this is none: behind the last of a module there is nothing for long. */
const LONGEST = 0x100_0000;

export class KernelAddresses {
  readonly #bytes: Buffer;
  readonly #starts: Float64Array;
  /** Where the name of each begins. */
  readonly #names: Uint32Array;

  private constructor(bytes: Buffer, starts: Float64Array, names: Uint32Array) {
    this.#bytes = bytes;
    this.#starts = starts;
    this.#names = names;
  }

  /** Undefined where it tells no addresses, as it does to those who may not know them. */
  static read(kallsyms: Uint8Array): KernelAddresses | undefined {
    const bytes = Buffer.from(kallsyms.buffer, kallsyms.byteOffset, kallsyms.length);
    const found: { readonly start: number; readonly name: number }[] = [];
    for (let line = 0; line < bytes.length; ) {
      const next = bytes.indexOf(NEWLINE, line);
      const end = next < 0 ? bytes.length : next;
      const type = bytes[line + DIGITS + 1] ?? 0;
      // Functions: t, T, w, W.
      if (end > line + DIGITS + 3 && bytes[line + DIGITS] === BLANK && (type | 32) >= 0x74 && ((type | 32) === 0x74 || (type | 32) === 0x77)) {
        const start = lowerBits(bytes, line);
        if (start > 0) found.push({ start, name: line + DIGITS + 3 });
      }
      line = end + 1;
    }
    if (found.length === 0) return undefined;
    found.sort((a, b) => a.start - b.start);
    return new KernelAddresses(
      bytes,
      Float64Array.from(found, ({ start }) => start),
      Uint32Array.from(found, ({ name }) => name),
    );
  }

  /** `vfs_read+157`, of a module `ext4_sync_file+12 [ext4]`; undefined where it is in no function. */
  nameOf(address: bigint): string | undefined {
    const wanted = Number(BigInt.asUintN(48, address));
    const at = lastNotAbove(this.#starts, wanted);
    const start = this.#starts[at];
    if (start === undefined || address >> 48n !== 0xffffn || wanted - start > LONGEST) return undefined;
    const from = this.#names[at] ?? 0;
    let end = from;
    while (end < this.#bytes.length && this.#bytes[end] !== NEWLINE && this.#bytes[end] !== TAB && this.#bytes[end] !== BLANK) end++;
    const name = this.#bytes.toString('latin1', from, end);
    if (this.#bytes[end] !== TAB) return `${name}+${wanted - start}`;
    const line = this.#bytes.indexOf(NEWLINE, end);
    return `${name}+${wanted - start} ${this.#bytes.toString('latin1', end + 1, line < 0 ? this.#bytes.length : line)}`;
  }
}

function lowerBits(bytes: Buffer, line: number): number {
  let value = 0;
  for (let at = line + UPPER_DIGITS; at < line + DIGITS; at++) {
    const digit = bytes[at] ?? 0;
    value = value * 16 + (digit <= 0x39 ? digit - 0x30 : (digit | 32) - 0x57);
  }
  return value;
}

/** The index of the last that is not above; -1 where all are. Sorted. */
export function lastNotAbove(sorted: Float64Array, wanted: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) <= wanted) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
