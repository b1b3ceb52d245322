/** Compiles src/ to dist/ and prepares the library's index there. The old dist/ stays in use until the new one is whole. */
import { spawnSync } from 'node:child_process';
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const draft = `${root}dist.${process.pid}`;
try {
  const compiled = spawnSync(process.execPath, [`${root}node_modules/typescript/bin/tsc`, '-p', root, '--outDir', draft], { stdio: 'inherit' });
  process.exitCode = compiled.status ?? 1;
  if (compiled.status === 0) {
    const { buildKnowledge } = await import(`${draft}/knowledge/build.js`);
    writeFileSync(`${draft}/library.json`, JSON.stringify(buildKnowledge()));
    const old = `${draft}.old`;
    if (existsSync(`${root}dist`)) renameSync(`${root}dist`, old);
    renameSync(draft, `${root}dist`);
    rmSync(old, { recursive: true, force: true });
  }
} finally {
  rmSync(draft, { recursive: true, force: true });
}
