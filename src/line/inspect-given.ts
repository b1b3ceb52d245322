/** A file that is no bpftrace program, held against this machine without running it. */
import type { Diagnostic } from '../core/diagnostic.ts';
import type { KernelFacts } from '../core/facts.ts';
import type { GivenProgram } from '../core/request.ts';
import { noCache } from '../kernel/cache.ts';
import { gatherFacts } from '../kernel/facts.ts';
import { localMachine } from '../local.ts';
import type { Inspection } from './check.ts';
import { planFile } from './plans.ts';
import { machineOf } from './prepare.ts';
import { type Proof, prove } from './proof.ts';

export interface GivenOptions {
  readonly allowUnsafe: boolean;
  readonly stop?: AbortSignal;
  /** False where the kernel is not asked to load it. */
  readonly load?: boolean;
  /** As in `Surroundings`. */
  readonly confined?: boolean;
}

/** What is known of it when it was compiled, read and, where we are root, loaded once. Throws a Problem where this machine cannot tell. */
export async function proveGiven(
  given: GivenProgram,
  { allowUnsafe, stop, load, confined }: GivenOptions,
): Promise<{ readonly proof: Proof; readonly facts: KernelFacts }> {
  const { host, cache, lists } = localMachine();
  const { facts } = await gatherFacts(host, cache ?? noCache);
  const machine = await machineOf(facts, { host, lists });
  const plan = await planFile({ program: given }, machine);
  const around = {
    host,
    allowUnsafe,
    ...(stop === undefined ? {} : { stop }),
    ...(load === undefined ? {} : { willRun: load }),
    ...(confined === undefined ? {} : { confined }),
  };
  return { proof: await prove(plan, machine, around), facts };
}

export interface GivenInspection extends Inspection {
  /** The text that its diagnostics are about. */
  readonly source: string;
  /** All that the kernel's verifier wrote, where it refused it. */
  readonly log?: string;
}

/** What `gpttrace check` says of it. */
export async function inspectGiven(given: GivenProgram, options: GivenOptions): Promise<GivenInspection> {
  const { proof, facts } = await proveGiven(given, options);
  const { plan, diagnostics, log } = proof;
  const { program, safety } = plan;
  const notes = safety.reasons
    .filter(({ kind }) => kind !== 'unsafe' || options.allowUnsafe)
    .map(
      ({ kind, why, span }): Diagnostic => ({ code: kind, severity: 'note', message: why, ...(span.end > span.start ? { span } : {}), hints: [], fixes: [] }),
    );
  const isWrong = diagnostics.some(({ severity }) => severity === 'error');
  return {
    diagnostics: [...diagnostics, ...notes],
    safety: safety.classes,
    unchecked: isWrong || facts.privilege === 'root' ? [] : ["whether the kernel's verifier takes it (only root may ask)"],
    source: program.source,
    ...(log === undefined ? {} : { log }),
  };
}
