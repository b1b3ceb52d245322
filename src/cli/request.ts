/** What is asked of the line, by flags of the command line. */
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import type { Request } from '../core/request.ts';
import { meansOf } from './means-wish.ts';
import { plannerOf } from './model-wish.ts';
import type { AskFlags, RunFlags } from './options.ts';
import { readGiven } from './program-file.ts';

/** What is asked by a question; `file` is where the program goes. */
export function requestOf(question: string, flags: AskFlags, file?: string): Request {
  const { duration, pid, comm, command, top } = flags;
  return {
    question,
    ...(duration === undefined ? {} : { seconds: duration }),
    ...(pid === undefined ? {} : { pid }),
    ...(comm === undefined ? {} : { comm }),
    ...(command === undefined ? {} : { command }),
    ...(top === undefined ? {} : { top }),
    ...plannerOf(flags),
    ...meansOf(flags, file),
  };
}

/** Of what runs a file. */
export type FileFlags = RunFlags & { readonly pid?: number; readonly set?: readonly string[] };

/** What is asked of a file. Throws a Problem where it cannot be read, or is asked what is not for its language. */
export function requestToRun(file: string, { duration, top, pid, set }: FileFlags): Request {
  const program = readGiven(file);
  const { language = 'bpftrace' } = program;
  if (set !== undefined && language !== 'c' && language !== 'object') throw new Problem(messages.nothingToSet(language));
  return {
    program,
    ...(set === undefined ? {} : { settings: set }),
    ...(pid === undefined ? {} : { pid }),
    ...(duration === undefined ? {} : { seconds: duration }),
    ...(top === undefined ? {} : { top }),
  };
}
