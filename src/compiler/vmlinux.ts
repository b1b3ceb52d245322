/** `vmlinux.h`: every type of the running kernel as C, written by bpftool from the kernel's BTF, and kept per kernel. */
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, mkdtempSync, openSync, readSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeFileError } from '../core/file-error.ts';
import { makeDirectories } from '../kernel/cache.ts';
import type { Host } from '../system/host.ts';

const KERNEL_BTF = '/sys/kernel/btf/vmlinux';
const MOST_BTF = 64 * 1024 * 1024;
const DUMP_TIMEOUT = 60_000;
/** Its last line, by which a whole one is told from one that a full disk cut off. */
const END = '#endif /* __VMLINUX_H__ */';

export type Vmlinux =
  /** The folder that holds `vmlinux.h`. `fresh` where it was written now. */
  | { readonly kind: 'there'; readonly folder: string; readonly fresh: boolean }
  | { readonly kind: 'no-btf' }
  | { readonly kind: 'no-bpftool' }
  | { readonly kind: 'failed'; readonly said: string };

/** What tells one build of one kernel from another: its release, and the types it says it has. Undefined where it says none. */
export function kernelKey(host: Host): string | undefined {
  const btf = host.bytes(KERNEL_BTF, 0, MOST_BTF);
  if (btf === undefined || btf.length === 0) return undefined;
  return `${host.release.replace(/[^\w.+-]/g, '_')}-${createHash('sha256').update(btf).digest('hex').slice(0, 16)}`;
}

/** Finds the header of the running kernel in the user's cache, or has bpftool write it there. */
export async function vmlinuxOf(
  host: Host,
  bpftool: string | undefined,
  options: { readonly cache?: string | undefined; readonly signal?: AbortSignal | undefined } = {},
): Promise<Vmlinux> {
  const key = kernelKey(host);
  if (key === undefined) return { kind: 'no-btf' };
  const folder = join(options.cache ?? cacheFolder(host), 'vmlinux', key);
  const path = join(folder, 'vmlinux.h');
  if (isWhole(path)) return { kind: 'there', folder, fresh: false };
  const aside = passing.get(path);
  if (aside !== undefined && isWhole(join(aside, 'vmlinux.h'))) return { kind: 'there', folder: aside, fresh: false };
  if (bpftool === undefined) return { kind: 'no-bpftool' };
  const dump = await host.run(bpftool, ['btf', 'dump', 'file', KERNEL_BTF, 'format', 'c'], {
    timeout: DUMP_TIMEOUT,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  if (dump.status !== 0 || !dump.stdout.trimEnd().endsWith(END)) {
    const said = dump.stderr.trim().split('\n')[0] || dump.failure || 'it wrote no whole header';
    return { kind: 'failed', said: `${bpftool} btf dump: ${said}` };
  }
  // Renamed into place, so that two gpttraces starting at once never compile against half a header.
  const draft = `${path}.${process.pid}`;
  try {
    makeDirectories(folder);
    writeFileSync(draft, dump.stdout, { mode: 0o600 });
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    return writeAside(path, dump.stdout) ?? { kind: 'failed', said: `${path} could not be written: ${describeFileError(error)}` };
  }
  return { kind: 'there', folder, fresh: true };
}

/** Headers that are gone with this process, by where they would be kept. */
const passing = new Map<string, string>();

function writeAside(path: string, header: string): Vmlinux | undefined {
  let folder: string | undefined;
  try {
    const made = mkdtempSync(join(tmpdir(), 'gpttrace-types-'));
    folder = made;
    process.once('exit', () => rmSync(made, { recursive: true, force: true }));
    writeFileSync(join(made, 'vmlinux.h'), header, { mode: 0o600 });
    passing.set(path, made);
    return { kind: 'there', folder: made, fresh: true };
  } catch {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    return undefined;
  }
}

/** Where gpttrace keeps such things for this user. */
function cacheFolder(host: Host): string {
  const { XDG_CACHE_HOME: caches, HOME: home } = host.env;
  return join(caches || join(home || homedir(), '.cache'), 'gpttrace');
}

function isWhole(path: string): boolean {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const tail = Buffer.alloc(64);
    const { size } = fstatSync(file);
    const count = readSync(file, tail, 0, tail.length, Math.max(0, size - tail.length));
    return tail.toString('latin1', 0, count).trimEnd().endsWith(END);
  } catch {
    return false;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
