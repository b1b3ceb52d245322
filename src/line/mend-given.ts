/** C that clang or the kernel's verifier refuses, mended where there is one way to mend it. */
import type { Change, Repaired } from '../check/repair.ts';
import { applyEdits, type Diagnostic, type Fix, positionAt } from '../core/diagnostic.ts';
import type { GivenProgram } from '../core/request.ts';
import { type GivenOptions, proveGiven } from './inspect-given.ts';

/** What clang takes the verifier may refuse, which tells one mistake at a time. */
const MOST_ROUNDS = 12;

interface Inserted {
  readonly line: number;
  readonly lines: number;
}

/** Compiles and, as root, has it verified after each change. Throws a Problem where this machine cannot tell. */
export async function mendGiven(given: GivenProgram, options: GivenOptions): Promise<Repaired> {
  const changes: Change[] = [];
  const inserted: Inserted[] = [];
  let { source } = given;
  for (let round = 0; ; round++) {
    const { proof } = await proveGiven({ ...given, source }, options);
    const { diagnostics } = proof;
    const found = round < MOST_ROUNDS ? firstFix(diagnostics) : undefined;
    const mended = found === undefined ? source : applyEdits(source, found.fix.edits);
    if (found === undefined || mended === source) return { source, changes, diagnostics };
    const { fix, diagnostic } = found;
    const at = lineOf(source, diagnostic.span?.start ?? fix.edits[0]?.span.start ?? 0);
    changes.push({
      what: fix.title,
      why: diagnostic.message,
      code: diagnostic.code,
      line: asGiven(at, inserted),
      ...(fix.changes === undefined ? {} : { changes: fix.changes }),
    });
    for (const { span, text } of fix.edits)
      inserted.push({ line: lineOf(source, span.start), lines: text.split('\n').length - source.slice(span.start, span.end).split('\n').length });
    source = mended;
  }
}

function firstFix(diagnostics: readonly Diagnostic[]): { readonly diagnostic: Diagnostic; readonly fix: Fix } | undefined {
  for (const diagnostic of diagnostics) {
    const fix = diagnostic.severity === 'error' ? diagnostic.fixes.find(({ automatic }) => automatic === true) : undefined;
    if (fix !== undefined) return { diagnostic, fix };
  }
  return undefined;
}

function lineOf(source: string, offset: number): number {
  return positionAt(source, offset).line;
}

/** The line it was before anything was inserted. */
function asGiven(line: number, inserted: readonly Inserted[]): number {
  return [...inserted].reverse().reduce((at, one) => (at > one.line ? at - one.lines : at), line);
}
