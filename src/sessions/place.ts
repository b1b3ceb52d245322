/** The directory of all sessions: made where it is missing, used only where it is one's own. */
import { chmodSync, lstatSync, mkdirSync, type Stats, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sessionId } from './id.ts';
import { FILES } from './session.ts';

/** Why nothing can be kept in a directory, in words. */
export class NoPlace extends Error {}

/** Makes the directory of all sessions. Throws a NoPlace where it is somebody else's, or as the file system does. */
export function makePlace(directory: string): void {
  const own = process.geteuid?.();
  // What root makes in the directory of a user would be in that user's hands, and in their way.
  const above = nearest(dirname(directory));
  if (own === 0 && above.stat.uid !== 0) throw new NoPlace(`${above.path} belongs to another user`);
  makeAll(directory);
  const stat = lstatSync(directory);
  if (!stat.isDirectory()) throw new NoPlace(`${directory} is no directory`);
  if (own !== undefined && stat.uid !== own) throw new NoPlace(`${directory} belongs to another user`);
  // What a trace saw is for nobody else.
  if ((stat.mode & 0o077) !== 0) chmodSync(directory, 0o700);
}

/** Makes a session's own directory, and so takes its name: no two processes get the same. */
export function takeId(directory: string, startedAt: number): string {
  for (let later = 0; ; later++) {
    const id = sessionId(startedAt, later);
    try {
      mkdirSync(join(directory, id), { mode: 0o700 });
      return id;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

export function pathOf(directory: string, id: string, file: keyof typeof FILES): string {
  return join(directory, id, FILES[file]);
}

/** Makes a directory and those above it that are missing. Node's own way to do so never ends where a file system takes no directories, as that of /proc does not. */
function makeAll(directory: string): void {
  const missing: string[] = [];
  for (let at = directory; !isThere(at); at = dirname(at)) missing.push(at);
  for (const path of missing.reverse()) {
    try {
      mkdirSync(path, { mode: 0o700 });
    } catch (error) {
      // Another process may have been faster.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined || path === dirname(path);
}

function nearest(path: string): { readonly path: string; readonly stat: Stats } {
  for (let at = path; ; at = dirname(at)) {
    try {
      return { path: at, stat: statSync(at) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || at === dirname(at)) throw error;
    }
  }
}
