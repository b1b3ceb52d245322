/** Which tracepoints of this kernel tell of what a function of it does. */
import { hasTracepoint } from '../attach-point.ts';
import type { RuleContext } from '../rule.ts';
import type { FunctionEvent } from '../tables/function-event.ts';
import { eventsOf } from '../tables/function-events.ts';
import { sameName, systemCallEvent, wildcardEvent } from './events-by-name.ts';

/** An event with the tracepoints of it that this kernel has. */
export interface FoundEvent extends FunctionEvent {
  readonly tracepoints: readonly string[];
}

/** The tracepoints that tell of a function's call or return on this kernel, best first. */
export function eventsHere(name: string, at: 'entry' | 'return', { tracepoints, functions }: RuleContext): FoundEvent[] {
  const known = [...systemCallEvent(name, at, tracepoints), ...eventsOf(name, at)];
  // A function that is called as a system call, and is none of the kernel's: kprobe:sync.
  const call = functions?.has(name) === 'yes' ? [] : systemCallEvent(`sys_${name}`, at, tracepoints);
  const candidates = known.length > 0 ? known : [...sameName(name, tracepoints), ...call, ...wildcardEvent(name, at, tracepoints)];
  return candidates.flatMap((event) => {
    for (const alternative of event.to) {
      // Of several that are taken together those count that there are: which system calls exist differs between architectures.
      const there = alternative.split(',').filter((id) => id.includes('*') || hasTracepoint(tracepoints, id));
      if (there.length > 0) return [{ ...event, tracepoints: there }];
    }
    return [];
  });
}
