import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Scalar } from '../../src/core/events.ts';
import type { Column, Unit } from '../../src/core/program.ts';
import { group, secondsText, showAmount, showBound, showValue, visible } from '../../src/views/values.ts';
import { column, count, file, names, process } from './names.ts';

const VALUES: readonly { readonly name: string; readonly value: Scalar; readonly column: Column; readonly expect: string }[] = [
  { name: 'nothing', value: null, column: count, expect: '-' },
  { name: 'yes and no', value: false, column: column('x'), expect: 'no' },
  { name: 'a count', value: 1234567, column: count, expect: '1,234,567' },
  { name: 'a count of 64 bits', value: 18446744073709551615n, column: count, expect: '18,446,744,073,709,551,615' },
  { name: 'a pid is not grouped', value: 1234567, column: column('pid', { kind: 'pid' }), expect: '1234567' },
  { name: 'a system call', value: 257, column: column('s', { kind: 'syscall' }), expect: 'openat' },
  { name: 'an unknown system call', value: 4000, column: column('s', { kind: 'syscall' }), expect: '4000' },
  { name: 'an error', value: -2, column: column('e', { kind: 'errno' }), expect: 'ENOENT' },
  { name: 'no error', value: 0, column: column('e', { kind: 'errno' }), expect: 'ok' },
  { name: 'a signal', value: 15, column: column('s', { kind: 'signal' }), expect: 'SIGTERM' },
  { name: 'a user', value: 0, column: column('u', { kind: 'user' }), expect: 'root' },
  { name: 'a user whose name is an attack', value: 9, column: column('u', { kind: 'user' }), expect: 'evil\\x1b[31m' },
  { name: 'a user without a name', value: 1234, column: column('u', { kind: 'user' }), expect: '1234' },
  { name: 'permissions', value: 0o640, column: column('permissions', { kind: 'permissions' }), expect: '0640' },
  { name: 'permissions with a bit above', value: 0o4755, column: column('permissions', { kind: 'permissions' }), expect: '4755' },
  { name: 'a group nobody knows', value: 27, column: column('group', { kind: 'group' }), expect: '27' },
  { name: 'a container that is gone', value: 8123, column: column('container', { kind: 'container' }), expect: '8123' },
  { name: 'an address family', value: 10, column: column('family', { kind: 'family' }), expect: 'ipv6' },
  { name: 'a family that is a name already', value: 'unix', column: column('family', { kind: 'family', type: 'string' }), expect: 'unix' },
  { name: 'a capability', value: 12, column: column('capability', { kind: 'capability' }), expect: 'CAP_NET_ADMIN' },
  { name: 'a soft interrupt', value: 1, column: column('softirq', { kind: 'softirq' }), expect: 'timer' },
  { name: 'a device', value: 8 << 20, column: column('d', { kind: 'device' }), expect: 'sda' },
  { name: 'hexadecimal', value: 0xfffffffffffff000n, column: column('x', { integer: 'hexadecimal' }), expect: '0xfffffffffffff000' },
  { name: 'hexadecimal that came negative', value: -1, column: column('x', { integer: 'hexadecimal' }), expect: '0xffffffffffffffff' },
  { name: 'octal', value: 0o640, column: column('mode', { integer: 'octal' }), expect: '640' },
  { name: 'octal of nothing', value: 0, column: column('mode', { integer: 'octal' }), expect: '0' },
  { name: 'octal that came negative', value: -1, column: column('mode', { integer: 'octal' }), expect: '1777777777777777777777' },
  { name: 'permissions that the program wrote in octal', value: 0o640, column: column('mode', { integer: 'octal', kind: 'permissions' }), expect: '0640' },
  { name: 'a user that the program wrote in octal keeps its name', value: 0, column: column('u', { kind: 'user', integer: 'octal' }), expect: 'root' },
  { name: 'a time', value: 1_234_567, column: column('t', { unit: 'ns' }), expect: '1.23 ms' },
  { name: 'an IPv4 address in an IPv6 one', value: '::ffff:10.0.0.1', column: column('a', { kind: 'address', type: 'address' }), expect: '10.0.0.1' },
  { name: 'an IPv6 address', value: '::1', column: column('a', { kind: 'address', type: 'address' }), expect: '::1' },
  { name: 'an escape sequence in a file name', value: '\u001b]0;owned\u0007\u001b[2Jx', column: file, expect: '\\x1b]0;owned\\x07\\x1b[2Jx' },
  { name: 'a line break in a file name', value: 'a\nb\tc\rd', column: file, expect: 'a\\nb\\tc\\x0dd' },
  { name: 'text that runs backwards', value: 'a\u202egpj.exe\u2066', column: file, expect: 'a\\u202egpj.exe\\u2066' },
  { name: 'C1 control characters', value: 'a\u009b31mb', column: process, expect: 'a\\x9b31mb' },
  { name: 'a string bpftrace has cut', value: 'x'.repeat(63), column: file, expect: `${'x'.repeat(63)}…` },
  { name: 'a string it has not', value: 'x'.repeat(62), column: file, expect: 'x'.repeat(62) },
  {
    name: 'a stack, on one line',
    value: '\n    do_it+12\n    main\u001b+3\n',
    column: column('stack', { kind: 'stack', type: 'stack' }),
    expect: 'do_it < main\\x1b',
  },
  { name: 'an empty stack', value: '\n', column: column('stack', { kind: 'stack', type: 'stack' }), expect: '' },
];

describe('showValue', () => {
  it.each(VALUES)('$name', ({ value, column: one, expect: expected }) => expect(showValue(value, one, names)).toBe(expected));
});

const AMOUNTS: readonly (readonly [number, Unit, string])[] = [
  [0, 'ns', '0 ns'],
  [999, 'ns', '999 ns'],
  [1000, 'ns', '1.00 us'],
  [1500, 'us', '1.50 ms'],
  [12_345, 'us', '12.3 ms'],
  [123_456, 'us', '123 ms'],
  [2, 's', '2.00 s'],
  [90, 's', '90.0 s'],
  [-1500, 'us', '-1.50 ms'],
  [0, 'bytes', '0 B'],
  [1023, 'bytes', '1023 B'],
  [4096, 'bytes', '4.00 KiB'],
  [5 * 2 ** 30, 'bytes', '5.00 GiB'],
  [2 ** 60, 'bytes', '1048576 TiB'],
  [3, 'pages', '12.0 KiB'],
];

describe('amounts', () => {
  it.each(AMOUNTS)('%d %s is %s', (value, unit, expected) => expect(showAmount(value, unit)).toBe(expected));

  /** 999,950 us must not become "1000 ms" beside "1.00 s". */
  it('never show four digits of a unit that has a next one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999_999_999 }), (nanoseconds) => {
        const [, digits, unit] = /^(-?[\d.]+) (\S+)$/.exec(showAmount(nanoseconds, 'ns')) ?? [];
        if (unit !== 's') expect(Number(digits), String(nanoseconds)).toBeLessThanOrEqual(1000);
      }),
    );
  });

  it.each([
    [65536, undefined, '64K'],
    [100, undefined, '100'],
    [1_000_000, undefined, '1000000'],
    [2 ** 31, undefined, '2G'],
    [4096, 'bytes', '4 KiB'],
    [1024, 'us', '1.02 ms'],
    [8, 'us', '8 us'],
    [2_000_000, 'ns', '2 ms'],
    [20_000, 'us', '20 ms'],
    [100, 'us', '100 us'],
    [0, 'us', '0 ns'],
  ] as const)('the bound %d %s is %s', (value, unit, expected) => expect(showBound(value, unit)).toBe(expected));

  it('are grouped in threes', () => expect([group(0), group(-1234), group(10n ** 12n)]).toEqual(['0', '-1,234', '1,000,000,000,000']));
});

describe('visible', () => {
  it('leaves nothing that could steer a terminal', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint16Array({ min: 0x2000, max: 0x2100 }), (bytes, points) => {
        const text = Buffer.from(bytes).toString('latin1') + String.fromCharCode(...points);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
        expect(visible(text)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c]/);
      }),
    );
  });
  it.each([
    ['\u061c', '\\u061c'],
    ['\u2028', '\\u2028'],
    ['\ufeff', '\\ufeff'],
    ['\u200b', '\\u200b'],
    ['\u{e0041}', '\\ue0041'],
  ])('shows what nobody sees: %j', (text, shown) => expect(visible(text)).toBe(shown));
  it('leaves joiners alone', () => expect(visible('👩\u200d💻 می\u200cخواهم')).toBe('👩\u200d💻 می\u200cخواهم'));
  it('leaves text alone', () => expect(visible('naïve 中文 🙂 \\ a')).toBe('naïve 中文 🙂 \\ a'));
});

describe('secondsText', () => {
  it.each([
    [0, 'en', '0.0 s'],
    [5, 'en', '5.0 s'],
    [60, 'en', '1 min'],
    [80.4, 'en', '1 min 20 s'],
    [90, 'zh', '1 分 30 秒'],
  ])('%d in %s: %s', (seconds, language, expected) => expect(secondsText(seconds, language)).toBe(expected));
  it('never shows 60 seconds beside minutes', () => {
    for (const seconds of [59.96, 59.99, 119.6, 119.9]) expect(secondsText(seconds, 'en')).not.toMatch(/\b60/);
  });
});
