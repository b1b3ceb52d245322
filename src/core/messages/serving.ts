/** What is said to whoever runs, or asks, a server. */
import { Exit } from '../exit.ts';
import type { Message } from '../problem.ts';

export const servingMessages = {
  tooManyRuns: (most: number): Message => ({
    code: 'too-many-runs',
    exit: Exit.notAble,
    message: `${most} ${most === 1 ? 'run is' : 'runs are'} going on already, and no more may at a time`,
    hints: ['wait until one has ended, or stop one'],
  }),
  noSuchRun: (id: string): Message => ({
    code: 'no-such-run',
    exit: Exit.usage,
    message: `there is no run ${id.slice(0, 80)} here: it never was, or has ended too long ago`,
    hints: ['what was kept of earlier runs is among the sessions'],
  }),
  serverEnding: (): Message => ({
    code: 'server-ending',
    exit: Exit.interrupted,
    message: 'the server is ending, so nothing new is begun',
    hints: ['start it again, and ask once more'],
  }),
};
