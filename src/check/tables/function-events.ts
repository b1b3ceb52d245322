import { BLOCK_EVENTS } from './events/block.ts';
import { FILE_EVENTS } from './events/files.ts';
import { LOCK_EVENTS } from './events/locks.ts';
import { MEMORY_EVENTS } from './events/memory.ts';
import { NETWORK_EVENTS } from './events/network.ts';
import { PROCESS_EVENTS } from './events/processes.ts';
import { SYSTEM_EVENTS } from './events/system.ts';
import type { FunctionEvent } from './function-event.ts';

const EVENTS: readonly FunctionEvent[] = [
  ...PROCESS_EVENTS,
  ...FILE_EVENTS,
  ...BLOCK_EVENTS,
  ...MEMORY_EVENTS,
  ...NETWORK_EVENTS,
  ...LOCK_EVENTS,
  ...SYSTEM_EVENTS,
];

/** What tells of a function's call or return without a kprobe, best first. Compilers' suffixes (`.isra.0`, `.constprop.0`) are looked past. */
export function eventsOf(name: string, at: 'entry' | 'return'): readonly FunctionEvent[] {
  const plain = name.replace(/\.(?:isra|constprop|part|cold|llvm)\b.*$/, '');
  const fits = (wanted: string): boolean => (wanted.endsWith('*') ? plain.startsWith(wanted.slice(0, -1)) : plain === wanted || plain === `${wanted}*`);
  return EVENTS.filter((event) => (event.at ?? at) === at && event.functions.some(fits));
}
