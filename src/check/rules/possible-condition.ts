import type { Binary, Expression } from '../../bpftrace/ast.ts';
import { integerLiteral } from '../kinds.ts';
import { report } from '../report.ts';
import type { Rule, RuleContext } from '../rule.ts';

/** A condition can be true, and can be false. */
export const possibleCondition: Rule = {
  name: 'possible-condition',
  *check(context) {
    for (const probe of context.script.probes) {
      const constant = probe.predicate === undefined ? undefined : integerLiteral(probe.predicate.condition);
      if (probe.predicate !== undefined && constant === 0n)
        yield report('warning', 'never-true', 'this is never true: the probe does nothing', probe.predicate.span);
    }
    for (const { node, parent } of context.places) {
      if (node.kind !== 'binary') continue;
      const unsigned = ofUnsigned(node, context);
      if (unsigned !== undefined) yield unsigned;
      const joins = node.operator === '&&' || node.operator === '||';
      // The whole chain at once, from its top.
      if (!joins || (parent.kind === 'binary' && parent.operator === node.operator)) continue;
      const clash = node.operator === '&&' ? contradiction(chain(node, '&&'), context) : tautology(chain(node, '||'), context);
      if (clash !== undefined) yield clash;
    }
  },
};

function chain(node: Expression, operator: string): Expression[] {
  const parts: Expression[] = [];
  const todo = [node];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    if (next.kind === 'binary' && next.operator === operator) todo.push(next.right, next.left);
    else parts.push(next);
  }
  return parts;
}

/** `SUBJECT OPERATOR literal`, either way round; undefined for what may change between two looks at it, or is none. */
function comparison(node: Expression, { source }: RuleContext) {
  if (node.kind !== 'binary') return undefined;
  const swapped = literal(node.left) !== undefined;
  const [subject, value] = swapped ? [node.right, literal(node.left)] : [node.left, literal(node.right)];
  if (value === undefined || !isSteady(subject)) return undefined;
  const operator = swapped ? (MIRRORED[node.operator] ?? node.operator) : node.operator;
  return { subject: source.slice(subject.span.start, subject.span.end).replace(/\s+/g, ''), operator, value };
}

const MIRRORED: Readonly<Record<string, string>> = { '<': '>', '>': '<', '<=': '>=', '>=': '<=' };

function literal(node: Expression): bigint | string | undefined {
  return node.kind === 'string' ? node.value : integerLiteral(node);
}

function isSteady(node: Expression): boolean {
  if (node.kind === 'identifier') return !/^(?:nsecs|elapsed|rand)$/.test(node.name);
  if (node.kind === 'field') return isSteady(node.object);
  return node.kind === 'variable';
}

function contradiction(parts: readonly Expression[], context: RuleContext) {
  const known = new Map<string, { value?: bigint | string; least?: bigint; most?: bigint }>();
  for (const part of parts) {
    const found = comparison(part, context);
    if (found === undefined) continue;
    const { subject, operator, value } = found;
    const had = known.get(subject) ?? {};
    known.set(subject, had);
    const told = report(
      'warning',
      'never-true',
      `${subject} cannot be this and what is asked before: the condition is never true`,
      part.span,
      hintFor(operator),
    );
    if (operator === '==') {
      if (had.value !== undefined && had.value !== value) return told;
      had.value = value;
    }
    if (typeof value !== 'bigint') continue;
    if (operator === '==' || operator === '>' || operator === '>=') had.least = larger(had.least, operator === '>' ? value + 1n : value);
    if (operator === '==' || operator === '<' || operator === '<=') had.most = smaller(had.most, operator === '<' ? value - 1n : value);
    if (had.least !== undefined && had.most !== undefined && had.least > had.most) return told;
  }
  return undefined;
}

function hintFor(operator: string): string[] {
  return operator === '==' ? ['either of them: ||'] : [];
}

/** `x != 1 || x != 2`: whatever x is, one of them holds. */
function tautology(parts: readonly Expression[], context: RuleContext) {
  const known = new Map<string, bigint | string>();
  for (const part of parts) {
    const found = comparison(part, context);
    if (found?.operator !== '!=') continue;
    const had = known.get(found.subject);
    if (had !== undefined && had !== found.value)
      return report('warning', 'always-true', `${found.subject} is always other than one of the two: the condition is always true`, part.span, [
        'neither of them: &&',
      ]);
    known.set(found.subject, found.value);
  }
  return undefined;
}

/** An unsigned number is never below 0. bpftrace compares as unsigned where either side is (codegen of binary operators). */
function ofUnsigned(node: Binary, { typing, source }: RuleContext) {
  const value = integerLiteral(node.right);
  const type = typing.typeOf(node.left);
  if (value === undefined || type.kind !== 'integer' || type.signed) return undefined;
  const text = source.slice(node.left.span.start, node.left.span.end);
  const negative = type.size === 8 ? `(int64)${text}` : `(int32)${text}`;
  const hints = node.left.kind === 'identifier' && node.left.name === 'retval' ? [`as a signed number: ${negative}`] : [];
  if (node.operator === '<' && value === 0n) return report('warning', 'never-true', `${text} is unsigned, so it is never below 0`, node.span, hints);
  if (node.operator === '>=' && value === 0n) return report('warning', 'always-true', `${text} is unsigned, so it is always 0 or more`, node.span, hints);
  return undefined;
}

function larger(a: bigint | undefined, b: bigint): bigint {
  return a === undefined || b > a ? b : a;
}

function smaller(a: bigint | undefined, b: bigint): bigint {
  return a === undefined || b < a ? b : a;
}
