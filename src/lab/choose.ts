/** The guest that is most like a machine: of those that have been built, or of those that can be. */
import type { KernelFacts } from '../core/facts.ts';
import { seriesOf } from '../core/version.ts';
import { defaultTracer, type GuestName, matrix } from './catalogue.ts';
import type { LabEntry } from './lab.ts';

type Machine = Pick<KernelFacts, 'release' | 'bpftrace'>;

/** Of the guests that have been built and can be used; undefined where there is none. */
export function chooseGuest(entries: readonly LabEntry[], machine: Machine): LabEntry | undefined {
  return mostLike(
    entries.filter(({ stale }) => stale === undefined),
    machine,
  );
}

/** Of the guests of the matrix. */
export function guestToBuild(machine: Machine): GuestName {
  const choices = matrix().map((name) => ({ name, release: name.kernel, version: name.bpftrace }));
  return mostLike(choices, machine)?.name ?? { kernel: '', bpftrace: '' };
}

/**
 * The version of bpftrace comes first, for it decides what a program may say; then the kernel, which decides what there is to attach to; then that the two
 * came out together.
 */
function mostLike<T extends Pick<LabEntry, 'name' | 'release' | 'version'>>(choices: readonly T[], { release, bpftrace }: Machine): T | undefined {
  const distance = ({ name, ...choice }: T): readonly [number, number, number] => [
    bpftrace === undefined ? 0 : Math.abs(seriesOf(choice.version) - seriesOf(bpftrace.version)),
    Math.abs(seriesOf(choice.release) - seriesOf(release)),
    defaultTracer(name.kernel) === name.bpftrace ? 0 : 1,
  ];
  return choices
    .map((choice) => ({ choice, far: distance(choice) }))
    .sort((a, b) => a.far[0] - b.far[0] || a.far[1] - b.far[1] || a.far[2] - b.far[2])
    .at(0)?.choice;
}
