/** Decoders made for a type: one expression for all its fields, so that an event costs no walk through types. Only numbers get into what is generated, never a name. */
import { isIPv6 } from 'node:net';
import type { Scalar } from '../core/events.ts';
import { type Field, MOST_BYTES, type Reading } from './fields.ts';

/** What lies at `offset`, and takes `length` bytes; `view` is of the same memory. A field beyond the length is null. Keeps nothing of the memory. */
export type Decoder = (bytes: Uint8Array, view: DataView, offset: number, length: number) => readonly Scalar[];

type Whole = (bytes: Uint8Array, view: DataView, offset: number) => Scalar[];

/** `size` of the type; a record that is shorter is decoded as far as it goes. */
export function decoderFor(fields: readonly Field[], size: number): Decoder {
  const names = fields.map(({ reading }) => (reading.how === 'enum' || reading.how === 'bits' ? reading.names : undefined));
  const body = fields.map((field, i) => expressionOf(field.reading, field.offset, field.size, i)).join(',');
  const make = new Function('word', 'text', 'address', 'hex', 'bits', 'named', 'names', 'addresses', 'mac', `return (u,v,o)=>[${body}]`);
  const whole = make(word, text, address, hex, bits, named, names, addresses, mac) as Whole;
  const needed = fields.reduce((most, field) => Math.max(most, field.offset + field.size), Math.min(size, MOST_BYTES));
  return (bytes, view, offset, length) => {
    if (length >= needed && offset + needed <= bytes.length) return whole(bytes, view, offset);
    const there = Math.max(0, Math.min(length, bytes.length - offset, needed));
    const padded = new Uint8Array(needed);
    padded.set(bytes.subarray(offset, offset + there));
    const values = whole(padded, new DataView(padded.buffer), 0);
    return values.map((value, i) => {
      const field = fields[i];
      const end = field === undefined ? 0 : field.offset + (field.reading.how === 'text' ? 1 : field.size);
      return end > there ? null : value;
    });
  };
}

function expressionOf(reading: Reading, offset: number, size: number, index: number): string {
  const at = `o+${Math.trunc(offset)}`;
  switch (reading.how) {
    case 'integer':
      return integer(at, size, reading.signed, reading.swapped !== true);
    case 'bits':
      return reading.names === undefined ? bitsAt(at, size, reading) : `named(names[${index}],${bitsAt(at, size, reading)})`;
    case 'enum':
      return `named(names[${index}],${integer(at, size, reading.signed, true)})`;
    case 'float':
      return `v.getFloat${size * 8}(${at},true)`;
    case 'bool':
      return `u[${at}]!==0`;
    case 'pointer':
      return size === 8 ? `'0x'+v.getBigUint64(${at},true).toString(16)` : `'0x'+v.getUint32(${at},true).toString(16)`;
    case 'text':
    case 'address':
    case 'mac':
    case 'hex':
    case 'addresses':
      return `${reading.how}(u,${at},${size})`;
  }
}

function bitsAt(at: string, size: number, { shift, bits: count, signed }: Extract<Reading, { how: 'bits' }>): string {
  return `bits(u,${at},${size},${shift},${count},${signed})`;
}

function integer(at: string, size: number, signed: boolean, little: boolean): string {
  if (size === 8) return `word(v,${at},${signed},${little})`;
  return `v.get${signed ? 'Int' : 'Uint'}${size * 8}(${at}${size === 1 ? '' : `,${little}`})`;
}

/** A number where that is exact, a bigint otherwise. */
export function word(view: DataView, at: number, signed: boolean, little: boolean): number | bigint {
  const upper = little ? at + 4 : at;
  const high = signed ? view.getInt32(upper, little) : view.getUint32(upper, little);
  if (high < 0x200000 && high >= -0x1fffff) return high * 0x100000000 + view.getUint32(little ? at : at + 4, little);
  return signed ? view.getBigInt64(at, little) : view.getBigUint64(at, little);
}

/** Names of processes and files come again and again, and to make a string costs more than all else of an event: short ones are remembered, by the hash of their bytes. */
const REMEMBERED = 1024;
const SHORT = 64;
const remembered: string[] = Array.from({ length: REMEMBERED }, () => '');

function text(bytes: Uint8Array, at: number, size: number): string {
  let end = at;
  let all = 0;
  let hash = 0;
  for (const limit = at + size; end < limit; end++) {
    const byte = bytes[end] ?? 0;
    if (byte === 0) break;
    all |= byte;
    hash = (Math.imul(hash, 31) + byte) | 0;
  }
  if ((all & 0x80) !== 0) return stringOf(bytes, at, end, 'utf8');
  if (end - at > SHORT) return stringOf(bytes, at, end, 'latin1');
  const slot = (hash ^ (hash >>> 10)) & (REMEMBERED - 1);
  const before = remembered[slot] ?? '';
  if (isSame(before, bytes, at, end)) return before;
  const made = stringOf(bytes, at, end, 'latin1');
  remembered[slot] = made;
  return made;
}

function isSame(string: string, bytes: Uint8Array, at: number, end: number): boolean {
  if (string.length !== end - at) return false;
  for (let i = 0; i < string.length; i++) if (string.charCodeAt(i) !== bytes[at + i]) return false;
  return true;
}

function stringOf(bytes: Uint8Array, at: number, end: number, encoding: 'latin1' | 'utf8'): string {
  const whole = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return whole.toString(encoding, at, end);
}

function hex(bytes: Uint8Array, at: number, size: number): string {
  return `0x${Buffer.from(bytes.buffer, bytes.byteOffset + at, size).toString('hex')}`;
}

/** As every tool writes them: `02:fc:00:00:00:01`. */
function mac(bytes: Uint8Array, at: number, size: number): string {
  return Array.from(bytes.subarray(at, at + size), (byte) => byte.toString(16).padStart(2, '0')).join(':');
}

/** A line an address, up to the first that is none. */
function addresses(bytes: Uint8Array, at: number, size: number): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, size);
  const lines: string[] = [];
  for (let from = 0; from + 8 <= size; from += 8) {
    const address = view.getBigUint64(from, true);
    if (address === 0n) break;
    lines.push(`0x${address.toString(16)}`);
  }
  return lines.join('\n');
}

/** In the order of the network, as the kernel holds addresses. */
function address(bytes: Uint8Array, at: number, size: number): string {
  const part = bytes.subarray(at, at + size);
  if (size === 4) return part.join('.');
  // One of IPv4 in an IPv6 one, as inet_ntop(3) writes it.
  if (part.length === 16 && part.subarray(0, 10).every((byte) => byte === 0) && part[10] === 0xff && part[11] === 0xff)
    return `::ffff:${part.subarray(12).join('.')}`;
  const groups = Array.from({ length: 8 }, (_, i) => (((part[2 * i] ?? 0) << 8) | (part[2 * i + 1] ?? 0)).toString(16)).join(':');
  return isIPv6(groups) ? new URL(`http://[${groups}]`).hostname.slice(1, -1) : groups;
}

function bits(bytes: Uint8Array, at: number, size: number, shift: number, count: number, signed: boolean): number | bigint {
  let value = 0n;
  for (let i = size - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[at + i] ?? 0);
  value >>= BigInt(shift);
  const exact = signed ? BigInt.asIntN(count, value) : BigInt.asUintN(count, value);
  return count <= 53 ? Number(exact) : exact;
}

function named(names: ReadonlyMap<number, string>, value: number | bigint): Scalar {
  return names.get(Number(value)) ?? String(value);
}
