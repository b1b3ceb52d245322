/** What of CO-RE C this machine can attach, for a model, which knows all kernels at once. */
import type { KernelFacts, ProbeKind, Verdict } from '../../../core/facts.ts';
import { promptText } from '../../prompts.ts';

/** Sections by what attaches them: the kernel has the same ways for all tracers. */
const SECTIONS: readonly (readonly [ProbeKind, string])[] = [
  ['tracepoint', 'SEC("tracepoint/CATEGORY/NAME")'],
  ['rawtracepoint', 'SEC("tp_btf/NAME") with BPF_PROG'],
  ['kprobe', 'SEC("kprobe/FUNCTION") and SEC("kretprobe/FUNCTION") with BPF_KPROBE and BPF_KRETPROBE'],
  ['kfunc', 'SEC("fentry/FUNCTION") and SEC("fexit/FUNCTION") with BPF_PROG'],
  ['uprobe', 'SEC("uprobe//PATH:FUNCTION") and SEC("uretprobe//PATH:FUNCTION") with BPF_KPROBE and BPF_KRETPROBE'],
  ['usdt', 'SEC("usdt//PATH:PROVIDER:NAME") with BPF_USDT'],
  ['profile', 'SEC("perf_event"), which runs 99 times a second on every CPU'],
];

export function cMachineText({ release, arch, probeKinds, btf }: KernelFacts, brief: boolean): string {
  // Which bpftrace knows raw tracepoints is nothing to a program in C: it needs the kernel's types.
  const verdictOf = (kind: ProbeKind): Verdict => (kind !== 'rawtracepoint' ? probeKinds[kind].verdict : btf ? 'yes' : 'no');
  const having = (verdict: Verdict): string =>
    SECTIONS.filter(([kind]) => verdictOf(kind) === verdict)
      .map(([, section]) => section)
      .join('; ');
  return promptText('machine-c', {
    release,
    arch,
    attach: having('yes'),
    refused: having('no'),
    unknown: brief ? '' : having('unknown'),
  });
}
