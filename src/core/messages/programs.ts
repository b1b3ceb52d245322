/** What is said of a program that is not run, or not to its end. */
import { Exit } from '../exit.ts';
import type { Message } from '../problem.ts';

export const programsMessages = {
  /** `mendable`: the file that `gpttrace fix` would make right. */
  badProgram: (name: string, count: number, mendable?: string): Message => ({
    code: 'bad-program',
    exit: Exit.badProgram,
    message: `${name} has ${count === 1 ? 'a mistake' : `${count} mistakes`}; it was not run`,
    hints: mendable === undefined ? [] : [`gpttrace fix ${mendable} would mend ${count === 1 ? 'it' : 'them'}; --write changes the file`],
  }),
  rejected: (said: string): Message => ({
    code: 'rejected',
    exit: Exit.badProgram,
    message: `bpftrace did not accept the program: ${said}`,
    hints: [],
  }),
  noTerminal: (language: string): Message => ({
    code: 'no-consent',
    exit: Exit.notConsented,
    message: language === 'zh' ? '什么都没有运行：没有可以询问的终端' : 'nothing was run: there is no terminal to ask on',
    hints:
      language === 'zh'
        ? ['加 --yes 则不询问直接运行', '加 --dry-run 则只看程序']
        : ['add --yes to run without being asked', 'add --dry-run to see the program only'],
  }),
  declined: (): Message => ({ code: 'declined', exit: Exit.notConsented, message: 'nothing was run', hints: [] }),
  unsafe: (what: string): Message => ({
    code: 'unsafe',
    exit: Exit.unsafe,
    message: `refused: ${what}`,
    hints: ['--allow-unsafe runs it all the same, if you know what it does'],
  }),
  commandFailed: (command: string, why: string): Message => ({
    code: 'command-failed',
    exit: Exit.usage,
    message: `cannot start ${JSON.stringify(command)}: ${why}`,
    hints: [],
  }),
} as const;
