/** The part of WASI preview 1 that is about files: granted folders and what is in them. Without a grant every number is a bad one. */
import type { Stats } from 'node:fs';
import { type FileKind, type Files, kindOf, type Open } from './files.ts';
import { GuestFault, type GuestMemory } from './guest.ts';
import { gathered, partsOf } from './parts.ts';
import type { Call } from './wasi.ts';
import { E } from './wasi-errno.ts';

const MOST_PATH = 4096;
const TYPES: Readonly<Record<FileKind, number>> = { other: 0, folder: 3, file: 4, link: 7 };
/** Of path_open. */
const FOLLOW = 1;
const [CREATE, DIRECTORY, EXCLUSIVE, TRUNCATE] = [1, 2, 4, 8] as const;
const APPEND = 1;
const [READ, READ_FOLDER, WRITE] = [1n << 1n, 1n << 14n, 1n << 6n];
/** All rights but those of sockets. Whether a folder may be written is told by an error: a file system says so too. */
const RIGHTS = (1n << 28n) - 1n;
/** Of struct dirent, before the name. */
const ENTRY = 24;
const [FROM_HERE, FROM_END] = [1, 2] as const;

export function filesOf(memory: GuestMemory, files: Files): Readonly<Record<string, Call>> {
  const path = (at = 0, length = 0): string => {
    if (length < 0 || length > MOST_PATH) throw new GuestFault('a path that is too long');
    return Buffer.from(memory.bytes(at, length)).toString('utf8');
  };
  const put32 = (at = 0, value: number): number => {
    memory.view(at, 4).setUint32(0, value, true);
    return E.success;
  };
  const read = (fd: number, parts: number, count: number, done: number, from?: number): number => {
    const file = files.file(fd);
    let total = 0;
    for (const part of partsOf(memory, parts, count)) {
      const got = files.read(file, part, from === undefined ? undefined : from + total);
      total += got;
      if (got < part.length) break;
    }
    return put32(done, total);
  };
  const write = (fd: number, parts: number, count: number, done: number, from?: number): number =>
    put32(done, files.write(files.file(fd), gathered(memory, parts, count), from));
  return {
    fd_prestat_get: (fd = 0, at = 0) => {
      const open = files.get(fd);
      if (open?.kind !== 'folder' || open.name === undefined) return E.badFile;
      const view = memory.view(at, 8);
      view.setUint32(0, 0, true);
      view.setUint32(4, Buffer.byteLength(open.name), true);
      return E.success;
    },
    fd_prestat_dir_name: (fd = 0, at = 0, length = 0) => {
      const open = files.get(fd);
      if (open?.kind !== 'folder' || open.name === undefined) return E.badFile;
      const name = Buffer.from(open.name);
      if (length < name.length) return E.invalid;
      memory.bytes(at, name.length).set(name);
      return E.success;
    },
    path_open: (fd = 0, lookup = 0, at = 0, length = 0, how = 0, rights = 0, _inheriting = 0, flags = 0, result = 0) => {
      memory.view(result, 4);
      const wanted = BigInt.asUintN(64, BigInt(rights));
      const opened = files.open(files.folder(fd), path(at, length), {
        follow: (lookup & FOLLOW) !== 0,
        create: (how & CREATE) !== 0,
        directory: (how & DIRECTORY) !== 0,
        exclusive: (how & EXCLUSIVE) !== 0,
        truncate: (how & TRUNCATE) !== 0,
        read: (wanted & (READ | READ_FOLDER)) !== 0n,
        write: (wanted & WRITE) !== 0n && (how & DIRECTORY) === 0,
        append: (flags & APPEND) !== 0,
      });
      return put32(result, opened);
    },
    fd_close: (fd = 0) => {
      files.close(fd);
      return E.success;
    },
    fd_read: (fd = 0, parts = 0, count = 0, done = 0) => read(fd, parts, count, done),
    fd_pread: (fd = 0, parts = 0, count = 0, from = 0, done = 0) => read(fd, parts, count, done, placeOf(from)),
    fd_write: (fd = 0, parts = 0, count = 0, done = 0) => write(fd, parts, count, done),
    fd_pwrite: (fd = 0, parts = 0, count = 0, from = 0, done = 0) => write(fd, parts, count, done, placeOf(from)),
    fd_seek: (fd = 0, by = 0, whence = 0, result = 0) => {
      const file = files.file(fd);
      const base = whence === FROM_END ? files.stats(fd).size : whence === FROM_HERE ? file.position : 0;
      if (whence < 0 || whence > FROM_END || base + by < 0 || !Number.isSafeInteger(base + by)) return E.invalid;
      memory.view(result, 8).setBigUint64(0, BigInt(base + by), true);
      file.position = base + by;
      return E.success;
    },
    fd_tell: (fd = 0, result = 0) => {
      memory.view(result, 8).setBigUint64(0, BigInt(files.file(fd).position), true);
      return E.success;
    },
    fd_readdir: (fd = 0, at = 0, length = 0, from = 0, used = 0) => {
      const entries = files.entries(files.folder(fd), placeOf(from));
      const into = memory.bytes(at, length);
      let filled = 0;
      for (let i = from; i < entries.length && filled < length; i++) {
        const { name, inode, type } = entries[i] ?? { name: '', inode: 0n, type: 'other' as const };
        const text = Buffer.from(name);
        const bytes = Buffer.alloc(ENTRY + text.length);
        bytes.writeBigUInt64LE(BigInt(i + 1), 0);
        bytes.writeBigUInt64LE(inode, 8);
        bytes.writeUInt32LE(text.length, 16);
        bytes.writeUInt8(TYPES[type], 20);
        bytes.set(text, ENTRY);
        // The last may be cut off: whoever reads sees that there is more.
        into.set(bytes.subarray(0, length - filled), filled);
        filled = Math.min(length, filled + bytes.length);
      }
      return put32(used, filled);
    },
    fd_filestat_get: (fd = 0, at = 0) => putStats(memory, at, fd >= 0 && fd <= 2 ? undefined : files.stats(fd)),
    path_filestat_get: (fd = 0, lookup = 0, from = 0, length = 0, at = 0) =>
      putStats(memory, at, files.statsOf(files.folder(fd), path(from, length), (lookup & FOLLOW) !== 0)),
    fd_fdstat_get: (fd = 0, at = 0) => {
      const open = files.get(fd);
      if (open === undefined) return E.badFile;
      const view = memory.view(at, 24);
      view.setBigUint64(0, 0n, true);
      view.setUint8(0, TYPES[open.kind]);
      view.setUint16(2, isAppending(open) ? APPEND : 0, true);
      view.setBigUint64(8, RIGHTS, true);
      view.setBigUint64(16, open.kind === 'folder' ? RIGHTS : 0n, true);
      return E.success;
    },
    fd_fdstat_set_flags: (fd = 0) => (files.get(fd) === undefined ? E.badFile : E.unsupported),
    fd_filestat_set_size: (fd = 0, size = 0) => {
      files.resize(files.file(fd), placeOf(size));
      return E.success;
    },
    fd_sync: (fd = 0) => {
      files.sync(fd);
      return E.success;
    },
    fd_datasync: (fd = 0) => {
      files.sync(fd);
      return E.success;
    },
    fd_advise: (fd = 0) => (files.get(fd) === undefined ? E.badFile : E.success),
    path_readlink: (fd = 0, from = 0, length = 0, at = 0, most = 0, used = 0) => {
      const text = Buffer.from(files.linkOf(files.folder(fd), path(from, length))).subarray(0, most);
      memory.bytes(at, text.length).set(text);
      return put32(used, text.length);
    },
    path_create_directory: (fd = 0, at = 0, length = 0) => {
      files.makeFolder(files.folder(fd), path(at, length));
      return E.success;
    },
    path_remove_directory: (fd = 0, at = 0, length = 0) => {
      files.removeFolder(files.folder(fd), path(at, length));
      return E.success;
    },
    path_unlink_file: (fd = 0, at = 0, length = 0) => {
      files.removeFile(files.folder(fd), path(at, length));
      return E.success;
    },
    path_rename: (fd = 0, from = 0, length = 0, other = 0, to = 0, toLength = 0) => {
      files.rename(files.folder(fd), path(from, length), files.folder(other), path(to, toLength));
      return E.success;
    },
    // Links, and the times of files, are not for guests.
    ...Object.fromEntries(['path_link', 'path_symlink', 'path_filestat_set_times'].map((name) => [name, () => E.notCapable])),
    ...Object.fromEntries(
      ['fd_allocate', 'fd_fdstat_set_rights', 'fd_filestat_set_times', 'fd_renumber'].map((name) => [
        name,
        (fd = 0) => (files.get(fd) === undefined ? E.badFile : E.unsupported),
      ]),
    ),
  };
}

/** An offset of 64 bits, as far as that is one. */
function placeOf(value: number): number {
  if (value < 0 || !Number.isSafeInteger(value)) throw new GuestFault('an offset that no file has');
  return value;
}

function isAppending(open: Open): boolean {
  return open.kind === 'file' && open.append;
}

/** Undefined for a stream. */
function putStats(memory: GuestMemory, at: number, stats: Stats | undefined): number {
  const view = memory.view(at, 64);
  for (let i = 0; i < 64; i += 8) view.setBigUint64(i, 0n, true);
  if (stats === undefined) {
    view.setUint8(16, 2);
    return E.success;
  }
  view.setBigUint64(0, BigInt(stats.dev), true);
  view.setBigUint64(8, BigInt(stats.ino), true);
  view.setUint8(16, TYPES[kindOf(stats)]);
  view.setBigUint64(24, BigInt(stats.nlink), true);
  view.setBigUint64(32, BigInt(stats.size), true);
  for (const [i, time] of [stats.atimeMs, stats.mtimeMs, stats.ctimeMs].entries()) {
    view.setBigUint64(40 + 8 * i, BigInt(Math.max(0, Math.round(time))) * 1_000_000n, true);
  }
  return E.success;
}
