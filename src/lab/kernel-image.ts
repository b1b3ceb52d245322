/** A kernel, and the disk with its modules. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import { runJob } from '../system/job.ts';
import { KERNELS } from './catalogue.ts';
import { makeDisk } from './ext4.ts';
import { makeFolder } from './manifest.ts';
import { findKernel, PROVIDED } from './packages.ts';
import { unpack } from './unpack.ts';
import type { Workshop } from './workshop.ts';

/** Its files: the kernel, the disk with its modules, and those modules by themselves that the initial file system needs, in the order of their loading. */
export const KERNEL_FILES = { kernel: 'vmlinuz', modules: 'modules.ext4', early: 'early' } as const;

/** The drivers of the machine that QEMU plays: without them no disk is found, and nobody is heard. */
const EARLY = ['virtio_mmio', 'virtio_blk', 'virtio_console'];

/** Builds a series' kernel into its folder. `busybox` is one that runs here. */
export async function buildKernel(series: string, busybox: string, shop: Workshop): Promise<void> {
  const { tools, signal } = shop;
  const suites = KERNELS.find(({ name }) => name === series)?.suites ?? [];
  const { suite, name, version } = await findKernel(series, suites, shop);
  const release = name.replace(/^linux-image-/, '');
  const archives = await shop.fetch(suite, `kernel ${release}`, [name], [...PROVIDED, `linux-base-${release} (= ${version})`]);
  await makeFolder(shop.places.kernel(series), async (draft) => {
    const tree = join(draft, 'tree');
    shop.step(`unpacking kernel ${release}`);
    await unpack(tools, archives.paths, tree, signal, (done) => shop.progress(done, archives.paths.length, 'steps'));
    const modules = join(tree, 'lib/modules', release);
    // Older packages keep the kernel in /boot, newer ones beside its modules.
    const kernel = [join(tree, 'boot', `vmlinuz-${release}`), join(modules, 'vmlinuz')].find((path) => existsSync(path));
    if (kernel === undefined) throw new Problem(messages.labStrangePackage(basename(archives.paths[0] ?? name), 'it has no kernel in it'));
    renameSync(kernel, join(draft, KERNEL_FILES.kernel));
    shop.step(`writing the modules of kernel ${release}`);
    await runJob(busybox, ['depmod', '-b', tree, release], { signal });
    await copyEarly(modules, join(draft, KERNEL_FILES.early), busybox, signal);
    await makeDisk(tools, join(tree, 'usr/lib/modules'), join(draft, KERNEL_FILES.modules), signal);
    rmSync(tree, { recursive: true, force: true });
    return { key: series, version: release, packages: archives.names };
  });
}

/** The early drivers with all they depend on, numbered in the order of their loading. Those that are part of the kernel itself are no files. */
async function copyEarly(modules: string, place: string, busybox: string, signal: AbortSignal): Promise<void> {
  mkdirSync(place, { recursive: true });
  for (const [index, path] of loadOrder(readFileSync(join(modules, 'modules.dep'), 'utf8'), EARLY).entries()) {
    const target = join(place, `${String(index).padStart(2, '0')}-${basename(path)}`);
    copyFileSync(join(modules, path), target);
    if (target.endsWith('.xz')) await runJob(busybox, ['unxz', target], { signal });
  }
  const odd = readdirSync(place).find((name) => !name.endsWith('.ko'));
  if (odd !== undefined) throw new Problem(messages.labStrangePackage(odd, 'it is compressed in a way that is not known here'));
}

/** The files to load for these modules, what another needs first (`PATH: NEEDS...`, the last to be loaded first: man 5 modules.dep). */
export function loadOrder(dependencies: string, wanted: readonly string[]): string[] {
  const lines = dependencies.split('\n').map((line) => line.split(/:\s*/));
  const order = new Set<string>();
  for (const name of wanted) {
    const [path, needs = ''] = lines.find(([path = '']) => moduleName(path) === name) ?? [];
    if (path === undefined) continue;
    for (const need of [...needs.split(' ').reverse(), path]) if (need !== '') order.add(need);
  }
  return [...order];
}

function moduleName(path: string): string {
  return (path.split('/').pop() ?? '').replace(/\.ko(?:\.\w+)?$/, '').replaceAll('-', '_');
}
