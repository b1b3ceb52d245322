/** Makes the plan for a question: the embedded planner's, or a model's where that one is not sure, or the model is wanted. */
import type { Machine } from '../check/machine.ts';
import { Exit } from '../core/exit.ts';
import { messages } from '../core/messages.ts';
import { type Message, Problem } from '../core/problem.ts';
import type { Request } from '../core/request.ts';
import type { Near, Plan, Planned } from '../plan/plan.ts';
import type { AskEvent, Surroundings } from './events.ts';
import type { OpenModel } from './model/open.ts';
import type { Writer } from './model/writer.ts';
import { planQuestion } from './plans.ts';

/** A plan, and who wrote its program where a model did; or how it ended without one. */
export type Asked = { readonly plan: Plan; readonly writer?: Writer } | { readonly exit: Exit };

/** That no model was asked; or how it ends where one was, to no avail, and there is nothing else either. */
type Alone = 'none' | { readonly failed: Exit };

/** The plan for a question. What it says where there is none is an event. Throws a Problem where a model is wanted and none is configured. */
export async function* planAsked(request: Request, machine: Machine, around: Surroundings): AsyncGenerator<AskEvent, Asked> {
  const planned = await planQuestion(request, machine, around.host);
  const { planner = 'auto' } = request;
  if (planner === 'embedded' || !isForModel(planned, planner)) return yield* settle(planned, request, machine, around, 'none');
  const opened = yield* openModel(planned, around, planner);
  if (opened === 'none' || 'failed' in opened) return yield* settle(planned, request, machine, around, opened);
  // Whoever needs no model does not wait for this.
  const { Writer } = await import('./model/writer.ts');
  const writer = await Writer.open(opened, request, machine, around, planned);
  const made = yield* writer.write();
  switch (made.kind) {
    case 'plan':
      return { plan: made.plan, writer };
    case 'declined':
      return yield* unanswered(messages.modelDeclined(writer.name, made.why, made.said, planned.kind === 'plan', writer.language), nearestOf(planned));
    case 'gave-up':
      yield { ...made.event, instead: insteadOf(planned) };
      return yield* settle(planned, request, machine, around, { failed: made.exit });
    default:
      return { exit: Exit.interrupted };
  }
}

/** A model is asked what the library does not answer, never what is refused; where it is wanted, everything but what would do harm. */
export function isForModel(planned: Planned, planner: NonNullable<Request['planner']>): boolean {
  if (planner === 'embedded') return false;
  if (planned.kind === 'nothing') return planner === 'model' ? planned.why !== 'harm' : planned.why === 'unknown' || planned.why === 'off-topic';
  return planner === 'model' || planned.kind !== 'plan';
}

async function* openModel(planned: Planned, { model }: Surroundings, planner: 'auto' | 'model'): AsyncGenerator<AskEvent, OpenModel | Alone> {
  try {
    const opened = await model?.();
    for (const { says, mend } of opened?.warnings ?? []) yield { type: 'note', message: mend === undefined ? says : `${says}; mend it: ${mend}` };
    if (opened !== undefined) return opened;
  } catch (error) {
    // A name that is no model's is a mistake of who gave it; what else is wrong with a model leaves what there is without one.
    if (!(error instanceof Problem) || (planner === 'model' && error.exit === Exit.usage)) throw error;
    const { code, message, hints, exit } = error;
    yield { type: 'model', stage: 'gave-up', code, message, hints, instead: insteadOf(planned) };
    return { failed: exit };
  }
  if (planner === 'model') throw new Problem(messages.noModel());
  return 'none';
}

/** What there is without a model. Where the question could mean several things, the person says which; what they choose is planned with all else that they asked for. */
async function* settle(planned: Planned, request: Request, machine: Machine, around: Surroundings, model: Alone): AsyncGenerator<AskEvent, Asked> {
  if (planned.kind === 'plan') return { plan: planned.plan };
  if (planned.kind === 'unsure') {
    const chosen = await around.choose?.(planned.choices, planned.language);
    if (chosen !== undefined && !around.stop.aborted) return yield* settled(await planQuestion(request, machine, around.host, chosen.name), model);
  }
  return yield* settled(planned, model);
}

async function* settled(planned: Planned, model: Alone): AsyncGenerator<AskEvent, Asked> {
  if (planned.kind === 'plan') return { plan: planned.plan };
  const message = messageOf(planned, model);
  return yield* unanswered(model === 'none' ? message : { ...message, exit: model.failed }, nearestOf(planned));
}

async function* unanswered({ code, message, hints, exit }: Message, nearest: readonly Near[]): AsyncGenerator<AskEvent, Asked> {
  yield { type: 'unanswered', code, message, hints, nearest };
  return { exit };
}

function insteadOf({ kind }: Planned): 'plan' | 'choices' | 'nothing' {
  return kind === 'plan' ? 'plan' : kind === 'unsure' ? 'choices' : 'nothing';
}

function nearestOf(planned: Planned): readonly Near[] {
  return planned.kind === 'plan' ? [] : planned.kind === 'unsure' ? planned.choices : planned.nearest;
}

function messageOf(planned: Exclude<Planned, { kind: 'plan' }>, model: Alone): Message {
  const { language } = planned;
  if (planned.kind === 'unsure') return messages.whichOfThese(language);
  if (planned.kind === 'unattachable') return messages.unattachable(planned.title, planned.points, planned.why, language);
  return planned.why === 'unknown' ? messages.notUnderstood(language, model !== 'none') : messages.notTracing(planned.why, language, model === 'none');
}
