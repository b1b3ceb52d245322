import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fileAddresses } from '../../src/kernel/elf/addresses.ts';
import { madeIn, mappingsIn, ProcessAddresses } from '../../src/kernel/process-addresses.ts';
import { realHost } from '../../src/system/real.ts';

const MAPS = `55d0c0000000-55d0c0001000 r--p 00000000 fe:01 123 /usr/bin/app
55d0c0001000-55d0c0009000 r-xp 00001000 fe:01 123                        /usr/bin/my app (deleted)
7f0000000000-7f0000010000 rwxp 00000000 00:00 0
7ffd00000000-7ffd00002000 r-xp 00000000 00:00 0                          [vdso]
`;

test('what a process can execute, by /proc/PID/maps', () => {
  expect(mappingsIn(MAPS)).toEqual([
    { start: 0x55d0c0001000n, end: 0x55d0c0009000n, offset: 0x1000, path: '/usr/bin/my app' },
    { start: 0x7f0000000000n, end: 0x7f0000010000n, offset: 0, path: '' },
    { start: 0x7ffd00000000n, end: 0x7ffd00002000n, offset: 0, path: '[vdso]' },
  ]);
  expect(mappingsIn('nonsense')).toEqual([]);
});

test('what a runtime wrote down of the code it made', () => {
  expect(madeIn('7f0000000100 20 JS:~inner /a b.js:1\n0x7f0000000200 10 X::y\nbroken\nzz 10 no\n')).toEqual([
    { start: 0x7f0000000100n, end: 0x7f0000000120n, name: 'JS:~inner /a b.js:1' },
    { start: 0x7f0000000200n, end: 0x7f0000000210n, name: 'X::y' },
  ]);
});

test('a place of this very process has a name, one of nobody has none', () => {
  const host = realHost();
  const addresses = new ProcessAddresses(host);
  const libc = mappingsIn(readFileSync('/proc/self/maps', 'utf8')).find(({ path }) => /libc\.so/.test(path));
  if (libc === undefined) throw new Error('this process has no libc mapped');
  const file = fileAddresses(host, libc.path);
  const offset = Array.from({ length: 4000 }, (_, step) => libc.offset + step * 64).find((at) => file?.nameOf(at) !== undefined);
  if (offset === undefined) throw new Error('libc has no function that has a name');
  const address = libc.start + BigInt(offset - libc.offset);
  expect(addresses.lineOf(process.pid, address)).toBe(`${address.toString(16)} ${file?.nameOf(offset)} (${libc.path})`);
  expect(addresses.lineOf(process.pid, 0x10n)).toBe('10 [unknown]');
  expect(addresses.lineOf(undefined, 0x10n)).toBe('10 [unknown]');
  expect(addresses.lineOf(2 ** 22 + 1, 0x10n)).toBe('10 [unknown]');
  expect(fileAddresses(host, '/proc/version')).toBeUndefined();
});
