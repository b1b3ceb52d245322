import type { Scalar } from '../core/events.ts';
import type { ValueNames } from '../core/names.ts';
import type { Column, Unit } from '../core/program.ts';

/** bpftrace's strings end here unless it is told otherwise (BPFTRACE_STRLEN, 64 bytes with the final zero). */
const CUT_AT = 63;

const TIME_UNITS: readonly (readonly [string, number])[] = [
  ['s', 1e9],
  ['ms', 1e6],
  ['us', 1e3],
  ['ns', 1],
];
const BYTE_UNITS: readonly (readonly [string, number])[] = [
  ['TiB', 2 ** 40],
  ['GiB', 2 ** 30],
  ['MiB', 2 ** 20],
  ['KiB', 2 ** 10],
  ['B', 1],
];
const NANOSECONDS: Partial<Readonly<Record<Unit, number>>> = { ns: 1, us: 1e3, ms: 1e6, s: 1e9 };
const PAGE = 4096;

/** A value in the reader's terms: names for numbers, units a person can compare, nothing that could steer a terminal. */
export function showValue(value: Scalar, column: Column, names: ValueNames): string {
  if (value === null) return '-';
  if (typeof value === 'string')
    return column.type === 'stack' || column.kind === 'stack' ? showStack(value) : visible(ellipsis(column.kind === 'address' ? plainAddress(value) : value));
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  const named = nameOf(value, column, names);
  if (named !== undefined) return visible(named);
  if (column.integer === 'hexadecimal') return `0x${BigInt.asUintN(64, BigInt(value)).toString(16)}`;
  if (column.integer === 'octal') return BigInt.asUintN(64, BigInt(value)).toString(8);
  if (column.unit !== undefined) return showAmount(Number(value), column.unit);
  return column.kind === 'count' ? group(value) : String(value);
}

/** 1234567 ns as "1.23 ms", 4096 bytes as "4.0 KiB". */
export function showAmount(value: number, unit: Unit): string {
  if (value === 0) return `0 ${unit === 'bytes' || unit === 'pages' ? 'B' : unit}`;
  const nanoseconds = NANOSECONDS[unit];
  if (nanoseconds !== undefined) return scaled(value * nanoseconds, TIME_UNITS);
  return scaled(unit === 'pages' ? value * PAGE : value, BYTE_UNITS);
}

/** Like showAmount, without decimals where none are needed: for the bounds of buckets, which are whole. */
export function showBound(value: number, unit: Unit | undefined): string {
  if (unit === undefined) return short(value);
  const nanoseconds = NANOSECONDS[unit];
  return trimZeros(nanoseconds === undefined ? scaled(unit === 'pages' ? value * PAGE : value, BYTE_UNITS) : scaled(value * nanoseconds, TIME_UNITS));
}

/** Thousands apart: 1,234,567. */
export function group(value: number | bigint): string {
  // Intl's formatter takes longer to make than a whole answer to render.
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/**
 * Control characters as \xNN, and what is not seen or turns the direction of writing as \uNNNN: what a trace saw is untrusted, and a file name can hold an
 * escape sequence.
 */
export function visible(text: string): string {
  // Joiners are left: emoji and words of some languages are made with them.
  return text.replace(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (char) => {
    if (char === '\n') return '\\n';
    if (char === '\t') return '\\t';
    const code = char.codePointAt(0) ?? 0;
    return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** A line of a program, its tabs kept. */
export function visibleLine(line: string): string {
  return line.split('\t').map(visible).join('\t');
}

function nameOf(value: number | bigint, column: Column, names: ValueNames): string | undefined {
  const number = Number(value);
  switch (column.kind) {
    case 'syscall':
      return names.syscall(number);
    case 'errno':
      return number === 0 ? 'ok' : names.errno(number);
    case 'signal':
      return names.signal(number);
    case 'user':
      return names.user(number);
    case 'device':
      return names.device(number);
    case 'protocol':
      return names.protocol(number);
    case 'state':
      return names.state(number);
    case 'group':
      return names.group(number);
    case 'container':
      return names.container(number);
    case 'family':
      return names.family(number);
    case 'capability':
      return names.capability(number);
    case 'softirq':
      return names.softirq(number);
    case 'permissions':
      return number < 0 ? undefined : number.toString(8).padStart(4, '0');
    default:
      return undefined;
  }
}

function scaled(value: number, units: readonly (readonly [string, number])[]): string {
  const [unit, factor] = units.find(([, size]) => Math.abs(value) >= size) ?? units[units.length - 1] ?? ['', 1];
  const amount = value / factor;
  const whole = factor === 1 || Math.abs(amount) >= 100;
  return `${whole ? Math.round(amount) : amount.toFixed(Math.abs(amount) >= 10 ? 1 : 2)} ${unit}`;
}

function trimZeros(text: string): string {
  return text.replace(/\.0+(?= )|(\.\d*[1-9])0+(?= )/, '$1');
}

/** 65536 as 64K, the way bpftrace writes its buckets. */
function short(value: number): string {
  for (const [suffix, size] of [
    ['T', 2 ** 40],
    ['G', 2 ** 30],
    ['M', 2 ** 20],
    ['K', 2 ** 10],
  ] as const) {
    if (Math.abs(value) >= size && value % size === 0) return `${value / size}${suffix}`;
  }
  return String(value);
}

function ellipsis(text: string): string {
  // No character of UTF-16 takes more than three bytes. A browser has no Buffer.
  return text.length * 3 >= CUT_AT && new TextEncoder().encode(text).length >= CUT_AT ? `${text}…` : text;
}

/** An IPv4 address that came in an IPv6 one (RFC 4291, 2.5.5.2). */
function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/, '');
}

/** The innermost frames, on one line. */
function showStack(text: string): string {
  const frames = text
    .split('\n')
    .map((line) => visible(line.trim()))
    .filter((line) => line !== '');
  return frames.map((frame) => frame.replace(/\+\d+$/, '')).join(' < ');
}

/** 5.0 s, 1 min 20 s. */
export function secondsText(seconds: number, language: string): string {
  const second = language === 'zh' ? '秒' : 's';
  const minute = language === 'zh' ? '分' : 'min';
  const whole = Math.round(seconds);
  if (Math.round(seconds * 10) < 600) return `${seconds.toFixed(1)} ${second}`;
  return `${Math.floor(whole / 60)} ${minute}${whole % 60 === 0 ? '' : ` ${whole % 60} ${second}`}`;
}

/** A share (0 to 1) for a person: `25%`, `2.5%`, `0.03%`. */
export function sharePercent(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.01) return '<0.01%';
  return `${Number(percent.toFixed(percent < 1 ? 2 : percent < 10 ? 1 : 0))}%`;
}
