/** Sessions removed: one by one, or the oldest where there are too many. */
import { randomUUID } from 'node:crypto';
import { readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathOf } from './place.ts';
import { type ListedSession, listStored } from './read.ts';

/** How much is kept. */
export interface Retention {
  readonly sessions: number;
  readonly days: number;
  readonly bytes: number;
}

export const RETENTION: Retention = { sessions: 200, days: 30, bytes: 2 ** 30 };

const DAY_MS = 24 * 3600 * 1000;
const LEFT = '.removed-';

/** Removes a session, so that nobody ever sees half of it. False where it is not there. Throws as the file system does. */
export function removeSession(directory: string, id: string): boolean {
  const away = join(directory, `${LEFT}${randomUUID()}`);
  try {
    renameSync(join(directory, id), away);
  } catch (error) {
    // Another process was faster.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
  rmSync(away, { recursive: true, force: true });
  return true;
}

/** Keeps a session, whatever its age, or lets it go again. */
export function pinSession(directory: string, id: string, pinned: boolean): void {
  const path = pathOf(directory, id, 'pin');
  if (pinned) writeFileSync(path, '', { mode: 0o600 });
  else rmSync(path, { force: true });
}

/** Removes the oldest sessions that are too many, too old or too large together, and never one that is pinned or still running. The names of those removed. */
export function retain(directory: string, { sessions, days, bytes }: Retention = RETENTION, now: number = Date.now()): string[] {
  clearLeft(directory);
  const all = listStored(directory).sort((a, b) => a.at - b.at);
  let count = all.length;
  let size = all.reduce((sum, one) => sum + one.bytes, 0);
  const removed: string[] = [];
  for (const one of all) {
    const wanted = count > sessions || size > bytes || now - one.at > days * DAY_MS;
    if (!wanted || !mayGo(one)) continue;
    count--;
    size -= one.bytes;
    if (removeSession(directory, one.id)) removed.push(one.id);
  }
  return removed;
}

function mayGo({ pinned, state }: ListedSession): boolean {
  return !pinned && state !== 'running';
}

/** What a process that was killed while it removed something has left. */
function clearLeft(directory: string): void {
  for (const name of readdirSync(directory)) if (name.startsWith(LEFT)) rmSync(join(directory, name), { recursive: true, force: true });
}
