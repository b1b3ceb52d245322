/** A file or a run that is kept, explained: what `gpttrace explain` does behind the command line. No model, and nothing is run. */
import { check } from '../check/check.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import { messages } from '../core/messages.ts';
import type { ValueNames } from '../core/names.ts';
import { Problem } from '../core/problem.ts';
import type { GivenProgram } from '../core/request.ts';
import type { RunRecord } from '../core/run-record.ts';
import { type Finding, findings } from '../explain/findings/findings.ts';
import { type Around, explainLines, type ProgramExplanation } from '../explain/lines/lines.ts';
import { renderFindings, renderProgram } from '../explain/render.ts';
import { KERNEL_WORDS } from '../knowledge/kernel-words.ts';
import { loadKnowledge } from '../knowledge/knowledge.ts';
import { localised } from '../knowledge/library.ts';
import { explainProgram } from './explain-program.ts';
import type { GivenOptions } from './inspect-given.ts';
import { openMachine, type WhichMachine } from './machine.ts';
import { namesOf } from './names.ts';
import { openSession } from './sessions.ts';

export type { Finding, ProgramExplanation };
export { renderFindings, renderProgram };

export interface ExplainFileOptions extends WhichMachine {
  /** For this version of bpftrace instead of the installed one. */
  readonly bpftrace?: string;
  readonly language: string;
}

export interface ExplainedFile {
  readonly diagnostics: readonly Diagnostic[];
  readonly explanation: ProgramExplanation;
  /** Where it is a program of the library: what it is called, and what it tells. */
  readonly known?: { readonly title: string; readonly tells: string };
}

/** A program's text explained as the machine has its events; what is wrong with it beside. Throws a Problem where there is no such machine. */
export async function explainFile(source: string, { language, bpftrace, ...which }: ExplainFileOptions): Promise<ExplainedFile> {
  const machine = await openMachine(which, (facts) =>
    bpftrace === undefined ? facts : { ...facts, bpftrace: { path: facts.bpftrace?.path ?? 'bpftrace', version: bpftrace } },
  );
  const { diagnostics } = check(source, machine, true);
  const around: Around = {
    version: machine.facts.bpftrace?.version,
    kernelTypes: () => machine.types,
    fieldsOf: ({ provider, parts: [category, name] }) =>
      provider === 'tracepoint' && category !== undefined && name !== undefined ? machine.tracepoints.fields(category, name) : undefined,
    meaningOf: (_category, name) => (language === 'zh' ? undefined : kernelWords(name)),
  };
  const known = libraryProgram(source);
  const explanation = explainLines({ source }, language, around);
  return {
    diagnostics,
    explanation,
    ...(known === undefined ? {} : { known: { title: localised(known.title, language), tells: localised(known.tells, language) } }),
  };
}

/** A file that is no bpftrace program, explained by what it was compiled to. Nothing is loaded. Throws a Problem where this machine cannot compile it. */
export async function explainGiven(
  given: GivenProgram,
  language: string,
  around: Pick<GivenOptions, 'confined' | 'stop'> = {},
): Promise<ExplainedFile & { readonly source: string }> {
  const { proveGiven } = await import('./inspect-given.ts');
  const { proof } = await proveGiven(given, { ...around, allowUnsafe: true, load: false });
  const { program, safety } = proof.plan;
  return { diagnostics: proof.diagnostics, explanation: await explainProgram(program, safety, language), source: program.source };
}

/** What stands out in a run, in the language it was answered in or another one, and the program it was. */
export async function explainRun(
  record: RunRecord,
  language: string = record.language,
): Promise<{ readonly findings: readonly Finding[]; readonly explanation: ProgramExplanation }> {
  const { program, facts, safety } = record;
  return {
    findings: findings(record, namesOf(record), language),
    explanation: await explainProgram(program, safety, language, { version: facts.bpftrace?.version }),
  };
}

/** The same without its program. Silence is told by the answer itself. */
export function runFindings(record: RunRecord, names: ValueNames = namesOf(record)): readonly Finding[] {
  return findings(record, names, record.language).filter(({ rule }) => rule !== 'silence');
}

/** A run that is kept, by its name. Throws a Problem where there is none. */
export async function keptRun(name: string): Promise<{ readonly record: RunRecord; readonly problems: readonly string[] }> {
  const { record, problems } = await openSession(name);
  return { record, problems: problems() };
}

/** The run that a text is, written by an export or by a session; undefined where it is none, as a program. Throws a Problem for JSON that is something else. */
export async function recordIn(text: string, file: string): Promise<RunRecord | undefined> {
  if (!/^\s*\{\s*"/.test(text)) return undefined;
  const { readRun } = await import('../report/read.ts');
  const read = readRun(text);
  if ('wrong' in read) throw new Problem(messages.noRun(file, read.wrong));
  return read;
}

/** What the parts of a tracepoint's name are short for. */
function kernelWords(name: string): string | undefined {
  const words = name
    .split('_')
    .flatMap((part) => (Object.hasOwn(KERNEL_WORDS, part) && !KERNEL_WORDS[part]?.split(' ').includes(part) ? [`${part}: ${KERNEL_WORDS[part]}`] : []));
  return words.length === 0 ? undefined : words.join('; ');
}

const FRONT_MATTER = /^\/\*---\n[\s\S]*?\n---\*\/\n*/;

function libraryProgram(source: string) {
  const bare = source.replace(FRONT_MATTER, '').trim();
  return loadKnowledge().library.find((program) => program.source.trim() === bare);
}
