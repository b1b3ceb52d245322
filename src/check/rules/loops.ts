import { integerLiteral } from '../kinds.ts';
import { report } from '../report.ts';
import type { Rule } from '../rule.ts';

/** `break` and `continue` stand in loops; unroll() is told a number of rounds within its limit. */
export const loops: Rule = {
  name: 'loops',
  *check({ places, dialect, typing }) {
    for (const { node, loops: around } of places) {
      if (node.kind === 'jump' && node.word !== 'return' && around === 0) {
        yield report('error', 'outside-loop', `${node.word} is used outside a loop`, node.span, node.word === 'continue' ? [] : ['return ends the probe']);
      }
      if (node.kind !== 'unroll') continue;
      const times = integerLiteral(node.times);
      const most = dialect.limit('unroll');
      if (times !== undefined && (times < 1n || times > BigInt(most))) {
        yield report('error', 'unroll-count', `unroll() goes 1 to ${most} rounds, not ${times}`, node.times.span);
      } else if (times === undefined && node.times.kind === 'identifier' && !typing.definitions.constants.has(node.times.name)) {
        yield report('error', 'unroll-count', 'unroll() wants a number that stands there as such', node.times.span);
      }
    }
  },
};
