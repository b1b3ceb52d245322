import type { Directive } from '../../bpftrace/ast.ts';
import { replacing } from '../../core/fix.ts';
import { report } from '../report.ts';
import type { Rule } from '../rule.ts';

/** Every #if, #ifdef and #ifndef has its #endif: clang reads nothing behind one that has not. A line of prose that begins `# if` is a comment gone wrong. */
export const directiveBalance: Rule = {
  name: 'directive-balance',
  *check({ script }) {
    const open: Directive[] = [];
    for (const item of script.preamble) {
      if (item.kind !== 'directive') continue;
      if (/^if(?:n?def)?$/.test(item.name)) open.push(item);
      if (item.name === 'endif') open.pop();
    }
    for (const { span, name } of open) {
      const fix = replacing('make it a comment', { start: span.start, end: span.start + 1 }, '//', true);
      yield report('error', 'unclosed-condition', `#${name} has no #endif`, span, [], [fix]);
    }
  },
};
