import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { Console } from '../../../src/system/guest/console.ts';

const cases = [
  { what: 'nothing', says: '', panic: undefined, last: '' },
  { what: 'a boot', says: '[    0.1] Linux version 6.12\r\n[    1.0] Run /init\r\n', panic: undefined, last: '[    1.0] Run /init' },
  {
    what: 'a panic somebody asked for',
    says: '[    9.1] sysrq: Trigger a crash\r\n[    9.2] Kernel panic - not syncing: sysrq triggered crash\r\n[    9.3] CPU: 0 PID: 99\r\n',
    panic: 'sysrq triggered crash',
    last: '[    9.3] CPU: 0 PID: 99',
  },
  {
    what: 'an oops that became a panic',
    says: '[    4.0] BUG: kernel NULL pointer dereference, address: 0000000000000010\r\n[    4.1] RIP: 0010:f+0x1/0x2\r\n[    4.2] Kernel panic - not syncing: Fatal exception\r\n',
    panic: 'BUG: kernel NULL pointer dereference, address: 0000000000000010 (Fatal exception)',
    last: '[    4.2] Kernel panic - not syncing: Fatal exception',
  },
];

describe('a console', () => {
  it.each(cases)('that says $what', ({ says, panic, last }) => {
    const stream = new PassThrough();
    const console = new Console(stream);
    stream.write(says);
    stream.read();
    expect([console.panic(), console.lastLine()]).toEqual([panic, last]);
  });

  it('keeps its last part only', () => {
    const stream = new PassThrough();
    const console = new Console(stream);
    for (let line = 0; line < 20_000; line++) stream.write(`line ${line}\n`);
    expect(console.text.length).toBeLessThanOrEqual(64 * 1024);
    expect(console.lastLine()).toBe('line 19999');
  });
});
