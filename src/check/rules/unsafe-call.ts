import { walk } from '../../bpftrace/visit.ts';
import { lookup } from '../../core/lookup.ts';
import type { Rule } from '../rule.ts';

/** Functions that act on the system instead of watching it (man bpftrace: they need --unsafe). */
const UNSAFE: Readonly<Record<string, string>> = {
  system: 'it runs a shell command as root',
  signal: 'it sends a signal to the traced process',
  override: 'it makes a kernel function return another value',
};

/** A program only watches, unless it is allowed to do more. Decided on the tree, so that spelling does not matter. */
export const unsafeCall: Rule = {
  name: 'unsafe-call',
  *check({ script, allowUnsafe }) {
    if (allowUnsafe) return;
    for (const node of walk(script)) {
      const why = node.kind === 'call' ? lookup(UNSAFE, node.name) : undefined;
      if (node.kind !== 'call' || why === undefined) continue;
      const hints = ['--allow-unsafe runs it all the same, if you know what it does'];
      yield { code: 'unsafe-call', severity: 'error', message: `${node.name}() does more than watch: ${why}`, span: node.nameSpan, hints, fixes: [] };
    }
  },
};
