import type { Expression, Probe } from '../../bpftrace/ast.ts';
import { walk } from '../../bpftrace/visit.ts';
import type { Tracepoints } from '../../kernel/tracepoints.ts';
import type { Rule } from '../rule.ts';
import { suggest } from '../suggest.ts';

/** A field read from `args` exists in every tracepoint of the probe. */
export const tracepointField: Rule = {
  name: 'tracepoint-field',
  *check({ script, tracepoints }) {
    for (const probe of script.probes) {
      for (const node of walk(probe)) {
        if (node.kind !== 'field' || !isArgs(node.object)) continue;
        for (const { point, names } of knownFields(probe, tracepoints)) {
          if (names.includes(node.name)) continue;
          const near = suggest(node.name, names, 2);
          const hints = [...(near.length > 0 ? [`did you mean ${near.join(' or ')}?`] : []), `it has: ${names.length > 0 ? names.join(', ') : 'no fields'}`];
          const fixes = near.length === 1 ? [{ title: `use ${near[0]}`, edits: [{ span: node.nameSpan, text: near[0] ?? '' }] }] : [];
          yield { code: 'unknown-field', severity: 'error', message: `${point} has no field "${node.name}"`, span: node.nameSpan, hints, fixes };
          break;
        }
      }
    }
  },
};

function isArgs(expression: Expression): boolean {
  return expression.kind === 'identifier' && expression.name === 'args';
}

function* knownFields(probe: Probe, tracepoints: Tracepoints): Generator<{ point: string; names: readonly string[] }> {
  for (const point of probe.attachPoints) {
    const [category, name] = point.parts;
    if (point.provider !== 'tracepoint' || category === undefined || name === undefined) continue;
    const fields = tracepoints.fields(category, name);
    if (fields !== undefined) yield { point: point.text, names: fields.map((field) => field.name) };
  }
}
