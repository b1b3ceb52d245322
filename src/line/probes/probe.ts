import type { ProbeKindId } from '../../bpftrace/dialect/probes.ts';
import type { Machine } from '../../check/machine.ts';
import type { Verdict } from '../../core/facts.ts';
import { kindOf } from '../../kernel/facts.ts';

/** One probe of a machine. */
export interface FoundProbe {
  readonly kind: ProbeKindId;
  /** Its attach point, as the machine's bpftrace writes it. */
  readonly probe: string;
  /** Whether this kernel attaches such probes, and what that rests on. */
  readonly attaches: Verdict;
  readonly why: string;
  /** What it was found for, where it was looked for by its meaning: the title of a program that uses it. */
  readonly used?: string;
  /** C declarations of what it hands over, where that is known and was asked for. */
  readonly arguments?: readonly string[];
  readonly returns?: string;
}

export function foundProbe(kind: ProbeKindId, probe: string, { facts }: Machine): FoundProbe {
  const id = kindOf(kind);
  const finding = id === undefined ? { verdict: 'yes' as const, why: '' } : facts.probeKinds[id];
  return { kind, probe, attaches: finding.verdict, why: finding.why };
}
