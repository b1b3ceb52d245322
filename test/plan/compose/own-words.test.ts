import { describe, expect, it } from 'vitest';
import type { EventName } from '../../../src/core/intent.ts';
import { offersOf } from '../../../src/line/offers.ts';
import { isWordOf } from '../../../src/plan/compose/own-words.ts';
import { recordedMachine } from '../../fixtures/machines.ts';

const offers = offersOf(recordedMachine('5.10', '0.17'));
const kmalloc: EventName = { kind: 'tracepoint', category: 'kmem', name: 'kmalloc' };
const openat: EventName = { kind: 'syscall', name: 'openat' };
const vfsRead: EventName = { kind: 'function', name: 'vfs_read' };
const malloc: EventName = { kind: 'user-function', binary: 'libc', name: 'malloc' };

describe('a word of a question', () => {
  it.each<[string, EventName, boolean]>([
    ['nginx', kmalloc, false],
    ['bytes_req', kmalloc, true],
    ['kmem:kmalloc', kmalloc, true],
    ['KMalloc', kmalloc, true],
    ['filename', openat, true],
    ['sys_enter_openat', openat, true],
    ['bytes_req', openat, false],
    ['count', vfsRead, true],
    ['vfs_write', vfsRead, false],
    ['libc', malloc, true],
    ['bash', { kind: 'user-function', binary: '/bin/bash', name: 'readline' }, false],
  ])('%s of %o: %s', (word, event, is) => {
    expect(isWordOf(event, word, offers)).toBe(is);
  });
});
