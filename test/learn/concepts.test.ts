/** Which concepts a program holds, beside those that every program does. */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from '../../src/bpftrace/parser.ts';
import { sourceConcepts } from '../../src/learn/concepts/of-c.ts';
import { scriptConcepts } from '../../src/learn/concepts/of-script.ts';
import { readConcepts } from '../../src/learn/read-concepts.ts';
import { LESSONS } from './outline.ts';

const ALWAYS = ['kernel-programs', 'probe', 'attach-point', 'one-liner'];
const ids = new Set(readConcepts(readFileSync(`${LESSONS}/concepts.toml`, 'utf8'), []).map(({ id }) => id));

const SCRIPTS: readonly (readonly [source: string, ...holds: readonly string[]])[] = [
  ['// nothing'],
  ['tracepoint:irq:irq_handler_entry { exit(); }'],
  ['tracepoint:syscalls:sys_enter_openat { printf("%s\\n", comm); }', 'file', 'printf', 'syscall'],
  ['tracepoint:syscalls:sys_enter_openat { printf("%d\\n", pid); }', 'file', 'printf', 'syscall', 'type'],
  ['tracepoint:syscalls:sys_enter_openat { printf("100%%\\n"); }', 'file', 'printf', 'syscall'],
  ['tracepoint:syscalls:sys_enter_openat { printf("%s\\n", str(args->filename)); }', 'file', 'printf', 'string', 'syscall'],
  ['tracepoint:irq:irq_handler_entry /comm == "x"/ { @ = 1; }', 'filter', 'map'],
  ['tracepoint:irq:irq_handler_entry { if (pid > 1) { @ = 1; } }', 'filter', 'map'],
  ['tracepoint:irq:irq_handler_entry { @[comm] = count(); }', 'count', 'key', 'map'],
  ['tracepoint:irq:irq_handler_entry { @x++; }', 'count', 'map'],
  ['tracepoint:irq:irq_handler_entry { @x = sum(args->irq); }', 'map', 'sum'],
  ['tracepoint:irq:irq_handler_entry { @x = lhist(args->irq, 0, 10, 1); }', 'histogram', 'map'],
  // The clock that only ends it is nothing to learn for it; one that prints is.
  ['tracepoint:irq:irq_handler_entry { @x++; } interval:s:5 { exit(); }', 'count', 'map'],
  ['tracepoint:irq:irq_handler_entry { @x++; } interval:s:5 { print(@x); clear(@x); }', 'count', 'interval', 'map', 'output'],
  ['tracepoint:irq:irq_handler_entry { @x++; } END { clear(@x); }', 'count', 'map', 'output'],
  [
    'tracepoint:syscalls:sys_enter_read { @s[tid] = nsecs; } tracepoint:syscalls:sys_exit_read /@s[tid]/ { @ = hist(nsecs - @s[tid]); delete(@s[tid]); }',
    'file',
    'filter',
    'histogram',
    'key',
    'latency',
    'map',
    'pair',
    'syscall',
  ],
  [
    'tracepoint:syscalls:sys_enter_read { @f[tid] = args->fd; } tracepoint:syscalls:sys_exit_read { @[@f[tid]] = count(); }',
    'count',
    'file',
    'key',
    'map',
    'pair',
    'syscall',
  ],
  // One event that remembers for itself is no pair.
  ['tracepoint:irq:irq_handler_entry { @last[cpu] = nsecs; print(@last); }', 'key', 'map'],
  ['profile:hz:99 { @[kstack] = count(); }', 'count', 'kernel-stack', 'key', 'map', 'sampling'],
  ['profile:hz:99 { @[ustack(5)] = count(); }', 'count', 'key', 'map', 'sampling', 'user-stack'],
  ['kprobe:vfs_read { $f = (struct file *)arg0; @[$f->f_flags] = count(); }', 'count', 'file', 'key', 'map', 'pointer', 'portability', 'struct', 'type'],
  ['kfunc:vfs_read { @[args->file->f_flags] = count(); }', 'btf', 'count', 'file', 'key', 'map', 'pointer', 'portability', 'struct'],
  ['uprobe:/bin/bash:readline { @ = count(); }', 'count', 'map', 'uprobe'],
  ['usdt:/usr/lib/libc.so.6:libc:memory_sbrk_more { @ = count(); }', 'count', 'map', 'usdt'],
  ['tracepoint:sched:sched_process_exec { @ = count(); }', 'count', 'map', 'process'],
  ['tracepoint:signal:signal_generate { @ = count(); }', 'count', 'map', 'signal'],
  ['tracepoint:sched:sched_switch { @ = count(); }', 'count', 'map', 'scheduler'],
  ['tracepoint:exceptions:page_fault_user { @ = count(); }', 'count', 'map', 'memory'],
  ['software:page-faults:1 { @ = count(); }', 'count', 'map', 'memory'],
  ['tracepoint:block:block_rq_issue { @ = count(); }', 'block-io', 'count', 'map'],
  ['tracepoint:sock:inet_sock_set_state { @ = count(); }', 'count', 'map', 'network'],
  ['tracepoint:syscalls:sys_enter_connect { @ = count(); }', 'count', 'map', 'network', 'syscall'],
  ['tracepoint:syscalls:sys_enter_setuid { @ = count(); }', 'count', 'map', 'security', 'syscall'],
  ['tracepoint:syscalls:sys_enter_kill { @ = count(); }', 'count', 'map', 'signal', 'syscall'],
  ['tracepoint:raw_syscalls:sys_enter { @ = count(); }', 'count', 'map', 'syscall'],
];

const HELLO = 'char LICENSE[] SEC("license") = "GPL";\nSEC("tracepoint/syscalls/sys_enter_kill") int f(void *ctx) { return 0; }\n';
const IN_C: readonly (readonly [source: string, ...holds: readonly string[]])[] = [
  ['int x;'],
  [HELLO, 'c-program', 'signal', 'syscall'],
  [`${HELLO}struct { __uint(type, BPF_MAP_TYPE_HASH); } counts SEC(".maps");`, 'c-map', 'c-program', 'signal', 'syscall'],
  [`${HELLO}struct { __uint(type, BPF_MAP_TYPE_RINGBUF); } rows SEC(".maps");`, 'c-program', 'ring-buffer', 'signal', 'syscall'],
  [`${HELLO}int g(struct task_struct *t) { return BPF_CORE_READ(t, tgid); }`, 'c-program', 'co-re', 'signal', 'syscall'],
  ['SEC("uprobe//lib/libc.so.6:malloc") int f(void *ctx) { return 0; }', 'c-program', 'c-uprobe', 'memory', 'uprobe'],
  ['SEC("perf_event") int f(void *ctx) { return 0; }', 'c-profile', 'c-program', 'sampling'],
  ['SEC("fentry/vfs_read") int f(void *ctx) { return 0; }', 'btf', 'c-program', 'co-re', 'file', 'portability'],
  [`${HELLO}int g(void) { for (int i = 0; i < 9; i++) {} return 0; }`, 'c-program', 'signal', 'syscall', 'verifier'],
  // What a comment speaks of is not there.
  [`${HELLO}// SEC("perf_event") and BPF_CORE_READ(x)\n`, 'c-program', 'signal', 'syscall'],
];

function beside(concepts: ReadonlySet<string>): string[] {
  return [...concepts].filter((id) => !ALWAYS.includes(id)).sort();
}

describe('the concepts of a program', () => {
  it.each(SCRIPTS)('%s', (source, ...holds) => expect(beside(scriptConcepts(parse(source).script))).toEqual(holds));
  it.each(IN_C)('in C: %s', (source, ...holds) => expect(beside(sourceConcepts(source))).toEqual(holds));

  it('are those that every program holds, and what it costs', () => {
    const { script } = parse('tracepoint:irq:irq_handler_entry { @ = 1; }');
    expect([...scriptConcepts(script, true)].sort()).toEqual([...ALWAYS, 'cost', 'map'].sort());
  });

  it('are in concepts.toml', () => {
    const held = [...SCRIPTS, ...IN_C].flatMap(([, ...holds]) => holds);
    expect(held.filter((id) => !ids.has(id))).toEqual([]);
  });
});
