import { type ParseResult, parse } from '../bpftrace/parser.ts';
import { applyEdits, type Diagnostic, type Fix } from '../core/diagnostic.ts';
import { contextOf } from './context.ts';
import type { Machine } from './machine.ts';
import { confirmed, withoutEchoes } from './remedies.ts';
import { examineText } from './repair/text/index.ts';
import type { Rule } from './rule.ts';
import { argsAccess } from './rules/args-access.ts';
import { argumentValues } from './rules/argument-values.ts';
import { assignmentTarget } from './rules/assignment-target.ts';
import { backwardDifference } from './rules/backward-difference.ts';
import { callArguments } from './rules/call-arguments.ts';
import { callPlacement } from './rules/call-placement.ts';
import { callRemedies } from './rules/call-remedies.ts';
import { carriedVariables } from './rules/carried-variables.ts';
import { castType } from './rules/cast-type.ts';
import { conditionType } from './rules/condition-type.ts';
import { definitionTypes } from './rules/definition-types.ts';
import { divisionByZero } from './rules/division-by-zero.ts';
import { emptyStatement } from './rules/empty-statement.ts';
import { equivalentNames } from './rules/equivalent-names.ts';
import { gluedPredicate } from './rules/glued-predicate.ts';
import { includeLine } from './rules/include.ts';
import { indexing } from './rules/indexing.ts';
import { intervalClears } from './rules/interval-clears.ts';
import { keyRepeats } from './rules/key-repeats.ts';
import { loops } from './rules/loops.ts';
import { mapKeys } from './rules/map-keys.ts';
import { mapRemedies } from './rules/map-remedies.ts';
import { mapValue } from './rules/map-value.ts';
import { memberAccess } from './rules/member-access.ts';
import { memberReach } from './rules/member-reach.ts';
import { nameLength } from './rules/name-length.ts';
import { numberForm } from './rules/number-form.ts';
import { operandTypes } from './rules/operand-types.ts';
import { pairedByThread } from './rules/paired-by-thread.ts';
import { possibleCondition } from './rules/possible-condition.ts';
import { printfFormat } from './rules/printf-format.ts';
import { probeBuiltins } from './rules/probe-builtins.ts';
import { probeKind } from './rules/probe-kind.ts';
import { probeParts } from './rules/probe-parts.ts';
import { registerName } from './rules/register-name.ts';
import { sizeofType } from './rules/sizeof-type.ts';
import { somethingToAttach } from './rules/something-to-attach.ts';
import { specialProbes } from './rules/special-probes.ts';
import { stackSize } from './rules/stack-size.ts';
import { startChecked } from './rules/start-checked.ts';
import { startCleared } from './rules/start-cleared.ts';
import { startDeleted } from './rules/start-deleted.ts';
import { storable } from './rules/storable.ts';
import { structNeedsTypes } from './rules/struct-needs-types.ts';
import { syntaxVersion } from './rules/syntax-version.ts';
import { textLength } from './rules/text-length.ts';
import { timeUnit } from './rules/time-unit.ts';
import { tooManyProbes } from './rules/too-many-probes.ts';
import { tracepointExists } from './rules/tracepoint-exists.ts';
import { tracepointField } from './rules/tracepoint-field.ts';
import { truthValues } from './rules/truth-values.ts';
import { undefinedMap } from './rules/undefined-map.ts';
import { undefinedVariable } from './rules/undefined-variable.ts';
import { unknownFunction } from './rules/unknown-function.ts';
import { unknownIdentifier } from './rules/unknown-identifier.ts';
import { unsafeCall } from './rules/unsafe-call.ts';
import { userSymbol } from './rules/user-symbol.ts';
import { valueRemedies } from './rules/value-remedies.ts';
import { variableValue } from './rules/variable-value.ts';
import { wordInProbe } from './rules/word-in-probe.ts';

export type { Machine };

/** All rules, in the order in which what they find is shown where it stands at the same place. */
export const rules: readonly Rule[] = [
  somethingToAttach,
  includeLine,
  probeKind,
  probeParts,
  gluedPredicate,
  tracepointExists,
  probeBuiltins,
  argsAccess,
  tracepointField,
  equivalentNames,
  registerName,
  truthValues,
  callRemedies,
  mapRemedies,
  valueRemedies,
  carriedVariables,
  structNeedsTypes,
  userSymbol,
  unsafeCall,
  syntaxVersion,
  emptyStatement,
  assignmentTarget,
  numberForm,
  definitionTypes,
  specialProbes,
  unknownIdentifier,
  unknownFunction,
  wordInProbe,
  callArguments,
  callPlacement,
  argumentValues,
  printfFormat,
  memberAccess,
  memberReach,
  castType,
  indexing,
  operandTypes,
  conditionType,
  divisionByZero,
  storable,
  mapValue,
  mapKeys,
  variableValue,
  undefinedVariable,
  undefinedMap,
  textLength,
  stackSize,
  sizeofType,
  loops,
  tooManyProbes,
  possibleCondition,
  nameLength,
  backwardDifference,
  startChecked,
  pairedByThread,
  startDeleted,
  keyRepeats,
  timeUnit,
  startCleared,
  intervalClears,
];

export interface CheckResult {
  readonly parsed: ParseResult;
  readonly diagnostics: readonly Diagnostic[];
}

/** Holds a program against a machine: everything that is wrong, in source order. Never throws. */
export function check(source: string, machine: Machine, allowUnsafe = false): CheckResult {
  const parsed = parse(source);
  const context = contextOf(parsed.script, source, machine, allowUnsafe);
  // What follows from a syntax error is noise: a probe that could not be read is missing from the tree.
  const found = parsed.diagnostics.length > 0 ? [] : rules.flatMap((rule) => (rule.remedy === true ? [] : [...rule.check(context)]));
  const isGood = !found.some(({ severity }) => severity === 'error');
  const remedies = isGood ? [] : rules.flatMap((rule) => (rule.remedy === true ? [...rule.check(context)] : []));
  // A text that is no program (Markdown, a shell line, another language) fails in many places for one reason.
  const text = parsed.diagnostics.length > 0 ? examineText(source) : undefined;
  if (text !== undefined) return { parsed, diagnostics: [text] };
  const diagnostics = [...parsed.diagnostics, ...withoutEchoes([...confirmed(remedies, found), ...found])].sort(
    (a, b) => (a.span?.start ?? -1) - (b.span?.start ?? -1),
  );
  return { parsed, diagnostics };
}

/** Drops attach points that this kernel lacks from lists in which another one stays. The source, and what was dropped. */
export function adapt(source: string, machine: Machine): { readonly source: string; readonly dropped: readonly string[] } {
  const dropped: string[] = [];
  let current = source;
  // One at a time: dropping one moves the others, and may leave a list of one, which then must stay.
  for (;;) {
    const { diagnostics } = check(current, machine, true);
    const fix = diagnostics.find((diagnostic) => diagnostic.code === 'unknown-tracepoint' && diagnostic.fixes.some(isDrop))?.fixes.find(isDrop);
    if (fix === undefined) return { source: current, dropped };
    dropped.push(fix.title.replace(/^drop /, ''));
    current = applyEdits(current, fix.edits);
  }
}

function isDrop({ title }: Fix): boolean {
  return title.startsWith('drop ');
}
