/** An index over names that lie in a block of bytes. Makes no string and no object per name. */

const NONE = -1;
/** The kernel's own limit is KSYM_NAME_LEN, 512. A longer one is no name but broken data. */
const LONGEST = 512;

export class NameIndex {
  readonly #bytes: Uint8Array;
  readonly #starts: Uint32Array;
  readonly #last: number;
  readonly #heads: Int32Array;
  readonly #next: Int32Array;

  /** `starts` says for each entry where its name begins. A name ends before a byte of up to `last`; an empty one is not found. */
  constructor(bytes: Uint8Array, starts: Uint32Array, last: number) {
    this.#bytes = bytes;
    this.#starts = starts;
    this.#last = last;
    const buckets = 2 ** Math.max(4, Math.ceil(Math.log2(starts.length + 1)));
    this.#heads = new Int32Array(buckets).fill(NONE);
    this.#next = new Int32Array(starts.length);
    // From the end, so that of two entries with the same name the first is found first.
    for (let entry = starts.length - 1; entry >= 0; entry--) {
      const start = starts[entry] ?? 0;
      if (start >= bytes.length || (bytes[start] ?? 0) <= last) continue;
      const bucket = hashAt(bytes, start, last) & (buckets - 1);
      this.#next[entry] = this.#heads[bucket] ?? NONE;
      this.#heads[bucket] = entry;
    }
  }

  /** The first entry of this name that is accepted; -1 where there is none. */
  find(name: string, accept: (entry: number) => boolean = () => true): number {
    const wanted = Buffer.from(name);
    if (wanted.length === 0 || wanted.length >= LONGEST) return NONE;
    const bucket = hashAt(wanted, 0, this.#last) & (this.#heads.length - 1);
    for (let entry = this.#heads[bucket] ?? NONE; entry !== NONE; entry = this.#next[entry] ?? NONE) {
      if (this.#is(this.#starts[entry] ?? 0, wanted) && accept(entry)) return entry;
    }
    return NONE;
  }

  #is(start: number, wanted: Uint8Array): boolean {
    for (let i = 0; i < wanted.length; i++) if (this.#bytes[start + i] !== wanted[i]) return false;
    return (this.#bytes[start + wanted.length] ?? 0) <= this.#last;
  }
}

/** The name that begins at an offset; empty where none does. */
export function nameAt(bytes: Uint8Array, start: number, last: number): string {
  const limit = Math.min(bytes.length, start + LONGEST);
  let end = start;
  while (end < limit && (bytes[end] ?? 0) > last) end++;
  return Buffer.from(bytes.buffer, bytes.byteOffset + Math.min(start, bytes.length), Math.max(0, end - start)).toString('latin1');
}

/** FNV-1a. */
function hashAt(bytes: Uint8Array, start: number, last: number): number {
  const limit = Math.min(bytes.length, start + LONGEST);
  let hash = 0x811c9dc5;
  for (let i = start; i < limit; i++) {
    const byte = bytes[i] ?? 0;
    if (byte <= last) break;
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return (hash ^ (hash >>> 15)) >>> 0;
}
