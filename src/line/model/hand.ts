/** What a model writes with, by the language that is wanted: a workshop, examples, and how a program that passed becomes a plan. */
import { adapt, type Machine } from '../../check/check.ts';
import type { Intent } from '../../core/intent.ts';
import type { Request } from '../../core/request.ts';
import { loadKnowledge } from '../../knowledge/knowledge.ts';
import { localised } from '../../knowledge/library.ts';
import type { Draft } from '../../plan/agent/events.ts';
import type { Example } from '../../plan/agent/setting.ts';
import type { AnyWorkshop, Workshop } from '../../plan/agent/workshop.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Surroundings } from '../events.ts';
import { besideOf } from './beside.ts';
import type { OpenModel } from './open.ts';
import { planOfDraft } from './plan-of-draft.ts';
import { workshopOf } from './workshop.ts';

export interface Hand {
  readonly language: 'bpftrace' | 'c' | 'tool';
  readonly workshop: AnyWorkshop;
  /** The programs of the library that come nearest, best first. */
  readonly examples: readonly Example[];
  /** The plan of a program that passed everything. */
  planOf(draft: Draft): Plan;
}

const MOST_EXAMPLES = 3;
/** What fits less is about something else. */
const LEAST_LIKE = 0.1;

/** Throws a Problem where C is wanted and this machine cannot compile it: nobody writes what cannot be tried. */
export async function handFor(opened: OpenModel, request: Request, intent: Intent, machine: Machine, around: Surroundings): Promise<Hand> {
  const beside = await besideOf(opened.settings);
  const { name } = opened.model;
  // Whoever asks for bpftrace does not wait for the others.
  if (request.as === 'c') return (await import('./c/hand.ts')).cHandFor(name, request, intent, machine, around, beside);
  if (request.as === 'tool') return (await import('./tool-hand.ts')).toolHandFor(name, request, intent, machine, around, beside);
  const workshop = workshopOf(machine, around.host, request, intent, around, beside);
  return {
    language: 'bpftrace',
    workshop,
    examples: examplesFor(intent, workshop, machine),
    planOf: (draft) => planOfDraft(draft, intent, request, machine, around.host, name),
  };
}

/** Those that can be attached here, as they are for this machine. */
function examplesFor(intent: Intent, workshop: Workshop, machine: Machine): Example[] {
  const examples: Example[] = [];
  for (const { program, score } of loadKnowledge().index.match(intent)) {
    if (examples.length === MOST_EXAMPLES || score < LEAST_LIKE) break;
    const { source } = adapt(program.source, machine);
    if (workshop.check(source).diagnostics.some(({ severity }) => severity === 'error')) continue;
    examples.push({ title: localised(program.title, 'en'), source });
  }
  return examples;
}
