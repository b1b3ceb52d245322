/** What a Chinese course may end with is Chinese, whoever said it. */
import { describe, expect, it } from 'vitest';
import { inChinese } from '../../src/core/chinese.ts';
import { messages } from '../../src/core/messages.ts';
import type { Message } from '../../src/core/problem.ts';

/** All that the commands and the pages of the course can fail with, beside what is worded in both languages where it is said. */
const ALL: readonly Message[] = [
  messages.unreadable('/tmp/a b: c.bt', 'it is no file'),
  messages.unreadable('/tmp/a.bt', 'permission denied'),
  messages.unwritable('/tmp/x', 'the disk is full'),
  messages.exists('course.html'),
  messages.exportFolder('/etc'),
  messages.exportUnwritable('/proc/x', 'there is no such file or directory'),
  messages.exportUnwritable('""', 'that is no name'),
  messages.changedMeanwhile('one-name.bt'),
  messages.noLessons('/tmp/lessons'),
  messages.gradingAlready(),
  messages.progressNotKept('the disk quota is used up'),
  messages.readOnly(),
  messages.noBpftrace('sudo apt-get install bpftrace'),
  messages.noBpftrace(undefined),
  messages.oldBpftrace('0.16.0'),
  messages.brokenBpftrace('/usr/bin/bpftrace', 'Segmentation fault'),
  messages.brokenBpftrace('/usr/bin/bpftrace', ''),
  messages.notRoot('absent'),
  messages.notRoot('refused'),
  messages.compiledNeedsRoot('c'),
  messages.noTracefs('absent'),
  messages.noTracefs('mountable'),
  messages.noToolchain(['clang', 'bpftool'], 'apt-get install clang'),
  messages.noKernelTypes(),
  messages.noVmlinux('bpftool said nothing'),
  messages.noLibbpf('not found'),
  messages.noKoffi('not found'),
  messages.noGuests([]),
  messages.noGuests(['6.1+0.17']),
  messages.guestFailed('6.12+0.23', 'QEMU is gone'),
];

describe('in Chinese', () => {
  it.each(ALL.map((message) => ({ name: message.message, message })))('$name', ({ message }) => {
    const { message: told, code, exit } = inChinese(message);
    expect({ code, exit }).toEqual({ code: message.code, exit: message.exit });
    expect(told).toMatch(/\p{Script=Han}/u);
    // No English sentence is left: two words of it next to each other.
    expect(told.replaceAll(/\/[\w ./:+-]+|\b(?:Segmentation fault|bpftool said nothing|not found|QEMU is gone|course\.html)/g, '')).not.toMatch(
      /\b[a-z]{3,} [a-z]{2,} [a-z]{2,}\b/,
    );
  });

  it.each([
    ['a file', inChinese(messages.unreadable('/tmp/a: b', 'it is a directory')).message, '读不了 /tmp/a: b：它是一个目录'],
    ['an error that nobody knows', inChinese(messages.unreadable('/x', 'EIO: i/o error, read')).message, '读不了 /x：EIO: i/o error, read'],
    ['a command in a hint', inChinese(messages.noBpftrace('sudo dnf install bpftrace')).hints[0], '安装：sudo dnf install bpftrace'],
    ['what was built of the lab', inChinese(messages.noGuests([])).hints[0], '建一个：gpttrace lab build'],
  ])('says the values: %s', (_, told, expected) => expect(told).toBe(expected));

  it('leaves what is Chinese already, and what it does not know', () => {
    const message = messages.noGoal('zh');
    expect(inChinese(message)).toEqual(message);
    const other = { ...messages.serverEnding(), message: 'the moon is made of cheese', hints: ['eat some'] };
    expect(inChinese(other)).toEqual(other);
  });
});
