/** The lab's guests in the place of this machine. Imported only by who asks for one. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { KernelFacts } from '../core/facts.ts';
import { messages } from '../core/messages.ts';
import type { ValueNames } from '../core/names.ts';
import { Problem } from '../core/problem.ts';
import { fileCache } from '../kernel/cache.ts';
import { gatherFacts } from '../kernel/facts.ts';
import { fileLists } from '../kernel/list-cache.ts';
import { valueNames } from '../kernel/names.ts';
import { type GuestName, guestText, parseGuest } from '../lab/catalogue.ts';
import { chooseGuest, guestToBuild } from '../lab/choose.ts';
import { recordedGuest } from '../lab/host.ts';
import { imagesOf } from '../lab/images.ts';
import { listGuests } from '../lab/list.ts';
import { openGuest, readyGuest } from '../lab/open.ts';
import { labDirectory, placesIn } from '../lab/place.ts';
import { isRecorded } from '../lab/record.ts';
import { localMachine } from '../local.ts';
import type { Surroundings } from './events.ts';

/** A guest that was entered: what `ask` needs of a machine, and how to leave it. */
export interface Entered extends Pick<Required<Surroundings>, 'host' | 'cache' | 'lists' | 'launcher'> {
  readonly names: ValueNames;
  /** The command of the workload generator there. */
  readonly workload: string;
  close(): void;
}

/** Opens guests for `--sandbox`: the one of that name, or the one most like the machine. Throws a Problem for a name that is none. */
export function sandboxIn(text: string | undefined): NonNullable<Surroundings['sandbox']> {
  const named = text === undefined ? undefined : parseGuest(text);
  return async (facts, signal) => openGuest(named ?? nearestBuilt(facts), { signal });
}

/** Opens a guest to work in. Throws a Problem where there is none of that name, or none at all. */
export async function enterGuest(text: string | undefined, options: { readonly signal: AbortSignal; readonly say: (what: string) => void }): Promise<Entered> {
  const { host, launcher, cache, lists, workload, close } = await openGuest(await guestHere(text), options);
  return { host, launcher, cache, lists, workload, names: valueNames(host), close };
}

/** A guest to hold programs against, as it was written down when it was booted first. Starts none that has been. Throws a Problem where there is none of that name. */
export async function writtenDown(text: string): Promise<{ readonly facts: KernelFacts; readonly machine: Pick<Surroundings, 'host' | 'lists'> }> {
  const name = parseGuest(text);
  const directory = imagesOf(name, placesIn(labDirectory(process.env))).folder;
  const known = join(directory, 'facts.json');
  if (!existsSync(known) || !isRecorded(directory)) await readyGuest(name);
  const host = recordedGuest(directory);
  const { facts } = await gatherFacts(host, fileCache(known));
  return { facts, machine: { host, lists: fileLists(directory) } };
}

/** The guest of that name; without one, of those that have been built the one most like this machine. Throws a Problem where there is none. */
export async function guestHere(text: string | undefined): Promise<GuestName> {
  return text === undefined ? nearestBuilt(await factsHere()) : parseGuest(text);
}

/** The guest to build for who names none: the one most like this machine. */
export async function guestToBuildHere(): Promise<GuestName> {
  return guestToBuild(await factsHere());
}

/** The guests that have been built and can be used, by name. */
export function builtGuests(): readonly string[] {
  return listGuests(placesIn(labDirectory(process.env))).flatMap(({ name, stale }) => (stale === undefined ? [guestText(name)] : []));
}

async function factsHere(): Promise<KernelFacts> {
  const { host, cache } = localMachine();
  return (await gatherFacts(host, cache)).facts;
}

function nearestBuilt(facts: KernelFacts): GuestName {
  const entries = listGuests(placesIn(labDirectory(process.env)));
  const chosen = chooseGuest(entries, facts);
  if (chosen === undefined) throw new Problem(messages.noGuests(entries.map(({ name }) => guestText(name))));
  return chosen.name;
}
