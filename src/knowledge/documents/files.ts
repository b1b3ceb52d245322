/** Which files of a folder are read: in a git checkout what git tracks or does not ignore, else what lies there; never through a link. */
import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, readSync, realpathSync, type Stats } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { listedByGit } from './git.ts';
import { kindByName } from './kinds.ts';
import { type Left, LIMITS } from './limits.ts';

/** A file that may be read, and what tells that it has changed. */
export interface FoundFile {
  /** Below the source; its own name where the source is one file. */
  readonly path: string;
  readonly size: number;
  readonly mtime: number;
}

export interface Listing {
  readonly files: readonly FoundFile[];
  readonly left: Partial<Record<Left, number>>;
}

/** Trees that are made from others, or are somebody else's. */
const TREES = new Set([
  '.git',
  '.hg',
  '.svn',
  'node_modules',
  'target',
  'dist',
  'build',
  'out',
  'vendor',
  '__pycache__',
  '.venv',
  'venv',
  '.tox',
  '.cache',
  '.next',
  'coverage',
  'bower_components',
]);
const DEEPEST = 40;
/** Names that are looked at: somebody may name the root of a disk. */
const MOST_NAMES = 200_000;

/** The files of a source: of one file, that one. Throws what the file system says where the source itself cannot be listed. */
export async function listSource(root: string, signal: AbortSignal): Promise<Listing> {
  const left: Listing['left'] = {};
  const files: FoundFile[] = [];
  let bytes = 0;
  const skip = (why: Left): void => {
    left[why] = (left[why] ?? 0) + 1;
  };
  const take = (path: string, stat: Stats): void => {
    if (kindByName(path) === undefined) return;
    if (stat.isSymbolicLink()) skip('link');
    else if (!stat.isFile()) return;
    else if (stat.size > LIMITS.file) skip('large');
    else if (files.length >= LIMITS.files || bytes + stat.size > LIMITS.bytes) skip('too-many');
    else {
      bytes += stat.size;
      files.push({ path, size: stat.size, mtime: stat.mtimeMs });
    }
  };
  const own = lstatSync(root);
  if (!own.isDirectory()) {
    take(basename(root), own);
    return { files, left };
  }
  readdirSync(root);
  const tracked = await listedByGit(root, signal);
  if (tracked === undefined) walk(root, { take, skip, signal, names: 0 });
  else {
    const inside = folderCheck(root);
    for (const path of [...tracked].sort()) {
      if (path.split('/').some((part) => part === 'node_modules')) continue;
      const stat = attempt(() => lstatSync(join(root, path)));
      // What is tracked and has been removed is no mistake.
      if (stat !== undefined && inside(path)) take(path, stat);
    }
  }
  return { files, left };
}

/** The bytes of a file of a source; undefined where it cannot be read, is no regular file, or has become a link. */
export function readSourceFile(root: string, path: string): Uint8Array | undefined {
  return attempt(() => {
    const place = isFolder(root) ? join(root, path) : root;
    // A pipe that has taken the file's place would be waited for.
    const file = openSync(place, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const stat = fstatSync(file);
      return stat.isFile() && stat.size <= LIMITS.file ? readUpTo(file, stat.size) : undefined;
    } finally {
      closeSync(file);
    }
  });
}

/** No more than the file says it has: pseudo files of /proc say they have nothing, and some never end. */
function readUpTo(file: number, size: number): Uint8Array {
  const bytes = Buffer.alloc(size);
  let filled = 0;
  for (let count = -1; count !== 0 && filled < size; filled += count) count = readSync(file, bytes, filled, size - filled, filled);
  return bytes.subarray(0, filled);
}

interface Walk {
  readonly take: (path: string, stat: Stats) => void;
  readonly skip: (why: Left) => void;
  readonly signal: AbortSignal;
  /** How many were looked at. */
  names: number;
}

function walk(root: string, way: Walk, below = '', depth = 0): void {
  way.signal.throwIfAborted();
  const names = attempt(() => readdirSync(join(root, below)).sort());
  if (names === undefined) {
    way.skip('unreadable');
    return;
  }
  for (const name of names) {
    way.names++;
    if (way.names >= MOST_NAMES) {
      if (way.names === MOST_NAMES) way.skip('too-many');
      return;
    }
    const path = below === '' ? name : `${below}/${name}`;
    const stat = attempt(() => lstatSync(join(root, path)));
    if (stat === undefined) continue;
    if (!stat.isDirectory()) way.take(path, stat);
    else if (!TREES.has(name) && depth < DEEPEST) walk(root, way, path, depth + 1);
  }
}

/** Whether the folder of a path lies where its name says: an index of git may name files behind a link. */
function folderCheck(root: string): (path: string) => boolean {
  const real = realpathSync(root);
  const known = new Map<string, boolean>();
  return (path) => {
    const folder = dirname(path);
    let inside = known.get(folder);
    if (inside === undefined) {
      inside = !path.split('/').includes('..') && attempt(() => realpathSync(join(root, folder))) === join(real, folder);
      known.set(folder, inside);
    }
    return inside;
  };
}

function isFolder(path: string): boolean {
  return lstatSync(path).isDirectory();
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
