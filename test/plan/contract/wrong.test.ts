/** Programs that do not do what was asked, and what the contract says of each; and where it points. */
import { describe, expect, it } from 'vitest';
import { hear, held } from './hold.ts';

type Wrong = readonly [program: string, ...codes: readonly string[]];

const OPENS = 'tracepoint:syscalls:sys_enter_openat';
const READ_TIME = 'kprobe:vfs_read { @s[tid] = nsecs; } kretprobe:vfs_read /@s[tid]/';

const WRONG: Readonly<Record<string, readonly Wrong[]>> = {
  'count page faults by process': [
    [`${OPENS} { @[comm] = count(); }`, 'asked-event'],
    ['tracepoint:sched:sched_switch { @[comm] = count(); }', 'asked-event'],
    ['software:page-faults:1 { @ = count(); }', 'asked-key'],
    ['software:page-faults:1 { @[cpu] = count(); }', 'asked-key'],
    ['software:page-faults:1 { @seen[comm] = 1; @ = count(); }', 'asked-key'],
    ['tracepoint:block:block_rq_issue { @[args->dev] = count(); }', 'asked-event', 'asked-key'],
  ],
  'count vfs_read by process for 3 seconds': [
    ['kprobe:vfs_write { @[comm] = count(); } interval:s:3 { exit(); }', 'asked-event'],
    ['kprobe:vfs_read { @[comm] = count(); } interval:s:30 { exit(); }', 'asked-window'],
    ['kprobe:vfs_read { @ = count(); } interval:s:5 { exit(); }', 'asked-key', 'asked-window'],
    ['tracepoint:sched:sched_switch { @[comm] = count(); } interval:s:3 { exit(); }', 'asked-event'],
    ['kprobe:vfs_read { @[comm] = hist(arg2); } interval:ms:300 { exit(); }', 'asked-window'],
  ],
  'count openat calls by process': [
    ['tracepoint:syscalls:sys_enter_close { @[comm] = count(); }', 'asked-event'],
    ['tracepoint:syscalls:sys_enter_openat { printf("opened\\n"); }', 'asked-measure', 'asked-key'],
  ],
  'which files does nginx open': [
    [`${OPENS} { printf("%s\\n", str(args->filename)); }`, 'asked-filter'],
    [`${OPENS} /comm == "apache2"/ { printf("%s\\n", str(args->filename)); }`, 'asked-filter'],
    [`${OPENS} /comm != "nginx"/ { printf("%s\\n", str(args->filename)); }`, 'asked-filter'],
    [`${OPENS} { if (comm == "nginx") { return; } printf("%s\\n", str(args->filename)); }`, 'asked-filter'],
    [`${OPENS} /comm == "nginx"/ { @ = count(); }`, 'asked-key'],
    ['tracepoint:syscalls:sys_enter_unlinkat /comm == "nginx"/ { printf("%s\\n", str(args->pathname)); }', 'asked-event'],
  ],
  'files opened by pid 1234': [
    [`${OPENS} { printf("%s\\n", str(args->filename)); }`, 'asked-filter'],
    [`${OPENS} /pid == 12345/ { printf("%s\\n", str(args->filename)); }`, 'asked-filter'],
    [`${OPENS} /pid != 1234/ { printf("%s\\n", str(args->filename)); }`, 'asked-filter'],
    [`${OPENS} /args->dfd == 1234/ { printf("%s\\n", str(args->filename)); }`, 'asked-filter'],
    [`${OPENS} { $who = pid == 1234 ? 1 : 0; printf("%d %s\\n", $who, str(args->filename)); }`, 'asked-filter'],
  ],
  'how many bytes does each process read': [
    ['tracepoint:syscalls:sys_exit_read { @[comm] = count(); }', 'asked-measure'],
    ['tracepoint:syscalls:sys_exit_read { @[comm]++; }', 'asked-measure'],
    ['tracepoint:syscalls:sys_exit_read { @[comm] = sum(1); }', 'asked-measure'],
    ['tracepoint:syscalls:sys_exit_read { @[comm] = avg(args->ret); }', 'asked-measure'],
    ['tracepoint:syscalls:sys_exit_read { @ = sum(args->ret); }', 'asked-key'],
    ['tracepoint:sched:sched_process_exec { @[comm] = count(); }', 'asked-event', 'asked-measure'],
  ],
  'system calls per second': [
    ['tracepoint:raw_syscalls:sys_enter { @ = count(); }', 'asked-window'],
    ['tracepoint:raw_syscalls:sys_enter { @ = count(); } interval:s:10 { exit(); }', 'asked-window'],
    ['tracepoint:raw_syscalls:sys_enter { @ = count(); } interval:s:5 { print(@); clear(@); }', 'asked-window'],
  ],
  'count context switches every 2 seconds': [
    ['tracepoint:sched:sched_switch { @ = count(); }', 'asked-window'],
    ['tracepoint:sched:sched_switch { @ = count(); } interval:s:1 { print(@); clear(@); }', 'asked-window'],
  ],
  'tcp connections to port 443': [
    ['kprobe:tcp_connect { @[comm] = count(); }', 'asked-filter'],
    ['kprobe:tcp_connect / ((struct sock *)arg0)->__sk_common.skc_dport == 80 / { @[comm] = count(); }', 'asked-filter'],
    ['kprobe:tcp_connect / ((struct sock *)arg0)->__sk_common.skc_dport != 443 / { @[comm] = count(); }', 'asked-filter'],
  ],
  'disk reads larger than 64KB': [
    ['tracepoint:block:block_rq_issue { @[comm] = count(); }', 'asked-filter'],
    ['tracepoint:block:block_rq_issue /args->bytes < 65536/ { @[comm] = count(); }', 'asked-filter'],
    ['tracepoint:block:block_rq_issue { if (65536 < args->bytes) { return; } @[comm] = count(); }', 'asked-filter'],
    ['tracepoint:block:block_rq_issue /args->bytes > 4096/ { @[comm] = count(); }', 'asked-filter'],
    ['tracepoint:block:block_rq_issue { printf("%d\\n", args->bytes > 65536 ? 1 : 0); }', 'asked-filter'],
  ],
  'failed opens': [
    ['tracepoint:syscalls:sys_exit_openat { printf("%d\\n", args->ret >= 0 ? args->ret : -1); }', 'asked-filter'],
    ['tracepoint:syscalls:sys_exit_openat /args->ret >= 0/ { @[comm] = count(); }', 'asked-filter'],
    ['tracepoint:syscalls:sys_exit_openat { if (args->ret < 0) { return; } @[comm] = count(); }', 'asked-filter'],
    [`${OPENS} { @[comm] = count(); }`, 'asked-filter'],
  ],
  'reads slower than 10ms': [
    [`${READ_TIME} { printf("%s %d\\n", comm, nsecs - @s[tid]); delete(@s[tid]); }`, 'asked-filter'],
    [`${READ_TIME} { if (nsecs - @s[tid] > 1000000) { @[comm] = count(); } delete(@s[tid]); }`, 'asked-filter'],
  ],
  'signals sent to pid 42': [
    ['tracepoint:signal:signal_generate { printf("%s %d\\n", comm, args->sig); }', 'asked-filter'],
    ['tracepoint:signal:signal_generate /args->sig == 42/ { printf("%s\\n", comm); }', 'asked-filter'],
  ],
  'histogram of block io latency': [
    [`tracepoint:block:block_rq_issue { @ = count(); }`, 'asked-measure'],
    [
      'tracepoint:sched:sched_wakeup { @s[args->pid] = nsecs; } tracepoint:sched:sched_switch { @ = avg(nsecs - @s[args->next_pid]); }',
      'asked-event',
      'asked-measure',
    ],
  ],
  'average read latency by process': [
    [`${READ_TIME} { @[comm] = count(); delete(@s[tid]); }`, 'asked-measure'],
    [`${READ_TIME} { @ = avg(nsecs - @s[tid]); delete(@s[tid]); }`, 'asked-key'],
  ],
  'max read size by process': [['tracepoint:syscalls:sys_exit_read { @[comm] = min(args->ret); }', 'asked-measure']],
  'opens under /etc by process': [
    [`${OPENS} { @[comm] = count(); }`, 'asked-filter'],
    [`${OPENS} /str(args->filename) != ""/ { @[comm] = count(); }`, 'asked-filter'],
    [`${OPENS} /strncmp(str(args->filename), "/var", 4) == 0/ { @[comm] = count(); }`, 'asked-filter'],
  ],
  'syscalls by process and syscall': [['tracepoint:raw_syscalls:sys_enter { @[comm] = count(); }', 'asked-key']],
  'syscalls by user': [['tracepoint:raw_syscalls:sys_enter { @[comm] = count(); }', 'asked-key']],
  'count sched_switch by cpu': [
    ['tracepoint:sched:sched_switch { @[comm] = count(); }', 'asked-key'],
    ['tracepoint:sched:sched_wakeup { @[cpu] = count(); }', 'asked-event'],
  ],
  'on-CPU stacks': [['profile:hz:99 { @[comm] = count(); }', 'asked-measure']],
  'tcp retransmits by address': [
    ['tracepoint:tcp:tcp_retransmit_skb { @[args->dport] = count(); }', 'asked-key'],
    ['tracepoint:udp:udp_fail_queue_rcv_skb { @[ntop(args->daddr)] = count(); }', 'asked-event'],
  ],
  统计每个进程的缺页次数: [
    ['software:page-faults:1 { @ = count(); }', 'asked-key'],
    ['tracepoint:sched:sched_switch { @[comm] = count(); }', 'asked-event'],
  ],
};

describe.each(Object.entries(WRONG))('%s', (question, programs) => {
  it.each(programs)('%s', async (program, ...codes) => {
    const errors = held(program, await hear(question)).filter(({ severity }) => severity === 'error');
    expect(errors.map(({ code }) => code)).toEqual(codes);
  });
});

it('of a program that has no end the contract only makes a note: whoever runs it may end it', async () => {
  const found = held('software:page-faults:1 { @[comm] = count(); }', await hear('count page faults by process for 5 seconds'));
  expect(found.map(({ code, severity, hints }) => [code, severity, hints])).toEqual([['asked-window', 'note', ['interval:s:5 { exit(); }']]]);
});

it('of a program that tells nothing it says nothing', async () => {
  expect(held('BEGIN { exit(); }', await hear('count page faults by process'))).toEqual([]);
});

describe('where it points', () => {
  it.each([
    ['count page faults by process', 'tracepoint:sched:sched_switch { @[comm] = count(); }', 'tracepoint:sched:sched_switch'],
    ['count page faults by process', 'software:page-faults:1 { @ = count(); }', '@ = count()'],
    ['count page faults for 5 seconds', 'software:page-faults:1 { @ = count(); } interval:s:9 { exit(); }', 'interval:s:9'],
    ['files opened by pid 7', `${OPENS} { printf("%s\\n", str(args->filename)); }`, OPENS],
    ['how many bytes does each process read', 'tracepoint:syscalls:sys_exit_read { @[comm] = count(); }', '@[comm] = count()'],
  ])('%s: %s', async (question, program, at) => {
    const [{ span } = {}] = held(program, await hear(question));
    expect(program.slice(span?.start, span?.end)).toBe(at);
  });
});
