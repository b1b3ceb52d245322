import { holdsMoments, isMoment, mapUses } from '../map-uses.ts';
import { report, textOf } from '../report.ts';
import type { Rule } from '../rule.ts';

/** A time is the end less the beginning. The other way round it is negative, which as an unsigned number is huge. */
export const backwardDifference: Rule = {
  name: 'backward-difference',
  *check(context) {
    const uses = mapUses(context);
    for (const { node } of context.places) {
      if (node.kind !== 'binary' || node.operator !== '-' || node.left.kind !== 'map' || !isMoment(node.right)) continue;
      const use = uses.get(node.left.name);
      if (use === undefined || !holdsMoments(use)) continue;
      const swapped = `${textOf(node.right, context)} - ${textOf(node.left, context)}`;
      const edits = [
        { span: node.left.span, text: textOf(node.right, context) },
        { span: node.right.span, text: textOf(node.left, context) },
      ];
      const fix = { title: `use ${swapped}`, edits, automatic: true, changes: 'times are positive' };
      yield report(
        'warning',
        'backward-difference',
        `the beginning comes first in time: this is negative, as ${textOf(node.left, context)} was stored earlier`,
        node.span,
        [swapped],
        [fix],
      );
    }
  },
};
