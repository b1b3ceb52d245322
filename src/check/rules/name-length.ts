import type { Expression } from '../../bpftrace/ast.ts';
import { replacing } from '../../core/fix.ts';
import { report } from '../report.ts';
import type { Rule } from '../rule.ts';

/** The kernel keeps 15 characters of a process's name (TASK_COMM_LEN, include/linux/sched.h). */
const LONGEST = 15;

/** What a process's name is compared with can be one. bpftrace refuses a longer one at times, and finds nothing at others. */
export const nameLength: Rule = {
  name: 'name-length',
  *check({ places }) {
    for (const { node } of places) {
      if (node.kind !== 'binary' || (node.operator !== '==' && node.operator !== '!=')) continue;
      const text = isName(node.left) ? node.right : isName(node.right) ? node.left : undefined;
      if (text?.kind !== 'string' || text.value.length <= LONGEST) continue;
      const cut = text.value.slice(0, LONGEST);
      const message = `no process has this name: the kernel keeps its first ${LONGEST} characters`;
      const fix = replacing(`compare with ${JSON.stringify(cut)}`, text.span, JSON.stringify(cut), true);
      yield report(
        'warning',
        'long-process-name',
        message,
        text.span,
        [JSON.stringify(cut)],
        [{ ...fix, changes: `every process whose name begins with ${cut} counts` }],
      );
    }
  },
};

function isName(node: Expression): boolean {
  if (node.kind === 'identifier') return node.name === 'comm';
  return node.kind === 'field' && /^(?:comm|(?:prev|next|parent|child)_comm)$/.test(node.name) && node.object.kind === 'identifier';
}
