/**
 * Compiles src/ to dist/, prepares the library's index there, and puts the command line into few files. The old dist/ stays in use until the new one is whole.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildPage } from './build-page.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const draft = `${root}dist.${process.pid}`;
try {
  const compiler = spawn(process.execPath, [`${root}node_modules/typescript/bin/tsc`, '-p', root, '--outDir', draft], { stdio: 'inherit' });
  // The page lies where the code of its server does, and is bundled beside the compiler.
  const [[status]] = await Promise.all([once(compiler, 'exit'), buildPage(`${draft}/web`)]);
  process.exitCode = status ?? 1;
  if (status === 0) {
    const { buildCLibrary, buildKnowledge } = await import(`${draft}/knowledge/build.js`);
    writeFileSync(`${draft}/library.json`, JSON.stringify(buildKnowledge()));
    writeFileSync(`${draft}/c-library.json`, JSON.stringify(buildCLibrary()));
    // What is read at run time beside the code; src/plan/prompts.ts finds it from each of the places it ends up in.
    cpSync(`${root}src/plan/prompts`, `${draft}/plan/prompts`, { recursive: true });
    // Node takes about half a millisecond to find, open and compile each of some 300 modules; what is imported later stays apart, in files of its own.
    await build({
      // A process or thread is begun from a file of its own, whose name src/engines/wasm/places.ts knows.
      entryPoints: {
        main: `${draft}/cli/main.js`,
        'wasm-child': `${draft}/engines/wasm/child.js`,
        'wasm-worker': `${draft}/engines/wasm/worker.js`,
      },
      outdir: `${draft}/bin`,
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      packages: 'external',
      logLevel: 'warning',
    });
    const old = `${draft}.old`;
    if (existsSync(`${root}dist`)) renameSync(`${root}dist`, old);
    renameSync(draft, `${root}dist`);
    rmSync(old, { recursive: true, force: true });
  }
} finally {
  rmSync(draft, { recursive: true, force: true });
}
