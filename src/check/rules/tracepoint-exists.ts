import type { AttachPoint, Probe } from '../../bpftrace/ast.ts';
import { compareVersions } from '../../bpftrace/dialect/version.ts';
import type { Diagnostic, Fix } from '../../core/diagnostic.ts';
import { replacing } from '../../core/fix.ts';
import { isPattern } from '../attach-point.ts';
import { patternOf } from '../pattern.ts';
import { addCondition } from '../rewrite/condition.ts';
import { dropPoint } from '../rewrite/drop-point.ts';
import { meantTracepoint } from '../rewrite/meant-tracepoint.ts';
import { wordsOf } from '../rewrite/nearest-events.ts';
import type { Rule, RuleContext } from '../rule.ts';
import { suggest } from '../suggest.ts';

/** A tracepoint that is attached to exists in this kernel; a pattern matches at least one. */
export const tracepointExists: Rule = {
  name: 'tracepoint-exists',
  alone: true,
  *check(context) {
    for (const probe of context.script.probes) {
      for (const point of probe.attachPoints) {
        if (point.provider !== 'tracepoint') continue;
        const problem = examine(point, probe, context);
        if (problem !== undefined) yield problem;
      }
    }
  },
};

function examine(point: AttachPoint, probe: Probe, context: RuleContext): Diagnostic | undefined {
  const { tracepoints } = context;
  const [category, name] = point.parts;
  const { span } = point;
  // The rule about the number of parts speaks of these.
  if (category === undefined || name === undefined) return undefined;
  if (point.parts.length !== 2) {
    const hints = ['a tracepoint is written tracepoint:CATEGORY:NAME'];
    const fixes = surplus(point, context);
    return { code: 'malformed-tracepoint', severity: 'error', message: `${point.text} names no tracepoint`, span, hints, fixes };
  }
  const wanted = `${category}:${name}`;
  const all = tracepoints.list();
  if (isPattern(wanted)) {
    const pattern = patternOf(wanted);
    if (all === undefined || all.some((candidate) => pattern.test(candidate))) return undefined;
  } else if (tracepoints.has(category, name) !== false) {
    return undefined;
  }
  const meant = meantTracepoint(category, name, probe, context);
  const names = likelyNames(category, name, all ?? []);
  const hints =
    meant !== undefined
      ? [`did you mean ${meant.points.join(', ').replaceAll('tracepoint:', '')}?`]
      : names.length > 0
        ? [`did you mean ${names.join(', ')}?`]
        : ['gpttrace doctor tells how many tracepoints this kernel has'];
  const fixes = [...(meant === undefined ? [] : useFix(point, probe, meant)), ...dropPoint(point, probe, context.source)];
  const severity = isPassedOver(point, probe, context) ? 'warning' : 'error';
  return { code: 'unknown-tracepoint', severity, message: `this kernel has no tracepoint ${wanted}`, span, hints, fixes };
}

/** Until 0.23 bpftrace only warns of a tracepoint that is missing, where the probe has another attach point; of a pattern without a match it never does. */
function isPassedOver(point: AttachPoint, probe: Probe, { dialect, tracepoints }: RuleContext): boolean {
  if (compareVersions(dialect.version, '0.24') >= 0 || isPattern(point.text)) return false;
  return probe.attachPoints.some(({ provider, parts: [category = '', name = ''] }) => provider !== 'tracepoint' || tracepoints.has(category, name) !== false);
}

function useFix(point: AttachPoint, probe: Probe, meant: NonNullable<ReturnType<typeof meantTracepoint>>): Fix[] {
  // What the probe is attached to already is not attached twice: then this one is dropped.
  const points = meant.points.filter((text) => !probe.attachPoints.some((other) => other !== point && other.text === text));
  if (points.length === 0) return [];
  const condition = meant.when === undefined || probe.attachPoints.length > 1 ? [] : addCondition(probe, meant.when);
  const edits = [{ span: point.span, text: points.join(',\n') }, ...condition];
  const fix = { title: `use ${meant.points.join(', ')}`, edits, automatic: true };
  return [meant.changes === undefined ? fix : { ...fix, changes: meant.changes }];
}

/** `tracepoint:sched:sched_switch:entry` and `tracepoint:kernel:sched:sched_switch`: a part too many, where the others are a tracepoint. */
function surplus(point: AttachPoint, { tracepoints }: RuleContext): Fix[] {
  const [first = '', second = '', third = ''] = point.parts;
  if (point.parts.length !== 3) return [];
  const pair = [
    [first, second],
    [second, third],
  ].find(([category = '', name = '']) => tracepoints.has(category, name) === true);
  if (pair === undefined) return [];
  const text = `tracepoint:${pair.join(':')}`;
  return [replacing(`use ${text}`, point.span, text, true)];
}

/** What comes nearest: the same name elsewhere, names as near by letters, then those that share the most words, of the same category first. */
function likelyNames(category: string, name: string, all: readonly string[]): string[] {
  const elsewhere = all.filter((candidate) => candidate.endsWith(`:${name}`)).slice(0, 3);
  const words = wordsOf(`${category}_${name}`);
  const scored = all.map((id) => {
    const shared = wordsOf(id).filter((word) => words.includes(word)).length;
    return { id, score: shared * 2 + (id.startsWith(`${category}:`) ? 1 : 0) - wordsOf(id).length / 10 };
  });
  const alike = scored.filter(({ score }) => score >= 1.5).sort((a, b) => b.score - a.score || a.id.localeCompare(b.id));
  return [...new Set([...elsewhere, ...suggest(`${category}:${name}`, all), ...alike.slice(0, 3).map(({ id }) => id)])].slice(0, 3);
}
