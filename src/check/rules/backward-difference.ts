import { holdsMoments, isMoment, mapUses } from '../map-uses.ts';
import { report } from '../report.ts';
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
      const text = (part: { readonly span: { readonly start: number; readonly end: number } }): string => context.source.slice(part.span.start, part.span.end);
      const swapped = `${text(node.right)} - ${text(node.left)}`;
      const edits = [
        { span: node.left.span, text: text(node.right) },
        { span: node.right.span, text: text(node.left) },
      ];
      const fix = { title: `use ${swapped}`, edits, automatic: true, changes: 'times are positive' };
      yield report(
        'warning',
        'backward-difference',
        `the beginning comes first in time: this is negative, as ${text(node.left)} was stored earlier`,
        node.span,
        [swapped],
        [fix],
      );
    }
  },
};
