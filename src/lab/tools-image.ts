/** The disk with this Node and the libraries it was linked with: the guest's own may be older than what it was built for. */
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, realpathSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { runJob } from '../system/job.ts';
import { makeDisk } from './ext4.ts';
import { changeInterpreter } from './interpreter.ts';
import { makeFolder, readManifest, whyUnusable } from './manifest.ts';
import type { Workshop } from './workshop.ts';

/** The disk, in its folder. */
export const TOOLS_FILE = 'tools.ext4';
/** Where the dynamic loader stands in the guest. */
const LOADER = '/tools/lib/ld.so';

/** Why there is no disk that fits this Node: undefined where there is. */
export function toolsUnusable(folder: string): string | undefined {
  return whyUnusable(folder, [TOOLS_FILE]) ?? (readManifest(folder)?.key === key() ? undefined : 'it was built for another Node');
}

/** Builds the disk where there is none that fits. */
export async function buildTools(shop: Workshop): Promise<void> {
  const folder = shop.places.tools;
  if (toolsUnusable(folder) === undefined) return;
  shop.step('writing the disk of the workload generator');
  await makeFolder(folder, async (draft) => {
    const tree = join(draft, 'tree');
    mkdirSync(join(tree, 'lib'), { recursive: true });
    await copyNode(tree, shop.signal);
    await makeDisk(shop.tools, tree, join(draft, TOOLS_FILE), shop.signal);
    rmSync(tree, { recursive: true, force: true });
    return { key: key(), version: process.version, packages: [] };
  });
}

/** Node, linked to the loader and the libraries beside it. */
async function copyNode(tree: string, signal: AbortSignal): Promise<void> {
  const node = join(tree, 'node');
  copyFileSync(process.execPath, node);
  for (const path of await libraries(signal)) {
    const loader = /^ld-linux/.test(basename(path));
    copyFileSync(realpathSync(path), join(tree, 'lib', loader ? 'ld.so' : basename(path)));
    if (loader) changeInterpreter(node, LOADER);
  }
}

/** The shared libraries of this Node and its loader, as ldd tells them: `NAME => PATH (ADDRESS)`, or `PATH (ADDRESS)`. None where it is linked statically. */
async function libraries(signal: AbortSignal): Promise<string[]> {
  const said = await runJob('ldd', [process.execPath], { signal }).catch((error: unknown) => {
    signal.throwIfAborted();
    if (/not a dynamic executable/.test(String(error))) return '';
    throw error;
  });
  return [...said.matchAll(/(?:=> |^\s*)(\/\S+) \(0x/gm)].map(([, path = '']) => path);
}

function key(): string {
  const { size, mtimeMs } = statSync(process.execPath);
  return createHash('sha256').update(`${process.version} ${process.execPath} ${size} ${mtimeMs}`).digest('hex');
}
