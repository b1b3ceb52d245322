import type { Entry, Lifetime } from './entry.ts';
import type { ArgumentKind } from './function.ts';
import { compareVersions, type Version } from './version.ts';

/** A conversion of printf's format without its percent sign, flags and width: `d`, `lld`, `s`, `rx`. */
export interface Conversion extends Lifetime {
  readonly doc: string;
  /**
   * What may be printed with it, beside what counts as the same: a pointer as an integer; symbols, stacks, user names, addresses, times and error texts as
   * strings; a value of an enum, since 0.22, as both.
   */
  readonly accepts: readonly ArgumentKind[];
}

const LENGTHS = ['', 'hh', 'h', 'l', 'll', 'j', 'z', 't'] as const;
const INTEGERS = { d: 'a signed number', u: 'an unsigned number', o: 'an octal number', x: 'a hexadecimal number', X: 'a hexadecimal number', p: 'an address' };
const NUMBER = ['integer'] as const;
const WITH_BOOL = { in: '0.24', accepts: ['integer', 'bool'] } as const;

/** Facts: src/printf_format_types.h, since 0.24 `FormatString::check` (src/format_string.cpp), of each release. */
export const CONVERSIONS: readonly Entry<Conversion>[] = [
  { name: 's', doc: 'a string', accepts: ['string'], changes: [{ in: '0.24', doc: 'any value', accepts: ['any'] }] },
  { name: 'c', doc: 'one character', accepts: NUMBER, changes: [WITH_BOOL] },
  { name: 'r', doc: 'a buffer, what is no ASCII as \\x..', accepts: ['buffer'] },
  { name: 'rx', doc: 'a buffer in hexadecimal, with \\x', accepts: ['buffer'] },
  { name: 'rh', doc: 'a buffer in hexadecimal', accepts: ['buffer'] },
  { name: 'gr', doc: 'GFP flags by their names', accepts: ['integer', 'bool'], since: '0.26' },
  ...LENGTHS.map((length) => ({ name: `${length}i`, doc: 'a signed number', accepts: ['integer', 'bool'] as const, since: '0.24' as const })),
  ...Object.entries(INTEGERS).flatMap(([letter, doc]) => LENGTHS.map((length) => ({ name: `${length}${letter}`, doc, accepts: NUMBER, changes: [WITH_BOOL] }))),
];

/**
 * Finds the conversions in a format, as a version does; its last group is the conversion's name. Until 0.23 whatever else follows a percent sign is
 * plain text: `%i` prints as it stands, and `%%` is no escape, so `%%d` prints a number. Since 0.24 letters C knows and bpftrace does not are errors.
 */
export function conversionPattern(version: Version): RegExp {
  if (compareVersions(version, '0.24') >= 0) return /%-?\+? ?#?0?(?:\*|\d+)?(?:\.(?:\*|\d+))?([hlLjzt]*(?:gr|rh|rx|r|[diouxXeEfFgGaAcspn%]))/g;
  return /%-?[0-9]*(?:\.[0-9]+)?((?:hh|h|ll|l|j|z|t)?[duoxXp]|s|c|rx|rh|r)/g;
}
