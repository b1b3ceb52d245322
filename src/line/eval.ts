/** Runs suites of questions with known answers (docs/EVAL.md): plans, checks, attaches, lets the workload run, and judges what was printed. */
import type { Machine } from '../check/check.ts';
import { Problem } from '../core/problem.ts';
import type { Plan } from '../plan/plan.ts';
import type { Commands } from '../rehearse/commands.ts';
import { isOfProbes, missingNeeds } from '../rehearse/needs.ts';
import type { EvalRecord } from '../rehearse/records.ts';
import type { CaseResult } from '../rehearse/result.ts';
import type { Case } from '../rehearse/suite.ts';
import type { Host } from '../system/host.ts';
import { withNeeds } from './eval/elsewhere.ts';
import { type EvalPlanned, type EvalPlanner, type Planning, together } from './eval/planner.ts';
import { traceCase } from './eval/trace.ts';
import { errorsOf, type Judgement, judgeRefusal, judgeRun, judgeText, unplanned } from './eval/verdicts.ts';

export interface EvalAround {
  readonly machine: Machine;
  readonly host: Host;
  readonly planner: EvalPlanner;
  /** What workloads use; without it nothing is run, and programs are judged by their text alone. */
  readonly commands: Commands | undefined;
  readonly stop: AbortSignal;
  readonly kill: AbortSignal;
}

/** What becomes of one case; undefined where it was interrupted. Throws a Problem where its planner cannot plan any case; never for what a case, a program or a workload does wrong. */
export async function evaluate(one: Case, around: EvalAround): Promise<CaseResult | undefined> {
  const start = performance.now();
  const progress: Progress = { plannings: [] };
  let judgement: Judgement;
  try {
    judgement = await judge(one, around, progress);
  } catch (error) {
    if (error instanceof Problem) throw error;
    judgement = { verdict: 'error', reasons: [`a mistake in gpttrace itself: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`] };
  }
  if (around.stop.aborted) return undefined;
  const { verdict, by, reasons, program, answer, firstEventSeconds } = judgement;
  const { planMilliseconds } = progress;
  return {
    id: one.id,
    suite: one.suite,
    lang: one.lang,
    ...(one.class === undefined ? {} : { class: one.class }),
    ...(one.kind === undefined ? {} : { kind: one.kind }),
    request: one.request,
    verdict,
    ...(by === undefined || verdict === 'not-judged' || verdict === 'error' ? {} : { by }),
    reasons,
    ...(program === undefined ? {} : { program: { name: nameOf(program), title: program.title, source: program.source } }),
    records: answer?.records.map(textOf) ?? [],
    ...(planMilliseconds === undefined ? {} : { planMilliseconds }),
    ...(firstEventSeconds === undefined ? {} : { firstEventSeconds }),
    ...spentOn(progress.plannings),
    seconds: (performance.now() - start) / 1000,
  };
}

function spentOn(
  plannings: readonly Planning[],
): Pick<CaseResult, 'attempts' | 'modelCalls' | 'tokens' | 'inputTokens' | 'outputTokens' | 'dollars' | 'submissions'> {
  const { attempts, modelCalls, inputTokens, outputTokens, dollars } = plannings
    .map(({ work }) => work)
    .reduce(together, { attempts: 0, modelCalls: 0, inputTokens: 0, outputTokens: 0, dollars: 0 });
  // Where it was planned for another machine in the end, that is what was judged.
  const submissions = plannings.at(-1)?.submissions;
  return {
    attempts,
    modelCalls,
    tokens: inputTokens + outputTokens,
    ...(modelCalls === 0 ? {} : { inputTokens, outputTokens, ...(dollars === undefined ? {} : { dollars }) }),
    ...(submissions === undefined ? {} : { submissions }),
  };
}

/** What is known of a case so far, however it ends. */
interface Progress {
  readonly plannings: Planning[];
  planMilliseconds?: number;
}

async function plan(one: Case, machine: Machine, { planner, stop }: EvalAround, progress: Progress): Promise<{ planning: Planning; planned: EvalPlanned }> {
  const start = performance.now();
  const planning = planner.begin(one.request, machine);
  progress.plannings.push(planning);
  const planned = await planning.plan(stop);
  progress.planMilliseconds = (progress.planMilliseconds ?? 0) + performance.now() - start;
  return { planning, planned };
}

async function judge(one: Case, around: EvalAround, progress: Progress): Promise<Judgement> {
  const { machine, host } = around;
  const missing = missingNeeds(one.needs, machine.facts, host);
  // A program that does without the probes its case allows for is judged by what it does.
  if (one.refuse || missing.every(isOfProbes)) {
    const { planning, planned } = await plan(one, machine, around, progress);
    if (one.refuse) return judgeRefusal(planned);
    const mayRun = planned.kind === 'plan' && errorsOf(planned.plan.program.source, machine).length === 0;
    if (missing.length === 0 || mayRun || isNotAsked(planned)) return judgePlanned(one, planned, planning, around);
  }
  // For a machine that has what this one lacks: what would be planned there, and whether that holds.
  const other = withNeeds(machine, missing);
  const { planned } = await plan(one, other, around, progress);
  return judgeText(one, planned, other, `this machine has no ${missing.join(', no ')}`);
}

function isNotAsked(planned: EvalPlanned): boolean {
  return planned.kind === 'no-plan' && planned.how === 'not-asked';
}

async function judgePlanned(one: Case, planned: EvalPlanned, planning: Planning, around: EvalAround): Promise<Judgement> {
  const { machine, host, commands, stop } = around;
  if (commands === undefined) return judgeText(one, planned, machine, 'nothing was run');
  if (planned.kind !== 'plan') return unplanned(planned, 'behaviour');
  const { program } = planned.plan;
  const errors = errorsOf(program.source, machine);
  if (errors.length > 0) return { verdict: 'does-not-check', by: 'behaviour', reasons: errors, program };
  const cannot = commands.cannot(one.suite, one.workload);
  if (cannot !== undefined) return { verdict: 'not-judged', reasons: [cannot], program };
  const judged = judgeRun(one, planned.plan, machine, host, await traceCase(one, program, machine.facts, traceOptions(planned.plan, around, commands)));
  if (judged.failure === undefined || stop.aborted) return judged;
  const other = await planning.again(judged.failure, stop);
  return other?.kind !== 'plan' || stop.aborted ? judged : judgePlanned(one, other, planning, around);
}

function traceOptions(plan: Plan, { stop, kill }: EvalAround, commands: Commands): Parameters<typeof traceCase>[3] {
  return {
    commands,
    window:
      (plan.intent.seconds?.words ?? '') !== '' ||
      plan.program.window !== undefined ||
      plan.intent.every !== undefined ||
      plan.intent.measure?.value === 'rate',
    stop,
    kill,
  };
}

function nameOf({ origin, title }: Plan['program']): string {
  return origin.kind === 'library' || origin.kind === 'composed' ? origin.name : title;
}

function textOf({ text, plain }: EvalRecord): string {
  return plain === undefined ? text : `${text}  (${plain})`;
}
