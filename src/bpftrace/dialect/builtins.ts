import type { Entry, Lifetime } from './entry.ts';
import type { ProbeKindId } from './probes.ts';

/** A word of the language that stands for a value: `pid`, `comm`, `args`. */
export interface Builtin extends Lifetime {
  /** In bpftrace's own notation: `uint64`, `string`, `kstack_t`, `struct task_struct *`; `args`, `ctx` and `retval` depend on the probe: `unknown`. */
  readonly type: string;
  readonly doc: string;
  /** The kinds of probes that may use it, as bpftrace enforces it; absent: all of them. */
  readonly probes?: readonly ProbeKindId[];
  /** May also be written as a call without arguments: `comm()`. */
  readonly callable?: boolean;
  /** Reads what the kernel hands to the probe, so that it cannot stand in the body of a for. */
  readonly readsContext?: boolean;
  /** `-c COMMAND` must be given. */
  readonly needsCommand?: boolean;
}

const CALLABLE = { in: '0.24', callable: true } as const;
const KERNEL_AND_USER_CALLS: readonly ProbeKindId[] = ['kprobe', 'kretprobe', 'uprobe', 'uretprobe'];
/** Those that are handed the registers (`check_available` for `reg`). */
export const REGISTERS: readonly ProbeKindId[] = [
  ...KERNEL_AND_USER_CALLS,
  'usdt',
  'profile',
  'interval',
  'software',
  'hardware',
  'watchpoint',
  'asyncwatchpoint',
];
/** Those whose context has a type bpftrace knows. */
const CONTEXT: readonly ProbeKindId[] = [...REGISTERS, 'iter'];
const ALL_CALLS: readonly ProbeKindId[] = [...KERNEL_AND_USER_CALLS, 'kfunc', 'kretfunc'];

/** Facts: `SemanticAnalyser::visit(Builtin &)` and the lexer's `builtin` of each release; man bpftrace, "Builtins". */
export const BUILTINS: readonly Entry<Builtin>[] = [
  {
    name: 'argN',
    readsContext: true,
    type: 'uint64',
    doc: 'the function argument number N, counted from 0',
    probes: ['kprobe', 'uprobe', 'usdt'],
    changes: [{ in: '0.18', probes: ['kprobe', 'uprobe', 'usdt', 'rawtracepoint'] }],
  },
  { name: 'sargN', readsContext: true, type: 'uint64', doc: 'the function argument number N on the stack', probes: ['kprobe', 'uprobe'], until: '0.25' },
  {
    name: 'args',
    readsContext: true,
    type: 'unknown',
    doc: 'the arguments by name: args.NAME (args->NAME before 0.19)',
    probes: ['tracepoint', 'kfunc', 'kretfunc', 'uprobe'],
    changes: [{ in: '0.24', probes: ['tracepoint', 'kfunc', 'kretfunc', 'uprobe', 'rawtracepoint'] }],
  },
  { name: 'cgroup', type: 'uint64', doc: 'the cgroup (version 2) of the current process, as a number', changes: [CALLABLE] },
  { name: 'comm', type: 'string', doc: 'the name of the current thread, at most 15 bytes', changes: [CALLABLE] },
  {
    name: 'cpid',
    type: 'uint32',
    doc: 'the process of the command given with -c',
    needsCommand: true,
    changes: [CALLABLE, { in: '0.25', needsCommand: false }],
  },
  { name: 'cpu', type: 'uint64', doc: 'the number of the current CPU', changes: [CALLABLE] },
  { name: 'ctx', readsContext: true, type: 'unknown', doc: 'the raw context the kernel hands to the probe', probes: CONTEXT },
  { name: 'curtask', type: 'struct task_struct *', doc: 'the current task', changes: [CALLABLE] },
  { name: 'elapsed', type: 'uint64', doc: 'nanoseconds since bpftrace started', changes: [CALLABLE] },
  {
    name: 'func',
    type: 'ksym_t',
    doc: 'the name of the function that is traced',
    probes: KERNEL_AND_USER_CALLS,
    changes: [{ in: '0.19', probes: ALL_CALLS }, CALLABLE],
  },
  { name: 'dw_ustack', type: 'ustack_t', doc: 'the user stack, unwound by DWARF', since: '0.26', callable: true },
  { name: 'gid', type: 'uint64', doc: 'the group id of the current process', changes: [CALLABLE] },
  { name: 'has_cpid', type: 'bool', doc: 'whether a command was given with -c', since: '0.25', callable: true },
  { name: 'jiffies', type: 'uint64', doc: "the kernel's tick count", since: '0.20', changes: [CALLABLE] },
  { name: 'kstack', type: 'kstack_t', doc: 'the kernel stack' },
  { name: 'leader_comm', type: 'string', doc: 'the name of the main thread', since: '0.26' },
  { name: 'leader_tid', type: 'int32', doc: 'the thread id of the main thread', since: '0.26' },
  { name: 'ncpus', type: 'uint64', doc: 'how many CPUs there are', since: '0.24', callable: true },
  { name: 'nsecs', type: 'uint64', doc: 'nanoseconds since boot' },
  { name: 'numaid', type: 'uint64', doc: 'the number of the current NUMA node', changes: [CALLABLE] },
  { name: 'pcomm', type: 'string', doc: 'the name of the parent', since: '0.25' },
  { name: 'pid', type: 'uint64', doc: 'the process id (what the kernel calls tgid)', changes: [{ in: '0.22', type: 'uint32' }] },
  { name: 'ppid', type: 'int32', doc: 'the process id of the parent', since: '0.25' },
  { name: 'probe', type: 'probe_t', doc: 'the full name of the probe', changes: [{ in: '0.23', type: 'string' }, CALLABLE] },
  { name: 'probetype', type: 'string', doc: 'the kind of the probe', since: '0.25', callable: true },
  { name: 'rand', type: 'uint64', doc: 'a random number of 32 bits', changes: [CALLABLE] },
  {
    name: 'retval',
    readsContext: true,
    type: 'unknown',
    doc: 'what the function returns',
    probes: ['kretprobe', 'uretprobe', 'kretfunc'],
    changes: [CALLABLE],
  },
  { name: 'tid', type: 'uint64', doc: 'the thread id (what the kernel calls pid)', changes: [{ in: '0.22', type: 'uint32' }] },
  { name: 'uid', type: 'uint64', doc: 'the user id of the current process', changes: [CALLABLE] },
  {
    name: 'usermode',
    type: 'uint8',
    doc: '1 where the CPU was running user code (x86_64 only)',
    since: '0.24',
    callable: true,
  },
  { name: 'username', type: 'username_t', doc: 'the name of the current user', changes: [CALLABLE] },
  { name: 'ustack', type: 'ustack_t', doc: 'the user stack' },
];
