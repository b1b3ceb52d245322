import { describe, expect, it } from 'vitest';
import { parse } from '../../../src/bpftrace/parser.ts';
import type { Machine } from '../../../src/check/machine.ts';
import { assess } from '../../../src/check/policy/assess.ts';
import { aboutRate } from '../../../src/check/policy/cost.ts';
import type { SafetyReason } from '../../../src/core/program.ts';
import { blind, withFunctions, withTracepoints } from './machine.ts';

function costs(program: string, machine: Machine = blind): readonly SafetyReason[] {
  return assess(parse(program).script, program, machine).reasons.filter(({ kind }) => kind === 'costly');
}

const COSTLY: readonly (readonly [what: string, program: string, says: RegExp])[] = [
  ['a switch of threads', 'tracepoint:sched:sched_switch { @ = count(); }', /about 100,000 times/],
  ['with a filter too', 'tracepoint:sched:sched_switch /pid == 1/ { @ = count(); }', /about 100,000 times/],
  ['in its short form', 't:sched:sched_switch { @ = count(); }', /about 100,000 times/],
  ['every system call', 'tracepoint:raw_syscalls:sys_enter { @ = count(); }', /about 100,000 times/],
  ['every system call, one by one', 'tracepoint:syscalls:sys_enter_* { @ = count(); }', /times a second/],
  ['everything', 'tracepoint:*:* { @ = count(); }', /times a second/],
  ['allocations in the kernel', 'kprobe:__kmalloc { @ = count(); }', /about 500,000/],
  ['locks', 'kretprobe:_raw_spin_lock { @ = count(); }', /about 2,000,000/],
  ['locks, by a pattern', 'kfunc:_raw_spin_* { @ = count(); }', /times a second/],
  ['allocations in a program', 'uprobe:libc:malloc { @ = count(); }', /about 1,000,000/],
  ['a fast clock', 'profile:hz:9999 { @ = count(); }', /more than 1,000 times a second/],
  ['a fast clock in microseconds', 'profile:us:100 { @ = count(); }', /more than 1,000/],
  ['a fast timer', 'interval:us:10 { @ = count(); }', /more than 1,000/],
  ['a line for each packet', 'tracepoint:net:net_dev_queue { printf("%d\\n", pid); }', /prints for every event/],
  ['a stack for each write', 'tracepoint:syscalls:sys_enter_write { @[ustack] = count(); }', /stack for every event/],
  ['a stack of a depth for each write', 'tracepoint:syscalls:sys_enter_write { @[ustack(3)] = count(); }', /stack for every event/],
  ['few cycles', 'hardware:cpu-cycles:1000 { @ = count(); }', /times a second/],
];

const CHEAP: readonly (readonly [what: string, program: string])[] = [
  ['new processes', 'tracepoint:sched:sched_process_exec { printf("%s\\n", comm); @[kstack] = count(); }'],
  ['files that are opened', 'tracepoint:syscalls:sys_enter_openat { printf("%s\\n", str(args->filename)); }'],
  ['samples', 'profile:hz:99 { @[kstack] = count(); }'],
  ['samples of a profiler', 'profile:hz:997 { @[kstack, ustack] = count(); }'],
  ['a line for some packets', 'tracepoint:net:net_dev_queue /args->len > 9000/ { printf("%d\\n", pid); }'],
  ['a line for some packets, by a condition', 'tracepoint:net:net_dev_queue { if (args->len > 9000) { printf("%d\\n", pid); } }'],
  ['a clock', 'interval:s:1 { print(@); clear(@); } interval:1s { exit(); }'],
  ['disk requests', 'tracepoint:block:block_rq_issue { @[comm] = count(); }'],
  ['a function nobody knows', 'kprobe:my_own_function { printf("%d\\n", pid); }'],
  ['cycles at the usual rate', 'hardware:cpu-cycles:100000000 { @ = count(); }'],
  ['the beginning and the end', 'BEGIN { printf("x\\n"); } END { clear(@); }'],
];

describe('costly', () => {
  it.each(COSTLY)('%s', (_what, program, says) => {
    expect(
      costs(program)
        .map(({ why }) => why)
        .join('\n'),
    ).toMatch(says);
  });
  it.each(CHEAP)('not %s', (_what, program) => expect(costs(program)).toEqual([]));

  it('counts the places of a pattern, where they can be listed', () => {
    expect(costs('tracepoint:syscalls:* { @ = count(); }', withTracepoints(300))[0]?.why).toMatch(/attached at 300 places/);
    expect(costs('tracepoint:syscalls:* { @ = count(); }', withTracepoints(5))).toEqual([]);
    const functions = withFunctions(Array.from({ length: 400 }, (_, at) => `btrfs_f${at}`));
    expect(costs('kprobe:btrfs_* { @ = count(); }', functions)[0]?.why).toMatch(/attached at 400 places/);
    expect(costs('kprobe:btrfs_* { @ = count(); }')).toEqual([]);
  });

  it('a pattern costs what all it stands for does', () => {
    const machine = withTracepoints(0, ['kmem:kmalloc', 'kmem:kfree']);
    expect(costs('tracepoint:kmem:k* { @ = count(); }', machine)[0]?.rate).toBe(1_000_000);
  });

  it('of 70,000 functions is told', () => {
    const functions = withFunctions(Array.from({ length: 70_000 }, (_, at) => `some_kernel_function_${at}`));
    expect(costs('kprobe:* { @ = count(); }', functions)[0]?.why).toMatch(/70000 places/);
  });

  it.each([
    [100_000, /about 100,000 /],
    [123_456, /about 100,000 /],
    [2_400_000, /about 2,000,000 /],
    [0, /about 0 /],
  ])('%d in words', (rate, says) => expect(aboutRate(rate)).toMatch(says));
});

describe('observe', () => {
  it.each([[''], ['BEGIN { exit(); }'], ['not a program'], ['tracepoint:sched:sched_process_exec { @[comm] = count(); }']])('%j', (program) => {
    expect(assess(parse(program).script, program, blind)).toEqual({ classes: ['observe'], reasons: [] });
  });
  it('several classes, the worst first', () => {
    const program = 'tracepoint:syscalls:sys_enter_write { printf("%s", str(args->buf)); } interval:s:1 { system("id"); }';
    expect(assess(parse(program).script, program, blind).classes).toEqual(['unsafe', 'costly', 'reads-user-data']);
  });
});
