import { describe, expect, it } from 'vitest';
import { repair } from '../../src/check/repair.ts';
import { embeddedMember } from '../../src/check/rewrite/embedded-member.ts';
import { manualParameter } from '../../src/check/tables/manual-parameters.ts';
import type { CTypes, RecordType } from '../../src/core/ctype.ts';
import { machine } from './linux-6.18.ts';

interface Mended {
  readonly program: string;
  readonly contains: readonly string[];
  /** What must be said to be measured differently; absent: nothing may be. */
  readonly changes?: string;
  /** It takes the types of a kernel: whether it is right then is seen on a real one. */
  readonly types?: true;
}

const TCP = 'tracepoint:tcp:tcp_probe';

/** What is wrong, and what it becomes. */
const MENDED: readonly Mended[] = [
  // The manual's names for the parameters of system calls.
  { program: 't:syscalls:sys_enter_setpriority { printf("%d %d\\n", args->pid, args->prio); }', contains: ['args->who', 'args->niceval'] },
  { program: 't:syscalls:sys_enter_fchownat { printf("%d %d\\n", args->owner, args->group); }', contains: ['args->user, args->group'] },
  { program: 't:syscalls:sys_enter_openat { @[args->dirfd] = count(); }', contains: ['args->dfd'] },
  { program: 't:syscalls:sys_exit_bind { @[args->sockfd] = count(); }', contains: ['= args->fd'] },
  // Results under other names.
  { program: 't:raw_syscalls:sys_exit { @[args->exit_code] = count(); }', contains: ['args->ret'] },
  { program: 't:kvm:kvm_exit { @[args->vcpu] = count(); }', contains: ['args->vcpu_id'] },
  // Fields that have to be worked out.
  { program: 't:sock:sock_send_length { @ = sum(args->length); }', contains: ['(args->ret > 0 ? args->ret : 0)'], changes: 'count as 0' },
  { program: 't:block:block_rq_complete { @ = sum(args->bytes); }', contains: ['(args->nr_sector * 512)'] },
  // Words of newer versions, of other languages.
  { program: 'BEGIN { let $x = 1; printf("%d\\n", $x); }', contains: ['{ $x = 1;'] },
  { program: 'BEGIN { let $x : uint64; $x = 2; printf("%d\\n", $x); }', contains: ['$x = (uint64)0'] },
  { program: 't:sched:sched_switch { @s[tid] = nsecs; if (has_key(@s, 1)) { exit(); } }', contains: ['(@s[1] != 0)'], changes: 'value is 0' },
  { program: 't:sched:sched_switch { @s[pid, tid] = comm; if (has_key(@s, (1, 2))) { exit(); } }', contains: ['(@s[1, 2] != "")'], changes: 'value is 0' },
  {
    program: 't:sched:sched_switch { @s[tid] = count(); } END { for ($kv : @s) { printf("%d\\n", $kv.0); } }',
    contains: ['print(@s);'],
    changes: 'as maps are',
  },
  { program: 't:sched:sched_switch { @s[tid] = count(); } END { print(sort(@s), 5); }', contains: ['print(@s, 5)'] },
  { program: 't:sched:sched_switch { @s[tid] = count(); } END { sort(@s); print(@s); }', contains: ['END {  print(@s);'] },
  { program: 't:sched:sched_switch { @s[tid] = count(); } END { print(top(@s, 5)); }', contains: ['print(@s, 5)'] },
  { program: 't:sched:sched_switch { @s[tid] = count(); } END { print(@s[1]); }', contains: ['print(@s)'], changes: 'all entries' },
  { program: 't:sched:sched_switch /startswith(comm, "ba")/ { @ = count(); }', contains: ['(strncmp(comm, "ba", 2) == 0)'] },
  { program: 't:sched:sched_switch /streq(comm, "ba")/ { @ = count(); }', contains: ['(comm == "ba")'] },
  { program: 't:sched:sched_switch /strcmp(comm, "ba") == 0/ { @ = count(); }', contains: ['(comm == "ba" ? 0 : 1) == 0'] },
  { program: 't:sched:sched_switch { @ = max(round(nsecs / 1000)); }', contains: ['max((nsecs / 1000))'] },
  { program: 't:raw_syscalls:sys_exit { @[errname(-args->ret)] = count(); }', contains: ['@[-args->ret]'], changes: 'by number' },
  { program: 't:sched:sched_switch { inc(@n[pid]); }', contains: ['@n[pid]++'] },
  { program: 't:sched:sched_switch { printf("%s %d\\n" % (comm, pid)); }', contains: ['printf("%s %d\\n", comm, pid)'] },
  // Values in places that do not take them.
  { program: 't:sched:sched_switch { @ = lhist(args->prev_prio, 0, 200); }', contains: ['0, 200, 10)'], changes: '10 wide' },
  { program: 't:sched:sched_switch { printf("%s %d\\n", comm, hist(nsecs)); }', contains: ['@hist[comm] = hist(nsecs)'], changes: 'printed at the end' },
  {
    program: 't:sched:sched_switch { printf("%-8s!\\n", pid == 1 ? "init" : pid); }',
    contains: ['if (pid == 1) { printf("%-8s!\\n", "init"); } else { printf("%-8d!\\n", pid); }'],
  },
  {
    program: `${TCP} { printf("%s\\n", ntop(args->daddr)); }`,
    contains: ['/args->family == 2/', '(args->daddr[5] << 8)'],
    changes: 'only connections of IPv4',
  },
  { program: 't:sched:sched_migrate_task { printf("%s\\n", args->comm); }', contains: ['"%s\\n", str(args->comm)'] },
  {
    program: 't:block:block_rq_issue { @s[args->dev, args->sector] = 1; delete(@s[args->sector]); }',
    contains: ['delete(@s[args->dev, args->sector])'],
  },
  { program: 't:vmscan:mm_vmscan_direct_reclaim_end { @ = sum(retval); }', contains: ['args->nr_reclaimed'], changes: 'taken for' },
  // Functions.
  { program: 'kprobe:cap_capable { printf("%d %-4d\\n", arg2, arg3); }', contains: ['"%d %-4s\\n", args->cap, "-"'], changes: 'arg3 is not told' },
  {
    program: 'kretprobe:inet_csk_accept { $sk = (struct sock *)retval; printf("%s\\n", ntop($sk->__sk_common.skc_daddr)); }',
    contains: ['sys_exit_accept', '->private_data)->sk', '/args->ret >= 0/'],
    changes: 'accept system call',
    types: true,
  },
  { program: 'kprobe:ip_output { printf("%p\\n", arg2); }', contains: ['args->skbaddr'], changes: 'not of IP alone' },
  { program: 'hardware:cpu-cycles:100 { @[kstack] = count(); }', contains: ['profile:hz:99'], changes: 'by the clock' },
  // Around and between probes.
  { program: 't:sched:sched_switch { @a = count(); }\n/pid > 1/ { @b = count(); }', contains: ['t:sched:sched_switch\n/pid > 1/ {'] },
  { program: '$p = 12;\nt:sched:sched_switch /pid == $p/ { @ = count(); }', contains: ['/pid == 12/'] },
  { program: 't:sched:sched_switch { $ x = pid; printf("%d\\n", $ x); }', contains: ['$x = pid', ', $x)'] },
  {
    program: 't:sched:sched_switch { $n += 1; } interval:s:1 { printf("%d\\n", $n); $n = 0; }',
    contains: ['@n += 1', ', @n)', '@n = 0'],
  },
];

describe('remedies', () => {
  it.each(MENDED)('$program', ({ program, contains, changes, types: onTypes }) => {
    const { source, diagnostics, changes: made } = repair(program, machine);
    for (const text of contains) expect(source).toContain(text);
    if (onTypes !== true) expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const said = made.flatMap((change) => change.changes ?? []).join('; ');
    if (changes === undefined) expect(said).toBe('');
    else expect(said).toContain(changes);
  });
});

/** What looks like one of them, and is right, or cannot be mended without a guess: nothing of it may change. */
const UNTOUCHED: readonly string[] = [
  't:syscalls:sys_enter_kill { printf("%d %d\\n", pid, args->pid); }',
  't:syscalls:sys_enter_openat { @[args->dfd] = count(); }',
  't:sched:sched_switch { @s[tid] = count(); } END { print(@s, 5); }',
  't:sched:sched_switch { @ = lhist(args->prev_prio, 0, 200, 10); }',
  't:sched:sched_switch { printf("%s\\n", pid == 1 ? "init" : "else"); }',
  't:sched:sched_switch { printf("%d\\n", pid % 2); }',
  't:sock:inet_sock_set_state { printf("%s\\n", ntop(args->saddr_v6)); }',
  't:sched:sched_switch { @n += 1; } interval:s:1 { printf("%d\\n", @n); @n = 0; }',
  't:sched:sched_switch { $n = 1; printf("%d\\n", $n); } interval:s:1 { $n = 2; printf("%d\\n", $n); }',
  // A loop that calculates, a prefix that is no literal, a field of somebody else, cycles that are counted.
  't:sched:sched_switch { @s[tid] = 1; } END { for ($kv : @s) { @sum += $kv.1; } }',
  't:sched:sched_switch { $p = comm; if (startswith(comm, $p)) { exit(); } }',
  't:sched:sched_wakeup { printf("%s %d %d\\n", comm, tid, args->tid); }',
  'hardware:cpu-cycles:100 { @[comm] = count(); }',
  // What is told is not what was asked for: the one thing that is printed, a key, a condition.
  'kprobe:cap_capable { printf("%d\\n", arg3); }',
  'kprobe:cap_capable { @[arg2, arg3] = count(); }',
  'kprobe:cap_capable /arg3 == 1/ { printf("%d\\n", arg2); }',
];

describe('is left as it is', () => {
  it.each(UNTOUCHED)('%s', (program) => {
    expect(repair(program, machine).source).toBe(program);
  });
});

describe('members inside members', () => {
  const record = (id: number): RecordType => ({ kind: 'record', id }) as RecordType;
  const layouts: Readonly<Record<number, readonly { readonly name: string; readonly inner?: number }[]>> = {
    1: [{ name: '__sk_common', inner: 2 }],
    2: [{ name: 'skc_family' }, { name: 'skc_special' }],
    3: [
      { name: 'one', inner: 2 },
      { name: 'two', inner: 2 },
    ],
  };
  const types = {
    members: ({ id }: RecordType) =>
      (layouts[id] ?? []).map(({ name, inner }) => ({ name, type: inner === undefined ? { kind: 'void' } : record(inner), bitOffset: 0 })),
  } as unknown as CTypes;

  it.each([
    ['by the macros of the kernel', 'struct sock', 1, 'sk_family', '__sk_common.skc_family'],
    ['by being the only one of its name', 'struct other', 1, 'skc_special', '__sk_common.skc_special'],
    ['not where two have it', 'struct other', 3, 'skc_special', undefined],
    ['not by a macro whose path this kernel lacks', 'struct inet_sock', 1, 'inet_daddr', undefined],
    ['not by a name of all objects', 'struct other', 1, 'constructor', undefined],
  ] as const)('%s', (_, structure, id, name, path) => {
    expect(embeddedMember(types, structure, record(id), name)).toBe(path);
  });
});

describe('the manual', () => {
  it.each([
    ['syscalls:sys_enter_connect', 'sockfd', ['__syscall_nr', 'fd', 'uservaddr', 'addrlen'], 'fd'],
    ['syscalls:sys_enter_ptrace', 'op', ['__syscall_nr', 'request', 'pid', 'addr', 'data'], 'request'],
    ['syscalls:sys_enter_connect', 'addrlen', ['fd', 'uservaddr', 'addrlen'], undefined],
    ['syscalls:sys_enter_connect', 'constructor', ['fd', 'uservaddr', 'addrlen'], undefined],
    ['syscalls:sys_enter_toString', 'fd', [], undefined],
    ['sched:sched_switch', 'sockfd', ['prev_pid'], undefined],
  ])('%s %s', (id, name, fields, field) => {
    expect(manualParameter(id, name, fields)).toBe(field);
  });
});
