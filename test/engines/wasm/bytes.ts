/** Modules written byte by byte, for what no compiler makes. */
import { leb } from '../../../src/engines/wasm/bytes.ts';

type Bytes = readonly number[];

const name = (text: string): Bytes => [...leb(Buffer.byteLength(text)), ...Buffer.from(text)];
const section = (id: number, body: Bytes): Bytes => [id, ...leb(body.length), ...body];
const list = (items: readonly Bytes[]): Bytes => [...leb(items.length), ...items.flat()];

export interface Made {
  /** Pages: the least and the most. */
  readonly memory?: readonly [number, number?];
  readonly imports?: readonly (readonly [module: string, name: string, type?: number])[];
  /** Instructions of `_start`, without its end. */
  readonly start?: Bytes;
  readonly data?: readonly (readonly [at: number, bytes: Uint8Array])[];
  /** Tables of functions: the least and the most of their elements. */
  readonly tables?: readonly (readonly [number, number?])[];
  /** Whether `_start` runs already when the module is made, before anything of it can be reached. */
  readonly atOnce?: boolean;
}

/** Types of functions: 0 takes and gives nothing, 1 is of wasm_load_bpf_object, 2 of fd_write, 3 of proc_exit. */
const TYPES: readonly Bytes[] = [
  [0x60, 0, 0],
  [0x60, 2, 0x7f, 0x7f, 1, 0x7e],
  [0x60, 4, 0x7f, 0x7f, 0x7f, 0x7f, 1, 0x7f],
  [0x60, 1, 0x7f, 0],
];

export function module({ memory = [1], imports = [], start = [], data = [], tables = [], atOnce = false }: Made): Uint8Array {
  const body = [0, ...start, 0x0b];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, list(TYPES)),
    ...section(2, list(imports.map(([from, what, type = 0]) => [...name(from), ...name(what), 0, type]))),
    ...section(3, [1, 0]),
    ...(tables.length === 0 ? [] : section(4, list(tables.map((limits) => [0x70, ...limitsOf(limits)])))),
    ...section(5, [1, ...limitsOf(memory)]),
    ...section(
      7,
      list([
        [...name('memory'), 2, 0],
        [...name('_start'), 0, ...leb(imports.length)],
      ]),
    ),
    ...(atOnce ? section(8, leb(imports.length)) : []),
    ...section(10, [1, ...leb(body.length), ...body]),
    ...section(11, list(data.map(([at, bytes]) => [0, 0x41, ...sleb(at), 0x0b, ...leb(bytes.length), ...bytes]))),
  ]);
}

function limitsOf([least, most]: readonly [number, number?]): Bytes {
  return most === undefined ? [0, ...leb(least)] : [1, ...leb(least), ...leb(most)];
}

/** An operand of i32.const. */
export function sleb(value: number): Bytes {
  const bytes: number[] = [];
  for (let rest = value | 0; ; rest >>= 7) {
    const low = rest & 0x7f;
    if ((rest >> 7 === 0 && (low & 0x40) === 0) || (rest >> 7 === -1 && (low & 0x40) !== 0)) return [...bytes, low];
    bytes.push(low | 0x80);
  }
}
