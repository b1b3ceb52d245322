import type { Binary, Expression, Unary } from '../../bpftrace/ast.ts';
import { compareVersions } from '../../bpftrace/dialect/version.ts';
import { COMPARISONS } from '../../bpftrace/typing/operators.ts';
import { equalType, isAggregate, showType, type Type } from '../../bpftrace/typing/type.ts';
import type { Diagnostic } from '../../core/diagnostic.ts';
import { replacing } from '../../core/fix.ts';
import { report } from '../report.ts';
import type { Rule, RuleContext } from '../rule.ts';

/** Operators are applied to what they can be applied to. */
export const operandTypes: Rule = {
  name: 'operand-types',
  *check(context) {
    for (const { node } of context.places) {
      const problem =
        node.kind === 'binary'
          ? binary(node.operator, node.left, node.right, node, context)
          : node.kind === 'assignment' && node.operator !== '='
            ? binary(node.operator.slice(0, -1), node.target, node.value, node, context)
            : node.kind === 'unary'
              ? unary(node, context)
              : undefined;
      if (problem !== undefined) yield problem;
    }
  },
};

function binary(operator: string, left: Expression, right: Expression, node: Pick<Binary, 'span'>, context: RuleContext): Diagnostic | undefined {
  // That it stands there at all is told by the rule on where calls stand.
  if ([left, right].some((side) => side.kind === 'call' && context.dialect.function(side.name)?.placement === 'map-value')) return undefined;
  const a = context.typing.typeOf(left);
  const b = context.typing.typeOf(right);
  if (a.kind === 'unknown' || b.kind === 'unknown' || a.kind === 'none' || b.kind === 'none' || operator === '?:') return undefined;
  const equality = operator === '==' || operator === '!=';
  if (a.kind === 'pointer' || b.kind === 'pointer') {
    const decides = (operator === '&&' || operator === '||') && context.dialect.has('pointer-condition');
    return decides ? undefined : pointers(operator, a, b, node);
  }
  if (isNumber(a, context) && isNumber(b, context)) return undefined;
  if (a.kind === 'array' && b.kind === 'array') {
    if (!equality) return report('error', 'operand-type', `arrays can only be compared with == and !=, not with ${operator}`, node.span);
    if (equalType(a, b) && a.of.kind === 'integer') return undefined;
    return report('error', 'operand-type', `only arrays of the same size and type can be compared: ${showType(a)} with ${showType(b)}`, node.span);
  }
  if (a.kind !== b.kind) {
    if (sameInNewer(a, b, context)) return undefined;
    const word = COMPARISONS.has(operator) ? 'compared' : 'combined';
    const { hints, fixes } = mixedAdvice(left, right, a, b, context);
    return report('error', 'operand-type', `${showType(a)} and ${showType(b)} cannot be ${word} (${operator})`, node.span, hints, fixes);
  }
  if (equality) return undefined;
  const hints = a.kind === 'string' && operator === '+' ? ['strings cannot be put together: print them with one printf'] : [];
  return report('error', 'operand-type', `${operator} cannot be applied to ${plural(a)}`, node.span, hints);
}

function isNumber(type: Type, { dialect }: RuleContext): boolean {
  return type.kind === 'integer' || type.kind === 'bool' || (isAggregate(type) && compareVersions(dialect.version, '0.18') >= 0);
}

function sameInNewer(a: Type, b: Type, { dialect }: RuleContext): boolean {
  return compareVersions(dialect.version, '0.22') >= 0 && (a.kind === 'array' || b.kind === 'array' || a.kind === 'buffer' || b.kind === 'buffer');
}

function mixedAdvice(left: Expression, right: Expression, a: Type, b: Type, { source, dialect }: RuleContext) {
  const aggregate = [a, b].some(isAggregate);
  if (aggregate)
    return { hints: ['the value of a map made by count(), sum() and the like can only be printed: count with @x++ or @x += n to compare it'], fixes: [] };
  for (const [text, other] of [
    [left, b],
    [right, a],
  ] as const) {
    if (text.kind === 'string' && other.kind === 'integer' && /^-?\d+$/.test(text.value)) {
      return { hints: [], fixes: [replacing(`compare with the number ${text.value}`, text.span, text.value, true)] };
    }
  }
  const [number, type] = a.kind === 'integer' ? ([left, a] as const) : ([right, b] as const);
  const other = number === left ? right : left;
  if (
    type.kind === 'integer' &&
    other.kind === 'string' &&
    number.kind === 'identifier' &&
    /^[pt]id$/.test(number.name) &&
    dialect.builtin('comm') !== undefined
  ) {
    return { hints: ['the name of the process is comm'], fixes: [replacing('use comm', number.span, 'comm')] };
  }
  if (type.kind === 'integer' && other.kind === 'string')
    return { hints: [`str(${source.slice(number.span.start, number.span.end)}) reads the string at an address`], fixes: [] };
  return { hints: [], fixes: [] };
}

function pointers(operator: string, a: Type, b: Type, node: Pick<Binary, 'span'>): Diagnostic | undefined {
  const compares = COMPARISONS.has(operator);
  if (a.kind === 'pointer' && b.kind === 'pointer') {
    return compares ? undefined : report('error', 'operand-type', `two pointers can be compared, but not combined with ${operator}`, node.span);
  }
  const other = a.kind === 'pointer' ? b : a;
  if (other.kind !== 'integer' && other.kind !== 'bool') {
    return report('error', 'operand-type', `a pointer and ${showType(other)} cannot be combined with ${operator}`, node.span);
  }
  if (compares || operator === '+' || (operator === '-' && a.kind === 'pointer')) return undefined;
  const hints = ['cast the pointer to (uint64) to calculate with it, or compare it: != 0'];
  return report('error', 'operand-type', `a pointer and an integer can be added and compared, but not combined with ${operator}`, node.span, hints);
}

function unary(node: Unary, { typing, dialect, source }: RuleContext): Diagnostic | undefined {
  const { operator, operand } = node;
  const type = typing.typeOf(operand);
  if (operator === '++' || operator === '--') {
    if (operand.kind !== 'map' && operand.kind !== 'variable') {
      return report('error', 'operand-type', `${operator} is applied to maps and scratch variables only`, node.span);
    }
    if (type.kind === 'unknown' || type.kind === 'none' || type.kind === 'integer' || type.kind === 'pointer') return undefined;
    if (isAggregate(type) && type.kind === 'count') {
      return report('error', 'operand-type', `${operand.name} is made by count(): it cannot be counted up with ${operator} too`, node.span);
    }
    return report('error', 'operand-type', `${operator} cannot be applied to ${showType(type)}`, node.span);
  }
  if (type.kind === 'unknown' || type.kind === 'none' || type.kind === 'bool' || operator === '&') return undefined;
  if (operator === '*') {
    if (type.kind === 'pointer' || type.kind === 'integer') return undefined;
    return report('error', 'operand-type', `${showType(type)} is no address: there is nothing behind it`, node.span);
  }
  if (operator === '!' && isAggregate(type) && compareVersions(dialect.version, '0.23') >= 0) {
    const text = source.slice(operand.span.start, operand.span.end);
    const fixes = [replacing(`compare it with 0: ${text} == 0`, node.span, `(${text} == 0)`, true)];
    return report('error', 'operand-type', `! cannot be applied to what ${type.kind}() makes`, node.span, [], fixes);
  }
  if (type.kind === 'integer' || (isAggregate(type) && compareVersions(dialect.version, '0.18') >= 0)) return undefined;
  if (type.kind === 'pointer') {
    if (operator !== '!' && compareVersions(dialect.version, '0.20') >= 0) return undefined;
    const text = source.slice(operand.span.start, operand.span.end);
    const fixes = operator === '!' ? [replacing(`compare it with 0: ${text} == 0`, node.span, `(${text} == 0)`, true)] : [];
    return report('error', 'operand-type', `${operator} cannot be applied to a pointer`, node.span, [], fixes);
  }
  const hints = operator === '!' && type.kind === 'string' ? ['a string is empty where it == ""'] : [];
  return report('error', 'operand-type', `${operator} cannot be applied to ${showType(type)}`, node.span, hints);
}

function plural(type: Type): string {
  return type.kind === 'string' ? 'strings' : `${showType(type).replace(/^an? /, '')} values`;
}
