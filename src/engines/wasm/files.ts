/** What a guest has open beside its three streams: granted folders, and what is in them. */
import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  renameSync,
  rmdirSync,
  type Stats,
  unlinkSync,
  writeSync,
} from 'node:fs';
import type { Folder } from '../../core/grants.ts';
import type { Libbpf } from '../libbpf/library.ts';
import { here, type Opening, openBeneath, PathError, parentBeneath, placeBeneath } from './beneath.ts';

/** Descriptors 0, 1 and 2 are its streams. */
const FIRST = 3;
const MOST_OPEN = 256;
const MOST_ENTRIES = 65_536;

export interface OpenFolder {
  readonly kind: 'folder';
  readonly fd: number;
  readonly writable: boolean;
  /** Of a granted one: what the guest knows it by. */
  readonly name?: string;
  /** As it was when reading it began. */
  entries?: readonly Entry[];
}

export interface OpenFile {
  readonly kind: 'file';
  readonly fd: number;
  readonly read: boolean;
  readonly write: boolean;
  readonly append: boolean;
  position: number;
}

export interface Entry {
  readonly name: string;
  readonly inode: bigint;
  readonly type: FileKind;
}

export type FileKind = 'file' | 'folder' | 'link' | 'other';
export type Open = OpenFolder | OpenFile;

/** A number of the guest stands for nothing, or for something else than is needed. */
export class FilesError extends PathError {}

export const Errno = { badFile: 9, readOnly: 30, tooMany: 24, isFolder: 21, notFolder: 20 } as const;

export class Files {
  readonly #open = new Map<number, Open>();
  readonly #bpf: Libbpf | undefined;

  /** Throws where a granted folder cannot be opened. */
  constructor(folders: readonly Folder[], bpf: Libbpf | undefined) {
    this.#bpf = bpf;
    for (const { path, name, writable } of folders) this.#add({ kind: 'folder', fd: openSync(path, 'r'), writable, name });
  }

  get(number: number): Open | undefined {
    return this.#open.get(number);
  }

  file(number: number): OpenFile {
    const open = this.#open.get(number);
    if (open === undefined) throw new FilesError(Errno.badFile);
    if (open.kind !== 'file') throw new FilesError(Errno.isFolder);
    return open;
  }

  folder(number: number): OpenFolder {
    const open = this.#open.get(number);
    if (open === undefined) throw new FilesError(Errno.badFile);
    if (open.kind !== 'folder') throw new FilesError(Errno.notFolder);
    return open;
  }

  /** The number it gets. */
  open(folder: OpenFolder, path: string, how: Opening & { readonly append: boolean }): number {
    if (this.#open.size >= MOST_OPEN) throw new FilesError(Errno.tooMany);
    if ((how.write || how.create === true || how.truncate === true) && !folder.writable) throw new FilesError(Errno.readOnly);
    const { fd, stats } = openBeneath(this.#need(), folder.fd, path, how);
    if (stats.isDirectory()) return this.#add({ kind: 'folder', fd, writable: folder.writable });
    return this.#add({ kind: 'file', fd, read: how.read, write: how.write, append: how.append, position: 0 });
  }

  close(number: number): void {
    const open = this.#open.get(number);
    if (open === undefined) throw new FilesError(Errno.badFile);
    this.#open.delete(number);
    closeSync(open.fd);
  }

  read(file: OpenFile, into: Uint8Array, at?: number): number {
    if (!file.read) throw new FilesError(Errno.badFile);
    const count = readSync(file.fd, into, 0, into.length, at ?? file.position);
    if (at === undefined) file.position += count;
    return count;
  }

  write(file: OpenFile, bytes: Uint8Array, at?: number): number {
    if (!file.write) throw new FilesError(Errno.badFile);
    const count = writeSync(file.fd, bytes, 0, bytes.length, file.append ? null : (at ?? file.position));
    if (at === undefined) file.position = file.append ? fstatSync(file.fd).size : file.position + count;
    return count;
  }

  resize(file: OpenFile, size: number): void {
    if (!file.write) throw new FilesError(Errno.badFile);
    ftruncateSync(file.fd, size);
  }

  sync(number: number): void {
    fsyncSync((this.get(number) ?? this.file(number)).fd);
  }

  stats(number: number): Stats {
    return fstatSync((this.get(number) ?? this.file(number)).fd);
  }

  statsOf(folder: OpenFolder, path: string, follow: boolean): Stats {
    const place = placeBeneath(this.#need(), folder.fd, path, follow);
    try {
      return fstatSync(place);
    } finally {
      closeSync(place);
    }
  }

  linkOf(folder: OpenFolder, path: string): string {
    return this.#within(folder, path, (place) => readlinkSync(place));
  }

  makeFolder(folder: OpenFolder, path: string): void {
    this.#change(folder, path, (place) => mkdirSync(place));
  }

  removeFolder(folder: OpenFolder, path: string): void {
    this.#change(folder, path, (place) => rmdirSync(place));
  }

  removeFile(folder: OpenFolder, path: string): void {
    this.#change(folder, path, (place) => unlinkSync(place));
  }

  rename(from: OpenFolder, old: string, to: OpenFolder, next: string): void {
    this.#change(from, old, (place) => this.#change(to, next, (target) => renameSync(place, target)));
  }

  /** Beginning anew where `from` is 0. The first two are the folder itself and the one above, which for a granted one is itself. */
  entries(folder: OpenFolder, from: number): readonly Entry[] {
    if (from === 0 || folder.entries === undefined) {
      const inside = readdirSync(here(folder.fd), { withFileTypes: true }).slice(0, MOST_ENTRIES);
      const own = BigInt(fstatSync(folder.fd).ino);
      folder.entries = [
        { name: '.', inode: own, type: 'folder' },
        { name: '..', inode: own, type: 'folder' },
        ...inside.map((entry): Entry => ({ name: entry.name, inode: inodeOf(folder.fd, entry.name), type: kindOf(entry) })),
      ];
    }
    return folder.entries;
  }

  #need(): Libbpf {
    if (this.#bpf === undefined) throw new FilesError(Errno.badFile);
    return this.#bpf;
  }

  #change(folder: OpenFolder, path: string, change: (place: string) => void): void {
    if (!folder.writable) throw new FilesError(Errno.readOnly);
    this.#within(folder, path, change);
  }

  #within<Value>(folder: OpenFolder, path: string, act: (place: string) => Value): Value {
    const { fd, name } = parentBeneath(this.#need(), folder.fd, path);
    try {
      return act(here(fd, name));
    } finally {
      closeSync(fd);
    }
  }

  #add(open: Open): number {
    for (let number = FIRST; ; number++) {
      if (this.#open.has(number)) continue;
      this.#open.set(number, open);
      return number;
    }
  }
}

export function kindOf(entry: Pick<Stats, 'isFile' | 'isDirectory' | 'isSymbolicLink'>): FileKind {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  return entry.isSymbolicLink() ? 'link' : 'other';
}

function inodeOf(folder: number, name: string): bigint {
  try {
    return BigInt(lstatSync(here(folder, name)).ino);
  } catch {
    return 0n;
  }
}
