import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What clang makes of a C file of this folder; undefined, with a word why, where there is no clang. */
export function compiled(name: string): Buffer | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'gpttrace-object-'));
  try {
    const out = join(folder, 'out.o');
    const run = spawnSync('clang', ['-target', 'bpf', '-g', '-O2', '-c', fileURLToPath(new URL(name, import.meta.url)), '-o', out], { encoding: 'utf8' });
    if (run.error !== undefined) {
      process.stderr.write(`skipped: clang cannot be started (${run.error.message})\n`);
      return undefined;
    }
    if (run.status !== 0) throw new Error(run.stderr);
    return readFileSync(out);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
