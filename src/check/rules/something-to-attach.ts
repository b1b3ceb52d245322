import type { Rule } from '../rule.ts';

/** A program has at least one probe with a body. */
export const somethingToAttach: Rule = {
  name: 'something-to-attach',
  *check({ script }) {
    if (script.probes.length > 0) return;
    const hints = ['a program is at least: tracepoint:sched:sched_process_exec { @[comm] = count(); }'];
    yield { code: 'empty-program', severity: 'error', message: 'there is no probe in this program', hints, fixes: [] };
  },
};
