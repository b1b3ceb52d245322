/** What a folder of the lab says of itself, and how a folder comes to be: whole, or not at all. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Rises when images are made in another way: what an older format wrote is built again. */
export const LAB_FORMAT = 1;

/** What a folder was made of, and by which gpttrace. */
export interface Manifest {
  readonly format: number;
  /** What it was made of: another key is another folder. */
  readonly key: string;
  /** The kernel's release, or the version of bpftrace. */
  readonly version: string;
  /** The package files that went into it. */
  readonly packages: readonly string[];
}

const FILE = 'manifest.json';
/** What has this ending is being made, or on its way out. */
const DRAFT = '.draft';

/** The manifest of a folder: undefined where it has none that can be read. */
export function readManifest(folder: string): Manifest | undefined {
  try {
    const value = JSON.parse(readFileSync(join(folder, FILE), 'utf8')) as Partial<Manifest>;
    const { format, key, version, packages } = value;
    if (typeof format !== 'number' || typeof key !== 'string' || typeof version !== 'string' || !Array.isArray(packages)) return undefined;
    return { format, key, version, packages };
  } catch {
    return undefined;
  }
}

/** Why a folder cannot be used: undefined where it can. */
export function whyUnusable(folder: string, files: readonly string[]): string | undefined {
  if (!existsSync(folder)) return 'it has not been built';
  const manifest = readManifest(folder);
  if (manifest === undefined) return 'its manifest cannot be read';
  if (manifest.format !== LAB_FORMAT) return `it was built by ${manifest.format < LAB_FORMAT ? 'an older' : 'a newer'} gpttrace`;
  const missing = files.find((file) => !existsSync(join(folder, file)));
  return missing === undefined ? undefined : `${missing} is missing`;
}

/**
 * Makes a folder under another name, and puts it into place when it is whole; what stood there before goes then. Where `fill` throws, nothing is left of the
 * attempt, and the old folder stays.
 */
export async function makeFolder(folder: string, fill: (draft: string) => Promise<Omit<Manifest, 'format'>>): Promise<void> {
  const draft = `${folder}${DRAFT}`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true, mode: 0o755 });
  try {
    const manifest: Manifest = { format: LAB_FORMAT, ...(await fill(draft)) };
    writeFileSync(join(draft, FILE), `${JSON.stringify(manifest, undefined, 1)}\n`);
    removeFolder(folder);
    renameSync(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Takes a folder away: first its name, so that nobody finds half of it. */
export function removeFolder(folder: string): void {
  if (!existsSync(folder)) return;
  const old = `${folder}.old${DRAFT}`;
  rmSync(old, { recursive: true, force: true });
  renameSync(folder, old);
  rmSync(old, { recursive: true, force: true });
}

/** Removes what a build left that was killed. For who holds the lock. */
export function sweep(root: string): void {
  for (const folder of [root, ...['kernels', 'tracers', 'guests'].map((name) => join(root, name))]) {
    if (!existsSync(folder)) continue;
    for (const name of readdirSync(folder)) if (name.endsWith(DRAFT)) rmSync(join(folder, name), { recursive: true, force: true });
  }
}
