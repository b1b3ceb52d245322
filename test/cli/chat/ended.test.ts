import { expect, it, vi } from 'vitest';
import { Conversation, type Setting } from '../../../src/cli/chat/conversation.ts';
import { Exit } from '../../../src/core/exit.ts';

const thrown = (error: unknown): Conversation =>
  new Conversation({ ground: { meant: () => Promise.reject(error) }, flags: {}, language: 'en', isTerminal: false } as unknown as Setting);

it.each([
  // The reasons of signals: Ctrl-C while something is compiled, an output that nobody reads any more.
  ['interrupted', { exit: Exit.interrupted, leaves: false }, ''],
  ['output-closed', { exit: Exit.outputClosed, leaves: true }, ''],
  [new Error('a bug'), { exit: Exit.internal, leaves: false }, 'a mistake in gpttrace itself'],
] as const)('what is ended by %s is told as such, and goes on as it should', async (error, outcome, said) => {
  const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    expect(await thrown(error).say('which files are opened')).toEqual(outcome);
    const text = written.mock.calls.join('');
    if (said === '') expect(text).toBe('');
    else expect(text).toContain(said);
  } finally {
    written.mockRestore();
  }
});
