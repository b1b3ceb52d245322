/** What a condition holds against what: `comm == "nginx"` compares a name with a text, and the names that were there instead explain why it let none through. */
import type { Binary, Expression } from '../bpftrace/ast.ts';

export interface Held {
  /** What is compared. */
  readonly node: Expression;
  /** How what is compared is gathered: each text and each number that names something by itself, of other numbers the least and the greatest. */
  readonly kind: 'text' | 'name' | 'number';
  readonly operator: string;
  /** What it is compared with: a text without quotes, or a number. */
  readonly wanted: string;
  readonly comparison: Binary;
}

const COMPARES = /^(?:==|!=|<|>|<=|>=)$/;
/** Numbers that stand for somebody or something: what lies between two of them means nothing. */
const NAMES: ReadonlySet<string> = new Set(['pid', 'tid', 'ppid', 'uid', 'gid', 'cpu', 'cgroup', 'sig', 'family', 'protocol', 'dev']);
const TURNED: Readonly<Record<string, string>> = { '<': '>', '>': '<', '<=': '>=', '>=': '<=' };

/** The comparisons with a literal in a condition that can be told by what was there. */
export function heldIn(condition: Expression): Held[] {
  const found: Held[] = [];
  const todo: Expression[] = [condition];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    if (next.kind !== 'binary') continue;
    if (next.operator === '||' || next.operator === '&&') todo.push(next.right, next.left);
    else {
      const held = heldBy(next);
      if (held !== undefined) found.push(held);
    }
  }
  return found;
}

function heldBy(comparison: Binary): Held | undefined {
  if (!COMPARES.test(comparison.operator)) return undefined;
  const { left, right } = comparison;
  const turned = isLiteral(left);
  const [node, literal] = turned ? [right, left] : [left, right];
  if (!isLiteral(literal) || isLiteral(node) || !isRepeatable(node)) return undefined;
  const operator = turned ? (TURNED[comparison.operator] ?? comparison.operator) : comparison.operator;
  const wanted = literal.kind === 'string' ? literal.value : literal.kind === 'integer' ? String(literal.value) : '';
  const kind = literal.kind === 'string' ? 'text' : NAMES.has(nameOf(node)) ? 'name' : 'number';
  return { node, kind, operator, wanted: literal.kind === 'unary' ? `-${wantedOf(literal.operand)}` : wanted, comparison };
}

type Literal = Extract<Expression, { kind: 'string' | 'integer' | 'unary' }>;

function isLiteral(node: Expression): node is Literal {
  return node.kind === 'string' || node.kind === 'integer' || (node.kind === 'unary' && node.operator === '-' && node.operand.kind === 'integer');
}

function wantedOf(node: Expression): string {
  return node.kind === 'integer' ? String(node.value) : '';
}

function nameOf(node: Expression): string {
  return node.kind === 'identifier' || node.kind === 'field' ? node.name : '';
}

/** To be asked once more it must do nothing, and be cheap. */
function isRepeatable(node: Expression): boolean {
  switch (node.kind) {
    case 'identifier':
    case 'variable':
    case 'integer':
      return true;
    case 'field':
      return isRepeatable(node.object);
    case 'map':
      return node.keys.every(isRepeatable);
    case 'cast':
      return isRepeatable(node.operand);
    case 'binary':
      return isRepeatable(node.left) && isRepeatable(node.right);
    case 'call':
      return (node.name === 'str' || node.name === 'nsecs') && node.args.every(isRepeatable);
    default:
      return false;
  }
}
