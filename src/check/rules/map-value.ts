import { showType } from '../../bpftrace/typing/type.ts';
import { report } from '../report.ts';
import type { Rule } from '../rule.ts';

/** A map holds values of one type in the whole program. */
export const mapValue: Rule = {
  name: 'map-value',
  *check({ typing }) {
    for (const conflict of typing.conflicts) {
      if (conflict.kind !== 'map-value') continue;
      const { node, had, got } = conflict;
      const hints = ['a map holds values of one type: use another map'];
      const message =
        got.kind === 'none'
          ? `what is assigned to ${node.name} has no value yet, and ${node.name} holds ${showType(had)}`
          : `${node.name} holds ${showType(had)}; ${showType(got)} is assigned to it here`;
      yield report('error', 'map-value-type', message, node.span, hints);
    }
  },
};
