import { showType } from '../../bpftrace/typing/type.ts';
import { report } from '../report.ts';
import type { Rule } from '../rule.ts';

/** A scratch variable keeps its type. */
export const variableValue: Rule = {
  name: 'variable-value',
  *check({ typing }) {
    for (const conflict of typing.conflicts) {
      if (conflict.kind !== 'variable-value') continue;
      const { name, node, had, got } = conflict;
      yield report('error', 'variable-type', `${name} is ${showType(had)}; ${showType(got)} is assigned to it here`, node.span, ['use another variable']);
    }
  },
};
