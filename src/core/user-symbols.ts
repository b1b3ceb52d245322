import { type Program, scriptOf } from './program.ts';

/** Whether bpftrace, at the end, names functions of user stacks: it reads the symbols of every program it saw for that, in which time it hears no signal. */
export function namesUserFunctions(program: Pick<Program, 'source'> & Partial<Pick<Program, 'language'>>): boolean {
  return /\b(?:ustack|usym)\b/.test(scriptOf(program));
}
