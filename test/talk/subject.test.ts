import { expect, test } from 'vitest';
import { isSameSubject } from '../../src/talk/subject.ts';

const OPENS = ['tracepoint:syscalls:sys_enter_openat', 'tracepoint:syscalls:sys_exit_openat', 'tracepoint:syscalls:sys_exit_open', 'END', 'interval:s:1'];

test.each<readonly [what: string, some: readonly string[], others: readonly string[], same: boolean]>([
  ['the same', OPENS, OPENS, true],
  ['the other end of a call', OPENS, ['tracepoint:syscalls:sys_exit_openat'], true],
  ['one of two', OPENS, ['tracepoint:syscalls:sys_exit_openat', 'tracepoint:syscalls:sys_enter_read'], true],
  ['one of many', OPENS, ['openat', 'read', 'write', 'fsync', 'close'].map((name) => `tracepoint:syscalls:sys_enter_${name}`), false],
  ['another', OPENS, ['tracepoint:sock:inet_sock_set_state'], false],
  ['nothing but a clock', OPENS, ['interval:s:1', 'BEGIN', 'END'], false],
  ['functions, begin and end', ['kprobe:vfs_read'], ['kretprobe:vfs_read', 'END'], true],
  ['nothing before', [], OPENS, false],
])('%s', (_what, some, others, same) => {
  expect(isSameSubject(some, others)).toBe(same);
});
