/** What an expression comes to without what words leave out: casts, signs, chains of one operator. */
import type { Expression } from '../../bpftrace/ast.ts';

/** Without casts to another width or sign, which change nothing that words would tell. */
export function strip(expression: Expression): Expression {
  return expression.kind === 'cast' && !/\*/.test(expression.type) ? strip(expression.operand) : expression;
}

export function stripUptr(expression: Expression): Expression {
  const bare = strip(expression);
  const [inner] = bare.kind === 'call' && /^[uk]ptr$/.test(bare.name) ? bare.args : [];
  return inner === undefined ? bare : stripUptr(inner);
}

export function isResult(expression: Expression): boolean {
  const bare = strip(expression);
  return (bare.kind === 'field' && bare.name === 'ret' && bare.object.kind === 'identifier') || (bare.kind === 'identifier' && bare.name === 'retval');
}

export function literalOf(expression: Expression): bigint | undefined {
  if (expression.kind === 'integer') return expression.value;
  if (expression.kind === 'unary' && expression.operator === '-' && expression.operand.kind === 'integer') return -expression.operand.value;
  return expression.kind === 'cast' ? literalOf(expression.operand) : undefined;
}

export function chain(expression: Expression, operator: string): Expression[] {
  const parts: Expression[] = [];
  let rest = expression;
  while (rest.kind === 'binary' && rest.operator === operator) {
    parts.push(rest.right);
    rest = rest.left;
  }
  return [rest, ...parts.reverse()];
}
