/** The disk with the workload generator: this Node, the libraries it was linked with, and the modules of the generator. */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import { runJob } from '../system/job.ts';
import { makeDisk } from './ext4.ts';
import { changeInterpreter } from './interpreter.ts';
import { makeFolder, readManifest, whyUnusable } from './manifest.ts';
import type { Workshop } from './workshop.ts';

export const TOOLS_FILE = 'tools.ext4';

/** What is built from src/, from wherever this module is run: dist/lab, dist/bin or src/lab. */
const DIST: string = fileURLToPath(new URL('../../dist', import.meta.url));
const START = join(DIST, 'rehearse/workload.js');
/** Where the dynamic loader stands in the guest. */
const LOADER = '/tools/lib/ld.so';
const WORKLOAD = `#!/bin/sh
export LD_LIBRARY_PATH=/tools/lib
exec /tools/node /tools/gpttrace/dist/rehearse/workload.js "$@"
`;

/** Why there is no disk that fits this gpttrace and this Node: undefined where there is. */
export function toolsUnusable(folder: string): string | undefined {
  return whyUnusable(folder, [TOOLS_FILE]) ?? (readManifest(folder)?.key === keyOf(modules()) ? undefined : 'it was built for another workload generator');
}

/** Builds the disk where there is none that fits. */
export async function buildTools(shop: Workshop): Promise<void> {
  const folder = shop.places.tools;
  if (toolsUnusable(folder) === undefined) return;
  shop.step('writing the disk of the workload generator');
  const files = modules();
  await makeFolder(folder, async (draft) => {
    const tree = join(draft, 'tree');
    for (const path of ['lib', 'bin', 'gpttrace']) mkdirSync(join(tree, path), { recursive: true });
    writeFileSync(join(tree, 'bin/workload'), WORKLOAD, { mode: 0o755 });
    writeFileSync(join(tree, 'gpttrace/package.json'), '{ "type": "module" }\n');
    for (const file of files) {
      const target = join(tree, 'gpttrace/dist', relative(DIST, file));
      mkdirSync(dirname(target), { recursive: true });
      copyFileSync(file, target);
    }
    await copyNode(tree, shop.signal);
    await makeDisk(shop.tools, tree, join(draft, TOOLS_FILE), shop.signal);
    rmSync(tree, { recursive: true, force: true });
    return { key: keyOf(files), version: process.version, packages: [] };
  });
}

/** Node, linked to the loader and the libraries beside it: the guest's own may be older than what this one was built with. */
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

/** The modules that the generator is made of. Throws a Problem where gpttrace has not been built. */
function modules(): string[] {
  if (!existsSync(START)) throw new Problem(messages.notBuilt());
  const found = new Set<string>();
  const visit = (file: string): void => {
    if (found.has(file)) return;
    found.add(file);
    const text = readFileSync(file, 'utf8');
    for (const [, name = ''] of text.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*)['"](\.{1,2}\/[^'"]+\.js)['"]/g)) visit(join(dirname(file), name));
  };
  visit(START);
  return [...found].sort();
}

function keyOf(files: readonly string[]): string {
  const { size, mtimeMs } = statSync(process.execPath);
  const hash = createHash('sha256').update(`${process.version} ${process.execPath} ${size} ${mtimeMs}\n${WORKLOAD}`);
  for (const file of files) hash.update(`${relative(DIST, file)}\n`).update(readFileSync(file));
  return hash.digest('hex');
}
