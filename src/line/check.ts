/** Holds program files against a machine without running them: what `gpttrace check` and its kin do behind the command line. */
import type { Script } from '../bpftrace/ast.ts';
import { walk } from '../bpftrace/visit.ts';
import { check, type Machine } from '../check/check.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import type { KernelFacts } from '../core/facts.ts';
import { openMachine } from './machine.ts';

export interface CheckOptions {
  readonly allowUnsafe?: boolean;
  /** Check for this version of bpftrace instead of the installed one. */
  readonly bpftrace?: string;
  /** A file that `gpttrace facts` wrote: check for that machine instead of this one. */
  readonly snapshot?: string;
}

/** What is known of one program after it was looked at. */
export interface Inspection {
  /** In source order. */
  readonly diagnostics: readonly Diagnostic[];
  /** What the program names and nobody could look up here, in words: silence about these means nothing. */
  readonly unchecked: readonly string[];
}

export interface Inspector {
  readonly facts: KernelFacts;
  /** Never throws. */
  inspect(source: string): Inspection;
}

/** Looks at the machine once, for any number of programs. Throws a Problem where a snapshot cannot be read. Runs nothing as root that the user has not to be asked for. */
export async function openInspector(options: CheckOptions): Promise<Inspector> {
  const { bpftrace } = options;
  const machine = await openMachine(options.snapshot, (facts) => (bpftrace === undefined ? facts : forVersion(facts, bpftrace)));
  return {
    facts: machine.facts,
    inspect(source) {
      const { parsed, diagnostics } = check(source, machine, options.allowUnsafe ?? false);
      return { diagnostics, unchecked: parsed.diagnostics.length > 0 ? [] : notLookedUp(parsed.script, machine) };
    },
  };
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
  if (any('kprobe', 'kretprobe', 'kfunc', 'kretfunc') && functions?.list() === undefined) missing.push('kernel functions');
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
