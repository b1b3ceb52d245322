/** What a stranger wrote is compiled by nobody: files that are handed to them, and taken from them. */
import { chmodSync, chownSync, closeSync, constants, copyFileSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Host } from '../system/host.ts';
import { scratchFolder as newFolder } from '../system/scratch.ts';

const EVERYBODYS = '/tmp';
/** The user and the group that own nothing, on every Linux. */
const NOBODY = 65_534;

/** Where it is compiled. A folder of root's own may be closed to others (TMPDIR of a session): then in the one that is everybody's. */
export function scratchFolder(confined: boolean, host: Host): string {
  return confined && host.uid === 0 && existsSync(EVERYBODYS) ? newFolder('gpttrace-', EVERYBODYS) : newFolder('gpttrace-');
}

/** A file or folder that nobody is to have. */
export function handOver(path: string, host: Host): void {
  if (host.uid === 0) chownSync(path, NOBODY, NOBODY);
}

/** A folder with `vmlinux.h` in it that nobody can read: the user's cache is closed to others. */
export function readableTypes(folder: string, scratch: string): string {
  const copy = join(scratch, 'types');
  mkdirSync(copy, { mode: 0o755 });
  copyFileSync(join(folder, 'vmlinux.h'), join(copy, 'vmlinux.h'));
  chmodSync(join(copy, 'vmlinux.h'), 0o644);
  return copy;
}

/** What nobody has written: never what a link leads to. */
export function readOwn(path: string): Buffer {
  const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}
