/** The lab: images of guests in a cache directory, and guests started from them. */
import type { FactsCache } from '../kernel/cache.ts';
import type { ListCache } from '../kernel/list-cache.ts';
import type { Guest } from '../system/guest/guest.ts';
import type { Host } from '../system/host.ts';
import type { Launcher } from '../system/launcher.ts';
import type { GuestName } from './catalogue.ts';

/** What building says while it goes on. */
export type BuildEvent =
  | { readonly type: 'step'; readonly guest: string; readonly what: string }
  /** Of a step that can be measured. */
  | { readonly type: 'progress'; readonly done: number; readonly total: number; readonly unit: 'bytes' | 'steps' }
  | { readonly type: 'built'; readonly guest: string; readonly bytes: number; readonly seconds: number };

/** A guest that has been built. */
export interface LabEntry {
  readonly name: GuestName;
  /** The kernel's release, and the whole version of bpftrace. */
  readonly release: string;
  readonly version: string;
  /** What it takes on disk; images that guests share are counted for each. */
  readonly bytes: number;
  /** Why it cannot be used as it is: built by another version of gpttrace, or damaged. */
  readonly stale?: string;
}

/** A running guest as the line from question to answer sees it: in the place of this machine. */
export interface OpenGuest {
  readonly name: GuestName;
  /** Its files, as they were written down when it was built, and its commands, run in it. */
  readonly host: Host;
  readonly launcher: Launcher;
  readonly cache: FactsCache;
  readonly lists: ListCache;
  readonly guest: Guest;
  /** The command that starts the workload generator in it: `COMMAND BEHAVIOUR [COUNT [ARG...]]`. */
  readonly workload: string;
  close(): void;
}
