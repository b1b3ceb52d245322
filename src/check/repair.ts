import { applyEdits, type Diagnostic, type Fix, positionAt, type Span, type TextEdit } from '../core/diagnostic.ts';
import { check } from './check.ts';
import type { Machine } from './machine.ts';
import { isWorse } from './repair/levels.ts';
import { Origin } from './repair/origin.ts';
import { omissions } from './repair/without-probes.ts';

/** One thing that was done to a program. */
export interface Change {
  /** As an order: `use tracepoint:raw_syscalls:sys_enter`. */
  readonly what: string;
  /** The diagnostic that it answers. */
  readonly why: string;
  readonly code: string;
  /** What is measured differently afterwards, in words; absent where nothing is. */
  readonly changes?: string;
  /** In the program as it was given; counts from 1. */
  readonly line: number;
}

export interface Repaired {
  readonly source: string;
  readonly changes: readonly Change[];
  /** What is still wrong, or worth knowing. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface RepairOptions {
  readonly allowUnsafe?: boolean;
}

/** One fix can bring another to light; no program needs this many rounds. */
const MOST_ROUNDS = 40;

/**
 * Applies the automatic fixes of what the checker finds, again and again, until there are none left. What it did is told, and nothing that makes a program
 * worse is kept. Never throws and always ends: a program that was seen before is not made again.
 */
export function repair(source: string, machine: Machine, options: RepairOptions = {}): Repaired {
  const look: Look = (text) => {
    const { parsed, diagnostics } = check(text, machine, options.allowUnsafe);
    return { diagnostics, syntax: parsed.diagnostics.length };
  };
  const seen = new Set([source]);
  const refused = new Set<string>();
  const changes: Change[] = [];
  const origin = new Origin();
  let current = source;
  let seenBy = look(source);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const step = bestStep(current, seenBy, look, seen, refused);
    if (step === undefined) break;
    changes.push(...step.applied.map((proposal) => told(source, origin, proposal)));
    origin.add(
      step.applied.flatMap(({ fix }) => fix.edits),
      current,
    );
    current = step.source;
    seenBy = step.view;
    seen.add(current);
  }
  const last = leaveOut(current, seenBy, machine, options);
  if (last === undefined) return { source: current, changes, diagnostics: seenBy.diagnostics };
  const left = last.gone.map((proposal) => told(source, origin, proposal));
  return { source: last.source, changes: [...changes, ...left], diagnostics: last.diagnostics };
}

/** What is left when no fix is: the probes that nothing mends go, where the program is whole without them, and has no error any more. */
function leaveOut(source: string, view: View, machine: Machine, { allowUnsafe }: RepairOptions): LeftOut | undefined {
  const gone = omissions(check(source, machine, allowUnsafe).parsed, view.diagnostics, source);
  const edits = gone.flatMap(({ fix }) => fix.edits);
  const next = gone.length === 0 ? undefined : apply(source, edits);
  if (next === undefined) return undefined;
  const { diagnostics } = check(next, machine, allowUnsafe);
  if (diagnostics.some(({ severity }) => severity === 'error')) return undefined;
  return { source: next, gone, diagnostics };
}

interface LeftOut extends Pick<Repaired, 'source' | 'diagnostics'> {
  readonly gone: readonly Proposal[];
}

interface Proposal {
  readonly diagnostic: Diagnostic;
  readonly fix: Fix;
}

/** What the checker says about a text. */
interface View {
  readonly diagnostics: readonly Diagnostic[];
  readonly syntax: number;
}

type Look = (text: string) => View;

interface Step {
  readonly source: string;
  readonly view: View;
  readonly applied: readonly Proposal[];
}

/** All fixes at once where that is no worse; else each on its own, the first that is no worse. What made it worse is not tried on this program again. */
function bestStep(source: string, view: View, look: Look, seen: ReadonlySet<string>, refused: Set<string>): Step | undefined {
  const proposals = apart(view.diagnostics, (proposal) => !refused.has(`${signature(proposal)}${source}`));
  const attempts = proposals.length > 1 ? [proposals, ...proposals.map((proposal) => [proposal])] : [proposals];
  for (const applied of attempts) {
    if (applied.length === 0) continue;
    const next = apply(
      source,
      applied.flatMap(({ fix }) => fix.edits),
    );
    if (next !== undefined && !seen.has(next)) {
      const after = look(next);
      const worse = isWorse(after.diagnostics, view.diagnostics, { after: after.syntax, before: view.syntax });
      if (!worse) return { source: next, view: after, applied };
    }
    for (const proposal of applied.length === 1 ? applied : []) refused.add(`${signature(proposal)}${source}`);
  }
  return undefined;
}

function signature({ diagnostic, fix }: Proposal): string {
  return `${diagnostic.code}\n${diagnostic.span?.start ?? -1}\n${fix.title}\n`;
}

/** The automatic fixes that do not touch each other, in the order of the diagnostics. The same edit that two diagnostics propose is made once. */
function apart(diagnostics: readonly Diagnostic[], isAllowed: (proposal: Proposal) => boolean): Proposal[] {
  const taken: Span[] = [];
  const chosen: Proposal[] = [];
  for (const diagnostic of diagnostics) {
    for (const fix of diagnostic.fixes) {
      if (fix.automatic !== true || fix.edits.length === 0 || !isAllowed({ diagnostic, fix })) continue;
      const spans = fix.edits.map(({ span }) => span);
      if (spans.some((span) => taken.some((other) => touches(span, other)))) break;
      taken.push(...spans);
      chosen.push({ diagnostic, fix });
      break;
    }
  }
  return chosen;
}

/** Two insertions at one place touch as well: their order would be chance. */
function touches(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}

function apply(source: string, edits: readonly TextEdit[]): string | undefined {
  try {
    return applyEdits(source, edits);
  } catch {
    // A fix whose own edits overlap is a bug in its rule; the program is not to suffer for it.
    return undefined;
  }
}

function told(given: string, origin: Origin, { diagnostic, fix }: Proposal): Change {
  const at = origin.of(diagnostic.span?.start ?? fix.edits[0]?.span.start ?? 0);
  const change: Change = { what: fix.title, why: diagnostic.message, code: diagnostic.code, line: positionAt(given, at).line };
  return fix.changes === undefined ? change : { ...change, changes: fix.changes };
}
