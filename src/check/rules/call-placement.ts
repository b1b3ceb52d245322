import type { Call } from '../../bpftrace/ast.ts';
import type { Func } from '../../bpftrace/dialect/function.ts';
import type { Diagnostic } from '../../core/diagnostic.ts';
import { replacing } from '../../core/fix.ts';
import type { Place } from '../places.ts';
import { report } from '../report.ts';
import type { Rule } from '../rule.ts';

/** A function that makes a map what it is stands alone on the right of `@map =`; one that yields nothing is a statement of its own. */
export const callPlacement: Rule = {
  name: 'call-placement',
  *check({ places, dialect, source }) {
    for (const place of places) {
      if (place.node.kind !== 'call') continue;
      const found = dialect.function(place.node.name);
      const problem = found === undefined ? undefined : examine(place.node, found, place, source);
      if (problem !== undefined) yield problem;
    }
  },
};

function examine(call: Call, { name, placement }: Func, { parent }: Place, source: string): Diagnostic | undefined {
  const isWhole = parent.kind === 'assignment' && parent.value === call && parent.operator === '=';
  if (placement === 'map-value') {
    if (isWhole && parent.target.kind === 'map') return undefined;
    const text = source.slice(call.span.start, call.span.end);
    const hints = [`write @x = ${text} or @x[KEY] = ${text}`];
    if (parent.kind === 'expression-statement') {
      const fixes = [replacing(`count in the map @: @ = ${text}`, { start: call.span.start, end: call.span.start }, '@ = ')];
      return report('error', 'not-assigned-to-map', `${name}() has to be assigned to a map`, call.span, hints, fixes);
    }
    if (parent.kind === 'assignment' && parent.value === call && parent.target.kind === 'map') {
      const start = source.indexOf(parent.operator, parent.target.span.end);
      const fixes = [replacing('assign it with =', { start, end: start + parent.operator.length }, '=', true)];
      return report('error', 'not-assigned-to-map', `${name}() is assigned with =, which adds to what is in the map`, call.span, [], fixes);
    }
    return report('error', 'not-assigned-to-map', `${name}() has to be assigned to a map, directly`, call.span, hints);
  }
  if (placement === 'variable-value') {
    if (isWhole && parent.target.kind === 'variable') return undefined;
    return report('error', 'not-assigned-to-variable', `${name}() has to be assigned to a scratch variable: $x = ${name}(...)`, call.span);
  }
  if (placement !== 'statement' || parent.kind === 'expression-statement' || parent.kind === 'block') return undefined;
  // `pid == 1 ? printf("a") : printf("b")` is a statement too; where its value is used, that is what is complained about.
  if (parent.kind === 'ternary' && parent.condition !== call) return undefined;
  return report('error', 'used-as-value', `${name}() yields no value: it is a statement of its own`, call.span, [`write it as ${name}(...);`]);
}
