/** Why an exercise on functions of the kernel is not judged. */
import { describe, expect, it } from 'vitest';
import { messages } from '../../../src/core/messages.ts';
import { lacks, noGuestFor } from '../../../src/line/learn/why-not.ts';
import { isKindOfProbe } from '../../../src/rehearse/needs.ts';

describe('where no guest can be had', () => {
  it.each([
    [messages.noGuests([]), 'gpttrace lab build makes one', 'gpttrace lab build 会建一个'],
    [messages.noGuests(['6.1+0.17']), 'cannot be used as they are', '这没有成功'],
    [messages.guestFailed('6.12+0.23', 'QEMU is gone'), 'does not come up: QEMU is gone', 'QEMU is gone'],
  ])('$code', (message, en, zh) => {
    const told = noGuestFor(['kprobe'], message);
    expect(told.en).toMatch(/^This machine has no kprobe; /);
    expect(told.en).toContain(en);
    expect(told.zh).toMatch(/^这台机器没有 kprobe；/);
    expect(told.zh).toContain(zh);
  });
});

it('a need that either of two meets, of a guest', () =>
  expect(lacks(['kprobe|fentry', 'swap'], '6.1+0.17')).toEqual({
    en: 'The guest 6.1+0.17 has no kprobe or fentry, swap',
    zh: '虚拟机 6.1+0.17 没有 kprobe 或 fentry, swap',
  }));

it.each([
  ['kprobe', true],
  ['kprobe|fentry', true],
  ['pmu', false],
  ['kprobe|bash', false],
  ['tracepoint:sched:sched_switch', false],
])('a guest may meet the need of %s: %s', (need, may) => expect(isKindOfProbe(need)).toBe(may));
