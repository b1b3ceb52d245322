/** C and compiled objects: compiled, read, held against the policy and the machine, and loaded once in a process of its own. */

import type { Machine } from '../../check/machine.ts';
import { contextDiagnostics } from '../../check/object/context.ts';
import { LARGE_MAPS, mapMemory } from '../../check/object/memory.ts';
import { assessObject } from '../../check/object/policy.ts';
import { targetDiagnostics } from '../../check/object/targets.ts';
import { type LineOf, verifierDiagnostics } from '../../check/object/verifier.ts';
import type { BpfObject } from '../../core/bpf-object.ts';
import type { Diagnostic } from '../../core/diagnostic.ts';
import { Exit } from '../../core/exit.ts';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import type { Output, Program } from '../../core/program.ts';
import { pidVariable } from '../../engines/libbpf/settings.ts';
import { triedOnce } from '../../engines/libbpf/tried.ts';
import { type ObjectFile, readObject } from '../../object/read.ts';
import { namedOutputs } from '../../plan/c/outputs.ts';
import type { Plan } from '../../plan/plan.ts';
import { planTexts } from '../../plan/texts.ts';
import { type Proof, type ProofAround, unsafeDiagnostics } from './parts.ts';

/** Compiles it first. A machine without a compiler can still show, and write down, what the library has. */
export async function proveC(plan: Plan, machine: Machine, around: ProofAround): Promise<Proof> {
  const { compile } = await import('../../compiler/compile.ts');
  const { program } = plan;
  const file = program.origin.kind === 'file' ? program.origin.path : undefined;
  let compiled: Awaited<ReturnType<typeof compile>>;
  try {
    compiled = await compile(program.source, { host: around.host, file, signal: around.stop, confined: around.confined });
  } catch (error) {
    if (!(error instanceof Problem) || error.exit !== Exit.notAble || around.willRun !== false || program.origin.kind !== 'library') throw error;
    return { diagnostics: [], plan: { ...plan, notes: [...plan.notes, error.message] } };
  }
  const { object, diagnostics } = compiled;
  if (object === undefined) return { diagnostics, plan };
  const proof = await proveElf(plan, object, program.source, machine, around);
  return { ...proof, diagnostics: [...diagnostics, ...proof.diagnostics] };
}

export async function proveObject(plan: Plan, machine: Machine, around: ProofAround): Promise<Proof> {
  const elf = Buffer.from(plan.program.binary ?? '', 'base64');
  const { noteOf } = await import('../../compiler/package.ts');
  return proveElf(plan, elf, noteOf(elf)?.source, machine, around);
}

/** `source`: the C that it was made of, where that is at hand. */
async function proveElf(plan: Plan, elf: Uint8Array, source: string | undefined, machine: Machine, around: ProofAround): Promise<Proof> {
  const { program } = plan;
  const read = readObject(elf);
  if (!read.ok) throw objectProblem(program, elf, read.why, read.message);
  const { description } = read.object;
  const allowUnsafe = around.allowUnsafe ?? false;
  const safety = assessObject(description, machine);
  const outputs = namedOutputs(description.outputs, program.outputs);
  const answer = answerOf(program, outputs);
  const proven: Program = {
    ...program,
    binary: Buffer.from(elf).toString('base64'),
    attachPoints: [...new Set(description.programs.map(({ attachPoint }) => attachPoint))],
    outputs,
    ...(answer === undefined ? {} : { answer }),
  };
  const missing = targetDiagnostics(description, machine);
  // What a program of no known section could do is not worth a word beside that.
  const unsafe = missing.some(({ code }) => code === 'unknown-section') ? [] : unsafeDiagnostics(safety, allowUnsafe);
  const found: Diagnostic[] = [...missing, ...unsafe, ...contextDiagnostics(read.object, machine, source)].map((one) => placed(one, description, source));
  // A kernel that attaches no kprobes verifies such programs all the same.
  const isKeptBack = around.confined === true && (safety.classes.includes('unsafe') || mapMemory(description) >= LARGE_MAPS);
  const trial =
    isKeptBack || found.some(({ code, severity }) => severity === 'error' && code !== 'probe-kind-unavailable')
      ? {}
      : await loadOnce(elf, read.object, program, source, machine, around);
  const { program: narrowed, notes } = withPid(proven, description, plan);
  return {
    diagnostics: [...found, ...(trial.diagnostics ?? [])],
    plan: { ...plan, program: narrowed, safety, notes },
    ...(trial.log === undefined ? {} : { log: trial.log }),
  };
}

/** Has the kernel verify it, where we may ask it to and it is about to be run. Throws a Problem where libbpf is not there, or dies of it. */
async function loadOnce(
  elf: Uint8Array,
  object: ObjectFile,
  program: Program,
  source: string | undefined,
  { facts }: Machine,
  { willRun, stop }: ProofAround,
): Promise<{ readonly diagnostics?: readonly Diagnostic[]; readonly log?: string }> {
  if (facts.privilege !== 'root' || willRun === false) return {};
  const trial = await triedOnce(elf, stop ?? new AbortController().signal);
  switch (trial.kind) {
    case 'loads':
      return {};
    case 'no-libbpf':
      throw new Problem(messages.cannotTryLoad(trial.message, trial.hints));
    case 'crashed':
      // Who ended it meanwhile is told nothing.
      if (stop?.aborted === true) return {};
      throw new Problem(messages.loaderCrashed(nameOf(program), trial.message));
    case 'refused': {
      if (/failed to find valid kernel BTF/.test(`${trial.message}\n${trial.log}`)) throw new Problem(messages.objectNeedsKernelTypes(nameOf(program)));
      const lead = trial.program === undefined ? trial.message : `libbpf: prog '${trial.program}': BPF program load failed\n-- BEGIN PROG LOAD LOG --`;
      return { diagnostics: verifierDiagnostics(trial.log.trim() === '' ? trial.message : `${lead}\n${trial.log}`, source, lineIn(object)), log: trial.log };
    }
  }
}

function lineIn(object: ObjectFile): LineOf {
  return (program, instruction) => object.linesOf(program).findLast((line) => line.instruction <= instruction);
}

/** What answers: what was planned; of a file its rows, or else the first of its maps that is shown. */
function answerOf({ answer }: Program, outputs: readonly Output[]): string | undefined {
  const has = (wanted: string): boolean => outputs.some((output) => (output.shape === 'rows' ? wanted === 'rows' : output.map === wanted));
  if (answer !== undefined && has(answer)) return answer;
  if (has('rows')) return 'rows';
  return outputs.flatMap((output) => (output.shape === 'rows' ? [] : [output.map]))[0];
}

/** Narrowed to a process where it has a constant for that; told where it has none. */
function withPid(program: Program, { variables }: BpfObject, { notes, intent }: Plan): { readonly program: Program; readonly notes: readonly string[] } {
  if (program.pid === undefined || program.origin.kind === 'library' || pidVariable(variables) !== undefined) return { program, notes };
  const { pid, ...wide } = program;
  return { program: wide, notes: [...notes, planTexts(intent.language).notNarrowed(pid)] };
}

/** At the section of the program it is about, where there is a source that has it. */
function placed(diagnostic: Diagnostic, { programs }: BpfObject, source: string | undefined): Diagnostic {
  if (diagnostic.span !== undefined || source === undefined) return diagnostic;
  const program = programs.find(({ name }) => diagnostic.message.startsWith(`${name}: `));
  const start = program === undefined ? -1 : source.indexOf(`SEC("${program.section}")`);
  return start === -1 || program === undefined ? diagnostic : { ...diagnostic, span: { start, end: start + program.section.length + 7 } };
}

/** e_machine of ELF (elf.h). */
const MACHINES: Readonly<Record<number, string>> = {
  3: 'x86 (32 bits)',
  8: 'MIPS',
  20: 'PowerPC',
  21: 'PowerPC (64 bits)',
  22: 's390',
  40: 'ARM',
  62: 'x86-64',
  183: 'AArch64',
  243: 'RISC-V',
  247: 'BPF, but of 32 bits',
  258: 'LoongArch',
};

function objectProblem(program: Program, elf: Uint8Array, why: string, message: string): Problem {
  const file = nameOf(program);
  if (elf.length === 0) return new Problem(messages.truncatedObject(file, 'it is empty'));
  if (why === 'other-byte-order') return new Problem(messages.badObject(file, message));
  if (why === 'truncated' || why === 'damaged') return new Problem(messages.truncatedObject(file, message));
  if (why === 'other-machine') {
    // Byte 5 tells the order of the others.
    const machine = elf[5] === 2 ? (elf[18] ?? 0) * 256 + (elf[19] ?? 0) : (elf[18] ?? 0) + (elf[19] ?? 0) * 256;
    return new Problem(messages.otherArchitecture(file, MACHINES[machine] ?? `the machine number ${machine}`));
  }
  if (why === 'no-program' && program.language === 'c') return new Problem(messages.noProgramInC(file));
  return new Problem(messages.badObject(file, message));
}

function nameOf({ origin, title }: Program): string {
  return origin.kind === 'file' && origin.path !== '-' ? origin.path : title;
}
