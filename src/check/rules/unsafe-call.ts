import { assessUnsafe } from '../policy/assess.ts';
import type { Rule } from '../rule.ts';

/** A program only watches, unless it is allowed to do more. */
export const unsafeCall: Rule = {
  name: 'unsafe-call',
  alone: true,
  *check({ script, source, allowUnsafe }) {
    if (allowUnsafe) return;
    for (const { why, span } of assessUnsafe(script, source)) {
      const hints = ['--allow-unsafe runs it all the same, if you know what it does'];
      yield { code: 'unsafe-call', severity: 'error', message: why, span, hints, fixes: [] };
    }
  },
};
