import { describe, expect, test } from 'vitest';
import type { BpfVariable } from '../../../src/core/bpf-object.ts';
import { settingsOf } from '../../../src/engines/libbpf/settings.ts';

const constant = (name: string, type: string, size: number, section = '.rodata'): BpfVariable => ({
  name,
  type: `const volatile ${type}`,
  size,
  section,
  offset: 0,
});
const variables: readonly BpfVariable[] = [
  constant('min_us', '__u32', 4),
  constant('limit', 'long', 8),
  constant('level', 'int', 4),
  constant('wide', 'unsigned long long', 8),
  constant('on', '_Bool', 1),
  constant('target_comm', 'char[16]', 16),
  constant('mac', 'unsigned char[6]', 6),
  constant('who', 'struct owner', 12),
  constant('how', 'enum how', 4),
  { ...constant('seen', '__u64', 8, '.bss'), type: '__u64' },
  constant('licence', 'char[4]', 4, 'license'),
];
const set = (arg: string): string => {
  const read = settingsOf(variables, [arg]);
  return read.ok ? (read.settings[0]?.bytes.toString('hex') ?? '') : read.message;
};

describe('what --set asks of a program', () => {
  test.each([
    ['min_us=1000', 'e8030000'],
    ['min_us=0xffffffff', 'ffffffff'],
    ['limit=-1', 'ffffffffffffffff'],
    ['level=-2147483648', '00000080'],
    ['wide=18446744073709551615', 'ffffffffffffffff'],
    ['on=true', '01'],
    ['on=0', '00'],
    ['how=-1', 'ffffffff'],
    ['seen=5', '0500000000000000'],
    ['target_comm=nginx: worker', '6e67696e783a20776f726b6572000000'],
    ['target_comm=', '00'.repeat(16)],
  ])('%s', (arg, bytes) => expect(set(arg)).toBe(bytes));

  test.each([
    ['min_us=-1', /min_us takes a whole number from 0 to 4294967295$/],
    ['min_us=4294967296', /from 0 to 4294967295$/],
    ['min_us=1.5', /a whole number/],
    ['min_us=1e3', /a whole number/],
    ['min_us=', /a whole number/],
    ['min_us= 7', /a whole number/],
    ['level=2147483648', /from -2147483648 to 2147483647$/],
    [`wide=${'9'.repeat(400)}`, /from 0 to 18446744073709551615$/],
    ['on=2', /on takes true or false$/],
    ['target_comm=0123456789abcdef', /text of at most 15 bytes/],
    ['target_comm=a\\0b'.replace('\\0', '\0'), /no byte that is 0/],
    ['mac=112233', /it is const volatile unsigned char\[6\]/],
    ['who=1', /it is const volatile struct owner; only whole numbers/],
    ['licence=GPL', /sets nothing of this program$/],
    ['nothing=1', /sets nothing of this program$/],
    ['toString=1', /sets nothing of this program$/],
    ['min_us', /sets nothing of this program$/],
    ['', /sets nothing of this program$/],
  ])('%s is refused', (arg, why) => expect(set(arg)).toMatch(why));

  test('of a name that it has not, the names that it has are told', () => {
    expect(settingsOf(variables, ['min_us=1', 'min=1'])).toMatchObject({
      ok: false,
      hints: ['it has the constants min_us, limit, level, wide, on, target_comm, how'],
    });
    expect(settingsOf(variables.slice(0, 1), ['min=1'])).toMatchObject({ hints: ['it has the constant min_us'] });
    expect(settingsOf([], ['min=1'])).toMatchObject({ hints: [expect.stringMatching(/no constant to set: const volatile/)] });
  });
});
