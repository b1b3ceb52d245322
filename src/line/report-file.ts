/** Where a report goes: looked at before anything runs, written whole at the end. */
import { accessSync, constants, existsSync, openSync, realpathSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { describeFileError } from '../core/file-error.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import { replaceWhole, writeWhole } from '../system/replace.ts';

/** Throws a Problem where a file could not be written when the run is over: not after ten minutes should it be found out that the report has no place. */
export function readyToWrite(path: string, force: boolean): void {
  if (path === '-') throw new Problem(messages.reportToStandardOutput());
  const there = existsSync(path) ? statSync(path) : undefined;
  // A pipe or a device holds nothing that could be lost.
  if (there?.isFile() === true && !force) throw new Problem(messages.reportExists(path));
  try {
    if (there?.isDirectory() === true) throw Object.assign(new Error(), { code: 'EISDIR' });
    if (there !== undefined) accessSync(path, constants.W_OK);
    // A file is made beside it, and put in its place.
    if (there !== undefined && !there.isFile()) return;
    const directory = dirname(there === undefined ? resolve(path) : realpathSync(path));
    if (!statSync(directory).isDirectory()) throw Object.assign(new Error(), { code: 'ENOTDIR' });
    accessSync(directory, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Problem(messages.reportUnwritable(path, describeFileError(error)));
  }
}

/** Writes a report, whole or not at all. Returns why it could not, in words. */
export function writeReport(path: string, content: string | Uint8Array, force: boolean): string | undefined {
  try {
    // Made by somebody else while the run went on.
    if (existsSync(path) && statSync(path).isFile() && !force) return 'somebody else has made a file of that name meanwhile';
    const old = existsSync(path) ? statSync(path) : undefined;
    // What is behind /dev/stdout may be a pipe, which has no name of its own.
    if (old === undefined || old.isFile()) replaceWhole(old === undefined ? path : realpathSync(path), content, old?.mode ?? 0o666 & ~process.umask());
    else writeWhole(openSync(path, 'w'), content);
    return undefined;
  } catch (error) {
    return describeFileError(error);
  }
}

/** Of files given by name: that no two are one. Throws a Problem. */
export function allDifferent(paths: readonly string[]): void {
  const seen = new Set<string>();
  for (const path of paths) {
    const whole = existsSync(path) && statSync(path).isFile() ? realpathSync(path) : resolve(path);
    // Two devices may be one: what is written to it comes one after the other.
    if (seen.has(whole) && !(existsSync(path) && !statSync(path).isFile())) throw new Problem(messages.reportTwice(path));
    seen.add(whole);
  }
}
