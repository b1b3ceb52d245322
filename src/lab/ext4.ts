/** Trees of files to images of disks. */
import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runJob } from '../system/job.ts';
import type { Tools } from './needs.ts';

const BLOCK = 4096;
const INODE = 256;
const SLACK = 4 * 1024 * 1024;
const STEP = 16 * 1024 * 1024;

/** Writes an ext4 image with a tree in it, as large as it must be, in steps of 16 MB: a small change of what is in it leaves a disk of the same size. */
export async function makeDisk(tools: Tools, tree: string, image: string, signal: AbortSignal): Promise<void> {
  const { blocks, inodes } = measure(tree);
  // Blocks that say which blocks are a file's, and the groups' own tables, come on top.
  const bytes = Math.ceil((blocks * BLOCK * 1.02 + inodes * INODE * 1.1 + SLACK) / STEP) * STEP;
  await format(tools, image, bytes, ['-N', String(inodes + 64), '-d', tree], signal);
}

/** Writes an empty ext4 image: on disk it takes what its tables take. */
export function makeEmptyDisk(tools: Tools, bytes: number, image: string, signal: AbortSignal): Promise<void> {
  return format(tools, image, bytes, [], signal);
}

async function format(tools: Tools, image: string, bytes: number, more: readonly string[], signal: AbortSignal): Promise<void> {
  const settings = ['-q', '-F', '-b', String(BLOCK), '-I', String(INODE), '-m', '0', '-O', '^has_journal,^resize_inode', '-E', 'root_owner=0:0'];
  // mke2fs takes an image that exists for one that grew before.
  rmSync(image, { force: true });
  await runJob(tools.mkfs, [...settings, ...more, image, `${bytes / 1024}k`], { signal });
}

function measure(tree: string): { readonly blocks: number; readonly inodes: number } {
  let [blocks, inodes] = [1, 1];
  for (const entry of readdirSync(tree, { withFileTypes: true })) {
    const path = join(tree, entry.name);
    if (entry.isDirectory()) {
      const inside = measure(path);
      blocks += inside.blocks;
      inodes += inside.inodes;
    } else {
      inodes++;
      blocks += entry.isFile() ? Math.ceil(lstatSync(path).size / BLOCK) : 0;
    }
  }
  return { blocks, inodes };
}
