/** What a module is given by flag: `--dir`, `--env`, `--memory`. */
import { statSync } from 'node:fs';
import { describeFileError } from '../core/file-error.ts';
import type { Folder, Grants } from '../core/grants.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';

export interface GrantFlags {
  readonly dir?: readonly string[];
  readonly env?: readonly string[];
  readonly memory?: number;
}

/** Undefined where nothing is given. Throws a Problem where the program is no module, or a folder is not there. */
export function grantsOf(language: string, { dir, env, memory }: GrantFlags): Grants | undefined {
  if (dir === undefined && env === undefined && memory === undefined) return undefined;
  const first = dir !== undefined ? '--dir' : env !== undefined ? '--env' : '--memory';
  if (language !== 'wasm') throw new Problem(messages.onlyForModules(first));
  const folders = (dir ?? []).map(folderOf);
  for (const [at, { name }] of folders.entries()) {
    if (folders.findIndex((other) => other.name === name) !== at) throw new Problem(messages.twoFoldersOfOneName(name));
  }
  return {
    ...(folders.length === 0 ? {} : { folders }),
    ...(env === undefined ? {} : { env: Object.fromEntries(env.flatMap(variableOf)) }),
    ...(memory === undefined ? {} : { memory }),
  };
}

/** `PATH`, `PATH:NAME`, `PATH:rw` or `PATH:NAME:rw`. */
function folderOf(text: string): Folder {
  const parts = text.split(':');
  const writable = parts.length > 1 && parts.at(-1) === 'rw';
  if (writable) parts.pop();
  const [path = '', name = path] = parts;
  if (parts.length > 2 || path === '' || name === '') throw new Problem(messages.noFolderToGrant(text, 'this is not PATH[:NAME][:rw]'));
  try {
    if (!statSync(path).isDirectory()) throw new Problem(messages.noFolderToGrant(path, 'it is no folder'));
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(messages.noFolderToGrant(path, describeFileError(error)));
  }
  return { path, name, writable };
}

/** `NAME=VALUE`, or `NAME` for what it is here; nothing where it is not set. */
function variableOf(text: string): readonly (readonly [string, string])[] {
  const at = text.indexOf('=');
  if (at > 0) return [[text.slice(0, at), text.slice(at + 1)]];
  const value = process.env[text];
  return value === undefined ? [] : [[text, value]];
}
