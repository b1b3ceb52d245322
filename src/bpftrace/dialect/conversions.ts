import type { Entry, Lifetime } from './entry.ts';
import type { ArgumentKind } from './function.ts';

/** A conversion of printf's format without its percent sign, flags and width: `d`, `lld`, `s`, `rx`. */
export interface Conversion extends Lifetime {
  readonly doc: string;
  /**
   * What may be printed with it. A pointer counts as an integer too; symbols, stacks, user names, addresses, times and error texts count as strings
   * (`validate_format_string`, src/format_string.cpp).
   */
  readonly accepts: readonly ArgumentKind[];
}

const LENGTHS = ['', 'hh', 'h', 'l', 'll', 'j', 'z', 't'] as const;
const INTEGERS = { d: 'a signed number', u: 'an unsigned number', o: 'an octal number', x: 'a hexadecimal number', X: 'a hexadecimal number', p: 'an address' };

/** Facts: src/printf_format_types.h of each release. There is no `%i`. */
export const CONVERSIONS: readonly Entry<Conversion>[] = [
  { name: 's', doc: 'a string', accepts: ['string'] },
  { name: 'c', doc: 'one character', accepts: ['integer'] },
  { name: 'r', doc: 'a buffer, what is no ASCII as \\x..', accepts: ['buffer'] },
  { name: 'rx', doc: 'a buffer in hexadecimal, with \\x', accepts: ['buffer'] },
  { name: 'rh', doc: 'a buffer in hexadecimal', accepts: ['buffer'] },
  ...Object.entries(INTEGERS).flatMap(([letter, doc]) => LENGTHS.map((length) => ({ name: `${length}${letter}`, doc, accepts: ['integer'] as const }))),
];
