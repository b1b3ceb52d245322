/** What is said of a tool that does not run, or not to its end. */
import { Exit } from '../exit.ts';
import type { Message } from '../problem.ts';

export const toolsMessages = {
  toolRefused: (tool: string, why: string): Message => ({
    code: 'tool-refused',
    exit: Exit.badProgram,
    message: `${tool} did not run: ${why}`,
    hints: ['gpttrace with the same question and no tool answers it by a program of its own'],
  }),
  toolCrashed: (tool: string, why: string): Message => ({
    code: 'tool-crashed',
    exit: Exit.tracerFailed,
    message: `${tool} ended unexpectedly: ${why}`,
    hints: [],
  }),
};
