/** What a client may ask of the line: the arguments of `ask` and `run_start`, and the Request they make. */
import { z } from 'zod';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import type { GivenProgram, Request } from '../core/request.ts';
import { kindOf } from '../line/file-kind.ts';
import { includesForeign } from '../line/includes.ts';

/** No program is longer. */
const LONGEST_PROGRAM = 200_000;

export interface Wishes {
  readonly question?: string | undefined;
  readonly source?: string | undefined;
  readonly seconds?: number | undefined;
  readonly pid?: number | undefined;
  readonly comm?: string | undefined;
  readonly top?: number | undefined;
  readonly as?: 'bpftrace' | 'c' | 'tool' | undefined;
  readonly written_in?: ProgramLanguage | undefined;
}

/** What clients hand over programs in: text, of which it is told what it may do. */
export type ProgramLanguage = 'bpftrace' | 'c';

const question = z.string().min(1).max(2000).describe('what to find out, in plain language: "which files does nginx open?"');
const target = {
  seconds: z.number().positive().max(86_400).optional().describe("how long to watch; the server's limit still holds"),
  pid: z.number().int().positive().optional().describe('only this process'),
  comm: z.string().min(1).max(64).optional().describe('only processes of this name'),
  top: z.number().int().positive().max(1000).optional().describe('show the N largest'),
  as: z.enum(['bpftrace', 'c', 'tool']).optional().describe('what the answer is to be written in and run by; the cheapest without'),
};

/** The text of a program that a client hands over. */
export function programText(): z.ZodType<string, string> {
  return z.string().min(1).max(LONGEST_PROGRAM).describe('a bpftrace program, or one in C for BPF (CO-RE, with vmlinux.h and libbpf)');
}

/** What it is written in. */
export function programLanguage(): z.ZodType<ProgramLanguage | undefined, ProgramLanguage | undefined> {
  return z.enum(['bpftrace', 'c']).optional().describe('what source is written in; told by its text without');
}

/** Of `ask`. */
export function questionArguments(): z.ZodType<Wishes & { readonly question: string }> {
  return z.object({ question, ...target });
}

/** Of `run_start`. */
export function startArguments(): z.ZodType<Wishes> {
  return z.object({ question: question.optional(), source: programText().optional(), written_in: programLanguage(), ...target });
}

/** The program of a client as one given by a user. Throws a Problem where a compiler could be made to read files by it. */
export function givenProgram(source: string, language: ProgramLanguage = kindOf(Buffer.from(source), '') === 'c' ? 'c' : 'bpftrace'): GivenProgram {
  if (includesForeign(source, { c: language === 'c' })) throw new Problem(messages.mcpInclude(language));
  return { path: language === 'c' ? 'program.bpf.c' : 'program.bt', language, source };
}

/** Throws a Problem where it is neither a question nor a program, or both. */
export function requestOf({ question, source, written_in: language, seconds, pid, comm, top, as }: Wishes): Request {
  if ((question === undefined) === (source === undefined)) throw new Problem(messages.mcpOneOf(['question', 'source']));
  if (source !== undefined && as !== undefined) throw new Problem(messages.mcpOnlyOfQuestions('as'));
  if (source !== undefined && comm !== undefined) throw new Problem(messages.mcpOnlyOfQuestions('comm'));
  return {
    ...(question === undefined ? {} : { question }),
    ...(source === undefined ? {} : { program: givenProgram(source, language) }),
    ...(seconds === undefined ? {} : { seconds }),
    ...(pid === undefined ? {} : { pid }),
    ...(comm === undefined ? {} : { comm }),
    ...(top === undefined ? {} : { top }),
    ...(as === undefined ? {} : { as }),
  };
}
