/** Conditions joined to those that a program has. */
import type { Expression } from '../../bpftrace/ast.ts';
import { parse } from '../../bpftrace/parser.ts';
import type { TextEdit } from '../../core/diagnostic.ts';

/** `old && condition`, with the brackets and the comparison that 0.17 needs. */
export function andThen(old: Expression, source: string, condition: string): TextEdit[] {
  const { kind, span } = old;
  // A stored pointer is no operand of && in bpftrace 0.17; compared with 0 it is.
  const isValue = kind === 'map' || kind === 'variable' || kind === 'field' || kind === 'index';
  const isChain = kind === 'binary' && old.operator === '&&';
  const bracketed = /^\(.*\)$/s.test(source.slice(span.start, span.end)) && kind === 'binary';
  const [before, behind] = isValue ? ['', ' != 0'] : (kind === 'binary' || kind === 'ternary') && !(isChain && !bracketed) ? ['(', ')'] : ['', ''];
  const edits: TextEdit[] = [{ span: { start: span.end, end: span.end }, text: `${behind} && ${condition}` }];
  return before === '' ? edits : [{ span: { start: span.start, end: span.start }, text: before }, ...edits];
}

/** An expression as an operand of a comparison: what binds no more tightly gets brackets. */
export function operand(text: string): string {
  const tree = expressionIn(text);
  const isTight = tree !== undefined && tree.kind !== 'ternary' && (tree.kind !== 'binary' || /^[-+*/]$/.test(tree.operator));
  return isTight ? text : `(${text})`;
}

/** The tree of an expression that stands alone; undefined where it is none. */
export function expressionIn(text: string): Expression | undefined {
  const { script, diagnostics } = parse(`BEGIN { @ = ${text}; }`);
  const statement = script.probes[0]?.body.statements[0];
  return diagnostics.length === 0 && statement?.kind === 'assignment' ? statement.value : undefined;
}

/** The parts of a condition that must all hold. */
export function conjuncts(condition: Expression): Expression[] {
  return condition.kind === 'binary' && condition.operator === '&&' ? [...conjuncts(condition.left), ...conjuncts(condition.right)] : [condition];
}
