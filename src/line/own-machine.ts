/** This machine made ready for several runs, beside which nobody is asked anything but a password. */
import type { Machine } from '../check/check.ts';
import { gatherFacts } from '../kernel/facts.ts';
import { localMachine } from '../local.ts';
import { nameProcess } from '../system/real.ts';
import type { Surroundings } from './events.ts';
import { lackOfBpftrace, machineOf, prepare } from './prepare.ts';

/** Throws a Problem where this machine cannot trace. */
export async function ownMachine(
  interactive: boolean,
  signals: Pick<Surroundings, 'stop' | 'kill'>,
  say: (note: string) => void,
): Promise<{ readonly local: ReturnType<typeof localMachine>; readonly machine: Machine }> {
  const local = localMachine();
  const { facts, said } = await gatherFacts(local.host, local.cache);
  const lack = lackOfBpftrace(facts, said, local);
  if (lack !== undefined) throw lack;
  const preparing = prepare(facts, { ...local, ...signals, interactive, decide: async () => ({ kind: 'run' }) }, 'bpftrace');
  let next = await preparing.next();
  for (; next.done !== true; next = await preparing.next()) if (next.value.type === 'note') say(next.value.message);
  // As in any run: what we do ourselves is told apart by our name.
  nameProcess('gpttrace');
  return { local, machine: await machineOf(next.value, local) };
}
