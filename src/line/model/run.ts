/** Runs a program that a model wrote. Where it is refused, or sees nothing, that goes back to the model, which mends it or says why it is right. */
import type { TraceEvent } from '../../core/events.ts';
import { Exit } from '../../core/exit.ts';
import type { KernelFacts } from '../../core/facts.ts';
import { messages } from '../../core/messages.ts';
import type { ProbeHits } from '../../core/overhead.ts';
import { Problem } from '../../core/problem.ts';
import type { Request } from '../../core/request.ts';
import type { WarmTracer } from '../../engines/engine.ts';
import type { RunFailure } from '../../plan/agent/events.ts';
import type { Plan } from '../../plan/plan.ts';
import type { AskEvent, Surroundings } from '../events.ts';
import { runPlan } from '../run.ts';
import type { Made, Writer } from './writer.ts';

type Answer = Extract<AskEvent, { type: 'answer' }>;

/** How the run ended; or the plan that is to be agreed to and run in its place. Throws a Problem as `runPlan` does. */
export async function* runWritten(
  plan: Plan,
  writer: Writer,
  request: Request,
  facts: KernelFacts,
  around: Surroundings,
  warm: WarmTracer | undefined,
): AsyncGenerator<AskEvent, Exit | Plan> {
  let silence: Answer | undefined;
  let probes = 0;
  let fired: readonly ProbeHits[] = [];
  let ended: Extract<TraceEvent, { type: 'ended' }> | undefined;
  const running = runPlan(plan, request, facts, around, warm);
  let exit: Exit;
  try {
    for (;;) {
      const next = await running.next();
      if (next.done === true) {
        exit = next.value;
        break;
      }
      const event = next.value;
      for (const one of event.type === 'trace' ? event.events : []) {
        if (one.type === 'attached') probes = one.probes;
        if (one.type === 'overhead') fired = one.overhead.hits ?? fired;
        if (one.type === 'ended') ended = one;
      }
      // What was seen of nothing is told when it is known whether that stays the answer.
      if (event.type === 'answer' && event.records === 0) silence = event;
      else yield event;
    }
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'rejected') throw error;
    return yield* refused(error, ended?.message ?? error.message, plan, writer);
  } finally {
    await running.return(Exit.internal);
  }
  if (silence === undefined) return exit;
  // Who ended it has seen enough; and what a command did is not done twice unasked.
  const stands = around.stop.aborted || request.command !== undefined || ended?.reason === 'crashed';
  if (!stands) {
    const hits = (await writer.hits(plan)) ?? hitsText(fired);
    const failure: RunFailure = { kind: 'silent', seconds: silence.seconds, probes, ...(hits === undefined ? {} : { hits }) };
    const made = yield* writer.again(failure);
    if (made.kind === 'plan') return made.plan;
    if (made.kind === 'gave-up' && made.failed) yield made.event;
    silence = { ...silence, reasons: [...silence.reasons, ...reasonsOf(made, writer)] };
  }
  yield silence;
  return exit;
}

/**
 * Agrees to a program; where that was silent in rehearsal it goes back to the model, and what comes is the plan to be agreed to in its place. What a person has
 * edited is theirs.
 */
export async function* agreeTo<T>(
  agreeing: AsyncGenerator<AskEvent, T>,
  writer: Writer,
): AsyncGenerator<AskEvent, T | { readonly exit: Exit } | { readonly instead: Plan }> {
  let isWritten = true;
  try {
    for (;;) {
      const next = await agreeing.next();
      if (next.done === true) return next.value;
      if (next.value.type === 'plan') isWritten = next.value.plan.program.origin.kind === 'model';
      yield next.value;
    }
  } catch (error) {
    if (!isWritten || !(error instanceof Problem) || error.code !== 'rehearsed-silent') throw error;
    const made = yield* writer.again({ kind: 'rehearsed', said: error.message });
    if (made.kind === 'plan') return { instead: made.plan };
    if (made.kind === 'interrupted') return { exit: Exit.interrupted };
    if (made.kind === 'gave-up') yield made.event;
    throw error;
  }
}

/** How often its probes fired while it ran, where the kernel counted that. */
function hitsText(hits: readonly ProbeHits[]): string | undefined {
  return hits.length === 0 ? undefined : hits.map(({ attachPoint, runs }) => `${attachPoint}: ${runs} times`).join('\n');
}

async function* refused(problem: Problem, said: string, plan: Plan, writer: Writer): AsyncGenerator<AskEvent, Exit | Plan> {
  const made = yield* writer.again({ kind: 'rejected', said });
  if (made.kind === 'plan') return made.plan;
  if (made.kind === 'interrupted') return Exit.interrupted;
  const { source, title } = plan.program;
  const draft =
    made.kind === 'gave-up' && made.event.draft !== undefined
      ? made.event.draft
      : writer.keep({ source, title, tells: '', columns: [], cannotShow: [], mends: [], faults: [] });
  if (made.kind === 'gave-up') yield made.event;
  throw new Problem(messages.rejectedDraft(said, draft, plan.program.language), problem.diagnostics, problem.source);
}

/** That nothing better came does not make the program that ran a wrong one. */
function reasonsOf(made: Made, { name, language }: Writer): string[] {
  if (made.kind === 'gave-up') return made.failed ? [] : [messages.nothingBetter(name, language)];
  return made.kind === 'kept' || made.kind === 'declined' ? [messages.modelSays(name, made.said, language)] : [];
}
