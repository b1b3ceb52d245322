/** Takes a guest into use: goes on from its saved state, and looks like a machine. */
import { join } from 'node:path';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import { fileCache } from '../kernel/cache.ts';
import { fileLists } from '../kernel/list-cache.ts';
import type { Guest } from '../system/guest/guest.ts';
import { guestLauncher } from '../system/guest/launcher.ts';
import { startGuest } from '../system/guest/start.ts';
import type { Host } from '../system/host.ts';
import { holdLock } from '../system/lock.ts';
import { realHost } from '../system/real.ts';
import { builtGuest } from './built.ts';
import { type GuestName, guestText } from './catalogue.ts';
import { liveHost } from './host.ts';
import { hasOldScripts, writeInitrd } from './images.ts';
import type { OpenGuest } from './lab.ts';
import { labDirectory, placesIn } from './place.ts';
import { type BuiltGuest, dropState, prepareState, savedState } from './state.ts';
import { installWorkload, WORKLOAD_COMMAND } from './workload.ts';

/** What a saved state cannot hold: the time, chance, and the disks that are of today. */
function wakeUp(): string {
  return [
    `date -s @${Math.floor(Date.now() / 1000)} > /dev/null`,
    'mount -t ext4 -o ro "$(cat /run/lab/tools)" /tools',
    'mount -t ext4 -o noatime "$(cat /run/lab/scratch)" /scratch',
    'chmod 1777 /scratch',
    installWorkload(),
  ].join('\n');
}

/** How a guest is opened. */
export interface OpenOptions {
  readonly signal?: AbortSignal;
  /** The machine whose environment says where the lab is, and that has QEMU; this one without. */
  readonly host?: Host;
  /** Told what takes a while. */
  readonly say?: (what: string) => void;
}

/** Boots a guest once, where that has not been done, so that it can be gone on from. Throws a Problem where it does not come up. */
export async function readyGuest(
  name: GuestName,
  { signal = new AbortController().signal, say = () => {}, host = realHost() }: OpenOptions = {},
): Promise<void> {
  await explained(name, signal, () => makeReady(name, host, signal, say));
}

/** Starts a guest that has been built. Throws a Problem where there is none, or it does not come up; nothing is left running then. */
export async function openGuest(name: GuestName, options: OpenOptions = {}): Promise<OpenGuest> {
  const { signal = new AbortController().signal, say = () => {}, host = realHost() } = options;
  return explained(name, signal, () => open(name, host, signal, say));
}

/** What goes wrong, as something that a person can mend; rejects with the signal's reason where it was called off. */
async function explained<T>(name: GuestName, signal: AbortSignal, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof Problem ? error : new Problem(messages.guestFailed(guestText(name), error instanceof Error ? error.message : String(error)));
  }
}

/**
 * A guest with a state to go on from. Where there is none, as after QEMU or gpttrace was upgraded, it is booted once more: by one gpttrace, for all that wait.
 */
async function makeReady(name: GuestName, host: Host, signal: AbortSignal, say: (what: string) => void): Promise<BuiltGuest> {
  const places = placesIn(labDirectory(host.env));
  const built = builtGuest(name, host);
  if (!hasOldScripts(name, places) && savedState(built) !== undefined) return built;
  const release = await holdLock(built.directory, (pid) => say(`waiting for another gpttrace that prepares it (process ${pid})`), signal);
  try {
    if (hasOldScripts(name, places)) await writeInitrd(name, places);
    if (savedState(built) === undefined) await prepareState(built, signal, say);
  } finally {
    release();
  }
  return built;
}

/** Goes on from the saved state; where it cannot be gone on from, as when its file was damaged, another is saved in its place. */
async function start(name: GuestName, host: Host, signal: AbortSignal, say: (what: string) => void): Promise<{ built: BuiltGuest; guest: Guest }> {
  const from = async (built: BuiltGuest): Promise<{ built: BuiltGuest; guest: Guest }> => {
    const saved = savedState(built);
    return { built, guest: await startGuest({ ...built.settings, ...(saved === undefined ? {} : { saved }), signal }) };
  };
  const built = await makeReady(name, host, signal, say);
  try {
    return await from(built);
  } catch {
    signal.throwIfAborted();
    say('its saved state cannot be used: saving another');
    dropState(built.directory);
    return from(await makeReady(name, host, signal, say));
  }
}

async function open(name: GuestName, host: Host, signal: AbortSignal, say: (what: string) => void): Promise<OpenGuest> {
  const { built, guest } = await start(name, host, signal, say);
  try {
    const { status, stderr, failure } = await guest.run(wakeUp());
    if (status !== 0) throw new Error(failure ?? `the guest's disks cannot be mounted: ${stderr.trim()}`);
    const { directory } = built;
    return {
      name,
      host: liveHost(directory, guest),
      launcher: guestLauncher(guest),
      cache: fileCache(join(directory, 'facts.json')),
      lists: fileLists(directory),
      guest,
      workload: WORKLOAD_COMMAND,
      close: () => guest.close(),
    };
  } catch (error) {
    guest.close();
    throw error;
  }
}
