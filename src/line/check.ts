/** Holds program files against a machine without running them: what `gpttrace check` and its kin do behind the command line. */
import type { Script } from '../bpftrace/ast.ts';
import { walk } from '../bpftrace/visit.ts';
import { check, type Machine } from '../check/check.ts';
import { assess } from '../check/policy/assess.ts';
import type { Repaired } from '../check/repair.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import type { KernelFacts } from '../core/facts.ts';
import type { SafetyClass, SafetyReason } from '../core/program.ts';
import { openMachine, type WhichMachine } from './machine.ts';
import type { Sampled, SampleSignals } from './sample.ts';

export type { Repaired, Sampled };

export interface CheckOptions extends WhichMachine {
  /** What programs are to answer: what they do not do of it is said too. */
  readonly question?: string;
  readonly allowUnsafe?: boolean;
  /** Check for this version of bpftrace instead of the installed one. */
  readonly bpftrace?: string;
}

/** What is known of one program after it was looked at. */
export interface Inspection {
  /** In source order; what is to be minded before it is run among them, as notes. */
  readonly diagnostics: readonly Diagnostic[];
  /** Worst first. */
  readonly safety: readonly SafetyClass[];
  /** What the program names and nobody could look up here, in words: silence about these means nothing. */
  readonly unchecked: readonly string[];
}

export interface Inspector {
  readonly facts: KernelFacts;
  /** Never throws. */
  inspect(source: string): Inspection;
  /** What can be mended without a person, and what then is left. Never throws. */
  mend(source: string): Promise<Repaired>;
  /** How often its probes fire on this machine now: counts them for half a second. Never throws. */
  sample(source: string, signals: SampleSignals): Promise<readonly Sampled[]>;
}

/** Looks at the machine once, for any number of programs. Throws a Problem where a snapshot cannot be read, and for a question that no program answers. Runs nothing as root that the user has not to be asked for. */
export async function openInspector(options: CheckOptions): Promise<Inspector> {
  const { bpftrace, question } = options;
  const machine = await openMachine(options, (facts) => (bpftrace === undefined ? facts : forVersion(facts, bpftrace)));
  const allowUnsafe = options.allowUnsafe ?? false;
  // Only who asks for it waits for the library to be read.
  const hold = question === undefined ? () => [] : await (await import('./contract.ts')).contractOf(question, machine);
  return {
    facts: machine.facts,
    inspect: (source) => inspect(source, machine, allowUnsafe, hold),
    mend: async (source) => (await import('../check/repair.ts')).repair(source, machine, { allowUnsafe }),
    sample: async (source, signals) => (await import('./sample.ts')).sample(source, machine, signals),
  };
}

type Hold = (script: Script, source: string) => readonly Diagnostic[];

function inspect(source: string, machine: Machine, allowUnsafe: boolean, hold: Hold): Inspection {
  const { parsed, diagnostics } = check(source, machine, allowUnsafe);
  // Of a program that cannot be read nothing more can be said.
  if (parsed.diagnostics.length > 0) return { diagnostics, safety: ['observe'], unchecked: [] };
  const { classes, reasons } = assess(parsed.script, source, machine);
  const notes = reasons.filter(({ kind }) => kind !== 'unsafe' || allowUnsafe).map(noteOf);
  const inOrder = [...diagnostics, ...notes, ...hold(parsed.script, source)].sort((a, b) => (a.span?.start ?? -1) - (b.span?.start ?? -1));
  return { diagnostics: inOrder, safety: classes, unchecked: notLookedUp(parsed.script, machine) };
}

function noteOf({ kind, why, span }: SafetyReason): Diagnostic {
  return { code: kind, severity: 'note', message: why, span, hints: [], fixes: [] };
}

function forVersion(facts: KernelFacts, version: string): KernelFacts {
  return { ...facts, bpftrace: { path: facts.bpftrace?.path ?? 'bpftrace', version } };
}

function notLookedUp(script: Script, machine: Machine): string[] {
  const { facts, tracepoints, functions, symbols } = machine;
  const kinds = new Set(script.probes.flatMap((probe) => probe.attachPoints.map((point) => point.provider)));
  const any = (...wanted: readonly string[]): boolean => wanted.some((kind) => kinds.has(kind));
  const missing: string[] = [];
  if (any('tracepoint') && tracepoints.list() === undefined) missing.push(`tracepoints (${tracefsText(facts)})`);
  if (any('kprobe', 'kretprobe', 'kfunc', 'kretfunc')) {
    // A function that every kernel has; to ask for all of them takes long.
    if ((functions?.has('vfs_read') ?? 'unknown') === 'unknown') missing.push('kernel functions');
    else if (functions?.traceable('vfs_read') === 'unknown') missing.push('which kernel functions can be traced');
  }
  if (any('uprobe', 'uretprobe', 'usdt') && symbols === undefined) missing.push('symbols of programs');
  // Types last: to look at them is to read them.
  const casts = [...walk(script)].some((node) => node.kind === 'cast' && /^(struct|union) /.test(node.type));
  if (casts && machine.types === undefined) missing.push('types of the kernel');
  return missing;
}

function tracefsText({ tracefs }: KernelFacts): string {
  const words = {
    mounted: 'they cannot be listed',
    unreadable: 'only root may read them',
    mountable: 'tracefs is not mounted',
    absent: 'this kernel has no tracefs',
  };
  return words[tracefs.state];
}
