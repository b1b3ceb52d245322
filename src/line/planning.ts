/** Makes the plan for a question: the embedded planner's, or a model's where that one is not sure, or the model is wanted. */
import type { Machine } from '../check/machine.ts';
import { Exit } from '../core/exit.ts';
import { messages } from '../core/messages.ts';
import { type Message, Problem } from '../core/problem.ts';
import type { Request } from '../core/request.ts';
import { languageOf } from '../intent/languages.ts';
import type { Near, Plan, Planned } from '../plan/plan.ts';
import type { AskEvent, Surroundings } from './events.ts';
import { type Means, planByMeans, toolInstead } from './means.ts';
import type { OpenModel } from './model/open.ts';
import type { Writer } from './model/writer.ts';

/** A plan, and who wrote its program where a model did; or how it ended without one. */
export type Asked = { readonly plan: Plan; readonly writer?: Writer } | { readonly exit: Exit };

/** That no model was asked; or how it ends where one was, to no avail, and there is nothing else either. */
type Alone = 'none' | { readonly failed: Exit };

/** The plan for a question. What it says where there is none is an event. Throws a Problem where a model is wanted and none is configured. */
export async function* planAsked(request: Request, machine: Machine, around: Surroundings, means: Means = {}): AsyncGenerator<AskEvent, Asked> {
  if (around.planned !== undefined) return { plan: around.planned };
  if (request.tool !== undefined) return { plan: await (await import('./tools/plan.ts')).planGivenTool(request, request.tool, machine, around) };
  const planned = await planByMeans(request, machine, around, means);
  const { planner = 'auto' } = request;
  if (request.as === undefined && mayBeTold(planned, request)) {
    const told = yield* tellAsked(planned, request, around);
    if (told !== undefined) return told;
  }
  if (planner === 'embedded' || !isForModel(planned, planner)) return yield* settle(planned, request, machine, around, means, 'none');
  const opened = yield* openModel(planned, around, planner);
  if (opened === 'none' || 'failed' in opened) return yield* settle(planned, request, machine, around, means, opened);
  // Whoever needs no model does not wait for this.
  const { Writer } = await import('./model/writer.ts');
  if (request.as === 'c' && around.mayInstall !== undefined) yield* (await import('./toolchain.ts')).offerCompiler(around, languageOf(request.question ?? ''));
  const writer = await Writer.open(opened, request, machine, around, planned);
  const made = yield* writer.write();
  switch (made.kind) {
    case 'plan':
      return { plan: made.plan, writer };
    case 'declined':
      return yield* unanswered(messages.modelDeclined(writer.name, made.why, made.said, planned.kind === 'plan', writer.language), nearestOf(planned));
    case 'gave-up':
      yield { ...made.event, instead: insteadOf(planned) };
      return yield* settle(planned, request, machine, around, means, { failed: made.exit });
    default:
      return { exit: Exit.interrupted };
  }
}

/** A question about tracing itself is answered with what is written about it, put together by a model where one is configured. */
async function* tellAsked(planned: Planned, request: Request, around: Surroundings): AsyncGenerator<AskEvent, Asked | undefined> {
  const { tell, MORE } = await import('./tell.ts');
  const best = await tell(planned, request, around);
  if (best === undefined) return undefined;
  const { question = '', planner } = request;
  const language = languageOf(question);
  const isAlone = planner === 'embedded' || around.model === undefined;
  const told = isAlone
    ? { passages: best }
    : yield* (await import('./model/told.ts')).puttingTogether(
        best,
        async () => (await tell(planned, request, around, MORE)) ?? best,
        { question, language },
        around,
      );
  if (around.stop.aborted) return { exit: Exit.interrupted };
  yield { type: 'told', ...told, language };
  return { exit: Exit.answered };
}

/** What no question about tracing itself is without, where it sounds like one that a program answers: who asks for that waits for nothing. */
const SOUNDS_LIKE_ONE =
  /^\W*(?:how|why|when|explain|define|definition|describe|introduce|difference|meaning|tell|remind|help|can|could|would|will|please|i|do you)\b|\bwhat(?:'s|’s|s|'re| is| are| does| do| was)?\s|\b(?:vs|versus|or)\b|[怎如什啥何介解讲说]/iu;

/** Whether it may be a question about tracing itself. */
function mayBeTold(planned: Planned, { question = '' }: Request): boolean {
  return planned.kind === 'plan' || planned.kind === 'unattachable' ? SOUNDS_LIKE_ONE.test(question) : true;
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
async function* settle(
  planned: Planned,
  request: Request,
  machine: Machine,
  around: Surroundings,
  means: Means,
  model: Alone,
): AsyncGenerator<AskEvent, Asked> {
  if (planned.kind === 'plan') return { plan: planned.plan };
  if (planned.kind === 'unsure') {
    const known = around.meant?.(planned.choices);
    const chosen = known ?? (await around.choose?.(planned.choices, planned.language));
    if (chosen !== undefined && !around.stop.aborted) {
      const meant = await planByMeans(request, machine, around, means, chosen.name);
      if (known === undefined) await (await import('./feedback.ts')).noteChoice(meant, chosen, planned.choices, around);
      return yield* settled(meant, request, model);
    }
  }
  const tool = await toolInstead(planned, request, machine, around);
  if (tool !== undefined) return { plan: tool };
  return yield* settled(planned, request, model);
}

async function* settled(planned: Planned, { as }: Request, model: Alone): AsyncGenerator<AskEvent, Asked> {
  if (planned.kind === 'plan') return { plan: planned.plan };
  const message = messageOf(planned, as, model);
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

function messageOf(planned: Exclude<Planned, { kind: 'plan' }>, as: Request['as'], model: Alone): Message {
  const { language } = planned;
  if (planned.kind === 'unsure') return messages.whichOfThese(language);
  if (planned.kind === 'unattachable') return messages.unattachable(planned.title, planned.points, planned.why, language);
  // Whether it is about this machine is what the model was to say, where one was asked.
  const isUnknown = planned.why === 'unknown' || (planned.why === 'off-topic' && model !== 'none');
  if (planned.notInC !== undefined && model === 'none') return messages.notInC(planned.notInC.title, planned.notInC.why);
  if (planned.why === 'unknown' && model === 'none' && as === 'c') return messages.noCProgram(language);
  if (planned.why === 'unknown' && as === 'tool') return messages.noTool(language);
  return isUnknown ? messages.notUnderstood(language, model !== 'none') : messages.notTracing(planned.why, language, model === 'none');
}
