import { integerLiteral } from '../kinds.ts';
import { report } from '../report.ts';
import type { Rule } from '../rule.ts';

/** Dividing by 0 does not end a program in the kernel: it yields 0 (Documentation/bpf/standardization/instruction-set.rst), which is never what was meant. */
export const divisionByZero: Rule = {
  name: 'division-by-zero',
  *check({ places }) {
    for (const { node } of places) {
      const divisor =
        node.kind === 'binary' && /^[/%]$/.test(node.operator)
          ? node.right
          : node.kind === 'assignment' && /^[/%]=$/.test(node.operator)
            ? node.value
            : undefined;
      if (divisor !== undefined && integerLiteral(divisor) === 0n)
        yield report('warning', 'division-by-zero', 'dividing by 0 yields 0 in the kernel', divisor.span);
    }
  },
};
