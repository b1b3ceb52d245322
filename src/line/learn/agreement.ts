/** A program for a goal whose answer nobody has written down: held against gpttrace's own, both beside one run of a workload. */
import type { Diagnostic } from '../../core/diagnostic.ts';
import { scriptOf } from '../../core/program.ts';
import { valueNames } from '../../kernel/names.ts';
import { loadKnowledge } from '../../knowledge/knowledge.ts';
import type { Grade, GradeVerdict } from '../../learn/grade.ts';
import type { Exercise, ProgramFile, Said } from '../../learn/lesson.ts';
import { GOAL } from '../../learn/progress.ts';
import type { Plan } from '../../plan/plan.ts';
import { recordsOf } from '../../rehearse/records.ts';
import { type Seen, seenIn } from '../../rehearse/seen.ts';
import type { Case } from '../../rehearse/suite.ts';
import type { Rehearsed } from '../../rehearse/workloads.ts';
import { showValue } from '../../views/values.ts';
import { SharedWorkload } from '../eval/shared-workload.ts';
import { EXIT_CANNOT, type Observation, traceCase } from '../eval/trace.ts';
import { countingMaps } from '../rehearsal/choose.ts';
import { adaptPlan } from '../rehearsal/narrowing.ts';
import { because, type GradeAround, lackFaults, lackIn, proven } from './grade.ts';
import { asSaid, BLIND, NOT_ATTACHED, workloadCannot, workloadFailed } from './why-not.ts';

/** Two tracers of one workload may each lose an event at its edges. */
const TOLERANCE = 0.1;
const MOST_SAID = 200;
const SECONDS = 2;

export async function gradeByAgreement(exercise: Exercise, rehearsed: Rehearsed, own: Plan, program: ProgramFile, around: GradeAround): Promise<Grade> {
  const begin = performance.now();
  const { machine, host, commands, suite, guest, elsewhere, stop, kill } = around;
  const base = {
    lesson: GOAL,
    exercise: exercise.id,
    n: exercise.n[0],
    faults: [],
    said: [],
    records: 0,
    notes: [],
    endedEarly: false,
    ...(guest === undefined ? {} : { guest }),
  };
  const { plan, diagnostics } = await proven(program, around);
  const costly = plan.safety.reasons.filter(({ kind }) => kind === 'costly');
  const told = (verdict: GradeVerdict, rest: Partial<Grade> = {}): Grade => ({
    ...base,
    verdict,
    diagnostics: diagnostics as readonly Diagnostic[],
    costly,
    ...rest,
    seconds: (performance.now() - begin) / 1000,
  });
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return told(errors.some(({ code }) => code === 'unsafe-call') ? 'refused' : 'does-not-check');
  const one: Case = {
    id: GOAL,
    lang: 'en',
    request: exercise.title.en,
    workload: exercise.workload,
    seconds: SECONDS,
    expect: { sees: [], hides: [], evidence: [], hist: [], stacks: [], program: [] },
    needs: [],
    refuse: false,
    suite,
  };
  // Whom the question is about is not here now: both are told of the workload instead.
  const doer = { comm: rehearsed.actor, pid: undefined };
  const { library } = loadKnowledge();
  const [learners, ours] = [plan, own].map((which) => adaptPlan(which, doer, library, machine)?.plan ?? which) as [Plan, Plan];
  const shared = new SharedWorkload(2);
  const trace = (which: Plan): Promise<Observation> =>
    traceCase(one, which.program, machine.facts, { commands, window: false, shared, stop, kill, ...(elsewhere === undefined ? {} : { elsewhere }) });
  const [theirs, reference] = await Promise.all([trace(learners), trace(ours)]);
  if (!theirs.attached) return told('does-not-attach', because(saidOf(theirs)));
  if (!reference.attached) return told('not-judged', because(saidOf(reference)));
  const workload = theirs.workload ?? reference.workload;
  if (workload?.status === EXIT_CANNOT) return told('not-judged', because(workloadCannot(`: ${workload.said}`)));
  if (workload !== undefined && workload.status !== 0)
    return told('not-judged', because(workloadFailed(workload, workload.said === '' ? '' : `: ${workload.said}`)));
  const names = valueNames(host);
  const show = (value: Parameters<typeof showValue>[0], column: Parameters<typeof showValue>[1]): string => showValue(value, column, names);
  const [pid = 0] = theirs.pids;
  const seen = (which: Plan, of: Observation): Seen =>
    seenIn({ events: of.events, program: which.program, counting: countingMaps(scriptOf(which.program)), pid, show }, rehearsed);
  const [mine, other] = [seen(learners, theirs), seen(ours, reference)];
  const answer = recordsOf(theirs.events, learners.program, show);
  const rest = {
    said: answer.records.slice(0, MOST_SAID).map(({ text }) => text),
    records: answer.records.length,
    endedEarly: theirs.ended?.reason === 'finished',
  };
  if (other.kind === 'silent') return told('not-judged', { ...rest, ...because(BLIND) });
  // The same amount of something else is no agreement.
  const lacks = lackIn(exercise, program);
  if (lacks !== undefined) return told(answer.records.length === 0 ? 'silent' : 'wrong', { ...rest, faults: lackFaults(exercise, lacks), lacks });
  if (agree(mine, other)) return told('passed', rest);
  return told(answer.records.length === 0 ? 'silent' : 'wrong', {
    ...rest,
    faults: [`${amountOf(mine)} of ${mine.of} seen, where gpttrace's own saw ${amountOf(other)}`],
  });
}

function saidOf({ ended }: Observation): Said {
  return ended?.message === undefined ? NOT_ATTACHED : asSaid(ended.message);
}

function agree(learner: Seen, reference: Seen): boolean {
  if (learner.kind === 'silent') return false;
  const [mine, other] = [amountOf(learner), amountOf(reference)];
  if (mine === undefined || other === undefined) return learner.kind === 'seen';
  return Math.abs(mine - other) <= Math.max(1, TOLERANCE * other);
}

function amountOf(seen: Seen): number | undefined {
  return seen.kind === 'silent' ? 0 : seen.seen;
}
