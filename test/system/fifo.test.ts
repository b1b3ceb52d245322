import { closeSync, readFileSync, writeSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openPipe, PIPE, widenPipe } from '../../src/system/fifo.ts';
import { realHost } from '../../src/system/real.ts';

/** fcntl(2) as proc_pid_fdinfo(5) shows it: octal, on every architecture that Debian has but MIPS and PA-RISC. */
const O_NONBLOCK = 0o4000;

function doesNotBlock(fd: number): boolean {
  const flags = /^flags:\s*([0-7]+)$/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8'))?.[1];
  return (Number.parseInt(flags ?? '0', 8) & O_NONBLOCK) !== 0;
}

describe('a pipe', () => {
  it('is made wider while it is in use, and who reads it still never waits for what is not there', async () => {
    const pipe = openPipe();
    if (pipe === undefined) throw new Error('no pipe can be made');
    try {
      expect(doesNotBlock(pipe.read)).toBe(true);
      const room = await widenPipe(pipe.read);
      expect(doesNotBlock(pipe.read)).toBe(true);
      expect(room).toBe(realHost().which('perl') === undefined ? PIPE : 4 * PIPE);
      // Nobody reads: all of it must find room.
      expect(writeSync(pipe.write, Buffer.alloc(room))).toBe(room);
    } finally {
      closeSync(pipe.read);
      closeSync(pipe.write);
    }
  });
});
