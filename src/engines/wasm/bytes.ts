/** Reads a WebAssembly file from its beginning on. What lies beyond its end is told by a RangeError, which no caller of this room lets out. */
export class Bytes {
  at: number;
  readonly #bytes: Uint8Array;
  readonly end: number;

  constructor(bytes: Uint8Array, at = 0, end: number = bytes.length) {
    this.#bytes = bytes;
    this.at = at;
    this.end = Math.min(end, bytes.length);
  }

  byte(): number {
    const value = this.at < this.end ? this.#bytes[this.at] : undefined;
    if (value === undefined) throw new RangeError('it ends in the middle');
    this.at++;
    return value;
  }

  /** LEB128; exact up to 2^53, which is more than a file has bytes or a memory pages. */
  unsigned(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      if (scale > 2 ** 63) throw new RangeError('a number is too long');
      const part = this.byte();
      value += (part & 0x7f) * scale;
      if (part < 0x80) return value;
    }
  }

  /** Signed LEB128 of 32 or 64 bits, as a number. */
  signed(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      if (scale > 2 ** 63) throw new RangeError('a number is too long');
      const part = this.byte();
      value += (part & 0x7f) * scale;
      if (part < 0x80) return part & 0x40 ? value - scale * 128 : value;
    }
  }

  take(length: number): Uint8Array {
    if (length > this.end - this.at) throw new RangeError('it ends in the middle');
    this.at += length;
    return this.#bytes.subarray(this.at - length, this.at);
  }

  name(): string {
    return new TextDecoder().decode(this.take(this.unsigned()));
  }
}

/** An unsigned number as LEB128. */
export function leb(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) | 0x80);
  }
}
