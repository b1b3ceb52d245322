/** Sources added, brought up to date, listed and removed: one at a time, whoever does it. */
import { existsSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { describeFileError } from '../../core/file-error.ts';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import { holdLock } from '../../system/lock.ts';
import { checkedAddress, cloneRepository, isAddress, pullRepository } from './git.ts';
import { type LeftOut, LIMITS } from './limits.ts';
import { readPostings } from './passage-file.ts';
import { cloneFolder, generationFolder, isName, makePrivate, readOrigin, readSource, removeSource, type Source, sourceNames, sweepRoot } from './store.ts';
import { type Origin, type Updated, type UpdateOptions, updateIndex } from './update.ts';

export interface ManageOptions extends UpdateOptions {
  /** Told, once, which process is waited for. */
  readonly waiting?: (pid: number) => void;
  /** A repository's copy is read as it is. */
  readonly offline?: boolean;
}

/** A source as it is listed. */
export interface Listed {
  readonly name: string;
  /** Absent where it cannot be told. */
  readonly source?: Source;
  /** Why it cannot be searched. */
  readonly damaged?: string;
}

/** Indexes a file, a folder or a repository; what is indexed already is brought up to date. */
export async function addSource(root: string, text: string, name: string | undefined, options: ManageOptions): Promise<Updated> {
  if (name !== undefined && !isName(name)) throw new Problem(messages.indexName(name));
  const where = isAddress(text) ? ({ from: checkedAddress(text), kind: 'git' } as const) : placeOf(text);
  return locked(root, options, async () => {
    const known = sourceNames(root).map((one) => readOrigin(root, one));
    const same = known.find((one) => one?.from === where.from);
    const taken = known.find((one) => one?.name === name && one?.from !== where.from);
    if (name !== undefined && taken !== undefined) throw new Problem(messages.indexNameTaken(name, taken.from));
    if (same !== undefined && (name === undefined || name === same.name)) return updateOne(root, same.name, options);
    return addNew(root, { ...where, name: name ?? freeName(root, where.from) }, options);
  });
}

/** Reads again what has changed of a source. What cannot be read any more stays indexed, and is told in a Problem. */
export async function updateSource(root: string, name: string, options: ManageOptions): Promise<Updated> {
  known(root, name);
  return locked(root, options, () => updateOne(root, name, options));
}

/** Takes a source out of the index; its own files stay as they are. */
export async function forgetSource(root: string, name: string, options: Pick<ManageOptions, 'signal' | 'waiting'>): Promise<void> {
  known(root, name);
  await locked(root, options, () => Promise.resolve(removeSource(root, name)));
}

/** All sources, those that are damaged among them. */
export function listSources(root: string): readonly Listed[] {
  return sourceNames(root).map((name) => {
    const source = readSource(root, name);
    if (source === undefined) return { name, damaged: readOrigin(root, name) === undefined ? 'it cannot be read' : 'another version of gpttrace made it' };
    return readPostings(generationFolder(root, source), source) === undefined
      ? { name, source, damaged: 'its files are not as they were written' }
      : { name, source };
  });
}

/** What was left out, in words; empty where nothing was. */
export function describeLeft(left: LeftOut): string {
  const megabytes = LIMITS.file / 1e6;
  const words = {
    large: `over ${megabytes} MB`,
    binary: 'not text',
    generated: 'made by a program',
    link: 'links',
    unreadable: 'that cannot be read',
    'too-many': `beyond what one index holds (${LIMITS.files} files, ${LIMITS.bytes / 1e6} MB, ${LIMITS.passages} passages)`,
  } as const;
  return Object.entries(words)
    .flatMap(([why, text]) => {
      const count = left[why as keyof typeof words] ?? 0;
      return count === 0 ? [] : [`${count} ${text}`];
    })
    .join(', ');
}

async function addNew(root: string, origin: Origin, options: ManageOptions): Promise<Updated> {
  const folder = join(root, origin.name);
  let whole = false;
  try {
    makePrivate(folder);
    const clone = cloneFolder(root, origin.name);
    if (origin.kind === 'git') await cloneRepository(origin.from, clone, options.signal);
    const updated = await listable(origin.from, () => updateIndex(root, origin, undefined, origin.kind === 'git' ? clone : origin.from, options));
    if (!('source' in updated)) throw new Problem(messages.indexNothing(origin.from, describeLeft(updated)));
    whole = true;
    return updated;
  } finally {
    // What is half there is not there.
    if (!whole) rmSync(folder, { recursive: true, force: true });
  }
}

async function updateOne(root: string, name: string, options: ManageOptions): Promise<Updated> {
  const origin = readOrigin(root, name);
  if (origin === undefined) throw new Problem(messages.indexDamaged(name, 'where it is from cannot be read'));
  const before = readSource(root, name);
  let now: Origin = origin;
  let place = origin.from;
  if (origin.kind === 'git') {
    place = cloneFolder(root, name);
    if (options.offline !== true) await refresh(origin.from, place, options.signal);
  } else {
    try {
      now = { ...placeOf(origin.from), name, added: origin.added };
    } catch (error) {
      throw error instanceof Problem ? new Problem(messages.indexGone(name, origin.from, whyOf(origin.from))) : error;
    }
  }
  const updated = await listable(origin.from, () => updateIndex(root, now, before, place, options));
  if (!('source' in updated)) throw new Problem(messages.indexEmptied(name, origin.from));
  return before === undefined ? { ...updated, rebuilt: true } : updated;
}

/** A copy that is not whole is made anew, beside it. */
async function refresh(address: string, clone: string, signal: AbortSignal): Promise<void> {
  if (existsSync(join(clone, '.git/HEAD'))) {
    await pullRepository(address, clone, signal);
    return;
  }
  const draft = `${clone}.draft`;
  rmSync(draft, { recursive: true, force: true });
  await cloneRepository(address, draft, signal);
  rmSync(clone, { recursive: true, force: true });
  renameSync(draft, clone);
}

function placeOf(text: string): { readonly from: string; readonly kind: 'file' | 'folder' } {
  try {
    const from = realpathSync(resolve(text));
    const stat = statSync(from);
    if (!stat.isFile() && !stat.isDirectory()) throw new Problem(messages.indexMissing(text, 'it is neither a file nor a folder'));
    return { from, kind: stat.isFile() ? 'file' : 'folder' };
  } catch (error) {
    throw error instanceof Problem ? error : new Problem(messages.indexMissing(text, describeFileError(error)));
  }
}

function whyOf(path: string): string {
  try {
    realpathSync(path);
    return 'it is neither a file nor a folder';
  } catch (error) {
    return describeFileError(error);
  }
}

async function listable<T>(from: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (error instanceof Problem || code === undefined || syscall === undefined) throw error;
    throw new Problem(messages.indexMissing(from, describeFileError(error)));
  }
}

/** What the last part of a path or an address is called, and a number where that is taken. */
function freeName(root: string, from: string): string {
  const last = basename(from.replace(/\/+$/, '').replace(/\.git$/, '')).replace(/^.*:/, '');
  const cleaned = last
    .replace(/[^\p{L}\p{N}._+-]+/gu, '-')
    .replace(/^[^\p{L}\p{N}_]+/u, '')
    .slice(0, 56);
  const base = isName(cleaned) ? cleaned : 'documents';
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base}-${number}`;
    if (!existsSync(join(root, name))) return name;
  }
}

function known(root: string, name: string): void {
  const names = sourceNames(root);
  if (!names.includes(name)) throw new Problem(messages.indexUnknown(name, names));
}

async function locked<T>(root: string, { waiting, signal }: Pick<ManageOptions, 'signal' | 'waiting'>, action: () => Promise<T>): Promise<T> {
  makePrivate(root);
  const release = await holdLock(root, (pid) => waiting?.(pid), signal);
  try {
    sweepRoot(root);
    return await action();
  } finally {
    release();
  }
}
