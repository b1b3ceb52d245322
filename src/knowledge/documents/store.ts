/**
 * Where indices lie, and how they come to be: whole, or not at all. A source is a folder; in it `source.json` names the generation that is in use, a folder of its
 * own, which is written completely before it is named. Who reads while another writes has the old one or the new one.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describeFileError } from '../../core/file-error.ts';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import { makeDirectories } from '../../kernel/cache.ts';
import type { Left, LeftOut } from './limits.ts';

/** Rises when passages are cut or written in another way: what an older format wrote is made again. */
const FORMAT = 1;
const HEAD = 'source.json';
const GENERATION = /^g-/;

/** What is known of a source. */
export interface Source {
  readonly format: number;
  readonly name: string;
  /** A path of this machine, or the address of a repository. */
  readonly from: string;
  readonly kind: 'file' | 'folder' | 'git';
  readonly added: string;
  readonly updated: string;
  readonly generation: string;
  readonly files: number;
  readonly passages: number;
  readonly bytes: number;
  readonly left: LeftOut;
  /** What made its vectors: PROVIDER/MODEL, how long one is, and how many passages have one. */
  readonly vectors?: { readonly model: string; readonly length: number; readonly count: number };
}

/** A file that was read: what tells that it has changed, and how many passages it has. */
export interface ReadEntry {
  readonly path: string;
  readonly size: number;
  readonly mtime: number;
  readonly hash: string;
  readonly passages: number;
  readonly left?: Left;
}

/** The files of a generation. */
export interface Generation {
  /** When the reading began: what was changed after it has to be looked at again. */
  readonly at: number;
  readonly entries: readonly ReadEntry[];
}

/** Where all indices lie. */
export function documentsDirectory(env: Readonly<Record<string, string | undefined>>): string {
  const { XDG_DATA_HOME: data } = env;
  return join(data?.startsWith('/') ? data : join(homedir(), '.local/share'), 'gpttrace/index');
}

/** The names of all sources, those that cannot be read among them. */
export function sourceNames(root: string): readonly string[] {
  try {
    return readdirSync(root)
      .filter((name) => isName(name) && existsSync(join(root, name, HEAD)))
      .sort();
  } catch {
    return [];
  }
}

/** Whether a source may be called this: it becomes the name of a folder. */
export function isName(name: string): boolean {
  return /^[\p{L}\p{N}_][\p{L}\p{N}._+-]{0,63}$/u.test(name);
}

/** A source; undefined where what stands there cannot be read, or is of another format. */
export function readSource(root: string, name: string): Source | undefined {
  const found = readHead(root, name);
  const { format, generation, passages, files } = found ?? {};
  const whole = format === FORMAT && generation !== undefined && /^g-[\w-]+$/.test(generation) && Number.isInteger(passages) && Number.isInteger(files);
  return found !== undefined && whole ? { ...(found as Source), name } : undefined;
}

/** Where a source is from, whatever else became of it; undefined where not even that can be read. */
export function readOrigin(root: string, name: string): Pick<Source, 'name' | 'from' | 'kind' | 'added'> | undefined {
  const { from, kind, added } = readHead(root, name) ?? {};
  return from === undefined || kind === undefined ? undefined : { name, from, kind, added: added ?? new Date().toISOString() };
}

function readHead(root: string, name: string): Partial<Source> | undefined {
  try {
    const found = JSON.parse(readFileSync(join(root, name, HEAD), 'utf8')) as Partial<Source> | null;
    const { from, kind } = found ?? {};
    return typeof from === 'string' && (kind === 'file' || kind === 'folder' || kind === 'git') && found !== null ? found : undefined;
  } catch {
    return undefined;
  }
}

/** The folder of a source's generation. */
export function generationFolder(root: string, source: Source): string {
  return join(root, source.name, source.generation);
}

/** Where the copy of a repository lies. */
export function cloneFolder(root: string, name: string): string {
  return join(root, name, 'clone');
}

/** What a generation was made of; undefined where it cannot be read. */
export function readGeneration(folder: string): Generation | undefined {
  try {
    const found = JSON.parse(readFileSync(join(folder, 'files.json'), 'utf8')) as Generation;
    return Array.isArray(found.entries) && found.entries.every((entry) => Number.isInteger(entry.passages)) ? found : undefined;
  } catch {
    return undefined;
  }
}

/** Makes a folder that only its owner may look into. */
export function makePrivate(folder: string): void {
  guarded(folder, () => makeDirectories(folder));
}

/** Writes a generation, and puts it in the place of the one before. Where that fails, the one before stays. For who holds the lock. */
export function writeGeneration(root: string, source: Omit<Source, 'format' | 'generation'>, files: Readonly<Record<string, string | Uint8Array>>): Source {
  const folder = join(root, source.name);
  const whole: Source = { format: FORMAT, ...source, generation: `g-${Date.now().toString(36)}-${process.pid}` };
  makePrivate(folder);
  const draft = generationFolder(root, whole);
  guarded(root, () => {
    try {
      mkdirSync(draft, { mode: 0o700 });
      for (const [name, content] of Object.entries(files)) writeFileSync(join(draft, name), content, { mode: 0o600, flush: true });
      writeHead(root, whole);
    } catch (error) {
      rmSync(draft, { recursive: true, force: true });
      throw error;
    }
  });
  sweep(folder, whole.generation);
  return whole;
}

/** Says something new of a source whose index stays. */
export function writeHead(root: string, source: Source): void {
  guarded(root, () => {
    const path = join(root, source.name, HEAD);
    const draft = `${path}.${process.pid}`;
    try {
      writeFileSync(draft, `${JSON.stringify(source, undefined, 1)}\n`, { mode: 0o600, flush: true });
      renameSync(draft, path);
    } catch (error) {
      rmSync(draft, { force: true });
      throw error;
    }
  });
}

/** Takes a source away: first its name, so that nobody finds half of it. */
export function removeSource(root: string, name: string): void {
  const gone = join(root, `.${name}.gone`);
  guarded(root, () => {
    rmSync(gone, { recursive: true, force: true });
    renameSync(join(root, name), gone);
    rmSync(gone, { recursive: true, force: true });
  });
}

/** Removes what was left by one who was killed. For who holds the lock. */
export function sweepRoot(root: string): void {
  for (const name of readdirSync(root)) {
    const folder = join(root, name);
    if (name.endsWith('.gone')) rmSync(folder, { recursive: true, force: true });
    if (!isName(name) || !statSync(folder).isDirectory()) continue;
    const source = readSource(root, name);
    if (source !== undefined) sweep(folder, source.generation);
    else if (!existsSync(join(folder, HEAD))) rmSync(folder, { recursive: true, force: true });
  }
}

export function hashOf(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 32);
}

function sweep(folder: string, kept: string): void {
  for (const name of readdirSync(folder)) {
    if ((GENERATION.test(name) && name !== kept) || name.startsWith(`${HEAD}.`)) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** What the file system refuses is told as what it is. */
function guarded(folder: string, action: () => void): void {
  try {
    action();
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(messages.indexUnwritable(folder, describeFileError(error)));
  }
}
