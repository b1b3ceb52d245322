/** How mistakes of a program that is not bpftrace's end the line. */
import type { Diagnostic } from '../../core/diagnostic.ts';
import { messages } from '../../core/messages.ts';
import { type Message, Problem } from '../../core/problem.ts';
import type { Program } from '../../core/program.ts';

/** `errors`: at least one, of the program called `name`. What it may do is told before what the kernel would say of it. */
export function compiledProblem(name: string, program: Program, errors: readonly Diagnostic[]): Problem {
  const { origin, source } = program;
  const file = origin.kind !== 'file' ? undefined : origin.path === '-' ? 'standard input' : origin.path;
  return new Problem(messageFor(file ?? name, program, errors), errors, source, file);
}

function messageFor(name: string, { language, binary, origin }: Program, errors: readonly Diagnostic[]): Message {
  if (errors.every(({ code }) => code === 'unsafe-call')) return messages.unsafe('the program does more than watch');
  const [first] = errors;
  const code = first?.code ?? '';
  const isMendable =
    language === 'c' && origin.kind === 'file' && origin.path !== '-' && errors.some(({ fixes }) => fixes.some(({ automatic }) => automatic === true));
  const mends = isMendable ? name : undefined;
  const subject = /^(\w+): /.exec(first?.message ?? '')?.[1];
  if (/^verifier-/.test(code)) return messages.verifierRefused(subject ?? name, mends);
  if (/^unknown-(?:tracepoint|kernel-function)$/.test(code)) return messages.noAttachTarget(subject ?? name, targetIn(first?.message ?? ''));
  // C without an object is what clang did not take.
  if (language === 'c' && binary === undefined) return messages.doesNotCompile(name, errors.length, mends);
  return messages.badProgram(name, errors.length);
}

function targetIn(message: string): string {
  return /this kernel has no (.+?)(?: that could be probed)?$/.exec(message)?.[1] ?? 'such place';
}
