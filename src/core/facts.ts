/** "could not tell" is an answer of its own: it must never be taken for a no. */
export type Verdict = 'yes' | 'no' | 'unknown';

export interface Finding {
  readonly verdict: Verdict;
  /** What the verdict rests on, in words. */
  readonly why: string;
}

/** The probe kinds that differ between kernels, in bpftrace 0.17's spelling. */
export const PROBE_KINDS = ['tracepoint', 'kprobe', 'kfunc', 'uprobe', 'usdt', 'software', 'hardware', 'profile', 'interval', 'rawtracepoint'] as const;
export type ProbeKind = (typeof PROBE_KINDS)[number];

/** How a bpftrace can be run: as root, through sudo, or not at all. */
export type Privilege = 'root' | 'sudo' | 'sudo-password' | 'none';

export interface BpftraceFacts {
  readonly path: string;
  /** As it says itself, without the `v`: `0.17.0`. */
  readonly version: string;
}

/** What this machine offers to a tracer. Serialisable: a snapshot of another machine can be used in its place. */
export interface KernelFacts {
  readonly format: 1;
  readonly arch: string;
  readonly release: string;
  readonly bootId: string;
  readonly bpftrace?: BpftraceFacts;
  readonly privilege: Privilege;
  readonly btf: boolean;
  /** `unreadable`: mounted, but not for this user. */
  readonly tracefs: { readonly state: 'mounted' | 'unreadable' | 'mountable' | 'absent'; readonly path?: string };
  readonly probeKinds: Readonly<Record<ProbeKind, Finding>>;
}
