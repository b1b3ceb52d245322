/** What the agent may ask of the machine and of the stages behind it; `src/line` provides it. Everything it gives is data about the machine, never an instruction. */
import type { ParseResult } from '../../bpftrace/parser.ts';
import type { Diagnostic } from '../../core/diagnostic.ts';

/** One mend, in words: what was done, why, and what is then measured differently. */
export interface Mend {
  readonly what: string;
  readonly why: string;
  readonly changes?: string;
}

/** A look-up in the web, or in the user's own documents. */
export interface Passage {
  /** Where it is from: a path, an address. */
  readonly source: string;
  readonly title: string;
  readonly text: string;
}

/** What may be looked up, as far as that is of use for what is written. */
export interface Lookups {
  /** Attach points that exist here, by pattern, by a part of the name or by meaning; a line each, best first. */
  findProbes?(words: string, most: number): string;
  /** What an attach point hands over: fields or parameters with their types. */
  describeProbe?(attachPoint: string): string;
  /** The C definition of a type of this kernel; near names where there is none. */
  describeType?(name: string): string;
  /** Programs of the library, and of the user's own documents, that answer something like it; whole, at most `most`. */
  findExamples?(words: string, most: number): string;
  /** Installed tracing tools that fit, a line each. */
  listTools?(words: string): string;
  /** Signatures of the kernel's functions for BPF programs, by name or by a part of it. */
  describeHelper?(words: string, most: number): string;
  /** All that an installed tool takes. */
  describeTool?(name: string): Promise<string>;
  /** How often its probes fire here, counted for half a second. Undefined where counting was not agreed to. */
  sample?(source: string, signal: AbortSignal): Promise<string | undefined>;
  /** Passages from the user's own documents. Absent where there are none. */
  documents?(words: string, most: number, signal: AbortSignal): Promise<readonly Passage[]>;
  /** Passages from the web. Absent where the user has not allowed it. */
  lookUp?(words: string, signal: AbortSignal): Promise<readonly Passage[]>;
}

/** For whoever writes a program. */
export interface MachineLookups extends Lookups {
  findProbes(words: string, most: number): string;
  describeProbe(attachPoint: string): string;
  describeType(name: string): string;
  findExamples(words: string, most: number): string;
  listTools(words: string): string;
}

/** For programs in bpftrace. */
export interface Workshop extends MachineLookups {
  readonly language?: 'bpftrace';
  /** Everything that is wrong with a program, or to be minded. */
  check(source: string): { readonly parsed: ParseResult; readonly diagnostics: readonly Diagnostic[] };
  /** Mends what can be mended without asking. */
  repair(source: string): { readonly source: string; readonly mends: readonly Mend[]; readonly diagnostics: readonly Diagnostic[] };
  /** What a program does not do of what was asked; empty where it does, or where nobody can tell. */
  contract(parsed: ParseResult, source: string): readonly Diagnostic[];
  /** Why the policy does not let it run, in words; undefined where it does. */
  forbidden(source: string): string | undefined;
  /** Compiles it with the machine's own bpftrace, attaching nothing: what that said; undefined where it is content, or not there. */
  load(source: string, signal: AbortSignal): Promise<string | undefined>;
}

/** For programs in C. */
export interface CWorkshop extends MachineLookups {
  readonly language: 'c';
  /** Compiles it, holds it against policy and machine, and has the kernel's verifier look at it, attaching nothing; the same text is proven once. */
  prove(source: string, signal: AbortSignal): Promise<ProvenC>;
}

export interface ProvenC {
  /** How far it came: what errors among the diagnostics are errors of. */
  readonly stage: 'syntax' | 'check' | 'load';
  readonly diagnostics: readonly Diagnostic[];
  /** Why the policy does not let it run, in words. */
  readonly forbidden?: string;
  /** What it does not do of what was asked; empty where it does, or where nobody can tell. */
  readonly unmet: readonly Diagnostic[];
}

/** For installed tools: a command line takes the place of a program. */
export interface ToolWorkshop extends Lookups {
  readonly language: 'tool';
  /** What is installed and may work here, a line each, best first, in so many characters. */
  list(most: number): string;
  describeTool(name: string): Promise<string>;
  /** A command line, held against what the tool takes, against the policy and against what was asked; it starts nothing. */
  hold(source: string): Promise<HeldCommand>;
}

export interface HeldCommand {
  /** As it would be typed. */
  readonly source: string;
  /** The tool it starts, where there is one of that name. */
  readonly tool?: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly forbidden?: string;
  readonly unmet: readonly Diagnostic[];
}

export type AnyWorkshop = Workshop | CWorkshop | ToolWorkshop;
