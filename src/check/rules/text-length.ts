import { report } from '../report.ts';
import type { Rule } from '../rule.ts';

/** Functions whose texts never reach the kernel. */
const AT_COMPILE_TIME: ReadonlySet<string> = new Set(['cgroupid', 'kaddr', 'uaddr', 'reg', 'pton']);

/** A text that the program holds in the kernel is not longer than bpftrace's limit. */
export const textLength: Rule = {
  name: 'text-length',
  *check({ places, dialect }) {
    const most = dialect.limit('string-literal');
    for (const { node, parent } of places) {
      if (node.kind !== 'string' || Buffer.byteLength(node.value) <= most) continue;
      if (parent.kind === 'call' && (AT_COMPILE_TIME.has(parent.name) || (parent.name === 'printf' && parent.args[0] === node))) continue;
      yield report(
        'error',
        'text-too-long',
        `a text has at most ${most} bytes outside printf's format; this one has ${Buffer.byteLength(node.value)}`,
        node.span,
      );
    }
  },
};
