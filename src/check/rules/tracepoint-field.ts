import type { Field, Probe } from '../../bpftrace/ast.ts';
import { walk } from '../../bpftrace/visit.ts';
import type { Diagnostic, Fix } from '../../core/diagnostic.ts';
import { replacing } from '../../core/fix.ts';
import { patternOf } from '../pattern.ts';
import { didYouMean } from '../report.ts';
import { type KnownPoint, meantField } from '../rewrite/meant-field.ts';
import { isArgs } from '../rewrite/usage.ts';
import type { Rule, RuleContext } from '../rule.ts';
import { suggest } from '../suggest.ts';

/** A field read from `args` exists in every tracepoint of the probe. */
export const tracepointField: Rule = {
  name: 'tracepoint-field',
  alone: true,
  *check(context) {
    for (const probe of context.script.probes) {
      const points = pointsOf(probe, context);
      if (points.length === 0) continue;
      for (const node of walk(probe)) {
        if (node.kind !== 'field' || !isArgs(node.object)) continue;
        const problem = examine(node, probe, points, context);
        if (problem !== undefined) yield problem;
      }
    }
  },
};

function examine(node: Field, probe: Probe, points: readonly KnownPoint[], context: RuleContext): Diagnostic | undefined {
  const lacking = points.filter(({ fields }) => !fields.includes(node.name));
  const [first] = lacking;
  if (first === undefined) return undefined;
  const meant = meantField(node, probe, points, context);
  const near = suggest(node.name, first.fields, 2);
  const has = `it has: ${first.fields.length > 0 ? first.fields.join(', ') : 'no fields'}`;
  const hints = meant !== undefined ? [meant.title, has] : [...didYouMean(near), has];
  const guess: Fix[] = meant === undefined && near.length === 1 ? [replacing(`use ${near[0]}`, node.nameSpan, near[0] ?? '')] : [];
  const message = `${first.text} has no field "${node.name}"`;
  return { code: 'unknown-field', severity: 'error', message, span: node.nameSpan, hints, fixes: meant === undefined ? guess : [meant] };
}

function pointsOf(probe: Probe, { tracepoints }: RuleContext): KnownPoint[] {
  return probe.attachPoints.flatMap(({ provider, parts, text }) => {
    const [category, name] = parts;
    if (provider !== 'tracepoint' || category === undefined || name === undefined) return [];
    if (!name.includes('*') || category.includes('*')) return known(text, category, name, tracepoints.fields(category, name));
    // Of a pattern every tracepoint must have the field: bpftrace compiles the program for each.
    const pattern = patternOf(`${category}:${name}`);
    const matching = (tracepoints.list() ?? []).filter((id) => pattern.test(id)).slice(0, 50);
    return matching.flatMap((id) => known(text, category, id.slice(category.length + 1), tracepoints.fields(category, id.slice(category.length + 1))));
  });
}

function known(text: string, category: string, name: string, fields: readonly { readonly name: string }[] | undefined): KnownPoint[] {
  return fields === undefined ? [] : [{ text, category, name, fields: fields.map((field) => field.name) }];
}
