/** Tries a plan in a guest, next to a workload, before it touches this machine. */
import { check, type Machine } from '../check/check.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import type { Request } from '../core/request.ts';
import { seriesOf } from '../core/version.ts';
import { gatherFacts } from '../kernel/facts.ts';
import { guestText } from '../lab/catalogue.ts';
import type { OpenGuest } from '../lab/lab.ts';
import type { Plan } from '../plan/plan.ts';
import type { AskEvent, SandboxGuest, Surroundings } from './events.ts';
import { replan } from './plans.ts';
import { machineOf } from './prepare.ts';
import { tryOut } from './sandbox/trial.ts';
import { chooseWorkload } from './sandbox/workload.ts';

/**
 * Opens a guest, holds the very program of the plan against it, runs it there for some seconds and throws the guest away. Throws a Problem where the program
 * fails there, or cannot be tried and nobody will be asked whether it shall run all the same. Ends early, without a verdict, where it is stopped.
 */
export async function* tryInGuest(
  plan: Plan,
  request: Request,
  here: Machine,
  around: Surroundings,
  open: NonNullable<Surroundings['sandbox']>,
): AsyncGenerator<AskEvent, void> {
  yield { type: 'sandbox', stage: 'opening' };
  const opening = new AbortController();
  const cancel = (): void => opening.abort();
  around.stop.addEventListener('abort', cancel);
  let guest: OpenGuest | undefined;
  const kill = (): void => guest?.close();
  around.kill.addEventListener('abort', kill);
  try {
    if (around.stop.aborted) return;
    guest = await open(here.facts, opening.signal);
    yield* inGuest(plan, request, here, around, guest);
  } catch (error) {
    // Whatever a guest that was being opened says when it is told to stop.
    if (!around.stop.aborted) throw error;
  } finally {
    around.stop.removeEventListener('abort', cancel);
    around.kill.removeEventListener('abort', kill);
    guest?.close();
  }
}

async function* inGuest(plan: Plan, request: Request, here: Machine, around: Surroundings, guest: OpenGuest): AsyncGenerator<AskEvent, void> {
  const { facts } = await gatherFacts(guest.host, guest.cache);
  const machine = await machineOf(facts, guest);
  const name = { name: guestText(guest.name), release: facts.release, bpftrace: facts.bpftrace?.version ?? '' };
  const { source } = plan.program;
  const allowUnsafe = around.allowUnsafe ?? false;
  const found = check(source, machine, allowUnsafe).diagnostics;
  const lacks = found.find(({ severity }) => severity === 'error');
  if (lacks !== undefined) {
    const why = `the guest ${name.name} cannot try it: ${lacks.message}`;
    if (around.agreed === true && around.willRun !== false) throw new Problem(messages.unproven(why));
    yield { type: 'sandbox', stage: 'untried', guest: name, why };
    return;
  }
  const workload = await chooseWorkload(plan, request, guest);
  yield { type: 'sandbox', stage: 'trying', guest: name, workload: workload.says };
  const trial = await tryOut(replan(plan, source, machine), workload.command, facts, around, guest);
  if (around.stop.aborted) return;
  if (trial.failure !== undefined) {
    const { how, said } = trial.failure;
    throw new Problem(messages.sandboxFailed(name.name, how, said, otherVersion(name, here)));
  }
  yield {
    type: 'sandbox',
    stage: 'proven',
    guest: name,
    workload: workload.says,
    probes: trial.probes,
    records: trial.records,
    lost: trial.lost,
    seconds: trial.seconds,
    sentence: trial.sentence,
    notes: [...workload.notes, ...differences(found, check(source, here, allowUnsafe).diagnostics), ...narrowing(plan), ...trial.warnings],
  };
  if (around.rehearse !== undefined) yield* (await import('./rehearsal.ts')).rehearseIn(guest, name, plan, machine, around);
}

/** What the checker says of the program in the guest, and not here. */
function differences(there: readonly Diagnostic[], here: readonly Diagnostic[]): string[] {
  const known = new Set(here.map(({ message }) => message));
  return there.filter(({ severity, message }) => severity !== 'note' && !known.has(message)).map(({ message }) => message);
}

function narrowing({ narrowed, followsCommand }: Plan): string[] {
  return narrowed && !followsCommand ? ['the process it is narrowed to is not in the guest: there it could be loaded and attached, and see nothing'] : [];
}

/** The versions, where the guest's bpftrace is of another series than the one here. */
function otherVersion({ bpftrace }: SandboxGuest, { facts }: Machine): string | undefined {
  const own = facts.bpftrace?.version ?? '';
  return seriesOf(own) === seriesOf(bpftrace) ? undefined : `${bpftrace} there, ${own} here`;
}
