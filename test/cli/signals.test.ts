/** How a run ends from outside. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Interruption, listen } from '../../src/cli/signals.ts';
import { Exit } from '../../src/core/exit.ts';

function failure(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`write ${code}`), { code });
}

describe('what cannot be written', () => {
  let interruption: Interruption;
  let said = '';
  const { isTTY } = process.stdout;
  const { write } = process.stderr;

  beforeEach(() => {
    said = '';
    process.stderr.write = (text: string | Uint8Array) => {
      said += text;
      return true;
    };
    interruption = listen();
  });
  afterEach(() => {
    interruption.dispose();
    process.stderr.write = write;
    process.stdout.isTTY = isTTY;
    // Outside a talk they stay, as a run is the last thing a process does.
    process.stdout.removeAllListeners('error');
    process.stderr.removeAllListeners('error');
  });

  it.each([
    ['to a terminal that is gone, seen before its signal: a hangup', 'EIO', true, Exit.hangup, ''],
    ['to a disk that fails: said', 'EIO', false, Exit.file, 'cannot write the answer'],
    ['to a disk that is full: said', 'ENOSPC', false, Exit.file, 'cannot write the answer'],
    ['to whoever has stopped reading: nothing to say', 'EPIPE', false, Exit.outputClosed, ''],
  ])('%s', (_what, code, terminal, exit, words) => {
    process.stdout.isTTY = terminal;
    process.stdout.emit('error', failure(code));
    expect(interruption.exit()).toBe(exit);
    expect(interruption.stop.reason).toBe('output-closed');
    if (words === '') expect(said).toBe('');
    else expect(said).toContain(words);
  });
});
