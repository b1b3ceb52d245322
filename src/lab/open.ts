/** Takes a guest into use: goes on from its saved state, and looks like a machine. */
import { join } from 'node:path';
import { fileCache } from '../kernel/cache.ts';
import { fileLists } from '../kernel/list-cache.ts';
import { guestLauncher } from '../system/guest/launcher.ts';
import { startGuest } from '../system/guest/start.ts';
import type { GuestName } from './catalogue.ts';
import { liveHost } from './host.ts';
import type { OpenGuest } from './lab.ts';
import { type BuiltGuest, prepareState, savedState } from './state.ts';

/** What a saved state cannot hold: the time, chance, and the disks that are of today. */
function wakeUp(): string {
  return [
    `date -s @${Math.floor(Date.now() / 1000)} > /dev/null`,
    'mount -t ext4 -o ro "$(cat /run/lab/tools)" /tools',
    'mount -t ext4 -o noatime "$(cat /run/lab/scratch)" /scratch',
    'chmod 1777 /scratch',
  ].join('\n');
}

export interface OpenOptions {
  readonly signal?: AbortSignal;
  /** Told what takes a while. */
  readonly say?: (what: string) => void;
}

/** Starts a guest whose images are there. Throws an Error where it does not come up; nothing is left running then. */
export async function openBuilt(name: GuestName, built: BuiltGuest, { signal, say = () => {} }: OpenOptions): Promise<OpenGuest> {
  if (savedState(built) === undefined) await prepareState(built, signal, say);
  const saved = savedState(built);
  const guest = await startGuest({ ...built.settings, ...(saved === undefined ? {} : { saved }), ...(signal === undefined ? {} : { signal }) });
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
      workload: '/tools/bin/workload',
      close: () => guest.close(),
    };
  } catch (error) {
    guest.close();
    throw error;
  }
}
