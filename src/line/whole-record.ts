/** What a session's files hold, held against what a run is: only as far as whoever reads it relies on, for a session of many keys opens at once. */
import type { KernelFacts } from '../core/facts.ts';
import type { Request } from '../core/request.ts';
import type { RunRecord } from '../core/run-record.ts';
import type { Plan } from '../plan/plan.ts';

type Some = Readonly<Record<string, unknown>>;

/** Whether it is a run: one that can be shown, replayed, compared and exported. */
export function isRunRecord(value: unknown): value is RunRecord {
  if (!isSome(value) || !isProgram(value.program) || !isSafety(value.safety) || !isSome(value.facts)) return false;
  const { language, tells, sentence, state, facts, startedAt, seconds, probes, records, lost } = value;
  return (
    [language, tells, sentence, state, facts.release].every(isText) &&
    [startedAt, seconds, probes, records, lost].every(isNumber) &&
    ['notes', 'texts', 'reasons', 'warnings'].every((name) => isListOf(value[name], isText)) &&
    (value.remarks === undefined || isListOf(value.remarks, isText)) &&
    (value.names === undefined || (isSome(value.names) && Object.values(value.names).every(isSome))) &&
    isListOf(value.datasets, isDataset) &&
    isListOf(value.series, (one) => isSome(one) && isColumn(one.column) && isList(one.key) && isListOf(one.points, isSome)) &&
    isListOf(value.heatMaps, (one) => isSome(one) && isColumn(one.value) && isList(one.key) && isListOf(one.buckets, isSome) && isListOf(one.columns, isSome))
  );
}

/** Whether it is how a run began: what its events are read with. */
export function isStart(value: unknown): value is { readonly request: Request; readonly plan: Plan; readonly facts: KernelFacts; readonly startedAt: number } {
  if (!isSome(value) || !isSome(value.request) || !isSome(value.facts) || !isNumber(value.startedAt)) return false;
  const { plan, facts } = value;
  if (!isSome(plan) || !isProgram(plan.program) || !isSafety(plan.safety) || !isSome(plan.intent)) return false;
  return isText(facts.release) && isText(plan.tells) && isText(plan.intent.language) && isListOf(plan.notes, isText);
}

function isProgram(value: unknown): boolean {
  return (
    isSome(value) &&
    isText(value.source) &&
    isText(value.title) &&
    isSome(value.origin) &&
    isListOf(value.attachPoints, isText) &&
    isListOf(value.outputs, isOutput)
  );
}

function isOutput(value: unknown): boolean {
  if (!isSome(value)) return false;
  return value.shape === 'rows' ? isListOf(value.columns, isColumn) : isText(value.map) && isListOf(value.keys, isColumn) && isColumn(value.value);
}

function isSafety(value: unknown): boolean {
  return isSome(value) && isList(value.classes) && isListOf(value.reasons, isSome);
}

function isDataset(value: unknown): boolean {
  if (!isSome(value) || !isText(value.title)) return false;
  if (value.shape === 'table') return isListOf(value.columns, isColumn) && isListOf(value.rows, isList) && isNumber(value.seen);
  const isGroup = (one: unknown): boolean => isSome(one) && isList(one.key) && isListOf(one.buckets, isSome);
  return value.shape === 'histogram' && isListOf(value.keys, isColumn) && isColumn(value.value) && isListOf(value.groups, isGroup);
}

function isColumn(value: unknown): boolean {
  return isSome(value) && isText(value.name) && isText(value.kind) && isText(value.type);
}

function isSome(value: unknown): value is Some {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isListOf(value: unknown, is: (one: unknown) => boolean): boolean {
  return isList(value) && value.every(is);
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value);
}
