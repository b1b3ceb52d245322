/** Package files to one tree of files. No script of a package is run: the tree is what the packages hold, and nothing more. */
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { runPipe } from '../system/job.ts';
import type { Tools } from './needs.ts';

/** What no guest reads. */
const LEFT_OUT = [
  'usr/share/doc',
  'usr/share/man',
  'usr/share/locale',
  'usr/share/bug',
  'usr/share/lintian',
  'usr/lib/x86_64-linux-gnu/gconv',
  'usr/share/icu',
];
/** Directories that are links into usr since Debian 12; packages of before have files in either. */
const MERGED = ['bin', 'sbin', 'lib', 'lib64'];

/** Unpacks the packages into `tree`, which must be empty or absent, one after the other. */
export async function unpack(tools: Tools, archives: readonly string[], tree: string, signal: AbortSignal, tell: (done: number) => void): Promise<void> {
  for (const name of MERGED) {
    mkdirSync(join(tree, 'usr', name), { recursive: true, mode: 0o755 });
    symlinkSync(`usr/${name}`, join(tree, name));
  }
  const without = LEFT_OUT.map((path) => `--exclude=./${path}`);
  const extract = ['-x', '-C', tree, '--keep-directory-symlink', '--no-same-owner', ...without] as const;
  for (const [index, archive] of archives.entries()) {
    tell(index);
    await runPipe([tools.dpkgDeb, '--fsys-tarfile', archive], [tools.tar, ...extract], signal);
  }
  tell(archives.length);
}
