import { replacing } from '../../core/fix.ts';
import { report } from '../report.ts';
import type { Rule } from '../rule.ts';

/** What is assigned to stands without parentheses. */
export const assignmentTarget: Rule = {
  name: 'assignment-target',
  *check({ places, source }) {
    for (const { node } of places) {
      if (node.kind !== 'assignment' || source[node.target.span.start] !== '(') continue;
      const { span } = node.target;
      const bare = source.slice(span.start, span.end).replace(/^[\s(]+|[\s)]+$/g, '');
      yield report('error', 'parenthesised-target', 'what is assigned to stands without parentheses', span, [], [replacing(`write ${bare}`, span, bare, true)]);
    }
  },
};
