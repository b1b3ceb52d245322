/** Runs suites of questions with known answers (docs/EVAL.md): plans, checks, attaches, lets the workload run, and judges what was printed. */
import { check, type Machine } from '../check/check.ts';
import { valueNames } from '../kernel/names.ts';
import { unknownTracepoints } from '../kernel/tracepoints.ts';
import type { Plan, Planned } from '../plan/plan.ts';
import type { Commands } from '../rehearse/commands.ts';
import { isOfProbes, missingNeeds } from '../rehearse/needs.ts';
import { faultsOf, programFaults } from '../rehearse/oracle.ts';
import { type Answer, type EvalRecord, recordsOf } from '../rehearse/records.ts';
import type { CaseResult, JudgedBy, Verdict } from '../rehearse/result.ts';
import type { Case } from '../rehearse/suite.ts';
import type { Host } from '../system/host.ts';
import { showValue } from '../views/values.ts';
import { codeOf } from './eval/code.ts';
import { EXIT_CANNOT, type Observation, traceCase } from './eval/trace.ts';
import { planQuestion } from './plans.ts';

export interface EvalAround {
  readonly machine: Machine;
  readonly host: Host;
  /** What workloads use; without it nothing is run, and programs are judged by their text alone. */
  readonly commands: Commands | undefined;
  readonly stop: AbortSignal;
  readonly kill: AbortSignal;
}

interface Judgement {
  readonly verdict: Verdict;
  readonly by?: JudgedBy;
  readonly reasons: readonly string[];
  readonly program?: Plan['program'];
  readonly answer?: Answer;
  readonly firstEventSeconds?: number;
  readonly planMilliseconds?: number;
}

/** What becomes of one case; undefined where it was interrupted. Never throws for what a case, a program or a workload does wrong. */
export async function evaluate(one: Case, around: EvalAround): Promise<CaseResult | undefined> {
  const start = performance.now();
  let judgement: Judgement;
  try {
    judgement = await judge(one, around);
  } catch (error) {
    judgement = { verdict: 'error', reasons: [`a mistake in gpttrace itself: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`] };
  }
  if (around.stop.aborted) return undefined;
  const { verdict, by, reasons, program, answer, firstEventSeconds, planMilliseconds } = judgement;
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
    // The embedded planner tries once and asks nobody.
    attempts: 1,
    modelCalls: 0,
    tokens: 0,
    seconds: (performance.now() - start) / 1000,
  };
}

async function judge(one: Case, around: EvalAround): Promise<Judgement> {
  const { machine, host } = around;
  const start = performance.now();
  const planned = await planQuestion({ question: one.request }, machine, host);
  const planMilliseconds = performance.now() - start;
  const judged = await judgePlanned(one, planned, around, missingNeeds(one.needs, machine.facts, host));
  return { ...judged, planMilliseconds };
}

async function judgePlanned(one: Case, planned: Planned, around: EvalAround, missing: readonly string[]): Promise<Judgement> {
  if (one.refuse) {
    if (planned.kind !== 'plan') return { verdict: 'passed', by: 'refusal', reasons: [] };
    return { verdict: 'should-have-refused', by: 'refusal', reasons: ['a program was planned'], program: planned.plan.program };
  }
  // A program that does without the probes its case allows for is judged by what it does.
  const mayRun = missing.every(isOfProbes) && planned.kind === 'plan' && errorsOf(planned.plan, around.machine).length === 0;
  if (missing.length > 0 && !mayRun) return judgeElsewhere(one, around, `this machine has no ${missing.join(', no ')}`, missing);
  if (around.commands === undefined) return judgeText(one, planned, around.machine, 'nothing was run');
  if (planned.kind !== 'plan') return unplanned(planned, 'behaviour');
  const { plan } = planned;
  const { program } = plan;
  const errors = errorsOf(plan, around.machine);
  if (errors.length > 0) return { verdict: 'does-not-check', by: 'behaviour', reasons: errors, program };
  const cannot = around.commands.cannot(one.suite, one.workload);
  if (cannot !== undefined) return { verdict: 'not-judged', reasons: [cannot], program };
  return judgeRun(one, plan, around, await traceCase(one, program, around.machine.facts, traceOptions(plan, around, around.commands)));
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

async function judgeRun(one: Case, plan: Plan, around: EvalAround, seen: Observation): Promise<Judgement> {
  const { program } = plan;
  const { ended, workload } = seen;
  if (workload?.status === EXIT_CANNOT)
    return judgeText(one, { kind: 'plan', plan }, around.machine, `the workload cannot be done here${workload.said === '' ? '' : `: ${workload.said}`}`);
  const names = valueNames(around.host);
  const answer = recordsOf(seen.events, program, (value, column) => showValue(value, column, names));
  const found = { by: 'behaviour' as const, program, answer, ...(seen.firstEventSeconds === undefined ? {} : { firstEventSeconds: seen.firstEventSeconds }) };
  if (!seen.attached) return { ...found, verdict: 'does-not-attach', reasons: [ended?.message ?? 'bpftrace did not say that it attached'] };
  if (ended === undefined || ended.reason === 'crashed')
    return { ...found, verdict: 'error', reasons: [`bpftrace ended unexpectedly: ${ended?.message ?? ''}`] };
  if (workload !== undefined && workload.status !== 0) return { ...found, verdict: 'error', reasons: [workloadFault(workload)] };
  const faults = [...faultsOf(one, answer, seen.pids), ...programFaults(one, codeOf(program.source))];
  if (faults.length === 0) return { ...found, verdict: 'passed', reasons: [] };
  return { ...found, verdict: answer.records.length === 0 ? 'silent' : 'wrong', reasons: [...faults, ...seen.warnings] };
}

function workloadFault({ status, late, said, failure }: NonNullable<Observation['workload']>): string {
  const how = failure ?? (late ? 'it took too long and was killed' : `it ended with status ${status}`);
  return `the workload failed: ${how}${said === '' ? '' : `; it said: ${said.split('\n').slice(-3).join(' / ')}`}`;
}

/** For a machine that has what this one lacks: what it would plan there, and whether that holds. */
async function judgeElsewhere(one: Case, { machine, host }: EvalAround, why: string, missing: readonly string[]): Promise<Judgement> {
  const other = withNeeds(machine, missing);
  return judgeText(one, await planQuestion({ question: one.request }, other, host), other, why);
}

function judgeText(one: Case, planned: Planned, machine: Machine, why: string): Judgement {
  if (planned.kind !== 'plan') return unplanned(planned, 'program');
  const { program } = planned.plan;
  const errors = errorsOf(planned.plan, machine);
  if (errors.length > 0) return { verdict: 'does-not-check', by: 'program', reasons: errors, program };
  const faults = programFaults(one, codeOf(program.source));
  return { verdict: faults.length === 0 ? 'passed' : 'wrong', by: 'program', reasons: [...faults, `judged by its text only: ${why}`], program };
}

/** Whatever is no plan is a refusal, or a question back. */
function unplanned(planned: Exclude<Planned, { kind: 'plan' }>, by: JudgedBy): Judgement {
  if (planned.kind === 'unattachable') return { verdict: 'does-not-attach', by, reasons: [`${planned.title}: ${planned.why}`] };
  if (planned.kind === 'unsure') return { verdict: 'no-program', by, reasons: [`it was asked back: ${planned.choices.map(({ name }) => name).join(', ')}`] };
  const nearest = planned.nearest.slice(0, 3).map(({ name }) => name);
  const why = planned.why === 'unknown' ? 'no program was found' : `it was refused: ${planned.why}`;
  return { verdict: 'no-program', by, reasons: [`${why}${nearest.length === 0 ? '' : `; nearest: ${nearest.join(', ')}`}`] };
}

const GIVEN = { verdict: 'yes', why: 'taken for granted' } as const;

/** The machine as it would be with its missing probes; of what else is missing nothing is known, its functions and tracepoints least of all. */
function withNeeds(machine: Machine, missing: readonly string[]): Machine {
  const { facts } = machine;
  const probeKinds = { ...facts.probeKinds, kprobe: GIVEN, kfunc: GIVEN, hardware: GIVEN };
  const known = missing.every(isOfProbes);
  const { tracepoints, functions, symbols, headers } = machine;
  return {
    facts: { ...facts, probeKinds },
    tracepoints: known ? tracepoints : unknownTracepoints,
    ...(known && functions !== undefined ? { functions } : {}),
    ...(symbols === undefined ? {} : { symbols }),
    ...(headers === undefined ? {} : { headers }),
    get types() {
      return machine.types;
    },
  };
}

function errorsOf({ program }: Plan, machine: Machine): string[] {
  return check(program.source, machine)
    .diagnostics.filter(({ severity }) => severity === 'error')
    .map(({ message }) => message);
}

function nameOf({ origin, title }: Plan['program']): string {
  return origin.kind === 'library' || origin.kind === 'composed' ? origin.name : title;
}

function textOf({ text, plain }: EvalRecord): string {
  return plain === undefined ? text : `${text}  (${plain})`;
}
