/** What becomes of a case, by what was planned for it and what that did. */
import { check, type Machine } from '../../check/check.ts';
import { valueNames } from '../../kernel/names.ts';
import type { RunFailure } from '../../plan/agent/events.ts';
import type { Plan } from '../../plan/plan.ts';
import { faultsOf, programFaults } from '../../rehearse/oracle.ts';
import { type Answer, recordsOf } from '../../rehearse/records.ts';
import type { JudgedBy, Verdict } from '../../rehearse/result.ts';
import type { Case } from '../../rehearse/suite.ts';
import type { Host } from '../../system/host.ts';
import { showValue } from '../../views/values.ts';
import { codeOf } from './code.ts';
import type { EvalPlanned } from './planner.ts';
import { EXIT_CANNOT, type Observation } from './trace.ts';

export interface Judgement {
  readonly verdict: Verdict;
  readonly by?: JudgedBy;
  readonly reasons: readonly string[];
  readonly program?: Plan['program'];
  readonly answer?: Answer;
  readonly firstEventSeconds?: number;
  /** Where the program attached to nothing, or nothing came: what its planner is told, who may have a better one. */
  readonly failure?: RunFailure;
}

/** A question whose right answer is no program. */
export function judgeRefusal(planned: EvalPlanned): Judgement {
  if (planned.kind === 'plan') return { verdict: 'should-have-refused', by: 'refusal', reasons: ['a program was planned'], program: planned.plan.program };
  // Who gave up has refused nothing.
  if (planned.kind === 'no-plan' && planned.how !== 'refused') return unplanned(planned, 'refusal');
  return { verdict: 'passed', by: 'refusal', reasons: [] };
}

export function judgeRun(one: Case, plan: Plan, machine: Machine, host: Host, seen: Observation): Judgement {
  const { program } = plan;
  const { ended, workload } = seen;
  if (workload?.status === EXIT_CANNOT)
    return judgeText(one, { kind: 'plan', plan }, machine, `the workload cannot be done here${workload.said === '' ? '' : `: ${workload.said}`}`);
  const names = valueNames(host);
  const answer = recordsOf(seen.events, program, (value, column) => showValue(value, column, names));
  const found = { by: 'behaviour' as const, program, answer, ...(seen.firstEventSeconds === undefined ? {} : { firstEventSeconds: seen.firstEventSeconds }) };
  if (!seen.attached) {
    const said = ended?.message ?? 'bpftrace did not say that it attached';
    return { ...found, verdict: 'does-not-attach', reasons: [said], failure: { kind: 'rejected', said } };
  }
  if (ended === undefined || ended.reason === 'crashed')
    return { ...found, verdict: 'error', reasons: [`bpftrace ended unexpectedly: ${ended?.message ?? ''}`] };
  if (workload !== undefined && workload.status !== 0) return { ...found, verdict: 'error', reasons: [workloadFault(workload)] };
  const faults = [...faultsOf(one, answer, seen.pids), ...programFaults(one, codeOf(program.source))];
  const isSilent = answer.records.length === 0;
  const failure: RunFailure = { kind: 'silent', seconds: Math.round(seen.seconds * 10) / 10, probes: program.attachPoints.length };
  const told = isSilent ? { failure } : {};
  if (faults.length === 0) return { ...found, verdict: 'passed', reasons: [], ...told };
  return { ...found, verdict: isSilent ? 'silent' : 'wrong', reasons: [...faults, ...seen.warnings], ...told };
}

function workloadFault({ status, late, said, failure }: NonNullable<Observation['workload']>): string {
  const how = failure ?? (late ? 'it took too long and was killed' : `it ended with status ${status}`);
  return `the workload failed: ${how}${said === '' ? '' : `; it said: ${said.split('\n').slice(-3).join(' / ')}`}`;
}

export function judgeText(one: Case, planned: EvalPlanned, machine: Machine, why: string): Judgement {
  if (planned.kind !== 'plan') return unplanned(planned, 'program');
  const { program } = planned.plan;
  const errors = errorsOf(program.source, machine);
  if (errors.length > 0) return { verdict: 'does-not-check', by: 'program', reasons: errors, program };
  const faults = programFaults(one, codeOf(program.source));
  return { verdict: faults.length === 0 ? 'passed' : 'wrong', by: 'program', reasons: [...faults, `judged by its text only: ${why}`], program };
}

/** Whatever is no plan is a refusal, or a question back. */
export function unplanned(planned: Exclude<EvalPlanned, { kind: 'plan' }>, by: JudgedBy): Judgement {
  if (planned.kind === 'no-plan') {
    const { how, reasons } = planned;
    if (how === 'not-asked') return { verdict: 'not-judged', reasons };
    return { verdict: how === 'faulty' ? 'does-not-check' : 'no-program', by, reasons };
  }
  if (planned.kind === 'unattachable') return { verdict: 'does-not-attach', by, reasons: [`${planned.title}: ${planned.why}`] };
  if (planned.kind === 'unsure') return { verdict: 'no-program', by, reasons: [`it was asked back: ${planned.choices.map(({ name }) => name).join(', ')}`] };
  const nearest = planned.nearest.slice(0, 3).map(({ name }) => name);
  const why = planned.why === 'unknown' ? 'no program was found' : `it was refused: ${planned.why}`;
  return { verdict: 'no-program', by, reasons: [`${why}${nearest.length === 0 ? '' : `; nearest: ${nearest.join(', ')}`}`] };
}

/** What the checker has against a program. */
export function errorsOf(source: string, machine: Machine): string[] {
  return check(source, machine)
    .diagnostics.filter(({ severity }) => severity === 'error')
    .map(({ message }) => message);
}
