/** When a question that bpftrace would answer is better answered in C. */
import type { CLibrary, CProgram } from '../../knowledge/c/library.ts';
import type { LibraryProgram } from '../../knowledge/library.ts';
import { wantedMeasure } from '../fill/measure.ts';
import type { Plan } from '../plan.ts';
import { planOneC, twinOf } from './plan.ts';
import { BPFTRACE_CARRIES } from './rate.ts';

/**
 * The plan in C of what a bpftrace plan answers, where that would print a row for each of so many events that some are lost, or was asked for such rows and counts
 * instead; and where C grants all that was asked. `of` is the library program the plan is made of; `rate` tells how many events a second an attach point sees on a
 * busy machine. Undefined where bpftrace will do.
 */
export function worthC(plan: Plan, of: LibraryProgram, rate: (attachPoint: string) => number, library: CLibrary): Plan | undefined {
  const { program, intent } = plan;
  // What is narrowed to one process sees a part of the events, and nobody knows how large a one.
  if (program.language !== 'bpftrace' || plan.narrowed || plan.followsCommand) return undefined;
  // The way in and the way out of a call are one row.
  if (Math.max(0, ...program.attachPoints.map(rate)) < BPFTRACE_CARRIES) return undefined;
  const inC = program.answer === 'rows' ? twinOf(of, library.programs) : rowsOf(of, plan, library);
  if (inC === undefined) return undefined;
  const planned = planOneC(inC, intent, plan.confidence, program.seconds === undefined ? {} : { seconds: program.seconds });
  return planned.notes.length <= plan.notes.length ? planned : undefined;
}

/** The program that prints a row for each event of that kind, where such rows were asked for. */
function rowsOf({ event }: LibraryProgram, { intent }: Plan, { programs }: CLibrary): CProgram | undefined {
  return wantedMeasure(intent) === 'each' ? programs.find((program) => program.event === event && program.answer === 'rows') : undefined;
}
