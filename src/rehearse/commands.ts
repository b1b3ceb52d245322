/** The commands that workloads of a suite may use, in folders for PATH: those beside the suite, what its gtw.c makes, and the generator of our own. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Host } from '../system/host.ts';
import { scratchFolder } from '../system/scratch.ts';

/** Built from src/, from wherever this module is run: dist/rehearse, dist/bin or src/rehearse. */
const GENERATOR: string = fileURLToPath(new URL('../../dist/rehearse/workload.js', import.meta.url));
const SOURCE = 'gtw.c';
const COMPILE_MS = 60_000;

export interface Commands {
  /** Where workloads are started: an empty folder. */
  readonly cwd: string;
  /** Folders for PATH, for a case of this suite. */
  path(suite: string): readonly string[];
  /** Why a workload of this suite cannot be run here; undefined where it can. */
  cannot(suite: string, workload: string): string | undefined;
  /** Removes what was made for this run only. */
  dispose(): void;
}

/** Makes what is missing; nothing is installed. Compiled programs stay in `cache`. */
export async function openCommands(suites: readonly string[], cache: string, host: Host): Promise<Commands> {
  const own = scratchFolder('gpttrace-eval-');
  const [bin, cwd] = [join(own, 'bin'), join(own, 'run')];
  mkdirSync(bin);
  mkdirSync(cwd);
  writeFileSync(join(bin, 'workload'), `#!/bin/sh\nexec '${process.execPath}' '${GENERATOR}' "$@"\n`, { mode: 0o755 });
  const compiled = new Map<string, Compiled>();
  for (const folder of new Set(suites.map(folderOf))) compiled.set(folder, await compile(folder, cache, host));
  return {
    cwd,
    path(suite) {
      const folder = folderOf(suite);
      const made = compiled.get(folder);
      return [bin, ...(made !== undefined && 'folder' in made ? [made.folder] : []), folder];
    },
    cannot(suite, workload) {
      const made = compiled.get(folderOf(suite));
      if (USES_GTW.test(workload) && made !== undefined && 'why' in made) return made.why;
      return USES_GENERATOR.test(workload) && !existsSync(GENERATOR) ? 'the workload generator has not been built: npm run build' : undefined;
    },
    dispose: () => rmSync(own, { recursive: true, force: true }),
  };
}

const USES_GTW = /(?:^|[\s;&|(])gtw(?=[\s;&|)]|$)/;
const USES_GENERATOR = /(?:^|[\s;&|(])workload(?=[\s;&|)]|$)/;

type Compiled = { readonly folder: string } | { readonly why: string } | { readonly none: true };

function folderOf(suite: string): string {
  return dirname(resolve(suite));
}

async function compile(from: string, cache: string, host: Host): Promise<Compiled> {
  const source = join(from, SOURCE);
  if (!existsSync(source)) return { none: true };
  const folder = join(cache, `gtw-${createHash('sha256').update(readFileSync(source)).digest('hex').slice(0, 16)}`);
  if (existsSync(join(folder, 'gtw'))) return { folder };
  const cc = host.which('cc') ?? host.which('gcc') ?? host.which('clang');
  if (cc === undefined) return { why: `its workload is made of ${source}, and there is no C compiler here` };
  mkdirSync(folder, { recursive: true });
  const draft = join(folder, `gtw.${process.pid}`);
  const { status, stderr, failure } = await host.run(cc, ['-O1', '-pthread', '-o', draft, source], { timeout: COMPILE_MS });
  if (status !== 0) {
    rmSync(draft, { force: true });
    return { why: `its workload is made of ${source}, which ${cc} does not compile: ${failure ?? stderr.trim().split('\n')[0] ?? ''}` };
  }
  renameSync(draft, join(folder, 'gtw'));
  return { folder };
}
