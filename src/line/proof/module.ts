/** WebAssembly modules: whether they can be run here, and what the BPF objects in them may do. */

import type { Machine } from '../../check/machine.ts';
import { contextDiagnostics } from '../../check/object/context.ts';
import { assessObject } from '../../check/object/policy.ts';
import { targetDiagnostics } from '../../check/object/targets.ts';
import { verifierDiagnostics } from '../../check/object/verifier.ts';
import type { Diagnostic } from '../../core/diagnostic.ts';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import { SAFETY_CLASSES, type Safety } from '../../core/program.ts';
import { triedOnce } from '../../engines/libbpf/tried.ts';
import { describedBy } from '../../engines/wasm/description.ts';
import { fitnessOf } from '../../engines/wasm/fitness.ts';
import { findObjects } from '../../engines/wasm/objects.ts';
import { readObject } from '../../object/read.ts';
import type { Plan } from '../../plan/plan.ts';
import { type Proof, type ProofAround, unsafeDiagnostics } from './parts.ts';

export async function proveModule(plan: Plan, machine: Machine, around: ProofAround): Promise<Proof> {
  const { program } = plan;
  const name = program.origin.kind === 'file' && program.origin.path !== '-' ? program.origin.path : program.title;
  const wasm = Uint8Array.from(Buffer.from(program.binary ?? '', 'base64'));
  const fit = fitnessOf(wasm);
  if (!fit.ok) throw new Problem(messages.badModule(name, fit.message));
  const elves = findObjects(wasm);
  const objects = elves.flatMap((elf) => {
    const read = readObject(elf);
    return read.ok ? [read.object] : [];
  });
  const safety = together(objects.map(({ description }) => assessObject(description, machine)));
  const found: Diagnostic[] = [
    ...objects.flatMap((object) => [...targetDiagnostics(object.description, machine), ...contextDiagnostics(object, machine)]),
    ...unsafeDiagnostics(safety, around.allowUnsafe ?? false),
  ];
  const refused = found.some(({ severity }) => severity === 'error') ? undefined : await firstRefused(elves, name, machine, around);
  const described = describedBy(wasm);
  return {
    diagnostics: [...found, ...(refused?.diagnostics ?? [])],
    plan: {
      ...plan,
      safety,
      program: {
        ...program,
        title: described?.title ?? program.title,
        attachPoints: [...new Set(objects.flatMap(({ description }) => description.programs.map(({ attachPoint }) => attachPoint)))],
        outputs: described?.outputs ?? [],
        ...(described === undefined || described.outputs.length === 0 ? {} : { answer: 'rows' }),
      },
    },
    ...(refused?.log === undefined ? {} : { log: refused.log }),
  };
}

async function firstRefused(
  elves: readonly Uint8Array[],
  name: string,
  { facts }: Machine,
  { willRun, stop }: ProofAround,
): Promise<{ readonly diagnostics: readonly Diagnostic[]; readonly log: string } | undefined> {
  if (facts.privilege !== 'root' || willRun === false) return undefined;
  for (const elf of elves) {
    const trial = await triedOnce(elf, stop ?? new AbortController().signal);
    if (trial.kind === 'no-libbpf') throw new Problem(messages.cannotTryLoad(trial.message, trial.hints));
    if (trial.kind === 'crashed' && stop?.aborted !== true) throw new Problem(messages.loaderCrashed(name, trial.message));
    if (trial.kind === 'refused') return { diagnostics: verifierDiagnostics(trial.log.trim() === '' ? trial.message : trial.log), log: trial.log };
  }
  return undefined;
}

function together(all: readonly Safety[]): Safety {
  const reasons = [...SAFETY_CLASSES].reverse().flatMap((kind) => all.flatMap((one) => one.reasons).filter((reason) => reason.kind === kind));
  const classes = [...new Set(reasons.map(({ kind }) => kind))];
  return { classes: classes.length === 0 ? ['observe'] : classes, reasons };
}
