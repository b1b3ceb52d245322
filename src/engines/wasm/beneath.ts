/**
 * Paths of a guest, opened by the kernel itself beneath the folder they are granted in (openat2(2) with RESOLVE_BENEATH, since 5.6): neither `..`, nor an absolute path,
 * nor a symbolic link, nor somebody who moves folders about meanwhile leads out of it.
 */
import { closeSync, constants, fstatSync, openSync, type Stats } from 'node:fs';
import type { Libbpf } from '../libbpf/library.ts';

const { O_CREAT, O_DIRECTORY, O_EXCL, O_NOFOLLOW, O_RDONLY, O_RDWR, O_TRUNC, O_WRONLY, O_APPEND, O_NONBLOCK } = constants;
const O_PATH = 0o10000000;
const O_CLOEXEC = 0o2000000;
/** Of openat2: no other file systems' magic links, nothing that is not below. */
const BENEATH = 0x08;
const NO_MAGIC_LINKS = 0x02;
const HOW = 24;
const MODE = 0o644;
/** What a resolution that raced with a rename is told; it is tried again. */
const AGAIN = 11;
const MOST_TRIES = 8;

/** Why it failed, by Linux's number. */
export class PathError extends Error {
  readonly errno: number;

  constructor(errno: number) {
    super(`error ${errno}`);
    this.errno = errno;
  }
}

export interface Opening {
  readonly follow: boolean;
  readonly create?: boolean;
  readonly exclusive?: boolean;
  readonly truncate?: boolean;
  readonly directory?: boolean;
  readonly read: boolean;
  readonly write: boolean;
  readonly append?: boolean;
}

/** A place only: nothing of it is opened, so that neither a device nor a pipe takes notice. To be closed. */
export function placeBeneath(bpf: Libbpf, folder: number, path: string, follow: boolean): number {
  return openat2(bpf, folder, path, O_PATH | (follow ? 0 : O_NOFOLLOW));
}

/** A file or a folder, opened; nothing else is. Throws a PathError, or what Node throws. */
export function openBeneath(bpf: Libbpf, folder: number, path: string, how: Opening): { readonly fd: number; readonly stats: Stats } {
  let place: number;
  try {
    place = placeBeneath(bpf, folder, path, how.follow);
  } catch (error) {
    if (!(error instanceof PathError) || error.errno !== ENOENT || how.create !== true || how.directory === true) throw error;
    const fd = openat2(bpf, folder, path, O_CREAT | O_EXCL | O_NOFOLLOW | (how.read ? O_RDWR : O_WRONLY) | (how.append === true ? O_APPEND : 0), MODE);
    return { fd, stats: fstatSync(fd) };
  }
  try {
    const stats = fstatSync(place);
    if (how.create === true && how.exclusive === true) throw new PathError(EEXIST);
    if (stats.isSymbolicLink()) throw new PathError(ELOOP);
    if (how.directory === true && !stats.isDirectory()) throw new PathError(ENOTDIR);
    if (!stats.isDirectory() && !stats.isFile()) throw new PathError(EACCES);
    if (stats.isDirectory() && how.write && how.directory !== true) throw new PathError(EISDIR);
    const access = how.write && !stats.isDirectory() ? (how.read ? O_RDWR : O_WRONLY) : O_RDONLY;
    const flags = access | O_NONBLOCK | (stats.isDirectory() ? O_DIRECTORY : 0) | (how.truncate === true && how.write ? O_TRUNC : 0);
    return { fd: openSync(here(place), flags | (how.append === true ? O_APPEND : 0)), stats };
  } finally {
    closeSync(place);
  }
}

/** The folder that a path is in, and its last name: for what makes, removes and renames. The folder is to be closed. */
export function parentBeneath(bpf: Libbpf, folder: number, path: string): { readonly fd: number; readonly name: string } {
  const parts = path.replace(/\/+$/, '').split('/');
  const name = parts.pop() ?? '';
  if (name === '' || name === '.' || name === '..' || name.includes('\0')) throw new PathError(EINVAL);
  // An absolute path stays one, and is refused as such.
  const parent = parts.length === 0 ? '.' : parts.join('/') || '/';
  return { fd: openat2(bpf, folder, parent, O_PATH | O_DIRECTORY), name };
}

/** A descriptor as a path: what it stands for itself, wherever that is by now. */
export function here(fd: number, name?: string): string {
  return `/proc/self/fd/${fd}${name === undefined ? '' : `/${name}`}`;
}

const [ENOENT, EACCES, EEXIST, ENOTDIR, EISDIR, EINVAL, ELOOP] = [2, 13, 17, 20, 21, 22, 40] as const;

function openat2(bpf: Libbpf, folder: number, path: string, flags: number, mode = 0): number {
  if (path === '' || path.includes('\0')) throw new PathError(ENOENT);
  const how = Buffer.alloc(HOW);
  how.writeBigUInt64LE(BigInt(flags | O_CLOEXEC), 0);
  how.writeBigUInt64LE(BigInt(mode), 8);
  how.writeBigUInt64LE(BigInt(BENEATH | NO_MAGIC_LINKS), 16);
  for (let tries = 0; ; tries++) {
    const fd = bpf.openBeneath(folder, Buffer.from(`${path}\0`), how);
    if (fd >= 0) return fd;
    const errno = bpf.errno();
    if (errno !== AGAIN || tries >= MOST_TRIES) throw new PathError(errno);
  }
}
