/** What a session's files hold, held against what a run is: only as far as whoever reads it relies on, for a session of many keys opens at once. */

import type { KernelFacts } from '../core/facts.ts';
import { isObject } from '../core/is-object.ts';
import type { Request } from '../core/request.ts';
import type { RunRecord } from '../core/run-record.ts';
import type { Plan } from '../plan/plan.ts';

/** Whether it is a run: one that can be shown, replayed, compared and exported. */
export function isRunRecord(value: unknown): value is RunRecord {
  if (!isObject(value) || !isProgram(value.program) || !isSafety(value.safety) || !isObject(value.facts)) return false;
  const { language, tells, sentence, state, facts, startedAt, seconds, probes, records, lost } = value;
  return (
    [language, tells, sentence, state, facts.release].every(isText) &&
    [startedAt, seconds, probes, records, lost].every(isNumber) &&
    ['notes', 'texts', 'reasons', 'warnings'].every((name) => isListOf(value[name], isText)) &&
    (value.remarks === undefined || isListOf(value.remarks, isText)) &&
    (value.names === undefined || (isObject(value.names) && Object.values(value.names).every(isObject))) &&
    isListOf(value.datasets, isDataset) &&
    isListOf(value.series, (one) => isObject(one) && isColumn(one.column) && isList(one.key) && isListOf(one.points, isObject)) &&
    isListOf(
      value.heatMaps,
      (one) => isObject(one) && isColumn(one.value) && isList(one.key) && isListOf(one.buckets, isObject) && isListOf(one.columns, isObject),
    )
  );
}

/** Whether it is how a run began: what its events are read with. */
export function isStart(value: unknown): value is { readonly request: Request; readonly plan: Plan; readonly facts: KernelFacts; readonly startedAt: number } {
  if (!isObject(value) || !isObject(value.request) || !isObject(value.facts) || !isNumber(value.startedAt)) return false;
  const { plan, facts } = value;
  if (!isObject(plan) || !isProgram(plan.program) || !isSafety(plan.safety) || !isObject(plan.intent)) return false;
  return isText(facts.release) && isText(plan.tells) && isText(plan.intent.language) && isListOf(plan.notes, isText);
}

function isProgram(value: unknown): boolean {
  return (
    isObject(value) &&
    isText(value.source) &&
    isText(value.title) &&
    isObject(value.origin) &&
    isListOf(value.attachPoints, isText) &&
    isListOf(value.outputs, isOutput)
  );
}

function isOutput(value: unknown): boolean {
  if (!isObject(value)) return false;
  return value.shape === 'rows' ? isListOf(value.columns, isColumn) : isText(value.map) && isListOf(value.keys, isColumn) && isColumn(value.value);
}

function isSafety(value: unknown): boolean {
  return isObject(value) && isList(value.classes) && isListOf(value.reasons, isObject);
}

function isDataset(value: unknown): boolean {
  if (!isObject(value) || !isText(value.title)) return false;
  if (value.shape === 'table') return isListOf(value.columns, isColumn) && isListOf(value.rows, isList) && isNumber(value.seen);
  const isGroup = (one: unknown): boolean => isObject(one) && isList(one.key) && isListOf(one.buckets, isObject);
  return value.shape === 'histogram' && isListOf(value.keys, isColumn) && isColumn(value.value) && isListOf(value.groups, isGroup);
}

function isColumn(value: unknown): boolean {
  return isObject(value) && isText(value.name) && isText(value.kind) && isText(value.type);
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
