/** What a run costs the machine: measured while it runs, shown, recorded, and held against what it may cost. */

/** How often a probe of the program ran, as the kernel counts it (`run_cnt` and `run_time_ns` of its BPF program, Documentation/bpf/ and bpftool-prog(8)). */
export interface ProbeHits {
  /** As written in the program; several where the kernel's programs cannot be told apart. */
  readonly attachPoint: string;
  readonly runs: number;
  readonly nanoseconds: number;
}

export interface Overhead {
  /** Seconds since all probes were attached. */
  readonly seconds: number;
  readonly processors: number;
  /** CPU seconds since attached, in BPF programs; absent where the kernel does not count them. */
  readonly bpf?: number;
  /** CPU seconds of the tracer process since attached, of compiling and attaching not. */
  readonly tracer: number;
  /** CPU seconds of gpttrace itself since then. */
  readonly own: number;
  /** Resident bytes of the tracer, and of gpttrace. */
  readonly memory: { readonly tracer: number; readonly own: number };
  /** All of it, as a share (0 to 1) of the CPU time this machine had, all processors together, since it was last measured. */
  readonly share: number;
  /** Events a second that reached us since it was last measured. */
  readonly rate: number;
  /** Events lost so far. */
  readonly lost: number;
  /** By probe; absent where the kernel does not count. Without beginnings, ends and intervals. */
  readonly hits?: readonly ProbeHits[];
  /** What is done about it. */
  readonly state: 'within' | 'slowed' | 'ended';
  /** The share it may have. */
  readonly limit: number;
}

/**
 * The share of the machine's CPU time, all processors together, that a run may cost where nobody says otherwise. A quarter: what is watched keeps most of the machine, even a
 * small one, and nothing but a flood comes near it. Programs that count in the kernel cost below 1 %, and so do a thousand rows a second; it takes some 17,000 rows a second on
 * two processors to get there.
 */
export const DEFAULT_MAX_OVERHEAD = 0.25;

/** What a run cost all in all, as a share (0 to 1) of the machine's CPU time from attached on. */
export function meanShare({ bpf = 0, tracer, own, seconds, processors }: Overhead): number {
  return seconds > 0 ? (bpf + tracer + own) / (seconds * processors) : 0;
}
