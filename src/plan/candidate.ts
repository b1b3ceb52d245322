/** A program and its variants for what a question asks of them: which of them this machine can attach. */
import type { ParseResult } from '../bpftrace/parser.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Intent } from '../core/intent.ts';
import type { Program, Safety } from '../core/program.ts';
import type { LibraryProgram } from '../knowledge/library.ts';
import { fill } from './fill/fill.ts';
import type { Filled, FillOptions, Refusal } from './fill/filled.ts';

/** The checker, handed in: whether a program can run on the machine, what it had to drop for that, and the field types of its tracepoints. */
export interface Checker {
  readonly check: (source: string) => { readonly parsed: ParseResult; readonly diagnostics: readonly Diagnostic[] };
  readonly adapt: (source: string) => { readonly source: string; readonly dropped: readonly string[] };
  readonly declarations: (parsed: ParseResult) => NonNullable<Program['declarations']>;
  readonly safety: (parsed: ParseResult, source: string) => Safety;
}

/** A program with its slots filled, and whether it can run here. */
export interface Candidate {
  readonly program: LibraryProgram;
  readonly filled: Filled;
  readonly source: string;
  readonly dropped: readonly string[];
  readonly fits: boolean;
}

/** The most preferred of a program and its variants that this machine can attach; where none fits the program itself, so that its faults are shown. */
export function chooseVariant(
  program: LibraryProgram,
  library: readonly LibraryProgram[],
  intent: Intent,
  checker: Checker,
  followsCommand: boolean,
  options: FillOptions,
): Candidate {
  const family = [program, ...library.filter((other) => other.variantOf === program.name)].sort((a, b) => b.prefer - a.prefer);
  let first: Candidate | undefined;
  for (const member of family) {
    const made = candidateOf(member, fill(member, intent, followsCommand, options), checker);
    // A condition may need what this machine does not tell (the members of a structure): then it is refused, not the question.
    const free = made.fits || intent.conditions.length === 0 ? made : withoutConditions(made, intent, checker, followsCommand, options);
    const candidate = free.fits || intent.keys.length === 0 ? free : withoutKeys(free, intent, checker, followsCommand, options);
    const { fits } = candidate;
    if (fits) return candidate;
    if (member === program) first = candidate;
  }
  if (first === undefined) throw new Error(`${program.name} is not in its own family`);
  return first;
}

function candidateOf(program: LibraryProgram, filled: Filled, checker: Checker): Candidate {
  const { source, dropped } = checker.adapt(filled.source);
  const fits = checker.check(source).diagnostics.every((diagnostic) => diagnostic.severity !== 'error');
  return { program, filled, source, dropped, fits };
}

function withoutConditions(made: Candidate, intent: Intent, checker: Checker, followsCommand: boolean, options: FillOptions): Candidate {
  const filled = fill(made.program, { ...intent, conditions: [] }, followsCommand, options);
  const refused = intent.conditions.map(({ value, words }): Refusal => ({ what: 'condition', condition: value, words }));
  const plain = candidateOf(made.program, { ...filled, refused: [...filled.refused, ...refused] }, checker);
  return plain.fits ? plain : made;
}

/** What it is told by may need what this machine's kernel does not tell either. */
function withoutKeys(made: Candidate, intent: Intent, checker: Checker, followsCommand: boolean, options: FillOptions): Candidate {
  const filled = fill(made.program, { ...intent, keys: [] }, followsCommand, options);
  const refused = intent.keys.map(({ value }): Refusal => ({ what: 'key', key: value, offered: made.program.keys }));
  const plain = candidateOf(made.program, { ...filled, refused: [...filled.refused, ...refused] }, checker);
  return plain.fits ? plain : made;
}
