/** The root disk of a guest: a bpftrace with the libraries of its suite, and busybox for all the rest. */
import { copyFileSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runJob } from '../system/job.ts';
import { TRACERS } from './catalogue.ts';
import { makeDisk } from './ext4.ts';
import { makeFolder } from './manifest.ts';
import { findTracer } from './packages.ts';
import { unpack } from './unpack.ts';
import type { Workshop } from './workshop.ts';

/** Its files: the disk, and busybox by itself for the initial file system. */
export const TRACER_FILES = { root: 'root.ext4', busybox: 'busybox' } as const;

/** libstdc++ is what Node may want of the guest; all else is what bpftrace needs. */
const PACKAGES = ['bpftrace', 'busybox-static', 'libstdc++6'];
/** Where disks and the kernel's own file systems are mounted. */
const MOUNT_POINTS = ['dev', 'proc', 'sys', 'run', 'tmp', 'root', 'tools', 'scratch', 'usr/lib/modules', 'etc', 'var/tmp', 'mnt'];
const FILES: Readonly<Record<string, string>> = {
  'etc/passwd': 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n',
  'etc/group': 'root:x:0:\nnogroup:x:65534:\n',
  'etc/hostname': 'guest\n',
  'etc/hosts': '127.0.0.1 localhost guest\n::1 localhost\n',
  'etc/nsswitch.conf': 'passwd: files\ngroup: files\nhosts: files dns\nservices: files\n',
  'etc/profile': 'export PATH=/usr/sbin:/usr/bin:/sbin:/bin\n',
};

/** Builds the root disk of a series of bpftrace into its folder. */
export async function buildTracer(series: string, shop: Workshop): Promise<void> {
  const { tools, signal } = shop;
  const suites = TRACERS.find(({ name }) => name === series)?.suites ?? [];
  const { suite, version } = await findTracer(series, suites, shop);
  const archives = await shop.fetch(suite, `bpftrace ${version}`, PACKAGES);
  await makeFolder(shop.places.tracer(series), async (draft) => {
    const tree = join(draft, 'tree');
    shop.step(`unpacking bpftrace ${version} and its libraries`);
    await unpack(tools, archives.paths, tree, signal, (done) => shop.progress(done, archives.paths.length, 'steps'));
    await addBusybox(tree, signal);
    for (const place of MOUNT_POINTS) mkdirSync(join(tree, place), { recursive: true, mode: 0o755 });
    for (const [path, text] of Object.entries(FILES)) writeFileSync(join(tree, path), text);
    copyFileSync(busyboxOf(tree), join(draft, TRACER_FILES.busybox));
    shop.step(`writing the disk of bpftrace ${version}`);
    await makeDisk(tools, tree, join(draft, TRACER_FILES.root), signal);
    rmSync(tree, { recursive: true, force: true });
    return { key: series, version, packages: archives.names };
  });
}

function busyboxOf(tree: string): string {
  return join(tree, 'usr/bin/busybox');
}

/** busybox by the names of all it can do, except where a package has a command of that name. */
async function addBusybox(tree: string, signal: AbortSignal): Promise<void> {
  const names = await runJob(busyboxOf(tree), ['--list'], { signal });
  for (const name of names.split('\n')) {
    if (name === '' || name === 'busybox') continue;
    const taken = ['usr/bin', 'usr/sbin'].some((place) => existsSync(join(tree, place, name)));
    if (!taken) symlinkSync('busybox', join(tree, 'usr/bin', name));
  }
}
