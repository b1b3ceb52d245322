/** Changes of the settings on the disk: whole or not at all, one at a time. */
import { chownSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { describeFileError } from '../../core/file-error.ts';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import { makeDirectories } from '../../kernel/cache.ts';
import { holdLock } from '../../system/lock.ts';
import { replaceWhole } from '../../system/replace.ts';
import type { SettingsPlace } from './place.ts';
import { textOf } from './settings.ts';

const PRIVATE = 0o600;

/** A change of one of the files: from the text it has now to the text it shall have. May throw a Problem: then nothing is written. */
export type Change = (text: string, path: string) => string;

/** Applies changes while no other gpttrace does. Both are made from what stands there then, so that nothing another one wrote is lost. */
export async function changeSettings(
  place: SettingsPlace,
  changes: { readonly settings?: Change; readonly keys?: Change },
  signal: AbortSignal,
): Promise<void> {
  const release = await holdLock(place.directory, () => {}, signal);
  try {
    const { settings = unchanged, keys = unchanged } = changes;
    const drafts = [
      { path: place.keys, before: textOf(place.keys), change: keys },
      { path: place.settings, before: textOf(place.settings), change: settings },
    ].map(({ path, before, change }) => ({ path, before, after: change(before, path) }));
    for (const { path, before, after } of drafts) if (after !== before) replace(path, before, after);
  } finally {
    release();
  }
}

function unchanged(text: string): string {
  return text;
}

function replace(path: string, before: string, after: string): void {
  try {
    makeHome(dirname(path));
    // A link, as keepers of dotfiles lay them, is followed.
    const target = isThere(path) ? realpathSync(path) : path;
    const old = isThere(target) ? statSync(target) : undefined;
    if (old !== undefined && readFileSync(target, 'utf8') !== before) throw new Problem(messages.changedMeanwhile(path));
    // What its owner may read and nobody else stays so; nothing that was closed is opened.
    const mode = old === undefined || path.endsWith('keys.toml') ? PRIVATE : old.mode;
    // Root that changes a file of somebody else leaves it to them.
    replaceWhole(target, after, mode, old ?? statSync(dirname(target)));
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(messages.unwritable(path, describeFileError(error)));
  }
}

/** For whom it is below: root that writes for somebody else, as with sudo -E, must not lock them out. */
function makeHome(directory: string): void {
  const made: string[] = [];
  let above = directory;
  for (; !isThere(above); above = dirname(above)) made.push(above);
  makeDirectories(directory);
  if (process.geteuid?.() !== 0) return;
  const { uid, gid } = statSync(above);
  for (const one of made) chownSync(one, uid, gid);
}

function isThere(path: string): boolean {
  try {
    return statSync(path) !== undefined;
  } catch {
    return false;
  }
}
