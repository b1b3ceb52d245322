/** What a learner's program for a goal must hold, and what it need not: told by its tree, and by what kind of event its probes are. */
import { describe, expect, it } from 'vitest';
import type { Column, Output } from '../../../src/core/program.ts';
import { readLibrary } from '../../../src/knowledge/read.ts';
import { eventDemand, meets } from '../../../src/learn/demand.ts';
import { ANOTHER_EVENT, demandsOf, namesNumbers } from '../../../src/line/learn/goal-demands.ts';

const program = (source: string) => ({ language: 'bpftrace', source }) as const;
const OWN = program('tracepoint:a:b { @t[tid] = nsecs; } tracepoint:a:c { @ = hist(nsecs - @t[tid]); }');
const OPENS = program('kprobe:vfs_open { printf("%s", str(arg0)); }');
const shown = (kind: Column['kind']): readonly Output[] => [{ shape: 'rows', statement: 0, columns: [{ name: 'x', kind, type: 'string' }] }];
const failing = (source: string): number =>
  demandsOf(new Set(['histogram', 'latency', 'map']), OWN, []).filter((demand) => !meets(demand, program(source))).length;

describe('a distribution of times', () => {
  it.each([
    ['itself', OWN.source, 0],
    ['another kind of histogram', 'kprobe:f { @t = elapsed; @ = lhist(@t, 0, 100, 1); }', 0],
    ['a count of something else', 'tracepoint:syscalls:sys_enter_openat { @[comm] = count(); }', 2],
    ['times without a histogram', 'tracepoint:a:b { printf("%d", nsecs); }', 1],
    ['words in a comment', 'tracepoint:a:b { @ = count(); } // hist(nsecs)', 2],
    ['words in a text', 'tracepoint:a:b { printf("hist(nsecs - start)"); }', 2],
    ['a map and a variable that are called so', 'tracepoint:a:b { @hist = count(); $nsecs = 1; @nsecs = $nsecs; }', 2],
  ])('of %s', (_, source, lacks) => expect(failing(source)).toBe(lacks));
});

it('asks nothing that its own program does not hold', () => expect(demandsOf(new Set(['file']), program('BEGIN { }'), shown('file'))).toEqual([]));

it('asks for no file where none is shown: deletions by process', () => expect(demandsOf(new Set(['file']), OPENS, shown('process'))).toEqual([]));

it('asks which file, and takes any way of saying it', () => {
  const [demand] = demandsOf(new Set(['file']), OPENS, shown('file'));
  if (demand === undefined) throw new Error('it asks nothing');
  expect(meets(demand, program('kprobe:vfs_open { @[args->file->f_inode->i_ino] = count(); }'))).toBe(true);
  expect(meets(demand, program('kprobe:vfs_open { @[comm] = count(); } // str()'))).toBe(false);
});

it.each<[Column['kind'], boolean]>([
  ['signal', true],
  ['syscall', true],
  ['process', false],
  ['count', false],
])('a column of kind %s', (kind, named) => {
  const outputs: readonly Output[] = [{ shape: 'rows', statement: 0, columns: [{ name: 'x', kind, type: 'integer' }] }];
  expect(namesNumbers({ outputs })).toBe(named);
});

/** What a goal's own program listens to, what a learner's does, and whether that may be the same. */
const PAIRS: readonly (readonly [own: string, learners: string, counts: boolean])[] = [
  // A tracepoint, and the system call that leads there.
  ['tracepoint:signal:signal_generate', 'tracepoint:syscalls:sys_enter_kill', true],
  ['tracepoint:signal:signal_deliver', 'tracepoint:signal:signal_generate', true],
  ['tracepoint:sched:sched_process_exec', 'tracepoint:syscalls:sys_enter_execve', true],
  ['tracepoint:sched:sched_process_fork', 'tracepoint:syscalls:sys_exit_clone3', true],
  ['tracepoint:sched:sched_process_exit', 'tracepoint:syscalls:sys_enter_exit_group', true],
  ['tracepoint:sock:inet_sock_set_state', 'tracepoint:syscalls:sys_enter_connect', true],
  ['tracepoint:filelock:posix_lock_inode', 'tracepoint:syscalls:sys_enter_flock', true],
  // One call, its other end, and another of its kind.
  ['tracepoint:syscalls:sys_enter_openat', 'tracepoint:syscalls:sys_exit_openat', true],
  ['tracepoint:syscalls:sys_enter_openat', 'tracepoint:syscalls:sys_enter_open', true],
  ['tracepoint:syscalls:sys_enter_openat', 'tracepoint:syscalls:sys_enter_open*', true],
  ['tracepoint:syscalls:sys_enter_unlinkat', 'tracepoint:raw_syscalls:sys_enter', true],
  ['tracepoint:syscalls:sys_enter_umask', 'tracepoint:syscalls:sys_exit_umask', true],
  // The function inside it.
  ['tracepoint:syscalls:sys_enter_openat', 'kprobe:do_sys_openat2', true],
  ['tracepoint:syscalls:sys_enter_openat', 'kprobe:__x64_sys_openat', true],
  ['tracepoint:syscalls:sys_enter_read', 'kfunc:vfs_read', true],
  ['tracepoint:syscalls:sys_enter_fdatasync', 'fentry:vfs_fsync_range', true],
  ['kprobe:vfs_unlink', 'tracepoint:syscalls:sys_enter_unlinkat', true],
  ['tracepoint:syscalls:sys_enter_connect', 'kretprobe:tcp_v4_connect', true],
  ['tracepoint:block:block_rq_issue', 'kprobe:blk_mq_start_request', true],
  ['kfunc:tcp_sendmsg', 'tracepoint:syscalls:sys_enter_sendto', true],
  // Counters, samples, libraries.
  ['software:page-faults:100', 'tracepoint:exceptions:page_fault_user', true],
  ['tracepoint:sched:sched_switch', 'software:context-switches:1', true],
  ['profile:hz:99', 'tracepoint:sched:sched_switch', true],
  ['tracepoint:syscalls:sys_enter_brk', 'uprobe:/usr/lib/libc.so.6:malloc', true],
  ['uprobe:libc:pthread_mutex_lock', 'tracepoint:syscalls:sys_enter_futex', true],
  ['uprobe:libc:getenv', 'uprobe:/usr/lib/libc.so.6:secure_getenv', true],
  ['usdt:/usr/bin/python3:python:gc__start', 'usdt:/usr/bin/python3:gc__done', true],
  // All system calls, and one after the other.
  ['tracepoint:raw_syscalls:sys_enter', 'tracepoint:raw_syscalls:sys_exit', true],
  ['tracepoint:raw_syscalls:sys_enter', 'tracepoint:syscalls:sys_enter_*', true],
  ['tracepoint:raw_syscalls:sys_exit', 'tracepoint:syscalls:sys_exit_openat', true],
  // What nobody has put anywhere may be anything.
  ['tracepoint:syscalls:sys_enter_openat', 'kprobe:my_module_opens', true],
  // Another event, however near.
  ['tracepoint:signal:signal_deliver', 'tracepoint:syscalls:sys_enter_openat', false],
  ['tracepoint:syscalls:sys_enter_openat', 'tracepoint:syscalls:sys_enter_mkdir', false],
  ['tracepoint:syscalls:sys_enter_openat', 'kprobe:vfs_read', false],
  ['tracepoint:syscalls:sys_enter_openat', 'tracepoint:syscalls:sys_enter_read*', false],
  ['tracepoint:sched:sched_process_exec', 'tracepoint:sched:sched_process_fork', false],
  ['tracepoint:sched:sched_process_exit', 'tracepoint:sched:sched_switch', false],
  ['tracepoint:sched:sched_wakeup', 'tracepoint:sched:sched_switch', false],
  ['tracepoint:syscalls:sys_enter_umask', 'tracepoint:syscalls:sys_enter_chdir', false],
  ['tracepoint:block:block_rq_complete', 'tracepoint:syscalls:sys_enter_write', false],
  ['kprobe:tcp_sendmsg', 'kprobe:tcp_recvmsg', false],
  ['tracepoint:sched:sched_switch', 'profile:hz:99', false],
  ['tracepoint:tcp:tcp_retransmit_skb', 'tracepoint:tcp:tcp_send_reset', false],
  ['tracepoint:syscalls:sys_enter_openat', 'interval:s:1', false],
  ['uprobe:libc:getenv', 'uprobe:libc:malloc', false],
  ['usdt:/usr/bin/python3:python:gc__start', 'tracepoint:syscalls:sys_enter_openat', false],
  ['tracepoint:raw_syscalls:sys_enter', 'tracepoint:sched:sched_switch', false],
  ['tracepoint:syscalls:sys_enter_mkdir', 'tracepoint:syscalls:sys_enter_rmdir', false],
  ['tracepoint:syscalls:sys_enter_symlink', 'tracepoint:syscalls:sys_enter_unlink', false],
];

describe('a program for a goal listens to the same kind of event', () => {
  it.each(PAIRS)('%s, and %s: %s', (own, learners, counts) => {
    const [demand] = eventDemand([`${own} { @ = count(); }`], ANOTHER_EVENT);
    expect(demand === undefined || meets(demand, program(`${learners} { @ = count(); }`))).toBe(counts);
  });

  it('one of its probes is enough', () => {
    const [demand] = eventDemand(['tracepoint:syscalls:sys_enter_openat { @[pid] = 1; } tracepoint:syscalls:sys_exit_openat { }'], ANOTHER_EVENT);
    if (demand === undefined) throw new Error('it asks nothing');
    expect(meets(demand, program('tracepoint:sched:sched_switch { } kprobe:do_sys_openat2 { @ = count(); }'))).toBe(true);
  });

  it('an event that is only written of is none', () => {
    const [demand] = eventDemand(['tracepoint:syscalls:sys_enter_openat { }'], ANOTHER_EVENT);
    if (demand === undefined) throw new Error('it asks nothing');
    expect(meets(demand, program('tracepoint:sched:sched_switch { printf("sys_enter_openat"); } // kprobe:'))).toBe(false);
  });

  it('where its own events are of no kind, nothing is asked', () =>
    expect(eventDemand(['kprobe:my_module_opens { }', 'BEGIN { }'], ANOTHER_EVENT)).toEqual([]));

  it('each program of the library, and its variants, meet what is asked of their goal', () => {
    const library = readLibrary();
    const familyOf = ({ name, variantOf }: (typeof library)[number]): string => variantOf ?? name;
    const strangers = library.filter((own) => {
      const [demand] = eventDemand(
        library.filter((other) => familyOf(other) === familyOf(own)).map(({ source }) => source),
        ANOTHER_EVENT,
      );
      return demand !== undefined && !meets(demand, program(own.source));
    });
    expect(strangers.map(({ name }) => name)).toEqual([]);
  });

  it('variants in the library are told to be the same by their events alone, but for those that get there by another event', () => {
    const library = readLibrary();
    const variants = library.filter(({ variantOf }) => variantOf !== undefined);
    const told = variants.filter((variant) => {
      const own = library.find(({ name }) => name === variant.variantOf);
      const [demand] = eventDemand([own?.source ?? ''], ANOTHER_EVENT);
      return demand === undefined || meets(demand, program(variant.source));
    });
    const strangers = variants.filter((variant) => !told.includes(variant)).map(({ name }) => name);
    expect(variants.length).toBeGreaterThan(20);
    expect(strangers).toEqual(['atomic-sections-interrupts', 'cpu-migrations-switch', 'swap-ins-functions']);
  });
});
