/** What is said where the means by which a question was to be answered are not there. */
import { Exit } from '../exit.ts';
import type { Message } from '../problem.ts';

export const meansMessages = {
  notInC: (title: string, why: string): Message => ({
    code: 'not-in-c',
    exit: Exit.notAble,
    message: `"${title}" answers this, but not in C: ${why}`,
    hints: ['ask without --engine libbpf or --as c: bpftrace answers it', 'a program in C of your own is run by: gpttrace run FILE.bpf.c'],
  }),
};
