/** What proofs of all languages are made of. */
import type { Diagnostic } from '../../core/diagnostic.ts';
import type { Safety } from '../../core/program.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Surroundings } from '../events.ts';

export type ProofAround = Pick<Surroundings, 'host' | 'allowUnsafe' | 'willRun' | 'confined'> & Partial<Pick<Surroundings, 'stop' | 'kill'>>;

export interface Proof {
  readonly diagnostics: readonly Diagnostic[];
  /** The plan with what is known of its program now: the object that it was compiled to, where that attaches, what it delivers, and what it may do. */
  readonly plan: Plan;
  /** All that the kernel's verifier wrote, where it refused the program. */
  readonly log?: string;
}

/** What a program does beside watching, as mistakes; nothing where that is allowed. */
export function unsafeDiagnostics({ reasons }: Safety, allowUnsafe: boolean): Diagnostic[] {
  if (allowUnsafe) return [];
  return reasons.flatMap(({ kind, why, span }): Diagnostic[] =>
    kind === 'unsafe' ? [{ code: 'unsafe-call', severity: 'error', message: why, ...(span.end > span.start ? { span } : {}), hints: [], fixes: [] }] : [],
  );
}
