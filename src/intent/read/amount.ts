import { lookup } from '../../core/lookup.ts';
import type { Lexicon } from '../lexicon.ts';

/** An amount with its unit: of bytes, or of time. */
export type Amount = { readonly bytes: number } | { readonly ns: number };

/** Powers of two, as every tracer means them. */
const BYTES: Readonly<Record<string, number>> = { '': 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };
const CYRILLIC: Readonly<Record<string, string>> = { к: 'k', м: 'm', г: 'g' };
const NS: Readonly<Record<string, number>> = { ns: 1, us: 1e3, µs: 1e3, μs: 1e3, ms: 1e6, s: 1e9 };

/** Reads "2 KB", "4096 bytes", "1.5 ms", "3 Sekunden". A lone "m" is of time, a lone "k" of bytes. Undefined where the unit is none. */
export function amountOf(text: string, lexicon: Lexicon): Amount | undefined {
  const match = /^\s*(\d+(?:[.,]\d+)?)\s*(\D*?)\s*$/u.exec(text.normalize('NFKC'));
  if (match === null) return undefined;
  const [, digits = '', said = ''] = match;
  const number = Number(digits.replace(',', '.'));
  const unit = said.toLowerCase();
  // A lone capital M is of bytes, as nobody writes minutes.
  const ns = said === 'M' ? undefined : (NS[unit] ?? multiplied(lookup(lexicon.units, unit), 1e9));
  if (ns !== undefined) return { ns: Math.round(number * ns) };
  const size = /^(?:([kmgtкмг]?)i?(?:b|б|o)?|bytes?|octets?|байт\p{L}*|バイト|바이트|字节)$/u.exec(unit);
  if (size === null || unit === '') return undefined;
  const prefix = size[1] ?? '';
  return { bytes: Math.round(number * (BYTES[CYRILLIC[prefix] ?? prefix] ?? 1)) };
}

function multiplied(value: number | undefined, by: number): number | undefined {
  return value === undefined ? undefined : value * by;
}

/** A number in digits, or a word for one. */
export function numberOf(text: string, lexicon: Lexicon): number {
  return lookup(lexicon.numbers, text.toLowerCase()) ?? (text === '' ? Number.NaN : Number(text.replace(',', '.')));
}

/** A whole number above 0. */
export function positive(text: string | undefined): number | undefined {
  const number = Number(text);
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}
