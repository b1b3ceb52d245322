/** What guests there are to choose from: kernels and versions of bpftrace, each from packages of Debian. */
import { editDistance } from '../core/distance.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';

/** A series of kernels, as cloud images boot it. */
export interface KernelChoice {
  /** The series: `6.12` is whatever 6.12 the suites have. */
  readonly name: string;
  /** Suites that may have one, the likelier first. */
  readonly suites: readonly string[];
  /** The bpftrace that goes with it where none is named: the one that its suite has, or the nearest in time. */
  readonly bpftrace: string;
}

/** A series of bpftrace, with the libraries of its suite. */
export interface TracerChoice {
  readonly name: string;
  readonly suites: readonly string[];
}

/** The kernels of the matrix stand first; the others are for who needs them. */
export const KERNELS: readonly KernelChoice[] = [
  { name: '6.1', suites: ['bookworm'], bpftrace: '0.17' },
  { name: '6.12', suites: ['trixie', 'bookworm-backports'], bpftrace: '0.23' },
  { name: '7.2', suites: ['sid', 'forky', 'trixie-backports'], bpftrace: '0.27' },
  { name: '5.10', suites: ['bullseye'], bpftrace: '0.17' },
  { name: '6.18', suites: ['trixie-backports'], bpftrace: '0.23' },
  { name: '7.3', suites: ['trixie-backports'], bpftrace: '0.27' },
];

/** Oldest first. */
export const TRACERS: readonly TracerChoice[] = [
  { name: '0.17', suites: ['bookworm'] },
  { name: '0.23', suites: ['trixie'] },
  { name: '0.27', suites: ['sid', 'forky'] },
];

/** The guests that `--all` means: the matrix. */
const MATRIX_KERNELS = 3;

/** A kernel and a tracer together, written `6.12+0.23`. */
export interface GuestName {
  readonly kernel: string;
  readonly bpftrace: string;
}

/** The name as it is written, and as its folder is called. */
export function guestText({ kernel, bpftrace }: GuestName): string {
  return `${kernel}+${bpftrace}`;
}

/** Every guest that can be built. */
export function allGuests(): GuestName[] {
  return withEveryTracer(KERNELS);
}

/** Every kernel of the matrix with every bpftrace. */
export function matrix(): GuestName[] {
  return withEveryTracer(KERNELS.slice(0, MATRIX_KERNELS));
}

function withEveryTracer(kernels: readonly KernelChoice[]): GuestName[] {
  return kernels.flatMap((kernel) => TRACERS.map((tracer) => ({ kernel: kernel.name, bpftrace: tracer.name })));
}

/** All that `parseGuest` reads. */
export function guestTexts(): string[] {
  return [...KERNELS.map(({ name }) => name), ...allGuests().map(guestText)];
}

/** Reads `6.12` or `6.12+0.23`. Throws a Problem where the catalogue has no such guest. */
export function parseGuest(text: string): GuestName {
  const [kernelText = '', bpftraceText, ...more] = text.trim().split('+');
  const kernel = KERNELS.find(({ name }) => name === kernelText);
  const bpftrace = bpftraceText ?? kernel?.bpftrace;
  if (kernel === undefined || more.length > 0 || !TRACERS.some(({ name }) => name === bpftrace)) throw new Problem(messages.noGuest(text, near(text), names()));
  return { kernel: kernel.name, bpftrace: bpftrace ?? kernel.bpftrace };
}

/** The bpftrace that goes with a kernel where none is named. */
export function defaultTracer(kernel: string): string | undefined {
  return KERNELS.find(({ name }) => name === kernel)?.bpftrace;
}

function names(): { readonly kernels: readonly string[]; readonly tracers: readonly string[] } {
  return { kernels: KERNELS.map(({ name }) => name), tracers: TRACERS.map(({ name }) => name) };
}

/** Guests whose names are a slip away from what was written, or whose series it says. */
function near(text: string): string[] {
  const whole = KERNELS.find(({ name }) => text.startsWith(`${name}.`));
  if (whole !== undefined) return [whole.name];
  const bound = text.length > 4 ? 2 : 1;
  const within = guestTexts()
    .map((name) => ({ name, distance: editDistance(text, name, bound) }))
    .filter(({ distance }) => distance <= bound);
  return within
    .sort((a, b) => a.distance - b.distance)
    .map(({ name }) => name)
    .slice(0, 3);
}
