import type { Rule } from '../rule.ts';
import { argsAccess } from './args-access.ts';
import { argumentValues } from './argument-values.ts';
import { assignmentTarget } from './assignment-target.ts';
import { backwardDifference } from './backward-difference.ts';
import { callArguments } from './call-arguments.ts';
import { callPlacement } from './call-placement.ts';
import { callRemedies } from './call-remedies.ts';
import { carriedVariables } from './carried-variables.ts';
import { castType } from './cast-type.ts';
import { clockReading } from './clock-reading.ts';
import { conditionType } from './condition-type.ts';
import { definitionTypes } from './definition-types.ts';
import { directiveBalance } from './directive-balance.ts';
import { divisionByZero } from './division-by-zero.ts';
import { emptyStatement } from './empty-statement.ts';
import { equivalentNames } from './equivalent-names.ts';
import { gluedPredicate } from './glued-predicate.ts';
import { includeLine } from './include.ts';
import { indexing } from './indexing.ts';
import { intervalClears } from './interval-clears.ts';
import { iterator } from './iterator.ts';
import { kernelFunction } from './kernel-function.ts';
import { keyRepeats } from './key-repeats.ts';
import { lineEnds } from './line-ends.ts';
import { loops } from './loops.ts';
import { mapKeys } from './map-keys.ts';
import { mapRemedies } from './map-remedies.ts';
import { mapValue } from './map-value.ts';
import { memberAccess } from './member-access.ts';
import { memberReach } from './member-reach.ts';
import { nameLength } from './name-length.ts';
import { numberForm } from './number-form.ts';
import { operandTypes } from './operand-types.ts';
import { pairedByObject } from './paired-by-object.ts';
import { pairedByThread } from './paired-by-thread.ts';
import { pathProbe } from './path-probe.ts';
import { possibleCondition } from './possible-condition.ts';
import { printfFormat } from './printf-format.ts';
import { probeBuiltins } from './probe-builtins.ts';
import { probeKind } from './probe-kind.ts';
import { probeParts } from './probe-parts.ts';
import { rawTracepoint } from './raw-tracepoint.ts';
import { registerName } from './register-name.ts';
import { shapeRemedies } from './shape-remedies.ts';
import { sizeofType } from './sizeof-type.ts';
import { socketAddress } from './socket-address.ts';
import { somethingToAttach } from './something-to-attach.ts';
import { specialProbes } from './special-probes.ts';
import { stackSize } from './stack-size.ts';
import { startChecked } from './start-checked.ts';
import { startCleared } from './start-cleared.ts';
import { startDeleted } from './start-deleted.ts';
import { storable } from './storable.ts';
import { structNeedsTypes } from './struct-needs-types.ts';
import { supersededCall } from './superseded-call.ts';
import { syntaxVersion } from './syntax-version.ts';
import { textLength } from './text-length.ts';
import { timeUnit } from './time-unit.ts';
import { tooManyProbes } from './too-many-probes.ts';
import { tracepointExists } from './tracepoint-exists.ts';
import { tracepointField } from './tracepoint-field.ts';
import { truthValues } from './truth-values.ts';
import { undefinedMap } from './undefined-map.ts';
import { undefinedVariable } from './undefined-variable.ts';
import { unknownFunction } from './unknown-function.ts';
import { unknownIdentifier } from './unknown-identifier.ts';
import { unsafeCall } from './unsafe-call.ts';
import { userSymbol } from './user-symbol.ts';
import { valueRemedies } from './value-remedies.ts';
import { variableValue } from './variable-value.ts';
import { versionRemedies } from './version-remedies.ts';
import { watchpoint } from './watchpoint.ts';
import { wordInProbe } from './word-in-probe.ts';

/** All rules, in the order in which what they find is shown where it stands at the same place. */
export const rules: readonly Rule[] = [
  somethingToAttach,
  includeLine,
  directiveBalance,
  probeKind,
  probeParts,
  supersededCall,
  gluedPredicate,
  tracepointExists,
  kernelFunction,
  probeBuiltins,
  argsAccess,
  tracepointField,
  equivalentNames,
  registerName,
  truthValues,
  callRemedies,
  mapRemedies,
  valueRemedies,
  versionRemedies,
  shapeRemedies,
  socketAddress,
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
  iterator,
  rawTracepoint,
  watchpoint,
  pathProbe,
  possibleCondition,
  nameLength,
  backwardDifference,
  clockReading,
  startChecked,
  pairedByObject,
  pairedByThread,
  startDeleted,
  keyRepeats,
  timeUnit,
  startCleared,
  intervalClears,
  lineEnds,
];
