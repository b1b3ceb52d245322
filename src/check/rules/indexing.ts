import type { Index } from '../../bpftrace/ast.ts';
import { showType, sizeOf } from '../../bpftrace/typing/type.ts';
import type { Diagnostic } from '../../core/diagnostic.ts';
import { integerLiteral } from '../kinds.ts';
import { report } from '../report.ts';
import type { Rule, RuleContext } from '../rule.ts';

/** `a[i]`: of an array or a pointer, within its length; a number that stands there as such, until 0.23. */
export const indexing: Rule = {
  name: 'indexing',
  *check(context) {
    for (const { node } of context.places) {
      const problem = node.kind === 'index' ? examine(node, context) : undefined;
      if (problem !== undefined) yield problem;
    }
  },
};

function examine(node: Index, { typing, dialect }: RuleContext): Diagnostic | undefined {
  const type = typing.typeOf(node.object);
  const index = integerLiteral(node.index);
  const old = !dialect.has('variable-index');
  if (type.kind === 'unknown' || type.kind === 'none') return undefined;
  if (type.kind !== 'array' && type.kind !== 'pointer') {
    if (type.kind === 'tuple' && dialect.has('tuple-index')) return undefined;
    if (dialect.has('string-index') && (type.kind === 'string' || type.kind === 'buffer')) return undefined;
    return report('error', 'indexing', `${showType(type)} has no elements: [] is for arrays and pointers`, node.span);
  }
  if (type.kind === 'pointer' && sizeOf(type.to) === 0) {
    return report('error', 'indexing', 'it is not known how large the things are that this pointer points to: cast it first', node.span);
  }
  if (index !== undefined && type.kind === 'array' && (index < 0n || index >= BigInt(type.length))) {
    const hints = type.length > 0 ? [`its elements are [0] to [${type.length - 1}]`] : ['an array without a length in its declaration cannot be read by index'];
    return report('error', 'indexing', `an array of ${type.length} has no element ${index}`, node.index.span, hints);
  }
  const literal =
    index !== undefined || node.index.kind === 'positional' || (node.index.kind === 'identifier' && typing.definitions.constants.has(node.index.name));
  if (literal || !old) return undefined;
  return report('error', 'indexing', `bpftrace ${dialect.version} wants a number in [], not something worked out`, node.index.span);
}
