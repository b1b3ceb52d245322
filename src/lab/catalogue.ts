/** What guests there are to choose from: kernels and versions of bpftrace, each from packages of Debian. */

/** A series of kernels, as cloud images boot it. */
export interface KernelChoice {
  /** The series: `6.12` is whatever 6.12 the suites have. */
  readonly name: string;
  /** Suites that may have one, the likelier first. */
  readonly suites: readonly string[];
}

/** A series of bpftrace, with the libraries of its suite. */
export interface TracerChoice {
  readonly name: string;
  readonly suites: readonly string[];
}

/** The kernels of the matrix stand first; the others are for who needs them. */
export const KERNELS: readonly KernelChoice[] = [
  { name: '6.1', suites: ['bookworm'] },
  { name: '6.12', suites: ['trixie', 'bookworm-backports'] },
  { name: '7.2', suites: ['sid', 'forky', 'trixie-backports'] },
  { name: '5.10', suites: ['bullseye'] },
  { name: '6.18', suites: ['trixie-backports'] },
  { name: '7.0', suites: ['trixie-backports'] },
];

export const TRACERS: readonly TracerChoice[] = [
  { name: '0.17', suites: ['bookworm'] },
  { name: '0.23', suites: ['trixie'] },
  { name: '0.27', suites: ['sid', 'forky'] },
];

/** A kernel and a tracer together, written `6.12+0.23`. */
export interface GuestName {
  readonly kernel: string;
  readonly bpftrace: string;
}
