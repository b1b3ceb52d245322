import type { Probe } from '../bpftrace/ast.ts';
import { type ParseResult, parse } from '../bpftrace/parser.ts';
import { applyEdits, type Diagnostic, type Fix, type Span } from '../core/diagnostic.ts';
import { contextOf } from './context.ts';
import type { Machine } from './machine.ts';
import { confirmed, withoutEchoes } from './remedies.ts';
import { examineText } from './repair/text/index.ts';
import type { RuleContext } from './rule.ts';
import { rules } from './rules/index.ts';

export type { Machine };

export interface CheckResult {
  readonly parsed: ParseResult;
  readonly diagnostics: readonly Diagnostic[];
}

/** A program is asked about by the planner, the policy and the line: what was found is kept for as long as its machine. */
const recent = new WeakMap<Machine, Map<string, CheckResult>>();
const KEPT_RESULTS = 8;

/** Holds a program against a machine: everything that is wrong, in source order. Never throws. */
export function check(source: string, machine: Machine, allowUnsafe = false): CheckResult {
  const kept = recent.get(machine) ?? new Map<string, CheckResult>();
  recent.set(machine, kept);
  const key = `${allowUnsafe ? '!' : ''}\n${source}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const result = examine(source, machine, allowUnsafe);
  const [oldest] = kept.keys();
  if (kept.size >= KEPT_RESULTS && oldest !== undefined) kept.delete(oldest);
  kept.set(key, result);
  return result;
}

function examine(source: string, machine: Machine, allowUnsafe: boolean): CheckResult {
  const parsed = parse(source);
  const isReadable = parsed.diagnostics.length === 0;
  // A text that is no program (Markdown, a shell line, another language) fails in many places for one reason.
  const text = isReadable ? undefined : examineText(source);
  if (text !== undefined) return { parsed, diagnostics: [text] };
  const found = rulesFind(contextOf(parsed.script, source, machine, allowUnsafe), isReadable);
  const told = isReadable ? found : found.filter(besideSyntaxErrors(parsed));
  const diagnostics = [...parsed.diagnostics, ...told].sort((a, b) => (a.span?.start ?? -1) - (b.span?.start ?? -1));
  return { parsed, diagnostics };
}

function rulesFind(context: RuleContext, isReadable: boolean): readonly Diagnostic[] {
  const asked = isReadable ? rules : rules.filter((rule) => rule.alone === true);
  const found = asked.flatMap((rule) => (rule.remedy === true ? [] : [...rule.check(context)]));
  const isGood = !found.some(({ severity }) => severity === 'error');
  const remedies = isGood ? [] : asked.flatMap((rule) => (rule.remedy === true ? [...rule.check(context)] : []));
  return withoutEchoes([...confirmed(remedies, found), ...found]);
}

/** Tells what stands in a probe that could be read, or before its block: a probe that could not is missing from the tree, in whole or in part. */
function besideSyntaxErrors({ script, diagnostics }: ParseResult): (diagnostic: Diagnostic) => boolean {
  const isWhole = ({ span }: Probe): boolean => diagnostics.every((problem) => problem.span === undefined || !overlap(problem.span, span));
  const readable = script.probes.flatMap((probe) => (isWhole(probe) ? probe.span : probe.attachPoints.map(({ span }) => span)));
  const places: readonly Span[] = [...script.preamble.map(({ span }) => span), ...readable];
  return ({ span }) => span !== undefined && places.some((place) => span.start >= place.start && span.end <= place.end);
}

function overlap(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}

/** Drops attach points that this kernel lacks from lists in which another one stays. The source, and what was dropped. */
export function adapt(source: string, machine: Machine): { readonly source: string; readonly dropped: readonly string[] } {
  const dropped: string[] = [];
  let current = source;
  // One at a time: dropping one moves the others, and may leave a list of one, which then must stay.
  for (;;) {
    const { parsed, diagnostics } = check(current, machine, true);
    if (parsed.diagnostics.length > 0) return { source: current, dropped };
    const fix = diagnostics
      .find((diagnostic) => /^unknown-(?:tracepoint|kernel-function)$/.test(diagnostic.code) && diagnostic.fixes.some(isDrop))
      ?.fixes.find(isDrop);
    if (fix === undefined) return { source: current, dropped };
    dropped.push(fix.title.replace(/^drop /, ''));
    current = applyEdits(current, fix.edits);
  }
}

function isDrop({ title }: Fix): boolean {
  return title.startsWith('drop ');
}
