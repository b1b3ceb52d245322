/** Judges a learner's program: it runs beside a workload of known behaviour, and must say what that did. */
import type { Machine } from '../../check/check.ts';
import type { Diagnostic } from '../../core/diagnostic.ts';
import type { Request } from '../../core/request.ts';
import { valueNames } from '../../kernel/names.ts';
import { expectationFor, withNumber } from '../../learn/amounts.ts';
import { codeOf, slipIn } from '../../learn/code.ts';
import { meets } from '../../learn/demand.ts';
import type { Grade, GradeVerdict } from '../../learn/grade.ts';
import type { Exercise, Lesson, ProgramFile, Said } from '../../learn/lesson.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Commands } from '../../rehearse/commands.ts';
import { missingNeeds } from '../../rehearse/needs.ts';
import { faultsOf, programFaults } from '../../rehearse/oracle.ts';
import { recordsOf } from '../../rehearse/records.ts';
import type { Case } from '../../rehearse/suite.ts';
import type { Host } from '../../system/host.ts';
import { showValue } from '../../views/values.ts';
import type { SharedWorkload } from '../eval/shared-workload.ts';
import { type Elsewhere, EXIT_CANNOT, type Observation, traceCase } from '../eval/trace.ts';
import { planFile } from '../plans.ts';
import { prove } from '../proof.ts';
import { asSaid, COMPILED_IN_GUEST, lacks, NOT_ATTACHED, workloadCannot, workloadFailed } from './why-not.ts';

const MOST_SAID = 200;
/** How long is watched where the workload takes no time. */
const SECONDS = 2;

export interface GradeAround {
  readonly machine: Machine;
  readonly host: Host;
  readonly commands: Commands;
  /** A file of the course: what stands beside it is on PATH for workloads. */
  readonly suite: string;
  /** The name of the guest that all of this is of, and how things are started there; both missing on this machine. */
  readonly guest?: string;
  readonly elsewhere?: Elsewhere;
  readonly stop: AbortSignal;
  readonly kill: AbortSignal;
}

/** Where several programs are judged beside one run of the workload: its number, and the workload. */
export interface Together {
  readonly n: number;
  readonly shared: SharedWorkload;
}

/** Never throws for what is wrong with the program; a Problem where this machine cannot prove it (no compiler, no libbpf). */
export async function gradeProgram(
  lesson: Pick<Lesson, 'id'>,
  exercise: Exercise,
  program: ProgramFile,
  around: GradeAround,
  together?: Together,
): Promise<Grade> {
  const begin = performance.now();
  const n = together?.n ?? numberOf(exercise);
  const { machine, host, commands, suite, guest, elsewhere, stop, kill } = around;
  let reached = false;
  const told = (verdict: GradeVerdict, rest: Partial<Grade> = {}): Grade => {
    const slip = verdict === 'passed' || verdict === 'not-judged' ? undefined : slipIn(exercise, program);
    return {
      lesson: lesson.id,
      exercise: exercise.id,
      verdict,
      n,
      diagnostics: [],
      faults: [],
      said: [],
      records: 0,
      notes: [],
      costly: [],
      endedEarly: false,
      ...(slip === undefined ? {} : { slip }),
      ...(guest === undefined ? {} : { guest }),
      ...rest,
      seconds: (performance.now() - begin) / 1000,
    };
  };
  try {
    const missing = missingNeeds(exercise.needs, machine.facts, host);
    if (missing.length > 0) return told('not-judged', because(lacks(missing, guest)));
    if (guest !== undefined && program.language === 'c') return told('not-judged', because(COMPILED_IN_GUEST));
    const cannot = commands.cannot(suite, exercise.workload);
    if (cannot !== undefined) return told('not-judged', because(asSaid(cannot)));
    const { plan, diagnostics } = await proven(program, around);
    const costly = plan.safety.reasons.filter(({ kind }) => kind === 'costly');
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    if (errors.length > 0) return told(errors.some(({ code }) => code === 'unsafe-call') ? 'refused' : 'does-not-check', { diagnostics, costly });
    const one: Case = {
      id: exercise.id,
      lang: 'en',
      request: exercise.title.en,
      workload: withNumber(exercise.workload, n),
      seconds: SECONDS,
      expect: expectationFor(exercise.expect, n),
      needs: exercise.needs,
      refuse: false,
      suite,
    };
    reached = true;
    const seen = await traceCase(one, plan.program, machine.facts, {
      commands,
      window: false,
      ...(elsewhere === undefined ? {} : { elsewhere }),
      stop,
      kill,
      ...(together === undefined ? {} : { shared: together.shared }),
    });
    return judged(one, exercise, plan, program, seen, host, (verdict, rest) => told(verdict, { diagnostics, costly, ...rest }));
  } finally {
    if (!reached) together?.shared.leave(false);
  }
}

/** As a grade has it. */
export function because(why: Said): Required<Pick<Grade, 'why' | 'notes'>> {
  return { why, notes: [why.en] };
}

/** The grade of what could not be tried at all. */
export function notJudged(lesson: Pick<Lesson, 'id'>, exercise: Exercise, why: Said): Grade {
  return {
    lesson: lesson.id,
    exercise: exercise.id,
    verdict: 'not-judged',
    n: numberOf(exercise),
    diagnostics: [],
    faults: [],
    said: [],
    records: 0,
    ...because(why),
    costly: [],
    endedEarly: false,
    seconds: 0,
  };
}

function numberOf({ n: [least, most] }: Exercise): number {
  return least + Math.floor(Math.random() * (most - least + 1));
}

/** Which of the exercise's demands a program does not meet: the first. */
export function lackIn({ demands = [] }: Exercise, program: ProgramFile): number | undefined {
  const found = demands.findIndex((demand) => !meets(demand, program));
  return found === -1 ? undefined : found;
}

export function lackFaults({ demands = [] }: Exercise, lacks: number | undefined): readonly string[] {
  const demand = lacks === undefined ? undefined : demands[lacks];
  return demand === undefined ? [] : [demand.say.en];
}

/** The same checks as of any file that is run. */
export async function proven(
  { name, source, language }: ProgramFile,
  { machine, host, stop, kill }: Pick<GradeAround, 'machine' | 'host' | 'stop' | 'kill'>,
): Promise<{ readonly plan: Plan; readonly diagnostics: readonly Diagnostic[] }> {
  const request: Request = { program: { path: name, source, language } };
  const proof = await prove(await planFile(request, machine), machine, { host, stop, kill });
  return { plan: proof.plan, diagnostics: proof.diagnostics };
}

function judged(
  one: Case,
  exercise: Exercise,
  { program }: Plan,
  file: ProgramFile,
  seen: Observation,
  host: Host,
  told: (verdict: GradeVerdict, rest: Partial<Grade>) => Grade,
): Grade {
  const { ended, workload } = seen;
  const saying = workload?.said === undefined || workload.said === '' ? '' : `: ${workload.said.split('\n').slice(-3).join(' / ')}`;
  if (!seen.attached) {
    const { why, notes } = because(ended?.message === undefined ? NOT_ATTACHED : asSaid(ended.message));
    return told('does-not-attach', { why, notes: [...notes, ...seen.warnings] });
  }
  if (workload?.status === EXIT_CANNOT) return told('not-judged', because(workloadCannot(saying)));
  if (workload !== undefined && workload.status !== 0) return told('not-judged', because(workloadFailed(workload, saying)));
  const names = valueNames(host);
  const answer = recordsOf(seen.events, program, (value, column) => showValue(value, column, names));
  const lacks = lackIn(exercise, file);
  const faults = [...faultsOf(one, answer, seen.pids), ...programFaults(one, codeOf(file)), ...lackFaults(exercise, lacks)];
  if (ended?.reason === 'crashed') faults.unshift(`the tracer ended unexpectedly: ${ended.message ?? ''}`);
  const rest = {
    ...(lacks === undefined ? {} : { lacks }),
    faults,
    said: answer.records.slice(0, MOST_SAID).map(({ text }) => text),
    records: answer.records.length,
    notes: seen.warnings,
    endedEarly: ended?.reason === 'finished',
  };
  if (faults.length === 0) return told('passed', rest);
  return told(answer.records.length === 0 ? 'silent' : 'wrong', rest);
}
