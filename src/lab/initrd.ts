/** The initial file system of a guest: busybox, the drivers of its disks, and the scripts that do the rest. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CpioEntry, writeCpio } from './cpio.ts';

/** The scripts that a guest runs: they come with gpttrace. */
const SCRIPTS: string = fileURLToPath(new URL('../../lab', import.meta.url));
const DIRECTORIES = ['bin', 'dev', 'proc', 'sys', 'root', 'etc', 'run', 'modules'];

/** Its bytes: the same inputs make the same. `early` is a folder of modules, named in the order of their loading. */
export function makeInitrd(busybox: string, early: string): Buffer {
  const modules = readdirSync(early).sort();
  const script = (path: string, name: string): CpioEntry => ({ path, kind: 'file', content: readFileSync(join(SCRIPTS, name)), executable: true });
  return writeCpio([
    ...DIRECTORIES.map((path): CpioEntry => ({ path, kind: 'directory' })),
    { path: 'bin/busybox', kind: 'file', content: readFileSync(busybox), executable: true },
    { path: 'bin/sh', kind: 'link', target: 'busybox' },
    ...modules.map((name): CpioEntry => ({ path: `modules/${name}`, kind: 'file', content: readFileSync(join(early, name)) })),
    { path: 'modules/order', kind: 'file', content: Buffer.from(modules.map((name) => `${name}\n`).join('')) },
    script('init', 'init.sh'),
    script('agent.sh', 'agent.sh'),
  ]);
}
