import { describe, expect, it } from 'vitest';
import type { Scalar } from '../../../src/core/events.ts';
import type { Column } from '../../../src/core/program.ts';
import { convert, convertText, splitKey } from '../../../src/engines/bpftrace/keys.ts';

const number: Column = { name: 'n', kind: 'plain', type: 'integer' };
const text: Column = { name: 's', kind: 'plain', type: 'string' };
const process: Column = { name: 'process', kind: 'process', type: 'string' };
const file: Column = { name: 'file', kind: 'file', type: 'string' };
const unknown: Column = { name: 'u', kind: 'plain', type: 'unknown' };
const address: Column = { name: 'a', kind: 'address', type: 'address' };
const stack: Column = { name: 'stack', kind: 'stack', type: 'stack' };
const int32: Column = { ...number, integer: 'int32' };
const unsigned: Column = { ...number, integer: 'unsigned' };
const hexadecimal: Column = { ...number, integer: 'hexadecimal' };
const octal: Column = { ...number, integer: 'octal' };

const KEYS: readonly { readonly name: string; readonly input: string; readonly columns: readonly Column[]; readonly expect: readonly Scalar[] }[] = [
  { name: 'no key', input: '', columns: [], expect: [] },
  { name: 'one name', input: 'nginx', columns: [process], expect: ['nginx'] },
  { name: 'one name with commas', input: 'a,b,,c', columns: [process], expect: ['a,b,,c'] },
  { name: 'an empty name', input: '', columns: [process], expect: [''] },
  { name: 'a name of digits stays a name', input: '42', columns: [process], expect: ['42'] },
  { name: 'one number', input: '42', columns: [number], expect: [42] },
  { name: 'a name and a number', input: 'bpftrace,29320', columns: [process, number], expect: ['bpftrace', 29320] },
  { name: 'a comma in the name before a number', input: 'a,b,-1', columns: [text, number], expect: ['a,b', -1] },
  { name: 'a comma in the name behind a number', input: '7,a,b', columns: [number, text], expect: [7, 'a,b'] },
  { name: 'a comma in the name between numbers', input: '7,a,b,c,8', columns: [number, text, number], expect: [7, 'a,b,c', 8] },
  { name: 'a name that is all commas', input: '7,,,,8', columns: [number, text, number], expect: [7, ',,', 8] },
  { name: 'an empty name between numbers', input: '7,,8', columns: [number, text, number], expect: [7, '', 8] },
  { name: 'process and file: the file holds the comma', input: 'cat,/tmp/a,b', columns: [process, file], expect: ['cat', '/tmp/a,b'] },
  { name: 'file, process and number: as printed by 0.17', input: '/etc/passwd,rm,7', columns: [file, process, number], expect: ['/etc/passwd', 'rm', 7] },
  { name: 'file before process: a file name is the likelier place of a comma', input: '/tmp/a,b,cat', columns: [file, process], expect: ['/tmp/a,b', 'cat'] },
  { name: 'a stack and a process', input: '\n    do_it+12\n    main+3\n,cat', columns: [stack, process], expect: ['\n    do_it+12\n    main+3\n', 'cat'] },
  {
    name: 'commas in the functions of a stack, and one in the process, between an empty stack and another',
    input: 'a,b,7,,\n    f(int, char)+12\n    g<a, b>()+3\n',
    columns: [process, number, stack, stack],
    expect: ['a,b', 7, '', '\n    f(int, char)+12\n    g<a, b>()+3\n'],
  },
  {
    name: 'two stacks with commas before a process',
    input: '\n    a+1\n,\n\tf00 f(int, char)+12 (/lib/a,b.so)\n,cat',
    columns: [stack, stack, process],
    expect: ['\n    a+1\n', '\n\tf00 f(int, char)+12 (/lib/a,b.so)\n', 'cat'],
  },
  { name: 'addresses', input: '127.0.0.1,::1,443', columns: [address, address, number], expect: ['127.0.0.1', '::1', 443] },
  { name: 'fewer parts than columns', input: 'abc', columns: [process, number], expect: ['abc'] },
  { name: 'a number where none is', input: 'a,b', columns: [text, number], expect: ['a', 'b'] },
];

describe('splitKey', () => {
  it.each(KEYS)('$name', ({ input, columns, expect: expected }) => expect(splitKey(input, columns)).toEqual(expected));
});

const VALUES: readonly { readonly name: string; readonly input: Scalar; readonly column: Column | undefined; readonly expect: Scalar }[] = [
  { name: 'a printed integer', input: '-5', column: number, expect: -5 },
  { name: 'one of 64 bits', input: '18446744073709551615', column: number, expect: 18446744073709551615n },
  { name: 'a C int that lost its sign', input: '4294967294', column: int32, expect: -2 },
  { name: 'a C int that kept it', input: '-2', column: int32, expect: -2 },
  { name: 'a small C int', input: 2147483647, column: int32, expect: 2147483647 },
  { name: 'the least C int', input: 2147483648, column: int32, expect: -2147483648 },
  { name: 'more than 32 bits is no C int', input: 4294967296, column: int32, expect: 4294967296 },
  { name: 'an unsigned that came negative', input: -1, column: unsigned, expect: 18446744073709551615n },
  { name: 'a hexadecimal that came negative', input: '-4096', column: hexadecimal, expect: 0xfffffffffffff000n },
  { name: 'an octal is a number like others', input: 416, column: octal, expect: 416 },
  { name: 'an octal that came negative', input: -100, column: octal, expect: 2n ** 64n - 100n },
  { name: 'a bigint as it is', input: 2n ** 63n, column: unsigned, expect: 2n ** 63n },
  { name: 'digits in a name', input: '42', column: text, expect: '42' },
  { name: 'digits of unknown type', input: '42', column: unknown, expect: 42 },
  { name: 'digits without a column', input: '42', column: undefined, expect: 42 },
  { name: 'words of unknown type', input: '4a', column: unknown, expect: '4a' },
  { name: 'nothing', input: null, column: number, expect: null },
  { name: 'a boolean', input: true, column: number, expect: true },
];

describe('convert', () => {
  it.each(VALUES)('$name', ({ input, column, expect: expected }) => expect(convert(input, column)).toBe(expected));
});

const PRINTED: readonly { readonly name: string; readonly input: string; readonly column: Column; readonly expect: Scalar }[] = [
  { name: 'a number', input: '640', column: number, expect: 640 },
  { name: 'a number in hexadecimal', input: '0x1a0', column: hexadecimal, expect: 416 },
  { name: 'a number in octal', input: '640', column: octal, expect: 0o640 },
  { name: 'a number in octal, filled up with zeros', input: '0640', column: octal, expect: 0o640 },
  { name: 'all 64 bits in octal', input: '1777777777777777777777', column: octal, expect: 2n ** 64n - 1n },
  { name: 'no octal digits', input: '689', column: octal, expect: 689 },
  { name: 'digits in a text', input: '640', column: text, expect: '640' },
];

describe('convertText', () => {
  it.each(PRINTED)('$name', ({ input, column, expect: expected }) => expect(convertText(input, column)).toBe(expected));
});
