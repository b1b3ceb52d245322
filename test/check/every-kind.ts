import type { Finding, KernelFacts } from '../../src/core/facts.ts';

/** A kernel on which a finding holds for every kind of probe. */
export function everyKind(finding: Finding): KernelFacts['probeKinds'] {
  return {
    tracepoint: finding,
    kprobe: finding,
    kfunc: finding,
    uprobe: finding,
    usdt: finding,
    software: finding,
    hardware: finding,
    profile: finding,
    interval: finding,
    rawtracepoint: finding,
  };
}
