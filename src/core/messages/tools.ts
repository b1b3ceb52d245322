/** What is said of tools that are installed: which there is not, which cannot run, and of what they were started with. */
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
  noSuchTool: (name: string, near: readonly string[]): Message => ({
    code: 'no-such-tool',
    exit: Exit.usage,
    message: `there is no tool ${name}`,
    hints: [
      ...(near.length === 0 ? [] : [`did you mean ${near.join(', ')}?`]),
      'gpttrace tools shows what is installed, gpttrace tools "QUESTION" what would answer a question',
    ],
  }),
  toolNotInstalled: (name: string, brought: string, install: string | undefined): Message => ({
    code: 'tool-not-installed',
    exit: Exit.notAble,
    message: `${name} is not installed: the package ${brought} brings it`,
    hints: [...(install === undefined ? [] : [install]), 'gpttrace tools shows what is installed'],
  }),
  notOfferedCommand: (name: string, offered: readonly string[]): Message => ({
    code: 'not-offered-command',
    exit: Exit.unsafe,
    message: `${name} is not among the commands that look at this machine; gpttrace starts no others`,
    hints: [`those are ${offered.join(', ')}`],
  }),
  whichCommand: (program: string, offered: readonly string[]): Message => ({
    code: 'which-command',
    exit: Exit.usage,
    message: `${program} is several tools; which of them is not said`,
    hints: [`those are ${offered.join(', ')}`],
  }),
  toolCannotWork: (tool: string, why: string, mend: string | undefined): Message => ({
    code: 'tool-cannot-work',
    exit: Exit.notAble,
    message: `${tool} cannot work here: ${why}`,
    hints: [...(mend === undefined ? [] : [mend]), 'gpttrace "QUESTION" answers by a program of its own, gpttrace tools shows the tools that work here'],
  }),
  toolNeedsRoot: (tool: string): Message => ({
    code: 'not-root',
    exit: Exit.notAble,
    message: `${tool} works only as root`,
    hints: ['run gpttrace itself with sudo: sudo gpttrace ...'],
  }),
  wrongToolArguments: (tool: string, count: number): Message => ({
    code: 'wrong-tool-arguments',
    exit: Exit.usage,
    message: `${tool} cannot be started like this: ${count === 1 ? 'an argument is' : `${count} arguments are`} wrong`,
    hints: [`gpttrace tools ${/\s/.test(tool) ? `"${tool}"` : tool} shows what it takes`],
  }),
  noToolFor: (): Message => ({
    code: 'no-tool',
    exit: Exit.noProgram,
    message: 'no tool that is installed has that name or answers that question',
    hints: ['gpttrace tools shows what is installed', 'gpttrace "QUESTION" takes whatever answers it'],
  }),
  toolSaysNothing: (): Message => ({
    code: 'no-tool-named',
    exit: Exit.usage,
    message: 'it is not said which tool',
    hints: ['gpttrace tools shows what is installed'],
  }),
  questionAndArguments: (): Message => ({
    code: 'question-and-arguments',
    exit: Exit.usage,
    message: 'a question and arguments of the tool were given: its arguments are made of the question, or given as they are',
    hints: ['leave one of them out: gpttrace tool NAME "QUESTION", or gpttrace tool NAME -- ARGUMENTS'],
  }),
  notAboutTool: (tool: string, tells: string, better: readonly string[], language: string): Message => ({
    code: 'not-about-tool',
    exit: Exit.noProgram,
    message: language === 'zh' ? `这个问题与 ${tool} 无关；它的用途：${tells}` : `this question has nothing to do with ${tool}, which is for: ${tells}`,
    hints: [
      ...(better.length === 0 ? [] : [language === 'zh' ? `可以用 ${better.join('、')}` : `tools for it: ${better.join(', ')}`]),
      language === 'zh' ? 'gpttrace "问题" 会选择能回答它的方式' : 'gpttrace "QUESTION" takes whatever answers it',
    ],
  }),
};
