import type { TraceEvent } from '../core/events.ts';
import type { KernelFacts } from '../core/facts.ts';
import type { Grants } from '../core/grants.ts';
import type { Program } from '../core/program.ts';
import type { Launcher } from '../system/launcher.ts';

export interface Job {
  readonly program: Program;
  readonly facts: KernelFacts;
  readonly allowUnsafe: boolean;
  /** Positional parameters of the program. */
  readonly args: readonly string[];
  /** Asks for the end: what was gathered so far is still delivered. Its reason is an EndReason. */
  readonly stop: AbortSignal;
  /** Ends everything at once. */
  readonly kill: AbortSignal;
  /** A tracer started ahead, to be used where it fits and ended where it does not. */
  readonly warm?: WarmTracer;
  /**
   * Seconds between two looks at the program's maps while it runs, at least: each comes as `snapshot` events. Rarer where one look takes long. None without, and none
   * of a program that prints its maps by itself while it runs.
   */
  readonly snapshots?: number;
  /** Slows the run down while `slow()` says so: its output is read at a slower pace, its maps are looked at more rarely. */
  readonly pace?: { readonly slow: () => boolean };
  /** Of a WebAssembly module: what it is given beside what every module gets. */
  readonly grants?: Grants;
  /** Of a WebAssembly module: whether a BPF object that it wants loaded may be. Without, only what is found in its file. */
  readonly judge?: (elf: Uint8Array) => Verdict;
  /** Where the tracer is started; on this machine where it does not say. */
  readonly launcher?: Launcher;
}

/** `message` is to be said, whether it may or not. */
export interface Verdict {
  readonly may: boolean;
  readonly message?: string;
}

/** A tracer that has been started without a program, as its own start takes a while. */
export interface WarmTracer {
  /** Ends it; nothing where it has ended, or is in use. */
  discard(): void;
}

/**
 * Something that runs programs. `run` must not throw for what the program or the tracer does wrong: a failed run is shaped like a good one, and its
 * last event, always `ended`, says why. Events come in batches, in the order in which the tracer delivered them.
 */
export interface Engine {
  readonly name: string;
  run(job: Job): AsyncGenerator<readonly TraceEvent[]>;
  /** Starts a tracer ahead of its program, on this machine. Only where the user has already agreed to a run. */
  warmUp?(facts: KernelFacts, allowUnsafe: boolean): WarmTracer;
}
