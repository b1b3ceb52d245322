import { lstatSync, readdirSync, readlinkSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Host, ReadResult } from './host.ts';
import { readBytes, readText, SYSTEM_DIRECTORIES } from './real.ts';

/** A machine whose files lie in a directory, at the paths they have there: pseudo files of /proc and /sys among them, as plain files. */
export interface Tree {
  readonly root: string;
  /** As Node names it: `x64`. */
  readonly arch: string;
  readonly release: string;
  readonly uid: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Runs a command on that machine, and never throws; without it there are no commands. */
  readonly run?: Host['run'];
}

/** As many links as the kernel follows before it says ELOOP. */
const MOST_LINKS = 40;
const MISSING: ReadResult = { error: 'missing', why: 'there is no such file or directory' };

/**
 * The machine that the tree is a copy of. No path leads out of the tree: a link that starts with a slash starts at its root, as for a process that was
 * born there, and there is nothing above it.
 */
export function treeHost(tree: Tree): Host {
  // What was resolved once is not looked at again: a path to one of two thousand tracepoints begins like all the others.
  const directories = new Map<string, readonly string[]>();
  const real = (path: string): string | undefined => resolveIn(tree.root, path, directories);
  const stat = (path: string): Stats | undefined => {
    const place = real(path);
    return place === undefined ? undefined : attempt(() => statSync(place));
  };
  return {
    arch: tree.arch,
    release: tree.release,
    uid: tree.uid,
    env: tree.env,
    read(path) {
      const place = real(path);
      if (place === undefined) return MISSING;
      const found = stat(path);
      // A pipe would be waited for.
      return found?.isFile() === true || found?.isDirectory() === true ? readText(place) : { error: 'other', why: 'it is not a regular file' };
    },
    bytes(path, offset, length) {
      const place = real(path);
      return place === undefined ? undefined : attempt(() => readBytes(place, offset, length));
    },
    list(path) {
      const place = real(path);
      return place === undefined ? undefined : attempt(() => readdirSync(place));
    },
    exists: (path) => real(path) !== undefined,
    stamp(path) {
      const found = stat(path);
      // Neither its number nor parts of a second: a copy of the tree holds the same files.
      return found === undefined ? undefined : `${found.size}:${Math.floor(found.mtimeMs / 1000)}`;
    },
    which(command) {
      const directories = [...(tree.env.PATH ?? '').split(':').filter((part) => part !== ''), ...SYSTEM_DIRECTORIES];
      return directories
        .map((directory) => join(directory, command))
        .find((path) => {
          const found = stat(path);
          return found?.isFile() === true && (found.mode & 0o111) !== 0;
        });
    },
    run: tree.run ?? (() => Promise.resolve({ status: null, signal: null, stdout: '', stderr: '', failure: 'ENOENT' })),
  };
}

/** Where a path of the tree lies on this machine, all links followed; undefined where there is nothing. `known` keeps where directories lie. */
function resolveIn(root: string, path: string, known: Map<string, readonly string[]>): string | undefined {
  if (path.includes('\0')) return undefined;
  const parts = partsOf(path);
  const last = parts.pop();
  const above = parts.join('/');
  // The dot makes it sure that what stands before it is a directory.
  const directory = known.get(above) ?? follow(root, [], [...parts, '.']);
  if (directory === undefined) return undefined;
  known.set(above, directory);
  const found = last === undefined ? directory : follow(root, directory, [last]);
  return found === undefined ? undefined : join(root, ...found);
}

/** The way from the root, free of links, that going on from `start` leads to. */
function follow(root: string, start: readonly string[], way: readonly string[]): readonly string[] | undefined {
  const todo = [...way].reverse();
  const done = [...start];
  for (let links = 0; todo.length > 0; ) {
    const name = todo.pop() ?? '.';
    if (name === '.') continue;
    if (name === '..') {
      done.pop();
      continue;
    }
    const place = join(root, ...done, name);
    const found = attempt(() => lstatSync(place));
    if (found === undefined) return undefined;
    if (!found.isSymbolicLink()) {
      if (todo.length > 0 && !found.isDirectory()) return undefined;
      done.push(name);
      continue;
    }
    links++;
    const target = attempt(() => readlinkSync(place));
    if (target === undefined || links > MOST_LINKS) return undefined;
    if (target.startsWith('/')) done.length = 0;
    todo.push(...partsOf(target).reverse());
  }
  return done;
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
