/** Programs that do what was asked, each in a style of its own: the contract has nothing to say of them. */
import { describe, expect, it } from 'vitest';
import { hear, held } from './hold.ts';

const RIGHT: Readonly<Record<string, readonly string[]>> = {
  'count page faults by process': [
    'software:page-faults:1 { @[comm] = count(); }',
    'software:faults:1 { @[pid, comm] = count(); }',
    'software:page-faults:1 { @[pid]++; }',
    'tracepoint:exceptions:page_fault_user { @n[tid] += 1; }',
    't:exceptions:page_fault_user, t:exceptions:page_fault_kernel { @faults[comm] = sum(1); } END { print(@faults, 10); clear(@faults); }',
    'BEGIN { printf("Tracing page faults... Hit Ctrl-C to end.\\n"); } tracepoint:exceptions:page_fault_* { $who = comm; @[$who] = count(); }',
    'kprobe:handle_mm_fault { @[comm] = count(); }',
  ],
  'count vfs_read by process for 3 seconds': [
    'kprobe:vfs_read { @[comm] = count(); } interval:s:3 { exit(); }',
    'kfunc:vfs_read { @[pid] = count(); } interval:ms:3000 { print(@); clear(@); exit(); }',
    'kretprobe:vfs_read { @calls[comm, pid]++; } interval:s:1 { @s++; if (@s >= 3) { exit(); } }',
    'fentry:vfs_* { @[comm, func] = count(); } interval:s:3 { exit(); }',
  ],
  'count openat calls by process': [
    'tracepoint:syscalls:sys_enter_openat { @[comm] = count(); }',
    'tracepoint:syscalls:sys_exit_openat { @[comm] = count(); }',
    'kprobe:__x64_sys_openat { @[comm] = count(); }',
    'kprobe:do_sys_openat2 { @[comm] = count(); }',
    'tracepoint:raw_syscalls:sys_enter /args->id == 257/ { @[comm] = count(); }',
    'rawtracepoint:sys_enter /args.id == 257/ { @[comm] = count(); }',
  ],
  'which files does nginx open': [
    'tracepoint:syscalls:sys_enter_openat /comm == "nginx"/ { printf("%d %s\\n", pid, str(args->filename)); }',
    'tracepoint:syscalls:sys_enter_open, tracepoint:syscalls:sys_enter_openat { if (comm != "nginx") { return; } printf("%s\\n", str(args->filename)); }',
    'tracepoint:syscalls:sys_enter_openat /strncmp(comm, "nginx", 5) == 0/ { @[str(args->filename)] = count(); }',
    'tracepoint:syscalls:sys_enter_openat /comm == str($1)/ { printf("%s\\n", str(args->filename)); }',
    `tracepoint:syscalls:sys_enter_openat /comm == "nginx"/ { @name[tid] = args->filename; }
     tracepoint:syscalls:sys_exit_openat /@name[tid]/ { printf("%s %d\\n", str(@name[tid]), args->ret); delete(@name[tid]); }`,
    `kprobe:do_sys_openat2 { $file = str(arg1); if (comm == "nginx") { printf("%-6d %s\\n", pid, $file); } }`,
    'tracepoint:syscalls:sys_enter_openat /pid == 4711/ { printf("%s\\n", str(args->filename)); }',
  ],
  'files opened by pid 1234': [
    'tracepoint:syscalls:sys_enter_openat /pid == 1234/ { printf("%s\\n", str(args->filename)); }',
    '#define WHO 1234\ntracepoint:syscalls:sys_enter_openat /pid == WHO/ { printf("%s\\n", str(args->filename)); }',
    'BEGIN { @who = 1234; } tracepoint:syscalls:sys_enter_openat /pid == @who/ { printf("%s\\n", str(args->filename)); }',
    'BEGIN { @mine[1234] = 1; } tracepoint:syscalls:sys_enter_openat /@mine[pid]/ { @[str(args->filename)] = count(); }',
    'tracepoint:syscalls:sys_enter_openat { if (pid != 1234) { return; } printf("%s\\n", str(args->filename)); }',
    'tracepoint:syscalls:sys_enter_openat /pid == $1/ { printf("%s\\n", str(args->filename)); }',
    'tracepoint:syscalls:sys_enter_openat { $tgid = (pid_t)pid; if ($tgid == 1234) { printf("%s\\n", str(args->filename)); } }',
  ],
  'how many bytes does each process read': [
    'tracepoint:syscalls:sys_exit_read /args->ret > 0/ { @[comm] = sum(args->ret); }',
    'tracepoint:syscalls:sys_exit_read /args->ret > 0/ { @[pid] += args->ret; }',
    'kretprobe:vfs_read /retval > 0/ { $n = retval; @bytes[comm] = @bytes[comm] + $n; }',
    'kretfunc:vfs_read { if (retval > 0) { @[comm] = stats(retval); } }',
  ],
  'system calls per second': [
    'tracepoint:raw_syscalls:sys_enter { @ = count(); } interval:s:1 { print(@); clear(@); }',
    'tracepoint:raw_syscalls:sys_enter { @n++; } interval:s:1 { printf("%d\\n", @n); @n = 0; }',
    'tracepoint:raw_syscalls:sys_enter { @[strftime("%H:%M:%S", nsecs)] = count(); }',
    'tracepoint:raw_syscalls:sys_enter { @n++; } interval:s:10 { printf("%d\\n", @n / 10); exit(); }',
    'tracepoint:raw_syscalls:sys_enter { @ = count(); } interval:s:1 { exit(); }',
    'tracepoint:raw_syscalls:sys_enter { @ = count(); } interval:hz:1 { time(); print(@); zero(@); }',
  ],
  'count context switches every 2 seconds': [
    'tracepoint:sched:sched_switch { @ = count(); } interval:s:2 { print(@); clear(@); }',
    'software:context-switches:1 { @ = count(); } interval:ms:2000 { print(@); clear(@); }',
  ],
  'tcp connections to port 443': [
    `tracepoint:sock:inet_sock_set_state /args->protocol == 6 && args->newstate == 2 && args->dport == 443/ { printf("%d %s %s\\n", pid, comm, ntop(args->daddr)); }`,
    `kprobe:tcp_connect { $sk = (struct sock *)arg0; $port = $sk->__sk_common.skc_dport; $port = bswap($port); if ($port == 443) { printf("%s %d\\n", comm, $port); } }`,
    `kprobe:tcp_connect / ((struct sock *)arg0)->__sk_common.skc_dport == 47873 / { @[comm] = count(); }`,
    `kprobe:tcp_v4_connect { @sk[tid] = arg0; } kretprobe:tcp_v4_connect /@sk[tid]/ { $sk = (struct sock *)@sk[tid]; $d = $sk->__sk_common.skc_dport; $d = ($d >> 8) | (($d << 8) & 0xff00); if ($d == 443) { printf("%s %d\\n", comm, $d); } delete(@sk[tid]); }`,
  ],
  'disk reads larger than 64KB': [
    'tracepoint:block:block_rq_issue /args->bytes > 65536/ { printf("%s %d\\n", comm, args->bytes); }',
    'tracepoint:block:block_rq_issue /args->nr_sector > 128/ { printf("%s %d\\n", comm, args->nr_sector); }',
    'tracepoint:block:block_rq_issue /args->bytes > 64 * 1024/ { @[comm] = count(); }',
    'tracepoint:block:block_rq_issue { if (args->bytes < 65537) { return; } @[comm] = count(); }',
    'tracepoint:block:block_rq_issue /65536 < args->bytes/ { @[comm] = count(); }',
    'tracepoint:block:block_rq_issue /args->bytes >= 65537/ { @[comm] = count(); }',
    'tracepoint:block:block_rq_issue { $kb = args->bytes / 1024; if ($kb <= 64) { return; } printf("%d\\n", $kb); }',
    'tracepoint:block:block_rq_complete /args->nr_sector * 512 > 65536/ { @[args->dev] = count(); }',
    '#define LIMIT (64 << 10)\ntracepoint:block:block_rq_issue /args->bytes > LIMIT/ { @[comm] = count(); }',
  ],
  'failed opens': [
    'tracepoint:syscalls:sys_exit_openat /args->ret < 0/ { printf("%s %d\\n", comm, args->ret); }',
    'tracepoint:syscalls:sys_exit_openat { if (args->ret >= 0) { return; } @[comm, -args->ret] = count(); }',
    'kretprobe:do_sys_openat2 /(int64)retval < 0/ { @[comm] = count(); }',
    'tracepoint:syscalls:sys_exit_openat { $err = args->ret; if ($err < 0) { @[comm] = count(); } }',
  ],
  'reads slower than 10ms': [
    `tracepoint:syscalls:sys_enter_read { @s[tid] = nsecs; } tracepoint:syscalls:sys_exit_read /@s[tid]/ { $us = (nsecs - @s[tid]) / 1000; if ($us > 10000) { printf("%s %d\\n", comm, $us); } delete(@s[tid]); }`,
    `kprobe:vfs_read { @s[tid] = nsecs; } kretprobe:vfs_read /@s[tid]/ { $d = nsecs - @s[tid]; if ($d >= 10000000) { @[comm] = count(); } delete(@s[tid]); }`,
    `kprobe:vfs_read { @s[tid] = nsecs; } kretprobe:vfs_read /@s[tid]/ { $ms = (nsecs - @s[tid]) / 1e6; if ($ms > 10) { @[comm] = count(); } delete(@s[tid]); }`,
  ],
  'signals sent to pid 42': [
    'tracepoint:signal:signal_generate /args->pid == 42/ { printf("%s %d\\n", comm, args->sig); }',
    'tracepoint:syscalls:sys_enter_kill /args->pid == 42/ { @[comm, args->sig] = count(); }',
  ],
  'histogram of block io latency': [
    `tracepoint:block:block_rq_issue { @s[args->dev, args->sector] = nsecs; } tracepoint:block:block_rq_complete /@s[args->dev, args->sector]/ { @usecs = hist((nsecs - @s[args->dev, args->sector]) / 1000); delete(@s[args->dev, args->sector]); }`,
    `tracepoint:block:block_io_start { @s[args.sector] = nsecs; } tracepoint:block:block_io_done /@s[args.sector]/ { @ = lhist((nsecs - @s[args.sector]) / 1000, 0, 10000, 100); delete(@s, (args.sector)); }`,
  ],
  'average read latency by process': [
    `kprobe:vfs_read { @s[tid] = nsecs; } kretprobe:vfs_read /@s[tid]/ { @[comm] = avg(nsecs - @s[tid]); delete(@s[tid]); }`,
    `kprobe:vfs_read { @s[tid] = nsecs; } kretprobe:vfs_read /@s[tid]/ { @lat[comm] = stats(nsecs - @s[tid]); delete(@s[tid]); }`,
  ],
  'max read size by process': ['tracepoint:syscalls:sys_exit_read { @[comm] = max(args->ret); }', 'kretprobe:vfs_read { @[pid, comm] = hist(retval); }'],
  'opens under /etc by process': [
    'tracepoint:syscalls:sys_enter_openat /strncmp(str(args->filename), "/etc", 4) == 0/ { @[comm] = count(); }',
    'tracepoint:syscalls:sys_enter_openat { $f = str(args->filename); if (strncmp($f, "/etc/", 5) == 0) { printf("%s %s\\n", comm, $f); } }',
  ],
  'syscalls by process and syscall': [
    'tracepoint:raw_syscalls:sys_enter { @[comm, args->id] = count(); }',
    'tracepoint:syscalls:sys_enter_* { @[comm, probe] = count(); }',
    'tracepoint:raw_syscalls:sys_enter { @[pid, ksym(*(kaddr("sys_call_table") + args->id * 8))] = count(); }',
  ],
  'syscalls by user': ['tracepoint:raw_syscalls:sys_enter { @[uid] = count(); }', 'tracepoint:raw_syscalls:sys_enter { @[username] = count(); }'],
  'count sched_switch by cpu': ['tracepoint:sched:sched_switch { @[cpu] = count(); }', 'rawtracepoint:sched_switch { @[cpu] = count(); }'],
  'on-CPU stacks': ['profile:hz:49 { @[kstack, ustack, comm] = count(); }', 'profile:hz:99 { @[kstack(5)] = count(); }'],
  'tcp retransmits by address': [
    'tracepoint:tcp:tcp_retransmit_skb { @[ntop(args->daddr)] = count(); }',
    'kprobe:tcp_retransmit_skb { $sk = (struct sock *)arg0; $a = ntop($sk->__sk_common.skc_daddr); printf("%s\\n", $a); }',
  ],
  // What is no question about a time, an amount or a key asks for none.
  'new processes': ['tracepoint:sched:sched_process_exec { printf("%s\\n", str(args->filename)); }', 'tracepoint:sched:sched_process_fork { @ = count(); }'],
  统计每个进程的缺页次数: ['software:page-faults:1 { @[comm] = count(); }', 'tracepoint:exceptions:page_fault_user { @[pid] = count(); }'],
};

describe.each(Object.entries(RIGHT))('%s', (question, programs) => {
  it.each(programs.map((program) => [program]))('%s', async (program) => {
    expect(held(program, await hear(question)).filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});
