/** The plan of a bpftrace program as one in C: for who wants C, and the library has none of its own. */
import type { Machine } from '../check/machine.ts';
import type { Span } from '../core/diagnostic.ts';
import type { Program } from '../core/program.ts';
import type { Plan } from '../plan/plan.ts';
import { translate } from './translate.ts';

/**
 * The same plan with its program in C: what it was narrowed to is in its text. Its safety and its attach points are known when it is compiled: the proof tells. Why that
 * cannot be, as a sentence, otherwise.
 */
export function translatedPlan(plan: Plan, machine: Machine): Plan | { readonly why: string; readonly span?: Span } {
  const { language, declarations: _, endsItself: __, pid, answer: ___, ...program } = plan.program;
  if (language !== 'bpftrace') return { why: 'only programs of bpftrace can be said in C' };
  const translation = translate(plan.program, machine);
  if (!translation.ok) return { why: translation.why, ...(translation.span === undefined ? {} : { span: translation.span }) };
  const { source, outputs, answer, attach } = translation;
  const inC: Program = {
    ...program,
    language: 'c',
    source,
    outputs,
    endsItself: false,
    attachPoints: program.attachPoints.filter((point) => !/^(BEGIN|END|interval:)/.test(point)),
    ...(answer === undefined ? {} : { answer }),
    ...(attach === undefined ? {} : { attach }),
    // Of other programs it is a constant that the proof looks for in the object.
    ...(pid === undefined || program.origin.kind !== 'library' ? {} : { pid }),
  };
  return { ...plan, program: inC, safety: { classes: ['observe'], reasons: [] }, followsCommand: false };
}
