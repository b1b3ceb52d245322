import { walk } from '../../bpftrace/visit.ts';
import type { Rule } from '../rule.ts';

/** Fields of args are reached by an arrow before bpftrace 0.19, when args became a value. */
export const argsAccess: Rule = {
  name: 'args-access',
  alone: true,
  *check({ script, dialect }) {
    if (dialect.has('args-dot')) return;
    for (const node of walk(script)) {
      if (node.kind !== 'field' || node.arrow || node.object.kind !== 'identifier' || node.object.name !== 'args') continue;
      const edits = [{ span: { start: node.object.span.end, end: node.nameSpan.start }, text: '->' }];
      const fixes = [{ title: `use args->${node.name}`, edits, automatic: true }];
      const message = `bpftrace ${dialect.version} writes args->${node.name}`;
      yield { code: 'args-dot', severity: 'error', message, span: node.span, hints: [`use args->${node.name}`], fixes };
    }
  },
};
