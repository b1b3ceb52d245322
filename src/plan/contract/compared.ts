/** What the conditions of a program compare with. */
import type { Expression } from '../../bpftrace/ast.ts';
import { parse } from '../../bpftrace/parser.ts';
import { walk } from '../../bpftrace/visit.ts';
import { lookup } from '../../core/lookup.ts';
import { followed } from './stored.ts';

export interface Compared {
  readonly texts: ReadonlySet<string>;
  readonly numbers: ReadonlySet<number>;
  /** Amounts that something is plainly compared with, as if they stood on the right. */
  readonly amounts: readonly Amount[];
}

interface Amount {
  readonly operator: string;
  readonly amount: number;
}

/** A condition; `leaves` where what meets it is left out. */
export interface Found {
  readonly condition: Expression;
  readonly leaves: boolean;
}

const TURNED: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '==': '==', '!=': '!=' };
const DENIED: Readonly<Record<string, string>> = { '<': '>=', '<=': '>', '>': '<=', '>=': '<', '==': '!=', '!=': '==' };

/** Texts and numbers in conditions, what their names stand for included; sums and products of numbers are worked out. */
export function comparedIn(conditions: readonly Found[], stored: ReadonlyMap<string, string>, source: string): Compared {
  const texts = new Set<string>();
  const numbers = new Set<number>();
  const add = (expression: Expression): void => {
    for (const node of walk(expression)) {
      if (node.kind === 'string') texts.add(node.value);
      const value = amountOf(node as Expression);
      if (value !== undefined) numbers.add(value);
    }
  };
  const amounts: Amount[] = [];
  for (const { condition, leaves } of conditions) {
    add(condition);
    for (const node of walk(condition)) {
      if (node.kind !== 'binary' || lookup(TURNED, node.operator) === undefined) continue;
      const [left, right] = [amountOf(node.left), amountOf(node.right)];
      const [operator, amount] = left === undefined ? [node.operator, right] : [lookup(TURNED, node.operator) ?? '', left];
      if (amount !== undefined) amounts.push({ operator: leaves ? (lookup(DENIED, operator) ?? '') : operator, amount });
    }
    const [, ...given] = followed(source.slice(condition.span.start, condition.span.end), stored).split(' ');
    for (const text of given) for (const read of expressionsIn(text)) add(read);
  }
  return { texts, numbers, amounts };
}

/** What was stored is a text by now: read again. */
function expressionsIn(text: string): Expression[] {
  if (!/[\d"]/.test(text)) return [];
  const { script, diagnostics } = parse(`BEGIN/${text}/{}`);
  const condition = script.probes[0]?.predicate?.condition;
  return diagnostics.length > 0 || condition === undefined ? [] : [condition];
}

function amountOf(node: Expression): number | undefined {
  if (node.kind === 'integer') return Number(node.value);
  if (node.kind === 'cast') return amountOf(node.operand);
  if (node.kind !== 'binary') return undefined;
  const [left, right] = [amountOf(node.left), amountOf(node.right)];
  if (left === undefined || right === undefined) return undefined;
  switch (node.operator) {
    case '*':
      return left * right;
    case '+':
      return left + right;
    case '<<':
      return left * 2 ** right;
    default:
      return undefined;
  }
}
