/** C expressions with what has to be known to put them together: how tightly they bind, and how wide and of which sign they are. */

export interface Code {
  readonly code: string;
  /** As in C: 0 for a name or a call, then unary operators, `*`, `+`, `<<`, `<`, `==`, `&`, `^`, `|`, `&&`, `||`, `?:`. */
  readonly level: number;
  /** Bytes. */
  readonly size: number;
  readonly signed: boolean;
  readonly literal?: bigint;
  /** Its C type where that is a pointer: `struct sock *`. */
  readonly pointer?: string;
}

export const LEVELS: Readonly<Record<string, number>> = {
  '*': 2,
  '/': 2,
  '%': 2,
  '+': 3,
  '-': 3,
  '<<': 4,
  '>>': 4,
  '<': 5,
  '>': 5,
  '<=': 5,
  '>=': 5,
  '==': 6,
  '!=': 6,
  '&': 7,
  '^': 8,
  '|': 9,
  '&&': 10,
  '||': 11,
};
export const UNARY = 1;
export const TERNARY = 12;

export function number(code: string, level = 0, signed = false, size = 8): Code {
  return { code, level, signed, size };
}

export function literal(value: bigint, text?: string): Code {
  const plain = text !== undefined && /^(\d{1,18}|0x[\da-fA-F]{1,15})$/.test(text) ? text : value >= 1n << 63n ? `${value}ULL` : String(value);
  return { code: plain, level: value < 0n ? UNARY : 0, signed: true, size: 8, literal: value };
}

/** In parentheses where it binds less tightly than its place asks for. */
export function within(code: Code, level: number): string {
  return code.level <= level ? code.code : `(${code.code})`;
}

/** As a number of 64 bits, whatever it is. */
export function wide(code: Code): Code {
  if (code.literal !== undefined) return code;
  if (code.pointer !== undefined) return cast(code, '__u64');
  return code.size >= 8 ? code : cast(code, code.signed ? '__s64' : '__u64');
}

/** As a number; narrow ones stay it. */
export function plain(code: Code): Code {
  return code.pointer === undefined ? code : cast(code, '__u64');
}

const INTEGERS: Readonly<Record<string, readonly [size: number, signed: boolean]>> = {
  __u8: [1, false],
  __u16: [2, false],
  __u32: [4, false],
  __u64: [8, false],
  __s8: [1, true],
  __s16: [2, true],
  __s32: [4, true],
  __s64: [8, true],
};

export function cast(code: Code, type: string): Code {
  const [size, signed] = INTEGERS[type] ?? [8, false];
  const text = `(${type})${within(code, UNARY)}`;
  return { code: text, level: UNARY, size, signed, ...(INTEGERS[type] === undefined ? { pointer: type } : {}) };
}

export function integerType(size: number, signed: boolean): string {
  return `__${signed ? 's' : 'u'}${size * 8}`;
}

/** Takes care that nobody has to know C's order of operators to read it, and that clang does not warn. */
export function joined(left: Code, operator: string, right: Code): string {
  const level = LEVELS[operator] ?? 0;
  return `${operand(left, level, operator)} ${operator} ${operand(right, level - 1, operator)}`;
}

function operand(code: Code, level: number, operator: string): string {
  return within(code, Math.min(level, mostInside(operator, code.level === LEVELS[operator])));
}

/** Comparisons may stand in && and ||, sums in comparisons, products in sums: what everybody reads alike. */
function mostInside(operator: string, isSame: boolean): number {
  if (operator === '&&' || operator === '||') return isSame ? TERNARY : 6;
  if (/^[<>]=?$|^[!=]=$/.test(operator)) return 3;
  return /^[*/%+-]$/.test(operator) ? TERNARY : UNARY;
}
