/** C to one file to carry: proven, compiled, with what it is for in the file. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { noteOf, packed } from '../compiler/package.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import type { GivenProgram } from '../core/request.ts';
import { describedBy } from '../engines/wasm/description.ts';
import { localMachine } from '../local.ts';
import { proveGiven } from './inspect-given.ts';
import { compiledProblem } from './proof/problem.ts';

export interface BuildOptions {
  readonly allowUnsafe?: boolean;
  /** A WebAssembly module, with this user-space part in C or one that prints every record. */
  readonly module?: { readonly user?: string };
  readonly stop: AbortSignal;
}

export interface Built {
  readonly bytes: Uint8Array;
  /** What it is called where nobody named it: beside nothing, in the folder one is in. */
  readonly name: string;
  /** What is to be minded: none of them an error. */
  readonly diagnostics: readonly Diagnostic[];
  readonly attachPoints: readonly string[];
  readonly safety: readonly string[];
  /** Whether the kernel's verifier took it here; it was not asked where we are not root. */
  readonly verified: boolean;
}

/** Throws a Problem where it is no C, is wrong, or would do more than watch and that is not allowed. */
export async function buildFile(given: GivenProgram, { allowUnsafe = false, module, stop }: BuildOptions): Promise<Built> {
  const { language = 'bpftrace', path } = given;
  if (language !== 'c') throw new Problem(messages.notBuildable(path, language));
  const { proof, facts } = await proveGiven(given, { allowUnsafe, stop });
  const { plan, diagnostics } = proof;
  const { program, safety } = plan;
  // What only this kernel lacks is no fault of what may be carried to another.
  const told = diagnostics.map((one): Diagnostic => (one.code === 'probe-kind-unavailable' ? { ...one, severity: 'warning' } : one));
  const errors = told.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw compiledProblem(path, program, errors);
  const object = Buffer.from(program.binary ?? '', 'base64');
  const stem = basename(path === '-' ? 'program' : path).replace(/(?:\.bpf)?\.c$/, '');
  const about = { diagnostics: told, attachPoints: program.attachPoints, safety: safety.classes, verified: facts.privilege === 'root' };
  if (module !== undefined) {
    const { buildModule } = await import('../compiler/wasm.ts');
    const { host } = localMachine();
    const made = await buildModule(object, { host, title: stem, ...(module.user === undefined ? {} : { user: module.user }) });
    if (made.module === undefined) throw new Problem(made.failure ?? messages.notPacked(path), made.diagnostics, module.user ?? '');
    return { ...about, bytes: made.module, name: `${stem}.wasm`, diagnostics: [...told, ...made.diagnostics.filter(({ span }) => span === undefined)] };
  }
  const bytes = packed(object, { title: stem, source: given.source, file: basename(path), kernel: facts.release });
  if (bytes === undefined) throw new Error('clang made no object that a section can be added to');
  return { ...about, bytes, name: `${stem}.bpf.o` };
}

/** Whether a file there is one that was built so. */
export function wasBuilt(path: string): boolean {
  try {
    const bytes = readFileSync(path);
    return noteOf(bytes) !== undefined || describedBy(bytes) !== undefined;
  } catch {
    return false;
  }
}
