/** The workload generator in a guest: Node is on a disk of the lab's, the generator itself comes along with every guest that is taken into use. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import { type CpioEntry, writeCpio } from './cpio.ts';

/** What is built from src/, from wherever this module is run: dist/lab, dist/bin or src/lab. */
const DIST: string = fileURLToPath(new URL('../../dist', import.meta.url));
const START = 'rehearse/workload.js';
/** Where it is put in the guest. */
const PLACE = '/run/lab/workload';
/**
 * The command that starts it there: `COMMAND BEHAVIOUR [COUNT [ARG...]]`. Node takes seconds to start where it is emulated: beside a tracer it is started at once,
 * and begins when the probes are attached.
 */
export const WORKLOAD_COMMAND: string = `env GPTTRACE_GATE="$GPTTRACE_GATE" ${join(PLACE, 'start')}`;
const STARTER = `#!/bin/sh
export LD_LIBRARY_PATH=/tools/lib
exec /tools/node ${join(PLACE, START)} "$@"
`;

/** The script that puts it into a guest. Throws a Problem where gpttrace has not been built. */
export function installWorkload(): string {
  const files = modules();
  const folders = [...new Set(files.map((file) => dirname(file)))].sort();
  const archive = writeCpio([
    ...folders.map((path): CpioEntry => ({ path, kind: 'directory' })),
    ...files.map((path): CpioEntry => ({ path, kind: 'file', content: readFileSync(join(DIST, path)) })),
    { path: 'package.json', kind: 'file', content: Buffer.from('{ "type": "module" }\n') },
    { path: 'start', kind: 'file', content: Buffer.from(STARTER), executable: true },
  ]);
  const text = gzipSync(archive).toString('base64').replace(/.{76}/g, '$&\n');
  return `mkdir -p ${PLACE}\ncd ${PLACE}\nbase64 -d <<'END' | gunzip | cpio -i -d 2>/dev/null\n${text}\nEND\ncd /`;
}

/** The modules that the generator is made of, below dist/: its start and all that this imports. */
function modules(): string[] {
  if (!existsSync(join(DIST, START))) throw new Problem(messages.notBuilt());
  const found = new Set<string>();
  const visit = (file: string): void => {
    if (found.has(file)) return;
    found.add(file);
    const text = readFileSync(file, 'utf8');
    for (const [, name = ''] of text.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*)['"](\.{1,2}\/[^'"]+\.js)['"]/g)) visit(join(dirname(file), name));
  };
  visit(join(DIST, START));
  return [...found].map((file) => relative(DIST, file)).sort();
}
