/** Programs that would be loaded and then attached nowhere. */
import type { BpfObject, BpfProgram } from '../../../core/bpf-object.ts';
import type { Diagnostic } from '../../../core/diagnostic.ts';
import type { KernelFacts, ProbeKind } from '../../../core/facts.ts';

/** What attaches a section's programs, where this machine was seen to refuse it. */
const KINDS: readonly (readonly [RegExp, ProbeKind, string])[] = [
  [/^\??k(?:ret)?(?:probe|syscall)/, 'kprobe', 'kprobes'],
  [/^\??f(?:entry|exit|mod_ret)/, 'kfunc', 'fentry and fexit'],
];

/** Of a program that was written for a question: nobody says of it where else it is to be attached. */
export function attachDiagnostics({ programs }: BpfObject, { probeKinds }: KernelFacts): Diagnostic[] {
  return programs.flatMap((program): Diagnostic[] => {
    const kind = KINDS.find(([section]) => section.test(program.section));
    if (kind !== undefined && probeKinds[kind[1]].verdict === 'no')
      return [wrong(program, 'probe-kind-unavailable', `${kind[2]} do not attach on this machine`, 'use a tracepoint; what none shows, say in cannot_show')];
    if (!program.autoAttach && program.type !== 'perf_event' && program.type !== 'unspec')
      return [wrong(program, 'not-attached', `nothing attaches a program of the section "${program.section}"`, hintFor(program))];
    return [];
  });
}

function hintFor({ type }: BpfProgram): string {
  return /^(?:xdp|sched_)/.test(type)
    ? 'it needs a network interface, and nobody names one here: use a tracepoint of the network'
    : 'name in its section what it is attached to: SEC("tracepoint/sched/sched_switch")';
}

function wrong({ name }: BpfProgram, code: string, message: string, hint: string): Diagnostic {
  return { code, severity: 'error', message: `${name}: ${message}`, hints: [hint], fixes: [] };
}
