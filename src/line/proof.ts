/** Proves a program before anybody is asked to run it: what is wrong with it, what it may do, and what exactly would be run. By its language. */
import { check, type Machine } from '../check/check.ts';
import type { Plan } from '../plan/plan.ts';
import { type Proof, type ProofAround, unsafeDiagnostics } from './proof/parts.ts';

export type { Proof, ProofAround };

/** Throws a Problem where this machine cannot prove it: no compiler, no libbpf, a file that is no object. What is wrong with the program itself comes as diagnostics. */
export async function prove(plan: Plan, machine: Machine, around: ProofAround): Promise<Proof> {
  const { program } = plan;
  const allowUnsafe = around.allowUnsafe ?? false;
  switch (program.language) {
    case 'c':
      return (await import('./proof/compiled.ts')).proveC(plan, machine, around);
    case 'object':
      return (await import('./proof/compiled.ts')).proveObject(plan, machine, around);
    case 'wasm':
      return (await import('./proof/module.ts')).proveModule(plan, machine, around);
    case 'tool':
      return { diagnostics: unsafeDiagnostics(plan.safety, allowUnsafe), plan };
    default:
      // Runs that were kept before there were others may not say it.
      return { diagnostics: check(program.source, machine, allowUnsafe).diagnostics, plan };
  }
}
