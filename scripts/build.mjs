/** Compiles src/ to dist/ and prepares the library's index there. */
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
rmSync(`${root}dist`, { recursive: true, force: true });
const compiled = spawnSync(process.execPath, [`${root}node_modules/typescript/bin/tsc`, '-p', root], { stdio: 'inherit' });
if (compiled.status !== 0) process.exit(compiled.status ?? 1);
const { buildKnowledge } = await import('../dist/knowledge/knowledge.js');
writeFileSync(`${root}dist/library.json`, JSON.stringify(buildKnowledge()));
