import { walk } from '../../bpftrace/visit.ts';
import type { Rule } from '../rule.ts';

/** A kernel structure can be read only where its layout is known: from BTF, or from headers the program includes. */
export const structNeedsTypes: Rule = {
  name: 'struct-needs-types',
  *check({ script, facts }) {
    if (facts.btf || script.preamble.length > 0) return;
    for (const node of walk(script)) {
      const isStruct = node.kind === 'cast' && /^(struct|union) /.test(node.type);
      const isTask = node.kind === 'field' && node.object.kind === 'identifier' && node.object.name === 'curtask';
      if (!isStruct && !isTask) continue;
      const hints = ['the kernel needs CONFIG_DEBUG_INFO_BTF (/sys/kernel/btf/vmlinux), or the program an #include of the header that defines it'];
      yield {
        code: 'no-btf',
        severity: 'error',
        message: 'this kernel has no BTF, so the layout of its structures is not known',
        span: node.span,
        hints,
        fixes: [],
      };
    }
  },
};
