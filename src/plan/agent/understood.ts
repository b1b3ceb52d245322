/** What the embedded reader of questions understood, for a model: its program is held against this. */
import type { Condition, EventName, Intent } from '../../core/intent.ts';

/** `anew`: how the language of the program begins an answer anew after so many seconds. */
export function understoodText(intent: Intent, anew: (seconds: number) => string): string {
  const { event, measure, keys, filter, toward, conditions, seconds, every, times, top, output } = intent;
  const who = [filter?.value.comm, filter?.value.pid === undefined ? undefined : `pid ${filter.value.pid}`].filter((part) => part !== undefined).join(', ');
  const parts: readonly (readonly [string, string | undefined])[] = [
    ['event', event === undefined ? undefined : eventText(event.value)],
    ['measure', measure?.value],
    ['by', keys.length === 0 ? undefined : keys.map(({ value }) => value).join(', ')],
    [toward === true ? 'only what is done to' : 'only of', who === '' ? undefined : who],
    ['only where', conditions.length === 0 ? undefined : conditions.map(({ value }) => conditionText(value)).join(' and ')],
    ['for', seconds === undefined ? undefined : `${seconds.value} s`],
    ['shown and begun anew', every === undefined ? undefined : `every ${every.value} s${anew(every.value)}`],
    ['ends after', times === undefined ? undefined : `${times.value} times`],
    ['of that the largest', top === undefined ? undefined : String(top.value)],
    ['shown as', output?.value],
  ];
  return parts.flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`])).join('\n');
}

function eventText(event: EventName): string {
  switch (event.kind) {
    case 'tracepoint':
      return `tracepoint:${event.category}:${event.name}`;
    case 'syscall':
      return `the system call ${event.name}`;
    case 'function':
      return `the kernel's function ${event.name}`;
    case 'user-function':
      return `the function ${event.name} of ${event.binary}`;
  }
}

function conditionText(condition: Condition): string {
  const { what, ...rest } = condition;
  return `${what} ${Object.values(rest).map(String).join(' ')}`;
}
