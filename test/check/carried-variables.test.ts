import { describe, expect, it } from 'vitest';
import { check } from '../../src/check/check.ts';
import { repair } from '../../src/check/repair.ts';
import { machine } from './linux-6.18.ts';

/** `by`: the key that the value is kept by; absent: nothing is done, for the two may be told of in different threads. */
const CASES: readonly { readonly enter: string; readonly exit: string; readonly by?: string }[] = [
  { enter: 'tracepoint:block:block_rq_issue', exit: 'tracepoint:block:block_rq_complete' },
  { enter: 'tracepoint:sched:sched_wakeup', exit: 'tracepoint:sched:sched_switch' },
  { enter: 'tracepoint:net:net_dev_queue', exit: 'tracepoint:net:netif_receive_skb' },
  { enter: 'tracepoint:syscalls:sys_enter_read', exit: 'tracepoint:syscalls:sys_exit_write' },
  { enter: 'tracepoint:syscalls:sys_enter_read', exit: 'tracepoint:syscalls:sys_exit_read,tracepoint:syscalls:sys_exit_write' },
  { enter: 'tracepoint:syscalls:sys_enter_read', exit: 'interval:s:1' },
  { enter: 'tracepoint:syscalls:sys_enter_read', exit: 'tracepoint:syscalls:sys_exit_read', by: 'tid' },
  { enter: 'tracepoint:raw_syscalls:sys_enter', exit: 'tracepoint:raw_syscalls:sys_exit', by: 'tid' },
  { enter: 'tracepoint:irq:softirq_entry', exit: 'tracepoint:irq:softirq_exit', by: 'cpu' },
  { enter: 'tracepoint:irq:softirq_entry', exit: 'tracepoint:irq:irq_handler_exit' },
];

describe('a variable that one probe sets and another reads', () => {
  it.each(CASES)('$enter to $exit', ({ enter, exit, by }) => {
    const source = `${enter} { $start = nsecs; }\n${exit} { @ = hist(nsecs - $start); }`;
    const { source: repaired } = repair(source, machine);
    expect(repaired.includes('@start[')).toBe(by !== undefined);
    if (by !== undefined) expect(repaired).toContain(`@start[${by}]`);
    const told = check(source, machine).diagnostics.filter(({ code }) => code === 'undefined-variable');
    expect(told.map(({ severity }) => severity)).toContain('error');
    if (by === undefined) expect(told.flatMap(({ hints, fixes }) => [...hints, ...fixes.map(({ title }) => title)]).join('\n')).toMatch(/keep it in a map/);
  });
});
