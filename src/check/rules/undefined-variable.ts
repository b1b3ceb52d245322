import { replacing } from '../../core/fix.ts';
import { didYouMean, report } from '../report.ts';
import type { Rule } from '../rule.ts';
import { suggest } from '../suggest.ts';

/** A scratch variable is assigned before it is read, in the same probe. */
export const undefinedVariable: Rule = {
  name: 'undefined-variable',
  *check({ typing, places, script }) {
    if (script.items.some((item) => item.kind === 'macro' || item.kind === 'import')) return;
    for (const conflict of typing.conflicts) {
      if (conflict.kind !== 'undefined-variable') continue;
      const { name, defined, node } = conflict;
      const near = suggest(name, defined, 2);
      const elsewhere = places.some((place) => place.node.kind === 'assignment' && place.node.target.kind === 'variable' && place.node.target.name === name);
      const carried = elsewhere ? [`a scratch variable lives in one probe: to carry a value to another, keep it in a map, such as @${name.slice(1)}[tid]`] : [];
      const fixes = near.map((other) => replacing(`use ${other}`, node.span, other));
      yield report(
        'error',
        'undefined-variable',
        `${name} is read, and nothing was assigned to it before`,
        node.span,
        [...didYouMean(near), ...carried],
        fixes,
      );
    }
  },
};
