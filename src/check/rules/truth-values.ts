import type { Binary, Expression } from '../../bpftrace/ast.ts';
import type { Type } from '../../bpftrace/typing/type.ts';
import type { Diagnostic, Fix } from '../../core/diagnostic.ts';
import { replacing } from '../../core/fix.ts';
import { report, textOf } from '../report.ts';
import type { Rule, RuleContext } from '../rule.ts';

/**
 * A string stands where a truth value is wanted, as in C or Python, where it is false while it is empty: it is compared with the empty string. Nothing is
 * said of what bpftrace does not refuse; the rules on operands and conditions say the rest.
 */
export const truthValues: Rule = {
  name: 'truth-values',
  remedy: true,
  *check(context) {
    for (const { predicate } of context.script.probes) if (predicate !== undefined) yield* condition(predicate.condition, context);
    for (const { node } of context.places) {
      if (node.kind === 'if' || node.kind === 'ternary') yield* condition(node.condition, context);
      else if (node.kind === 'binary') yield* binary(node, context);
      else if (node.kind === 'unary' && node.operator === '!' && kindOf(node.operand, context) === 'string') {
        yield told(`! cannot be applied to a string`, node, `(${textOf(node.operand, context)} == "")`);
      }
    }
  },
};

function kindOf(expression: Expression, { typing }: RuleContext): Type['kind'] {
  return typing.typeOf(expression).kind;
}

function told(message: string, node: Expression, text: string): Diagnostic {
  return report('error', 'truth-value', message, node.span, [], [replacing(`write ${text}`, node.span, text, true)]);
}

function* condition(expression: Expression, context: RuleContext): Generator<Diagnostic> {
  if (kindOf(expression, context) !== 'string') return;
  yield told('a string cannot decide: a condition is an integer', expression, `${textOf(expression, context)} != ""`);
}

function* binary(node: Binary, context: RuleContext): Generator<Diagnostic> {
  const { operator, left, right } = node;
  const kinds = [kindOf(left, context), kindOf(right, context)];
  const pointers = context.dialect.has('pointer-condition') && !kinds.includes('string');
  if ((operator === '&&' || operator === '||') && !pointers) {
    if (
      !kinds.every((kind) => kind === 'string' || kind === 'integer' || kind === 'bool' || kind === 'pointer') ||
      !kinds.some((kind) => kind === 'string' || kind === 'pointer')
    )
      return;
    // Two strings, or two pointers, are refused as well.
    const [a, b] = [truth(left, context), truth(right, context)];
    const edits = [a, b].filter((edit) => edit !== undefined);
    const fix: Fix = {
      title: `write ${[left, right].map((side) => truth(side, context)?.text ?? textOf(side, context)).join(` ${operator} `)}`,
      edits,
      automatic: true,
    };
    yield report('error', 'truth-value', `${operator} takes truth values`, node.span, [], [fix]);
  }
  const zero = [left, right].find((side) => side.kind === 'integer' && side.value === 0n);
  const other = zero === left ? right : left;
  if ((operator === '==' || operator === '!=') && zero !== undefined && kindOf(other, context) === 'string' && other.kind !== 'string') {
    yield report('error', 'truth-value', 'a string is empty where it is ""', node.span, [], [replacing('compare it with ""', zero.span, '""', true)]);
  }
}

function truth(side: Expression, context: RuleContext): { readonly span: Expression['span']; readonly text: string } | undefined {
  const kind = kindOf(side, context);
  if (kind !== 'string' && kind !== 'pointer') return undefined;
  return { span: side.span, text: `(${textOf(side, context)} != ${kind === 'string' ? '""' : '0'})` };
}
