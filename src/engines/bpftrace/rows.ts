/**
 * Reads the tuples that rows are printed as, from the bytes: `{"type": "value", "data": [TAG,1234,"a name"]}`. They come by the ten thousand, mostly plain integers and
 * short names that repeat, and are read so in a fifth of the time that JSON.parse takes of many at once.
 */
import type { Scalar, TraceEvent } from '../../core/events.ts';
import type { Column, RowsOutput } from '../../core/program.ts';
import { ROW_TAG } from './instrument.ts';
import { convert, isAsPrinted } from './keys.ts';

const HEAD: Uint8Array = Buffer.from('{"type": "value", "data": [');
const [QUOTE, COMMA, MINUS, ZERO, NINE, BACKSLASH, BLANK, DELETE] = [0x22, 0x2c, 0x2d, 0x30, 0x39, 0x5c, 0x20, 0x7f] as const;
const [BRACKET, BRACE, LINE_END] = [0x5d, 0x7d, 0x0a] as const;
/** Digits of an integer that is exact as a double, whichever they are. */
const EXACT_DIGITS = 15;
/** Texts that are kept, for the next row has many of them again; a power of two. */
const KEPT_TEXTS = 1024;
const LONGEST_KEPT = 64;

interface Statement {
  readonly output: RowsOutput;
  /** As many values as a row has: copied, it is an array of the right size. */
  readonly blank: readonly Scalar[];
}

export class RowReader {
  readonly #statements = new Map<number, Statement>();
  readonly #texts: string[] = Array<string>(KEPT_TEXTS).fill('');
  #value: Scalar = 0;
  /** Where what was read last ends. */
  #at = 0;

  constructor(rows: ReadonlyMap<number, RowsOutput>) {
    for (const [statement, output] of rows) this.#statements.set(ROW_TAG + statement, { output, blank: output.columns.map(() => '') });
  }

  /** Where the line of the row that was read last ends. */
  get end(): number {
    return this.#at;
  }

  /** The row of the line that begins there; undefined where the line is something else, or is to be read with more care. */
  read(bytes: Uint8Array, from: number): TraceEvent | undefined {
    for (let index = 0; index < HEAD.length; index++) if (bytes[from + index] !== HEAD[index]) return undefined;
    this.#at = from + HEAD.length;
    if (!this.#integer(bytes)) return undefined;
    const statement = this.#statements.get(this.#value as number);
    if (statement === undefined) return undefined;
    const { output, blank } = statement;
    const { columns } = output;
    const values = blank.slice();
    for (let index = 0; index < values.length; index++) {
      if (bytes[this.#at] !== COMMA) return undefined;
      this.#at++;
      if (!(bytes[this.#at] === QUOTE ? this.#text(bytes) : this.#integer(bytes))) return undefined;
      values[index] = asColumn(this.#value, columns[index]);
    }
    const at = this.#at;
    if (bytes[at] !== BRACKET || bytes[at + 1] !== BRACE || (at + 2 !== bytes.length && bytes[at + 2] !== LINE_END)) return undefined;
    this.#at = at + 2;
    return { type: 'row', statement: output.statement, values };
  }

  /** False where it is none as JSON has it, or not certainly one. */
  #integer(bytes: Uint8Array): boolean {
    const from = this.#at;
    const isNegative = bytes[from] === MINUS;
    const first = isNegative ? from + 1 : from;
    let at = first;
    let value = 0;
    for (let byte = bytes[at] ?? 0; byte >= ZERO && byte <= NINE; byte = bytes[++at] ?? 0) value = value * 10 + (byte - ZERO);
    if (at === first || (bytes[first] === ZERO && (isNegative || at - first > 1))) return false;
    this.#at = at;
    if (at - first > EXACT_DIGITS) this.#value = exact(BigInt(textOf(bytes, from, at)));
    else this.#value = isNegative ? -value : value;
    return true;
  }

  /** False where it has no end here, or holds bytes that JSON or bpftrace write otherwise. */
  #text(bytes: Uint8Array): boolean {
    const from = this.#at + 1;
    let at = from;
    let hash = 0;
    for (let byte = bytes[at] ?? 0; byte !== QUOTE; byte = bytes[++at] ?? 0) {
      if (byte === BACKSLASH) return this.#escapedText(bytes);
      if (byte < BLANK || byte >= DELETE) return false;
      hash = (Math.imul(hash, 31) + byte) | 0;
    }
    this.#at = at + 1;
    if (at - from > LONGEST_KEPT) {
      this.#value = textOf(bytes, from, at);
      return true;
    }
    const place = hash & (KEPT_TEXTS - 1);
    const kept = this.#texts[place] ?? '';
    if (isText(kept, bytes, from, at)) this.#value = kept;
    else this.#value = this.#texts[place] = textOf(bytes, from, at);
    return true;
  }

  #escapedText(bytes: Uint8Array): boolean {
    const from = this.#at;
    let at = from + 1;
    for (let byte = bytes[at] ?? 0; byte !== QUOTE; byte = bytes[++at] ?? 0) {
      if (byte < BLANK || byte >= DELETE) return false;
      if (byte === BACKSLASH) at++;
    }
    const text = textOf(bytes, from, at + 1);
    if (text.includes('\\uffffff')) return false;
    try {
      this.#value = JSON.parse(text);
    } catch {
      return false;
    }
    this.#at = at + 1;
    return true;
  }
}

function asColumn(value: Scalar, column: Column | undefined): Scalar {
  return typeof value !== 'bigint' && isAsPrinted(value as number | string, column) ? value : convert(value, column);
}

function exact(integer: bigint): Scalar {
  return integer >= Number.MIN_SAFE_INTEGER && integer <= Number.MAX_SAFE_INTEGER ? Number(integer) : integer;
}

/** Of bytes that are all ASCII. */
function textOf(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.prototype.latin1Slice.call(bytes, from, to);
}

function isText(text: string, bytes: Uint8Array, from: number, to: number): boolean {
  const { length } = text;
  if (length !== to - from) return false;
  for (let index = 0; index < length; index++) if (text.charCodeAt(index) !== bytes[from + index]) return false;
  return true;
}
