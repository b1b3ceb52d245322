import type { Machine } from '../check/machine.ts';
import { suggest } from '../check/suggest.ts';
import type { TypeAnswer } from '../core/definition.ts';
import type { KernelFacts } from '../core/facts.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import { gatherFacts } from '../kernel/facts.ts';
import { type KernelTypes, readBtfFiles, typesOf } from '../kernel/kernel-types.ts';
import { machineFromSnapshot, type RecordedMachine, type Snapshot, takeSnapshot } from '../kernel/snapshot.ts';
import { localMachine } from '../local.ts';
import type { Host } from '../system/host.ts';
import { machineOf } from './prepare.ts';

/** Which machine it is: this one, where it says nothing. */
export interface WhichMachine {
  /** A file that `gpttrace facts` wrote on it. */
  readonly snapshot?: string | undefined;
  /** A guest of the lab, as it was written down. */
  readonly guest?: string | undefined;
}

/** The machine that programs are held against. Throws a Problem for a file that is no snapshot, and a guest that there is not. */
export async function openMachine({ snapshot, guest }: WhichMachine, adjust: (facts: KernelFacts) => KernelFacts = (facts) => facts): Promise<Machine> {
  if (guest !== undefined) {
    const { facts, machine } = await (await import('./guests.ts')).writtenDown(guest);
    return machineOf(adjust(facts), machine);
  }
  const { host, cache, lists } = localMachine();
  if (snapshot !== undefined) {
    const recorded = readSnapshot(snapshot, host);
    return { ...recorded, facts: adjust(recorded.facts) };
  }
  const { facts } = await gatherFacts(host, cache);
  return machineOf(adjust(facts), { host, lists });
}

/** What a name stands for in the types of a machine's kernel; of what is missing, the names nearest to it. Throws a Problem where there are none. */
export async function describeType(query: string, depth: number, which: WhichMachine): Promise<TypeAnswer | undefined> {
  const types = await kernelTypes(which);
  if (types === undefined) throw new Problem(messages.noTypes(which.snapshot));
  const answer = types.describe(query, depth);
  return answer === undefined || 'found' in answer ? answer : { ...answer, names: nearestNames(answer.missing, answer.names) };
}

async function kernelTypes({ snapshot, guest }: WhichMachine): Promise<KernelTypes | undefined> {
  if (snapshot !== undefined) return readSnapshot(snapshot, localMachine().host).types;
  const { host } = guest === undefined ? localMachine() : (await (await import('./guests.ts')).writtenDown(guest)).machine;
  return typesOf(readBtfFiles(host));
}

/** Of all names the few that may have been meant; a wrong tag is the likeliest mistake. */
export function nearestNames(missing: string, names: readonly string[]): string[] {
  const bare = (name: string): string => name.replace(/^(?:struct|union|enum) /, '');
  const wanted = bare(missing);
  const same = names.filter((name) => bare(name) === wanted);
  if (same.length > 0) return same;
  const near = new Set(suggest(wanted, new Set(names.map(bare))));
  return [...near].flatMap((name) => names.filter((full) => bare(full) === name).slice(0, 1));
}

/** This machine, written down, and in words what could not be read of it. */
export async function snapshotHere(withTypes: boolean): Promise<{ readonly snapshot: Snapshot; readonly missing: readonly string[] }> {
  const { host, cache } = localMachine();
  const { facts } = await gatherFacts(host, cache);
  const { tracepoints } = await machineOf(facts, { host });
  const snapshot = takeSnapshot(host, facts, tracepoints, withTypes);
  const missing = [
    ...(snapshot.tracepoints === null ? ['tracepoints'] : []),
    ...(snapshot.functions.known === null ? ['functions'] : []),
    ...(snapshot.functions.traceable === null ? ['which functions can be traced'] : []),
    ...(withTypes && snapshot.types === null ? ['types'] : []),
  ];
  return { snapshot, missing };
}

function readSnapshot(path: string, host: Host): RecordedMachine {
  const read = host.read(path);
  if (!('text' in read)) throw new Problem(messages.unreadable(path, read.why));
  return machineFromSnapshot(read.text, path);
}
