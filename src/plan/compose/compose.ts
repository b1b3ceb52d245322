import type { EventName, Intent } from '../../core/intent.ts';
import type { LibraryProgram } from '../../knowledge/library.ts';
import { composeFunction, composeUserFunction } from './function.ts';
import type { Offers } from './offers.ts';
import { composeSyscall } from './syscall.ts';
import { composeTracepoint } from './tracepoint.ts';

/**
 * A program for an event that the library has none for, made for what the intent asks of it and of the same kind as the library's, so that what fills their
 * slots fills its. Undefined where the machine has no such event, or the event nothing that could be measured so.
 */
export function composeEvent(event: EventName, intent: Intent, offers: Offers): LibraryProgram | undefined {
  const ask = { intent, offers };
  switch (event.kind) {
    case 'tracepoint': {
      // The tracepoint of a system call is asked for where the call is meant.
      const syscall = event.category === 'syscalls' && intent.measure?.value === 'latency' ? /^sys_(?:enter|exit)_(\w+)$/.exec(event.name)?.[1] : undefined;
      return syscall === undefined ? composeTracepoint(event.category, event.name, ask) : composeSyscall(syscall, ask);
    }
    case 'syscall':
      return composeSyscall(event.name, ask);
    case 'function':
      return composeFunction(event.name, ask);
    case 'user-function':
      return composeUserFunction(event.binary, event.name, ask);
  }
}
