/**
 * The line from a question to an answer, and the only place where its stages meet:
 * question, facts, intent, plan, check, consent, run, events, datasets, answer. Every front end calls this one and shows its events.
 */
import type { Machine } from './check/machine.ts';
import type { Diagnostic } from './core/diagnostic.ts';
import { Exit } from './core/exit.ts';
import type { KernelFacts } from './core/facts.ts';
import { messages } from './core/messages.ts';
import { Problem } from './core/problem.ts';
import type { Request } from './core/request.ts';
import type { WarmTracer } from './engines/engine.ts';
import { noCache } from './kernel/cache.ts';
import { gatherFacts } from './kernel/facts.ts';
import type { AskEvent, Decision, Surroundings } from './line/events.ts';
import { asksWhatIs } from './line/means/state.ts';
import { type Asked, planAsked } from './line/planning.ts';
import { DEFAULT_SECONDS, planFile, replan } from './line/plans.ts';
import { lackOfBpftrace, languageOf, machineOf, prepare, refuseElsewhere } from './line/prepare.ts';
import { prove } from './line/proof.ts';

import { validateQuestion } from './line/question.ts';

import type { RehearsalStart } from './line/rehearsal.ts';

import type { ModelFailure } from './models/model.ts';
import type { Near, Plan } from './plan/plan.ts';

export type { AskEvent, Decision, Near, Plan, Surroundings };
export { DEFAULT_SECONDS };

/** Runs the line. Throws a Problem for what the user can mend; the returned exit status says how it ended otherwise. */
export async function* ask(request: Request, around: Surroundings): AsyncGenerator<AskEvent, Exit> {
  const { sinks = [] } = around;
  if (sinks.length === 0) return yield* line(request, around);
  const { throughSinks } = await import('./line/sink.ts');
  return yield* throughSinks(line(request, around), request, sinks);
}

async function* line(request: Request, around: Surroundings): AsyncGenerator<AskEvent, Exit> {
  try {
    return yield* stages(request, around);
  } catch (error) {
    // A stage that was in the middle of something throws the reason of the end.
    if (around.stop.aborted && error === around.stop.reason) return Exit.interrupted;
    throw error;
  }
}

async function* stages(request: Request, around: Surroundings): AsyncGenerator<AskEvent, Exit> {
  if (request.program === undefined && request.tool === undefined) validateQuestion(request.question ?? '');
  const { facts, said } = await gatherFacts(around.host, around.cache ?? noCache);
  yield { type: 'facts', facts };
  refuseElsewhere(request, around);
  const lack = lackOfBpftrace(facts, said, around);
  const isOpen = request.program === undefined && request.as === undefined;
  const language = languageOf(request);
  if (lack !== undefined && language === 'bpftrace' && !isOpen) throw lack;
  // What answers instead may be a tool, which asks least of the machine; so may what tells at once what there is.
  const mayBeTool = isOpen && (lack !== undefined || (facts.privilege === 'none' && asksWhatIs(request)));
  const ready = yield* prepare(facts, around, mayBeTool ? 'tool' : language);
  const warm = await warmUp(ready, request, around);
  try {
    const events = planAndRun(request, ready, around, warm, lack);
    if (around.explain !== true || around.model === undefined) return yield* events;
    const { withExplanations } = await import('./line/model/explain.ts');
    const say = ({ kind, said: why }: ModelFailure, model: string, language: string): string => messages.modelFailed(kind, model, why, language).message;
    return yield* withExplanations(events, { open: around.model, say }, around);
  } finally {
    warm?.discard();
  }
}

/** `lack`: why bpftrace cannot be run here. */
async function* planAndRun(
  request: Request,
  facts: KernelFacts,
  around: Surroundings,
  warm: WarmTracer | undefined,
  lack: Problem | undefined,
): AsyncGenerator<AskEvent, Exit> {
  const machine = await machineOf(facts, around);
  const asked: Asked = request.program === undefined ? yield* planAsked(request, machine, around, { lack }) : { plan: await planFile(request, machine) };
  if ('exit' in asked) return asked.exit;
  // Without a right to trace only a tool could have answered.
  if (facts.privilege === 'none' && asked.plan.program.language === 'bpftrace') yield* prepare(facts, around, 'bpftrace');
  const { writer } = asked;
  let { plan } = asked;
  for (;;) {
    const agreeing = agree(plan, request, machine, around);
    const agreed = yield* writer === undefined ? agreeing : (await import('./line/model/run.ts')).agreeTo(agreeing, writer);
    if ('exit' in agreed) return agreed.exit;
    if ('instead' in agreed) {
      plan = agreed.instead;
      continue;
    }
    if (agreed.plan.program.language !== 'bpftrace') warm?.discard();
    yield { type: 'running', plan: agreed.plan };
    // Imported here, while nobody waits for it yet: what is only looked at never pays for the tracer.
    if (writer === undefined || agreed.plan.program.origin.kind !== 'model') {
      const { runPlan } = await import('./line/run.ts');
      return yield* runPlan(agreed.plan, request, facts, around, warm);
    }
    const { runWritten } = await import('./line/model/run.ts');
    const ran = yield* runWritten(agreed.plan, writer, request, facts, around, warm);
    if (typeof ran === 'number') return ran;
    // A program nobody has seen yet: it is shown, and agreed to, like the first.
    plan = ran;
  }
}

/** Shows a plan, proves it where that is wanted, and gets a decision; what comes back from an editor begins anew. The plan that may run. */
async function* agree(first: Plan, request: Request, machine: Machine, around: Surroundings): AsyncGenerator<AskEvent, { plan: Plan } | { exit: Exit }> {
  let plan = first;
  let rehearsed: RehearsalStart | undefined;
  for (;;) {
    if (plan.program.language === 'c' && around.mayInstall !== undefined)
      yield* (await import('./line/toolchain.ts')).offerCompiler(around, plan.intent.language);
    const { diagnostics, plan: proven } = await prove(plan, machine, around);
    if (around.stop.aborted) return { exit: Exit.interrupted };
    plan = proven;
    // A mistake in an edit goes back to the editor; one in anything else ends here.
    if (plan.program.origin.kind !== 'edited') await refuseErrors(plan, diagnostics, machine);
    if (request.settings !== undefined) await (await import('./line/settings.ts')).refuseSettings(plan.program, request.settings, around.host);
    yield { type: 'plan', plan, diagnostics };
    if (around.sandbox !== undefined && diagnostics.every(({ severity }) => severity !== 'error')) {
      yield* (await import('./line/sandbox.ts')).tryInGuest(plan, request, machine, around, around.sandbox);
      if (around.stop.aborted) return { exit: Exit.interrupted };
    }
    // What cannot be rehearsed is told before anybody is asked; the rehearsal itself attaches probes here, and waits for the answer.
    if (around.sandbox === undefined && around.rehearse !== undefined && around.willRun !== false) {
      rehearsed = await (await import('./line/rehearsal.ts')).startOf(plan, machine, around, around.rehearse);
      if (rehearsed.told !== undefined) yield rehearsed.told;
    }
    const decision = await around.decide(plan, diagnostics);
    if (decision.kind === 'stop') return { exit: decision.exit };
    // A signal that came while an editor was open.
    if (around.stop.aborted) return { exit: Exit.interrupted };
    if (decision.kind === 'edited') {
      plan = replan(plan, decision.source, machine);
      continue;
    }
    await refuseErrors(plan, diagnostics, machine);
    if (plan.program.origin.kind === 'edited' && plan.program.source !== first.program.source && around.feedback !== undefined)
      await (await import('./line/feedback.ts')).noteEdit(first, plan.program.source, around.feedback);
    break;
  }
  if (rehearsed !== undefined) {
    yield* rehearsed.run();
    if (around.stop.aborted) return { exit: Exit.interrupted };
  }
  return { plan };
}

/** Where the run is agreed to beforehand, the tracer starts here while the plan is made. A command's pid must be known to start one. */
async function warmUp(facts: KernelFacts, request: Request, around: Surroundings): Promise<WarmTracer | undefined> {
  const { agreed, willRun, launcher, sandbox } = around;
  if (agreed !== true || willRun === false || launcher !== undefined || sandbox !== undefined) return undefined;
  if (facts.privilege !== 'root' || facts.bpftrace === undefined || request.command !== undefined || languageOf(request) !== 'bpftrace') return undefined;
  const { engines } = await import('./engines/index.ts');
  return engines.bpftrace.warmUp?.(facts, around.allowUnsafe ?? false);
}

async function refuseErrors(plan: Plan, diagnostics: readonly Diagnostic[], machine: Machine): Promise<void> {
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
  if (errors.length === 0) return;
  const { source, title, origin } = plan.program;
  const name = origin.kind === 'file' ? (origin.path === '-' ? 'standard input' : origin.path) : origin.kind === 'library' ? `the library's ${origin.name}` : title;
  if (plan.program.language !== 'bpftrace') {
    const { compiledProblem } = await import('./line/proof/problem.ts');
    throw compiledProblem(name, plan.program, errors);
  }
  const file = origin.kind === 'file' && origin.path !== '-' ? origin.path : undefined;
  const unsafe = errors.filter((diagnostic) => diagnostic.code === 'unsafe-call');
  if (unsafe.length === errors.length) throw new Problem(messages.unsafe('the program does more than watch'), errors, source, file);
  // Only who has made mistakes waits for this.
  const { repair } = await import('./check/repair.ts');
  const mends = origin.kind === 'file' && repair(source, machine).diagnostics.every(({ severity }) => severity !== 'error');
  throw new Problem(messages.badProgram(name, errors.length, mends && origin.kind === 'file' ? origin.path : undefined), errors, source, file);
}
