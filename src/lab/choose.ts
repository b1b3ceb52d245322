import type { KernelFacts } from '../core/facts.ts';
import type { LabEntry } from './lab.ts';

/**
 * Of the guests that have been built and can be used, the one most like a machine; undefined where there is none. The version of bpftrace comes first, for it
 * decides what a program may say; then the kernel, which decides what there is to attach to.
 */
export function chooseGuest(entries: readonly LabEntry[], { release, bpftrace }: KernelFacts): LabEntry | undefined {
  const usable = entries.filter(({ stale }) => stale === undefined);
  const distance = (entry: LabEntry): readonly [number, number] => [
    bpftrace === undefined ? 0 : Math.abs(series(entry.version) - series(bpftrace.version)),
    Math.abs(series(entry.release) - series(release)),
  ];
  return usable
    .map((entry) => ({ entry, far: distance(entry) }))
    .sort((a, b) => a.far[0] - b.far[0] || a.far[1] - b.far[1])
    .at(0)?.entry;
}

/** 6.12.107-something as a number in which a step between series of one major version is 1; there have never been more than 100 of them. */
function series(version: string): number {
  const [, major = '0', minor = '0'] = /^(\d+)\.(\d+)/.exec(version) ?? [];
  return Number(major) * 100 + Number(minor);
}
