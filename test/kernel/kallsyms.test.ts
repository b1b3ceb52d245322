import { expect, test } from 'vitest';
import { KernelAddresses } from '../../src/kernel/kallsyms.ts';

const LIST = `ffffffff81000000 T _stext
ffffffff81000100 t do_read
ffffffff81000180 d some_data
ffffffff81000200 W weak_one
ffffffffc0001000 t ext4_sync_file	[ext4]
ffffffffc0000800 t ext4_open	[ext4]
0000000000000000 A percpu
short
`;
const kernel = KernelAddresses.read(Buffer.from(LIST));

test.each([
  [0xffffffff81000100n, 'do_read+0'],
  [0xffffffff8100019dn, 'do_read+157'],
  [0xffffffff81000200n, 'weak_one+0'],
  [0xffffffffc0001010n, 'ext4_sync_file+16 [ext4]'],
  [0xffffffffc0000fffn, 'ext4_open+2047 [ext4]'],
  // Before all, far behind all, and no address of the kernel at all.
  [0xffffffff80ffffffn, undefined],
  [0xffffffffefffffffn, undefined],
  [0x00007fff81000100n, undefined],
])('%s is in %s', (address, name) => {
  expect(kernel?.nameOf(address)).toBe(name);
});

test.each(['', 'nonsense\n', '0000000000000000 T _stext\n0000000000000000 t do_read\n'])('a list that tells no addresses is none: %o', (list) => {
  expect(KernelAddresses.read(Buffer.from(list))).toBeUndefined();
});
