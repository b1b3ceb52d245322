import { replacing, report } from '../report.ts';
import type { Rule } from '../rule.ts';
import { suggest } from '../suggest.ts';

/** The events of the kernel's counters by bpftrace's names (SW_PROBE_LIST and HW_PROBE_LIST; man bpftrace, "software", "hardware"). */
const EVENTS: Readonly<Record<string, readonly string[]>> = {
  software: [
    'alignment-faults',
    'bpf-output',
    'context-switches',
    'cs',
    'cpu-clock',
    'cpu',
    'cpu-migrations',
    'dummy',
    'emulation-faults',
    'major-faults',
    'minor-faults',
    'page-faults',
    'faults',
    'task-clock',
  ],
  hardware: [
    'backend-stalls',
    'branch-instructions',
    'branches',
    'branch-misses',
    'bus-cycles',
    'cache-misses',
    'cache-references',
    'cpu-cycles',
    'cycles',
    'frontend-stalls',
    'instructions',
    'ref-cycles',
  ],
};

/** A software or hardware probe names an event there is. */
export const eventName: Rule = {
  name: 'event-name',
  *check({ script }) {
    for (const { attachPoints } of script.probes) {
      for (const { provider, parts, span, text } of attachPoints) {
        const events = provider === 'software' || provider === 'hardware' ? EVENTS[provider] : undefined;
        const [event] = parts;
        if (events === undefined || event === undefined || event === '' || event.includes('$') || events.includes(event)) continue;
        const near = suggest(event, events, 2);
        const fixes = near.map((other) => replacing(`use ${other}`, span, text.replace(event, other), near.length === 1));
        yield report('error', 'unknown-event', `there is no ${provider} event ${event}`, span, [`${provider} events: ${events.join(', ')}`], fixes);
      }
    }
  },
};
