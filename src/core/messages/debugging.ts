/** What is said where a program cannot be debugged at all. */
import { Exit } from '../exit.ts';
import type { Message } from '../problem.ts';

export const debuggingMessages = {
  noDebugFor: (language: string): Message => ({
    code: 'no-debug',
    exit: Exit.usage,
    message: `gpttrace debug looks at bpftrace programs, C for BPF and its objects, and this is ${language === 'wasm' ? 'a WebAssembly module' : language === 'tool' ? 'the command of a tool' : language}`,
    hints: [language === 'tool' ? 'ask it of bpftrace: gpttrace "QUESTION" --engine bpftrace' : 'build its object alone, and debug that: FILE.bpf.o'],
  }),
  debuggingAlready: (): Message => ({
    code: 'debugging-already',
    exit: Exit.notAble,
    message: 'another program is being looked into, and one is at a time',
    hints: ['try again in a few seconds'],
  }),
  nothingToFix: (file: string): Message => ({
    code: 'nothing-to-fix',
    exit: Exit.badProgram,
    message: `${file} was left as it is: no change is known that would put it right`,
    hints: ['what to try is said with each finding'],
  }),
};
