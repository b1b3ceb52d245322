import type { Program } from './program.ts';

/** Whether bpftrace, at the end, names functions of user stacks: it reads the symbols of every program it saw for that, in which time it hears no signal. */
export function namesUserFunctions({ source }: Pick<Program, 'source'>): boolean {
  return /\b(?:ustack|usym)\b/.test(source);
}
