/** Rehearses a plan: the same program, for about a second, next to a workload that makes its event happen. */
import { check, type Machine } from '../check/check.ts';
import type { TraceEvent } from '../core/events.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import { scriptOf } from '../core/program.ts';
import type { Request } from '../core/request.ts';
import { valueNames } from '../kernel/names.ts';
import { loadKnowledge } from '../knowledge/knowledge.ts';
import type { OpenGuest } from '../lab/lab.ts';
import type { Plan } from '../plan/plan.ts';
import type { Show } from '../rehearse/judge.ts';
import { seenIn } from '../rehearse/seen.ts';
import { CANNOT, endWorkload, type HeldWorkload, UNKNOWN } from '../rehearse/start.ts';
import type { Rehearsed } from '../rehearse/workloads.ts';
import { showValue } from '../views/values.ts';
import type { AskEvent, Rehearsal, RehearsalWish, SandboxGuest, Surroundings } from './events.ts';
import { planQuestion } from './plans.ts';
import { chooseWorkload, countingMaps } from './rehearsal/choose.ts';
import { adaptPlan } from './rehearsal/narrowing.ts';
import { type Stage, stageHere, stageIn } from './rehearsal/stage.ts';
import { runPlan } from './run.ts';

/** Workloads are over in about a second, some in two; a program that has not seen any end is ended here. */
const MOST_SECONDS = 8;

/** A rehearsal on this machine that has been prepared. */
export interface RehearsalStart {
  /** What is known beforehand: that it cannot be tried. */
  readonly told?: AskEvent;
  run(): AsyncGenerator<AskEvent, void>;
}

export async function startOf(plan: Plan, machine: Machine, around: Surroundings, wish: RehearsalWish): Promise<RehearsalStart> {
  const chosen = await workloadFor(plan, machine, wish, around.host);
  if ('kind' in chosen) return { told: { type: 'rehearsal', stage: 'rehearsed', result: chosen, language: plan.intent.language }, run: async function* () {} };
  return { run: () => rehearse(plan, chosen, machine, around, stageHere(around)) };
}

/** The rehearsal in a guest that is open. */
export async function* rehearseIn(guest: OpenGuest, name: SandboxGuest, plan: Plan, machine: Machine, around: Surroundings): AsyncGenerator<AskEvent, void> {
  if (around.rehearse === undefined) return;
  const chosen = await workloadFor(plan, machine, around.rehearse, guest.host);
  if ('kind' in chosen) yield { type: 'rehearsal', stage: 'rehearsed', guest: name, result: chosen, language: plan.intent.language };
  else yield* rehearse(plan, chosen, machine, around, stageIn(guest, name));
}

/** The workload for a plan; else why there is none. Throws a Problem where the question that is to say what a file is about has no answer. */
async function workloadFor(plan: Plan, machine: Machine, wish: RehearsalWish, host: Surroundings['host']): Promise<Rehearsed | Rehearsal> {
  const { library } = loadKnowledge();
  const about = wish.question === undefined ? plan : await planAbout(wish.question, machine, host);
  const found = chooseWorkload(about, library, machine, wish.workload);
  if (found === undefined)
    return { kind: 'untried', why: 'no-workload', said: plan.program.attachPoints.filter((point) => !/^(?:BEGIN|END|interval)/i.test(point)).join(', ') };
  if (about === plan) return found;
  // How another program's answer would look says nothing of this one's.
  const { evidence: _, ...plain } = found;
  return plain;
}

async function planAbout(question: string, machine: Machine, host: Surroundings['host']): Promise<Plan> {
  const request: Request = { question };
  const planned = await planQuestion(request, machine, host);
  if (planned.kind === 'plan' || planned.kind === 'unattachable') return planned.plan;
  throw new Problem(messages.rehearsalFor(question));
}

/** Runs it, and says what came of it as an event. Ends without a verdict where it is stopped. Throws a Problem where the program is refused, or silent. */
async function* rehearse(plan: Plan, chosen: Rehearsed, machine: Machine, around: Surroundings, stage: Stage): AsyncGenerator<AskEvent, void> {
  const place = stage.guest === undefined ? {} : { guest: stage.guest };
  const workload = chosen.run.join(' ');
  yield { type: 'rehearsal', stage: 'rehearsing', workload, ...place };
  const held = await stage.start(chosen.run);
  let result: Rehearsal | undefined;
  try {
    result = await perform(plan, chosen, machine, around, stage, held);
  } finally {
    await endWorkload(held);
  }
  if (result === undefined) return;
  yield { type: 'rehearsal', stage: 'rehearsed', workload, ...place, result, language: plan.intent.language };
  if (result.kind === 'silent') throw new Problem(messages.rehearsedSilent(workload, result.of, result.what, plan.intent.language));
}

async function perform(
  plan: Plan,
  chosen: Rehearsed,
  machine: Machine,
  around: Surroundings,
  stage: Stage,
  held: HeldWorkload,
): Promise<Rehearsal | undefined> {
  const isOwn = chosen.actor !== undefined && chosen.actor === `gt-${chosen.run[0]}`.slice(0, chosen.actor.length);
  const adapted = adaptPlan(plan, { comm: chosen.actor, pid: isOwn ? held.pid : undefined }, loadKnowledge().library, machine);
  const wrong =
    adapted === undefined
      ? ''
      : check(adapted.plan.program.source, machine, around.allowUnsafe ?? false).diagnostics.find(({ severity }) => severity === 'error');
  if (adapted === undefined || typeof wrong === 'object') return { kind: 'untried', why: 'no-program', said: typeof wrong === 'object' ? wrong.message : '' };
  const { program } = adapted.plan;
  const slow = Math.max(1, stage.launcher.slowness);
  const limit = Math.min(program.seconds ?? MOST_SECONDS * slow, MOST_SECONDS * slow);
  const short: Plan = { ...adapted.plan, program: { ...program, seconds: limit, endsItself: program.endsItself === true && program.seconds === limit } };
  const launcher = { ...stage.launcher, startGated: () => Promise.resolve(held) };
  const { allowUnsafe = false, stop, kill, decide } = around;
  const events: TraceEvent[] = [];
  for await (const event of runPlan(
    short,
    { command: chosen.run.join(' ') },
    machine.facts,
    { host: stage.host, launcher, allowUnsafe, stop, kill, decide },
    undefined,
  )) {
    if (event.type === 'trace') events.push(...event.events);
  }
  if (stop.aborted) return undefined;
  const ended = events.findLast((event) => event.type === 'ended');
  const status = ended?.type === 'ended' ? ended.commandStatus : undefined;
  if (status === CANNOT) return { kind: 'untried', why: 'cannot', said: (await held.said()).split('\n').at(-1) ?? '' };
  if (status === UNKNOWN) throw new Problem(messages.noSuchWorkload(chosen.run.join(' '), await held.said()));
  const names = valueNames(stage.host);
  const show: Show = (value, column) => showValue(value, column, names);
  const told = { events, program: short.program, counting: countingMaps(scriptOf(program)), pid: held.pid, show };
  const seen = seenIn(told, chosen);
  if (ended?.type === 'ended' && ended.reason !== 'command-ended') {
    if (seen.kind === 'silent') return { kind: 'untried', why: 'cut-short', said: '' };
    // A program that ends by its own word after so many events has seen what it wanted.
    if (seen.kind === 'too few' && seen.seen > 0 && ended.reason === 'finished') return { ...seen, kind: 'seen', left: adapted.left };
  }
  return { ...seen, left: adapted.left };
}
