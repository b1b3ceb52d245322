import type { Expression } from '../../bpftrace/ast.ts';
import { isMoment } from '../map-uses.ts';
import { report } from '../report.ts';
import type { Rule } from '../rule.ts';

const SUMMARIES = /^(?:hist|lhist|sum|avg|stats)$/;

/** A clock's reading is no duration: only the difference of two is. */
export const clockReading: Rule = {
  name: 'clock-reading',
  *check({ places }) {
    for (const { node } of places) {
      if (node.kind !== 'call' || !SUMMARIES.test(node.name)) continue;
      const value = node.args[0];
      if (value === undefined || !isReading(value)) continue;
      yield report('warning', 'clock-reading', `${node.name}() is given what the clock says, not how long something took`, value.span, [
        'keep nsecs where it begins, @start[tid] = nsecs;, and take the difference where it ends: nsecs - @start[tid]',
      ]);
    }
  },
};

/** `nsecs`, or that in another unit. `elapsed` counts from the start of the trace, which can be meant. */
function isReading(node: Expression): boolean {
  if (node.kind === 'binary') return /^(?:\/|>>|\*)$/.test(node.operator) && isReading(node.left) && node.right.kind === 'integer';
  return isMoment(node) && !isElapsed(node);
}

function isElapsed(node: Expression): boolean {
  return node.kind === 'cast' ? isElapsed(node.operand) : (node.kind === 'identifier' || node.kind === 'call') && node.name === 'elapsed';
}
