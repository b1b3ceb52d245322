import type { Expression } from '../../bpftrace/ast.ts';
import { compareVersions } from '../../bpftrace/dialect/version.ts';
import { isAggregate, showType } from '../../bpftrace/typing/type.ts';
import type { Diagnostic, Fix } from '../../core/diagnostic.ts';
import { replacing } from '../../core/fix.ts';
import { report } from '../report.ts';
import type { Rule, RuleContext } from '../rule.ts';

/** What decides is an integer; a predicate may be a pointer too. The two values of `a ? b : c` are of one type. */
export const conditionType: Rule = {
  name: 'condition-type',
  *check(context) {
    for (const probe of context.script.probes) {
      if (probe.predicate === undefined) continue;
      const problem = decide(probe.predicate.condition, true, context);
      if (problem !== undefined) yield problem;
    }
    for (const { node } of context.places) {
      if (node.kind === 'if' || node.kind === 'ternary') {
        const problem = decide(node.condition, context.dialect.has('pointer-condition'), context);
        if (problem !== undefined) yield problem;
      }
      const mixed = node.kind === 'ternary' ? choice(node.then, node.otherwise, node, context) : undefined;
      if (mixed !== undefined) yield mixed;
    }
  },
};

function decide(condition: Expression, pointers: boolean, { typing, dialect, source }: RuleContext): Diagnostic | undefined {
  const type = typing.typeOf(condition);
  if (type.kind === 'unknown' || type.kind === 'none' || type.kind === 'integer' || type.kind === 'bool') return undefined;
  if (type.kind === 'pointer' && pointers) return undefined;
  if (isAggregate(type) && compareVersions(dialect.version, '0.22') >= 0) return undefined;
  const text = source.slice(condition.span.start, condition.span.end);
  const fixes: Fix[] = type.kind === 'pointer' ? [replacing(`compare it with 0: ${text} != 0`, condition.span, `${text} != 0`, true)] : [];
  const hints = type.kind === 'string' ? ['a string is compared: comm == "NAME"'] : [];
  return report('error', 'condition-type', `${showType(type)} cannot decide: a condition is an integer`, condition.span, hints, fixes);
}

function choice(then: Expression, otherwise: Expression, node: Expression, { typing, dialect }: RuleContext): Diagnostic | undefined {
  const a = typing.typeOf(then);
  const b = typing.typeOf(otherwise);
  if (a.kind === 'unknown' || b.kind === 'unknown') return undefined;
  if (a.kind !== b.kind) return report('error', 'ternary-type', `the values of ? : are of two types: ${showType(a)} and ${showType(b)}`, node.span);
  const fine = a.kind === 'integer' || a.kind === 'string' || a.kind === 'none' || compareVersions(dialect.version, '0.20') >= 0;
  return fine ? undefined : report('error', 'ternary-type', `? : chooses between integers or strings only, not ${showType(a)}`, node.span);
}
