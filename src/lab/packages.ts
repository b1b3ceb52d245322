/** Which package of Debian a series is: the newest one of the first suite that has it, and never one of another series. */
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import type { Candidate, Suite } from './apt.ts';
import { comparePackageVersions, upstreamOf } from './debian-version.ts';
import type { Workshop } from './workshop.ts';

/**
 * What a kernel's package wants of a machine that boots by itself, and a guest has no use for. Its own linux-base-RELEASE too, which is its configuration and
 * its documents: of older kernels in backports the archive has the rest, and that no more.
 */
export const PROVIDED: readonly string[] = ['linux-base', 'kmod', 'initramfs-tools', 'linux-initramfs-tool', 'dracut'];

const PREFIX = 'linux-image-';
/** The signed kernels that cloud images boot: small, and with the drivers that a guest needs. */
const CLOUD = /^linux-image-(\d+\.\d+)[.+-]\S*-cloud-amd64$/;

/** The newest kernel of a series that the suites have. Throws a Problem where none has one. */
export async function findKernel(series: string, suites: readonly string[], shop: Workshop): Promise<Candidate & { readonly suite: Suite }> {
  const seen = new Map<string, readonly string[]>();
  for (const name of suites) {
    const suite = await shop.suite(name);
    const all = await suite.versions((await suite.names(PREFIX)).filter((candidate) => CLOUD.test(candidate)));
    const found = newestKernel(series, all);
    if (found !== undefined) return { suite, ...found };
    seen.set(name, [...new Set(all.map((candidate) => CLOUD.exec(candidate.name)?.[1] ?? ''))]);
  }
  throw new Problem(messages.labNoSeries(`kernel ${series}`, seen));
}

/** The newest bpftrace of a series that the suites have. Throws a Problem where none has one. */
export async function findTracer(series: string, suites: readonly string[], shop: Workshop): Promise<{ readonly suite: Suite; readonly version: string }> {
  const seen = new Map<string, readonly string[]>();
  for (const name of suites) {
    const suite = await shop.suite(name);
    const all = await suite.versions(['bpftrace']);
    const found = newestTracer(series, all);
    if (found !== undefined) return { suite, version: upstreamOf(found.version) };
    seen.set(
      name,
      all.map(({ version }) => upstreamOf(version)),
    );
  }
  throw new Problem(messages.labNoSeries(`bpftrace ${series}`, seen));
}

/** Of packages of many kernels the newest one of a series. */
export function newestKernel(series: string, candidates: readonly Candidate[]): Candidate | undefined {
  return newest(candidates.filter(({ name }) => CLOUD.exec(name)?.[1] === series));
}

/** Of versions of bpftrace the newest one of a series. */
export function newestTracer(series: string, candidates: readonly Candidate[]): Candidate | undefined {
  return newest(candidates.filter(({ name, version }) => name === 'bpftrace' && upstreamOf(version).startsWith(`${series}.`)));
}

function newest(candidates: readonly Candidate[]): Candidate | undefined {
  return candidates.reduce<Candidate | undefined>(
    (best, candidate) => (best === undefined || comparePackageVersions(candidate.version, best.version) > 0 ? candidate : best),
    undefined,
  );
}
