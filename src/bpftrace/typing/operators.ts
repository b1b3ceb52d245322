/** What operators yield (bpftrace's semantic_analyser.cpp, `visit(Binop &)`, `visit(Unop &)`). */
import { compareVersions, type Version } from '../dialect/version.ts';
import { integer, isAggregate, NONE, pointer, type Type, UINT64, UNKNOWN } from './type.ts';

export const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '<', '>', '<=', '>=']);
const LOGICAL: ReadonlySet<string> = new Set(['&&', '||']);

/** The value of `left operator right`. What cannot be operated on yields an integer too: the complaint is made once, where it is wrong. */
export function binaryType(operator: string, left: Type, right: Type, version: Version): Type {
  // Since 0.24 comparisons are boolean: a kind of integer in most places, of which the rules changed from version to version.
  if (compareVersions(version, '0.24') >= 0 && (COMPARISONS.has(operator) || LOGICAL.has(operator))) return UNKNOWN;
  if (COMPARISONS.has(operator) || LOGICAL.has(operator)) return { kind: 'integer', size: 8, signed: isSigned(left) && isSigned(right) };
  if (left.kind === 'unknown' || right.kind === 'unknown') return UNKNOWN;
  if (left.kind === 'pointer' && right.kind === 'pointer') return NONE;
  if (left.kind === 'pointer' && right.kind === 'integer') return operator === '+' || operator === '-' ? pointer(left.to, left.space) : NONE;
  if (right.kind === 'pointer' && left.kind === 'integer') return operator === '+' ? pointer(right.to, right.space) : NONE;
  if (left.kind === 'pointer' || right.kind === 'pointer') return NONE;
  if (operator === '<<' || operator === '>>') return integer(8, isSigned(left));
  return integer(8, isSigned(left) && isSigned(right));
}

/** Whether reading it gives a signed number: of integers as declared; of aggregates as bpftrace creates them. */
export function isSigned(type: Type): boolean {
  if (type.kind === 'integer') return type.signed;
  return isAggregate(type) && (type.kind === 'count' || type.kind === 'avg' || type.kind === 'stats');
}

export function unaryType(operator: string, operand: Type): Type {
  if (operand.kind === 'unknown') return UNKNOWN;
  switch (operator) {
    case '*':
      if (operand.kind === 'pointer') return operand.context && operand.to.kind === 'record' ? { ...operand.to, context: true } : operand.to;
      return operand.kind === 'integer' ? UINT64 : NONE;
    case '!':
      return operand.kind === 'integer' ? integer(operand.size, false) : UINT64;
    case '++':
    case '--':
      return operand.kind === 'pointer' ? operand : integer(8, isSigned(operand));
    default:
      return integer(8, isSigned(operand));
  }
}
