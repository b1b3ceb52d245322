import type { Scalar } from '../../core/events.ts';
import type { Column } from '../../core/program.ts';

/**
 * Takes a printed map key apart. bpftrace joins the parts of a key with commas and escapes none, so a comma inside a name looks like one between two.
 * The types help: an integer cannot hold one, and where only one part is a name the rest is counted off from both ends. Where several are, the last of them takes
 * what is left over; a process name has at most 15 bytes and so seldom holds a comma that a file name is the likelier place.
 */
export function splitKey(text: string, columns: readonly Column[]): Scalar[] {
  if (columns.length <= 1) return columns.length === 0 && text === '' ? [] : [convert(text, columns[0])];
  const stacks: string[] = [];
  // What C++ calls its functions is full of commas.
  const bare = columns.some(isStack) ? text.replace(STACK_TEXT, (stack) => `\0${stacks.push(stack)}`) : text;
  const parts = bare.split(',');
  const extra = parts.length - columns.length;
  if (extra < 0) return [text];
  if (extra > 0) {
    const wide = widest(columns);
    const at = wide === -1 ? columns.length - 1 : wide;
    parts.splice(at, extra + 1, parts.slice(at, at + extra + 1).join(','));
  }
  const whole = stacks.length === 0 ? parts : parts.map((part) => part.replace(/\0(\d+)/g, (_, at) => stacks[Number(at) - 1] ?? ''));
  return whole.map((part, index) => convert(part, columns[index]));
}

/** A frame a line, indented. Empty ones, of which there is nothing to be seen, are no text at all. */
const STACK_TEXT = /\n(?:[ \t]+[^\n]+\n)+/g;

function isStack(column: Column): boolean {
  return column.type === 'stack';
}

/** The part that is likeliest to hold a comma: a file, else a name that is no process's, else any name; the last of several. */
function widest(columns: readonly Column[]): number {
  const file = columns.findLastIndex((column) => column.kind === 'file' || column.kind === 'directory');
  if (file !== -1) return file;
  const name = columns.findLastIndex((column) => column.type !== 'integer' && column.kind !== 'process' && !isStack(column));
  return name !== -1 ? name : columns.findLastIndex((column) => column.type !== 'integer' && !isStack(column));
}

/** An integer where the column is one, or is not known and the text could be nothing else. */
export function convert(value: Scalar, column: Column | undefined): Scalar {
  if (typeof value === 'string') {
    const integer = column === undefined || column.type === 'integer' || column.type === 'unknown';
    if (!integer || !/^-?\d+$/.test(value)) return value;
    const number = Number(value);
    return Number.isSafeInteger(number) ? reinterpret(number, column) : reinterpret(BigInt(value), column);
  }
  return reinterpret(value, column);
}

/** Whether `convert` leaves it as it is, told quickly. */
export function isAsPrinted(value: number | string, column: Column | undefined): boolean {
  if (column === undefined) return false;
  return typeof value === 'number' ? column.integer === undefined : column.type !== 'integer' && column.type !== 'unknown';
}

/** What printf() made of a value. */
export function convertText(text: string, column: Column | undefined): Scalar {
  if (column?.type !== 'integer') return text;
  if (column.integer === 'octal' && /^[0-7]+$/.test(text)) return convert(String(BigInt(`0o${text}`)), column);
  if (!/^0x[0-9a-f]+$/i.test(text)) return convert(text, column);
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
}

const WITHOUT_SIGN: ReadonlySet<NonNullable<Column['integer']>> = new Set(['unsigned', 'hexadecimal', 'octal']);

/** The 64 bits that were printed as one kind of integer, read as the kind they are. */
function reinterpret(value: Scalar, column: Column | undefined): Scalar {
  if (typeof value !== 'number' && typeof value !== 'bigint') return value;
  if (column?.integer === 'int32' && value > 0x7fffffff && value <= 0xffffffff) return Number(BigInt.asIntN(32, BigInt(value)));
  if (column?.integer !== undefined && WITHOUT_SIGN.has(column.integer) && value < 0) return BigInt.asUintN(64, BigInt(value));
  return value;
}
