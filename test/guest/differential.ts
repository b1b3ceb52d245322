/** Holds the checker against the bpftrace and the kernel of a guest: programs that one takes and the other does not. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { check, type Machine } from '../../src/check/check.ts';
import { readCorpus } from '../differential/corpus.ts';
import { type Disagreement, type Explanation, explanationOf } from '../differential/explained.ts';
import type { Case } from '../differential/generate.ts';
import type { Verdict } from '../differential/verdict.ts';
import { EXPLAINED_IN_GUESTS } from './explained.ts';

const LIBRARY = fileURLToPath(new URL('../../library/', import.meta.url));

const MATRIX_ONLY = /^# Asked by the matrix only[\s\S]*/m;

/** The programs of programs.txt: what only a kernel with every kind of probe can tell, and plain mistakes. */
export function guestPrograms(): Case[] {
  return casesOf(programsText());
}

/** Of these as many as can be asked about in two minutes. */
export function fewPrograms(): Case[] {
  return casesOf(programsText().replace(MATRIX_ONLY, ''));
}

function programsText(): string {
  return readFileSync(new URL('programs.txt', import.meta.url), 'utf8');
}

function casesOf(text: string): Case[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((source) => ({ name: source, source }));
}

/** All there is: those, the corpus of the language, the library, and the tools that came with the guest's bpftrace. */
export function everyProgram(tools: string): Case[] {
  const corpus = readCorpus().map(({ source }) => ({ name: source, source }));
  return [...guestPrograms(), ...corpus, ...programsIn(LIBRARY), ...programsIn(tools)];
}

function programsIn(directory: string): Case[] {
  const files = existsSync(directory) ? readdirSync(directory).filter((file) => file.endsWith('.bt')) : [];
  return files.sort().map((name) => ({ name, source: readFileSync(join(directory, name), 'utf8') }));
}

export interface Compared {
  readonly programs: number;
  readonly refused: number;
  readonly differing: readonly (Disagreement & { readonly explanation?: Explanation })[];
}

/** `verdicts` are bpftrace's, in the order of the programs. */
export function compare(programs: readonly Case[], verdicts: readonly Verdict[], machine: Machine): Compared {
  const differing = programs.flatMap((program, at) => {
    const verdict = verdicts[at];
    const errors = check(program.source, machine).diagnostics.filter(({ severity }) => severity === 'error');
    if (verdict === undefined || verdict.accepts === (errors.length === 0)) return [];
    const disagreement = { program, verdict, codes: errors.map(({ code }) => code) };
    const explanation = explanationOf(disagreement, EXPLAINED_IN_GUESTS);
    return [explanation === undefined ? disagreement : { ...disagreement, explanation }];
  });
  return { programs: programs.length, refused: verdicts.filter(({ accepts }) => !accepts).length, differing };
}

/** A disagreement for a person. */
export function describeDisagreement({ program, verdict, codes }: Disagreement): string {
  return `${program.name}\n  bpftrace: ${verdict.accepts ? 'accepts' : verdict.says}\n  gpttrace: ${codes.join(', ') || 'accepts'}`;
}
