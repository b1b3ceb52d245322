/** The line that says how far a run is, on terminals that can take it off again and on one that cannot. */
import { afterEach, expect, it, vi } from 'vitest';
import { StatusLine } from '../../src/cli/terminal.ts';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

function shown(term: string, texts: readonly string[]): string {
  vi.stubEnv('TERM', term);
  vi.stubEnv('LC_ALL', 'C.UTF-8');
  const { isTTY } = process.stderr;
  Object.defineProperty(process.stderr, 'isTTY', { value: true, configurable: true });
  let written = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    written += String(text);
    return true;
  });
  try {
    const line = new StatusLine();
    for (const text of texts) line.show(text);
    line.clear();
    line.wipe();
  } finally {
    Object.defineProperty(process.stderr, 'isTTY', { value: isTTY, configurable: true });
  }
  return written;
}

const STAGES = ['attaching …', 'attaching …', 'tracing: 0 of 10 s', 'tracing: 1 of 10 s', 'collecting the answer …'];

it('replaces itself on a terminal', () => {
  expect(shown('xterm', STAGES).split('\u001b[K').at(-3)).toContain('collecting');
  expect(shown('xterm', STAGES)).not.toContain('\n');
});

it('says each stage once, and sends no control sequences, on a dumb one', () => {
  const written = shown('dumb', STAGES);
  expect(written).toBe('attaching …\ntracing: 0 of 10 s\ncollecting the answer …\n');
});
