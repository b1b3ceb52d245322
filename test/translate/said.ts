/** Programs of bpftrace, and what of them stands in C: lines of it, or why they cannot be said. */
export interface Said {
  readonly what: string;
  readonly program: string;
  /** Each stands in the C, blanks and line ends counted as one. */
  readonly says?: readonly string[];
  readonly hides?: readonly string[];
  readonly refuses?: string;
}

export const SAID: readonly Said[] = [
  {
    what: 'a loop',
    program: 'tracepoint:sched:sched_switch { $i = 0; while ($i < 5) { $i++; } @[$i] = count(); }',
    refuses: 'loops cannot be said in C yet',
  },
  { what: 'a tuple', program: 'tracepoint:sched:sched_switch { @a = (1, 2); }', refuses: 'tuples cannot be said in C yet' },
  { what: 'a shell command', program: 'tracepoint:sched:sched_switch { system("date"); }', refuses: 'system() cannot be said in C yet' },
  { what: 'joined arguments', program: 'tracepoint:syscalls:sys_enter_execve { join(args->argv); }', refuses: 'join() cannot be said in C yet' },
  { what: 'an end by itself', program: 'tracepoint:sched:sched_switch { exit(); }', refuses: 'an end by the program itself (exit) cannot be said in C yet' },
  {
    what: 'text that is no row',
    program: 'tracepoint:sched:sched_switch { printf("a "); printf("b\\n"); }',
    refuses: 'a printf that is no row of a table cannot be said in C yet',
  },
  { what: 'a pattern', program: 'kprobe:vfs_* { @[func] = count(); }', refuses: 'a pattern (kprobe:vfs_*) cannot be attached by a program in C yet' },
  { what: 'something at intervals', program: 'interval:s:1 { @ = count(); }', refuses: 'what is done at intervals cannot be said in C yet' },
  {
    what: 'something done at the begin',
    program: 'BEGIN { @start = nsecs; } tracepoint:sched:sched_switch { @x[@start] = count(); }',
    refuses: 'what is done at the begin (BEGIN) cannot be said in C yet, but for headings and names of numbers',
  },
  {
    what: 'a parameter',
    program: 'tracepoint:sched:sched_switch /pid == $1/ { @ = count(); }',
    refuses: 'a parameter ($1) cannot be given to a program in C yet',
  },
  { what: 'a program without probes', program: 'BEGIN { printf("%s\\n", "a"); }', refuses: 'it has no probe that can be said in C' },
  {
    what: 'a tracepoint that is not there',
    program: 'tracepoint:sched:none { @ = count(); }',
    refuses: 'the fields of tracepoint:sched:none cannot be read on this machine',
  },
  { what: 'no program at all', program: 'which files are opened?', refuses: '' },
  {
    what: 'counts by process',
    program: 'tracepoint:raw_syscalls:sys_enter { @calls[comm] = count(); }',
    says: [
      'struct calls_key { char process[16]; };',
      '__type(key, struct calls_key); __type(value, __u64); } calls SEC(".maps");',
      'SEC("tracepoint/raw_syscalls/sys_enter") int on_sys_enter(struct trace_event_raw_sys_enter *ctx)',
      'bpf_get_current_comm(key.process, sizeof(key.process)); add_to_calls(&key, 1);',
    ],
    hides: ['bpf_core_read.h', 'bpf_tracing.h', 'struct hist'],
  },
  {
    what: 'a count of everything',
    program: 'tracepoint:sched:sched_process_exec { @ = count(); }',
    says: ['__uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 1);', 'add_to_count(1);'],
    hides: ['dropped'],
  },
  {
    what: 'sums of a signed field, where a condition holds',
    program: 'tracepoint:syscalls:sys_exit_read /args->ret > 0/ { @bytes[pid] = sum(args->ret); }',
    says: [
      '__s64 ret = ctx->ret;',
      'if (ret <= 0) return 0;',
      '__type(key, __u64); __type(value, __s64); } bytes',
      '__u64 key = pid;',
      'add_to_bytes(&key, ret);',
    ],
  },
  {
    what: 'the arguments of a system call, by their place',
    program: 'tracepoint:syscalls:sys_enter_openat /args->dfd == -100/ { printf("%d %s\\n", args->flags, str(args->filename)); }',
    says: [
      'if ((__s64)ctx->args[0] != -100) return 0;',
      'struct event { __s64 flags; char file[256]; };',
      'bpf_probe_read_user_str(event->file, sizeof(event->file), (void *)ctx->args[1]);',
      'if (!event) __sync_fetch_and_add(&dropped, 1);',
    ],
  },
  {
    what: 'one body for several system calls, whose arguments stand at other places',
    program:
      'tracepoint:syscalls:sys_enter_open, tracepoint:syscalls:sys_enter_openat { @path[tid] = args->filename; } tracepoint:syscalls:sys_exit_open, tracepoint:syscalls:sys_exit_openat /@path[tid]/ { @[str(@path[tid])] = count(); delete(@path[tid]); }',
    says: [
      'return at_sys_enter_open(ctx, (const void *)ctx->args[0]);',
      'return at_sys_enter_open(ctx, (const void *)ctx->args[1]);',
      'static __always_inline int at_sys_exit_open(struct trace_event_raw_sys_exit *ctx)',
      'if (!read_path_pending(&key)) return 0;',
      'bpf_map_delete_elem(&path_pending, &key);',
    ],
  },
  {
    what: 'a histogram of the time between two events',
    program:
      'tracepoint:sched:sched_wakeup { @start[args->pid] = nsecs; } tracepoint:sched:sched_switch /@start[args->next_pid]/ { @us = hist((nsecs - @start[args->next_pid]) / 1000); delete(@start[args->next_pid]); } END { clear(@start); }',
    says: [
      '// @start: carries something from one event to another, and is not shown.',
      'struct hist *hist = bpf_map_lookup_elem(&us, &first);',
      'record_us((bpf_ktime_get_ns() - read_start(&key)) / 1000);',
    ],
  },
  {
    what: 'a map that would be taken for a counter of what was lost',
    program: 'tracepoint:skb:kfree_skb { @drops[args->protocol] = count(); }',
    says: ['} all_drops SEC(".maps");'],
  },
  {
    what: 'averages, as how many and how much',
    program: 'tracepoint:block:block_rq_issue { @size[args->dev] = avg(args->bytes); }',
    says: ['struct stats { __u64 count; __s64 total; };', 'measure_size_value(&key, (__u64)ctx->bytes);'],
  },
  {
    what: 'the greatest',
    program: 'tracepoint:block:block_rq_issue { @most[args->dev] = max(args->bytes); }',
    says: ['raise_most(&key, (__u64)ctx->bytes);', 'value > *(volatile __typeof__(value) *)held'],
  },
  {
    what: 'text compared with text',
    program: 'tracepoint:sched:sched_process_exec /comm == "bash" || strncmp(comm, "sys", 3) != 0/ { @[pid] = count(); }',
    says: ['if (!(is_same(comm, "bash", 5) || !is_same(comm, "sys", 3)))'],
    hides: ['comm_2'],
  },
  {
    what: 'branches, variables and a ternary',
    program:
      'tracepoint:syscalls:sys_exit_read { $n = args->ret; if ($n < 0) { @failed[-$n] = count(); } else if ($n == 0) { @empty = count(); } else { @sizes = hist($n > 100 ? 100 : $n); } }',
    says: ['__s64 n = ctx->ret;', 'if (n < 0) {', '} else { if (n == 0) {', 'record_sizes(n > 100 ? 100 : n);'],
  },
  {
    what: 'members of the kernel',
    program: 'tracepoint:sched:sched_process_exec { @[((struct task_struct *)curtask)->real_parent->tgid] = count(); }',
    says: ['#include <bpf/bpf_core_read.h>', 'BPF_CORE_READ(curtask, real_parent, tgid)'],
  },
  {
    what: 'an address of version 6',
    program: 'tracepoint:sock:inet_sock_set_state { printf("%s %d\\n", ntop(args->daddr_v6), args->dport); }',
    says: ['__u8 daddr[16];', 'bpf_probe_read_kernel(event->daddr, 16, ctx->daddr_v6);'],
  },
  {
    what: 'numbers in memory of a program',
    program: 'tracepoint:syscalls:sys_enter_connect { @[(uint64)bswap(*(uint16 *)((uint64)args->uservaddr + 2))] = count(); }',
    says: ['bpf_probe_read_user(&found, sizeof(found), (void *)', '(__u64)__builtin_bswap16(found)'],
  },
  {
    what: 'sums that are narrower in C than in bpftrace',
    program: 'tracepoint:block:block_rq_issue { @bytes = sum(args->nr_sector * 512); }',
    says: ['add_to_bytes((__u64)ctx->nr_sector * 512);'],
  },
  {
    what: 'a division and a shift of a signed number',
    program: 'tracepoint:syscalls:sys_exit_read { @a = hist(args->ret / 2); @b = hist(args->ret >> 3); }',
    says: ['record_a((__u64)ret / 2);', 'record_b((__u64)ret >> 3);'],
  },
  {
    what: 'names of numbers, filled at the begin',
    program: 'BEGIN { @name[1] = "one"; @name[2] = "t\\"wo"; } tracepoint:syscalls:sys_enter_close { @[@name[args->fd]] = count(); } END { clear(@name); }',
    says: ['if (of == 1) __builtin_memcpy(into, "one", 4);', 'else if (of == 2) __builtin_memcpy(into, "t\\"wo", 5);'],
    hides: ['name_pending SEC'],
  },
  {
    what: 'samples',
    program: 'profile:hz:99 /pid != 0/ { @[comm, cpu] = count(); }',
    says: ['SEC("perf_event")', 'key.cpu = cpu;'],
  },
  {
    what: 'functions of the kernel, at their begin and their end',
    program:
      'kprobe:vfs_read { @start[tid] = nsecs; @n[arg2] = count(); } kretprobe:vfs_read /(int64)retval > 0/ { @ns = hist(nsecs - @start[tid]); delete(@start[tid]); }',
    says: [
      'SEC("kprobe/vfs_read") int on_vfs_read(struct pt_regs *ctx)',
      'PT_REGS_PARM3(ctx)',
      'SEC("kretprobe/vfs_read") int after_vfs_read',
      '(__s64)PT_REGS_RC(ctx)',
    ],
  },
  {
    what: 'parameters of a function by their names',
    program: 'kfunc:vfs_read { @[args->count] = count(); } kretfunc:vfs_read { @r[retval] = count(); }',
    says: [
      'SEC("fentry/vfs_read") int BPF_PROG(on_vfs_read, struct file *file_arg, char *buf_arg, long unsigned int count_arg)',
      'SEC("fexit/vfs_read")',
      'long int result)',
    ],
  },
  {
    what: 'a histogram of equal steps',
    program: 'tracepoint:syscalls:sys_exit_read { @sizes[comm] = lhist(args->ret, -100, 1000, 50); }',
    says: [
      'struct sizes_slots { __u64 slots[24]; };',
      '__u64 slot = value < -100 ? 0 : value > 1000 ? 23 : 1 + (__u64)(value + 100) / 50;',
      '} sizes SEC(".maps") __attribute__((btf_decl_tag("linear:-100:50")));',
      'static const struct sizes_slots empty_sizes;',
      'add_to_sizes_slots(hist, value);',
    ],
    hides: ['struct hist {'],
  },
  {
    what: 'a histogram of equal steps without a key',
    program: 'tracepoint:syscalls:sys_exit_read { @ = lhist(args->ret, 0, 10, 1); }',
    says: ['1 + (__u64)value;', 'record_'],
  },
  {
    what: 'a histogram whose steps nobody knows before',
    program: 'tracepoint:syscalls:sys_exit_read { @[pid] = lhist(args->ret, 0, $1, 1); }',
    refuses: 'the steps of @ (lhist) are no numbers that are known before it runs',
  },
  {
    what: 'the time of day',
    program: 'tracepoint:sched:sched_process_exec { printf("%s %d\\n", strftime("%H:%M:%S.%f", nsecs), pid); }',
    says: ['__attribute__((btf_decl_tag("clock:%H:%M:%S.%f")));', '= bpf_ktime_get_ns();'],
  },
  {
    what: 'the time of day in a variable, and as a key',
    program: 'tracepoint:sched:sched_process_exec { $t = strftime("%F", nsecs); printf("%s %d\\n", $t, pid); @[strftime("%H", nsecs)] = count(); }',
    says: ['__u64 t = bpf_ktime_get_ns();', 'btf_decl_tag("clock:%F")', 'btf_decl_tag("clock:%H")'],
  },
  {
    what: 'the time of day in two forms',
    program: 'tracepoint:sched:sched_process_exec { printf("%s %d\\n", pid > 5 ? strftime("%F", nsecs) : strftime("%H", nsecs), pid); }',
    refuses: 'a time of day in several forms (strftime) cannot be said in C yet',
  },
  {
    what: 'the time of day in a form that is not known',
    program: 'tracepoint:sched:sched_process_exec { printf("%s %d\\n", strftime("%H %G", nsecs), pid); }',
    refuses: '%G in a time of day (strftime) is not known to what reads programs in C',
  },
  {
    what: 'the time of day kept in a map',
    program: 'tracepoint:sched:sched_process_exec { @last[pid] = strftime("%H", nsecs); }',
    refuses: 'a time of day (strftime) that is kept in a map cannot be said in C yet',
  },
  {
    what: 'a probe that a program marks',
    program: 'usdt:/opt/none:python:gc__start { @[comm, arg0] = count(); @names[str(arg1)] = count(); }',
    says: [
      '#include <bpf/usdt.bpf.h>',
      'SEC("usdt//opt/none:python:gc__start") int on_gc__start(struct pt_regs *ctx)',
      'given(ctx, 0)',
      'bpf_probe_read_user_str(key_2.arg1, sizeof(key_2.arg1), (void *)given(ctx, 1));',
    ],
  },
  {
    what: 'a probe that a program marks, without whose it is',
    program: 'usdt:/opt/none:gc__start { @ = count(); }',
    refuses: 'whose the probe usdt:/opt/none:gc__start is, a program in C has to say: usdt:FILE:PROVIDER:NAME',
  },
];
