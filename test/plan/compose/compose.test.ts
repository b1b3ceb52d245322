/** What is composed for what is asked, to the letter. */
import { describe, expect, it } from 'vitest';
import type { EventName, Intent } from '../../../src/core/intent.ts';
import type { LibraryProgram } from '../../../src/knowledge/library.ts';
import { offersOf } from '../../../src/line/offers.ts';
import { composeEvent } from '../../../src/plan/compose/compose.ts';
import { fill } from '../../../src/plan/fill/fill.ts';
import { recordedMachine } from '../../fixtures/machines.ts';
import { intentOf } from './intent.ts';

const offers = offersOf(recordedMachine('6.18', '0.17'));
const compose = (event: EventName, intent: Intent): LibraryProgram | undefined => composeEvent(event, intent, offers);
const must = (event: EventName, intent: Intent): LibraryProgram => {
  const program = compose(event, intent);
  if (program === undefined) throw new Error(`nothing for ${JSON.stringify(event)}`);
  return program;
};
const syscall = (name: string): EventName => ({ kind: 'syscall', name });
const tracepoint = (id: string): EventName => {
  const [category = '', name = ''] = id.split(':');
  return { kind: 'tracepoint', category, name };
};
const by = (...keys: string[]): Partial<Intent> => ({ keys: keys.map((value) => ({ value, words: '' })) });
const SLOW: Partial<Intent> = { conditions: [{ value: { what: 'time', comparison: '>', ns: 1e7 }, words: '' }] };
const LARGE: Partial<Intent> = { conditions: [{ value: { what: 'size', comparison: '>', bytes: 4096 }, words: '' }] };
const FAILED: Partial<Intent> = { conditions: [{ value: { what: 'outcome', failed: true }, words: '' }] };

describe('nothing is composed', () => {
  it.each<[string, EventName, Intent]>([
    ['for a tracepoint that is not there', tracepoint('sched:sched_nothing'), intentOf('', 'each')],
    ['for a call that is not there', syscall('vserver'), intentOf('', 'each')],
    ['for a function that is not there', { kind: 'function', name: 'no_such_function_at_all' }, intentOf('', 'each')],
    ['for a sum where there is no amount', tracepoint('sched:sched_migrate_task'), intentOf('', 'sum')],
    ['for the latency of what has no end', tracepoint('sched:sched_migrate_task'), intentOf('', 'latency')],
    ['for the latency of what never returns', syscall('exit_group'), intentOf('', 'latency')],
  ])('%s', (_, event, intent) => {
    expect(compose(event, intent)).toBeUndefined();
  });
});

const WHOLE: readonly (readonly [what: string, event: EventName, intent: Intent, source: string])[] = [
  [
    'rows of a tracepoint',
    tracepoint('sched:sched_process_exec'),
    intentOf('trace it'),
    `tracepoint:sched:sched_process_exec
{
  printf("%-7d %-16s %s %d %d\\n", pid, comm, str(args->filename), args->pid, args->old_pid);
}
`,
  ],
  [
    'a call, its path read on the way out',
    syscall('openat'),
    intentOf('trace it', 'each'),
    `tracepoint:syscalls:sys_enter_openat
{
  @start[tid] = nsecs;
  @filename[tid] = args->filename;
  @flags[tid] = args->flags;
}

// A path is read on the way out: on the way in its page may not have been touched yet, and BPF cannot fault it in.
tracepoint:syscalls:sys_exit_openat
/@start[tid]/
{
  printf("%-7d %-16s %s 0x%lx ret=%d errno=%d %d us\\n", pid, comm, str(@filename[tid]), @flags[tid],
    args->ret < 0 ? -1 : args->ret, args->ret < 0 ? -args->ret : 0, (nsecs - @start[tid]) / 1000);
  delete(@start[tid]);
  delete(@filename[tid]);
  delete(@flags[tid]);
}

END
{
  clear(@start);
  clear(@filename);
  clear(@flags);
}
`,
  ],
  [
    'a disk request, found again by its device and sector',
    tracepoint('block:block_rq_complete'),
    intentOf('', 'latency'),
    `tracepoint:block:block_rq_issue
{
  @start[args->dev, args->sector] = nsecs;
}

tracepoint:block:block_rq_complete
/@start[args->dev, args->sector]/
{
  @latency = hist((nsecs - @start[args->dev, args->sector]) / 1000);
  delete(@start[args->dev, args->sector]);
}

END
{
  clear(@start);
}
`,
  ],
];

describe('the whole program of', () => {
  it.each(WHOLE)('%s', (_, event, intent, source) => {
    expect(must(event, intent).source).toBe(source);
  });
});

/** The statement that tells, and the attach points. */
const STATEMENTS: readonly (readonly [question: string, event: EventName, intent: Intent, statement: string, points: string])[] = [
  ['count sched_switch', tracepoint('sched:sched_switch'), intentOf('count sched_switch', 'count'), '@events[comm] = count();', 'sched_switch'],
  ['hot events are counted', tracepoint('sched:sched_switch'), intentOf('trace sched_switch', 'each'), '@events[comm] = count();', 'sched_switch'],
  ['but few of them are told', tracepoint('sched:sched_switch'), intentOf('', 'each', { times: { value: 5, words: '' } }), 'printf(', 'sched_switch'],
  [
    'a sum of the field that is named',
    tracepoint('kmem:kmalloc'),
    intentOf('sum of bytes_req of kmem:kmalloc by process', 'sum', by('process')),
    '@bytes_req[comm] = sum(args->bytes_req);',
    'kmalloc',
  ],
  [
    'by a field',
    tracepoint('kmem:kmalloc'),
    intentOf('sum of bytes_req by process and call_site', 'sum', by('process')),
    '@bytes_req[comm, args->call_site] = ',
    'kmalloc',
  ],
  ['by a field, in Chinese', tracepoint('irq:softirq_entry'), intentOf('按 vec 统计', 'count'), '@events[args->vec] = count();', 'softirq_entry'],
  ['by a field, in Japanese', tracepoint('irq:softirq_entry'), intentOf('vecごとの回数', 'count'), '@events[args->vec] = count();', 'softirq_entry'],
  ['what an interrupt cut off is not told', tracepoint('irq:softirq_entry'), intentOf('', 'count'), '@events = count();', 'softirq_entry'],
  ['the greatest by default', tracepoint('sched:sched_stat_runtime'), intentOf('', 'max'), '@runtime[comm] = max(args->runtime);', 'sched_stat_runtime'],
  ['user stacks', tracepoint('kmem:kmalloc'), intentOf('user stacks of it', 'stacks'), '@events[ustack] = count();', 'kmalloc'],
  ['kernel stacks', tracepoint('kmem:kmalloc'), intentOf('stacks of it', 'stacks'), '@events[kstack] = count();', 'kmalloc'],
  [
    'time on a processor',
    tracepoint('irq:softirq_exit'),
    intentOf('average time', 'average'),
    '@latency = avg((nsecs - @start[cpu, args->vec]) / 1000);',
    'softirq_exit',
  ],
  ['failed calls', syscall('openat'), intentOf('', 'count', FAILED), '@events[comm, -args->ret] = count();', 'sys_exit_openat'],
  ['failed calls, told', syscall('openat'), intentOf('', 'each', FAILED), 'if (args->ret < 0 && args->ret > -512) {', 'sys_exit_openat'],
  ['calls by file', syscall('openat'), intentOf('', 'count', by('file')), '@events[str(@filename[tid])] = count();', 'sys_exit_openat'],
  ['calls by an argument', syscall('ioctl'), intentOf('count by cmd', 'count'), '@events[args->cmd] = count();', 'sys_enter_ioctl'],
  [
    'average time of a call',
    syscall('fsync'),
    intentOf('average time of fsync', 'average'),
    '@latency[comm] = avg((nsecs - @start[tid]) / 1000);',
    'sys_exit_fsync',
  ],
  ['time of a call that returns a size', syscall('read'), intentOf('average time of read', 'average'), '@latency[comm] = avg(', 'sys_exit_read'],
  ['what a call moved', syscall('read'), intentOf('bytes', 'sum'), '@bytes[comm] = sum(args->ret);', 'sys_exit_read'],
  ['what a call was asked for', syscall('read'), intentOf('average count', 'average'), '@count[comm] = avg(args->count);', 'sys_enter_read'],
  [
    'a word for several calls',
    syscall('stat'),
    intentOf('', 'count'),
    '@events[comm] = count();',
    'sys_enter_newstat, tracepoint:syscalls:sys_enter_newfstatat',
  ],
  ['a program that replaces itself', syscall('execve'), intentOf('', 'each'), '@filename[tid] = str(args->filename);', 'sys_enter_execve'],
  [
    'what a function of a library is asked for',
    { kind: 'user-function', binary: 'libc', name: 'malloc' },
    intentOf('bytes', 'sum'),
    '@size[comm] = sum(arg0);',
    'libc:malloc',
  ],
  [
    'how long one takes',
    { kind: 'user-function', binary: '/bin/bash', name: 'readline' },
    intentOf('', 'latency'),
    '@latency = hist(',
    'uretprobe:/bin/bash:readline',
  ],
  [
    'what one returns',
    { kind: 'user-function', binary: '/bin/bash', name: 'readline' },
    intentOf('what it returned', 'each'),
    'str(retval)',
    'uretprobe:/bin/bash:readline',
  ],
];

describe('what is told', () => {
  it.each(STATEMENTS)('%s', (_, event, intent, statement, points) => {
    const { source } = must(event, intent);
    expect(source).toContain(statement);
    expect(source).toContain(points);
  });
});

describe('what conditions are told by', () => {
  it.each<[string, EventName, Intent, object]>([
    ['an amount', tracepoint('kmem:kmalloc'), intentOf('', 'count', LARGE), { size: 'args->bytes_alloc' }],
    ['either port', tracepoint('sock:inet_sock_set_state'), intentOf('', 'count'), { port: ['args->sport', 'args->dport'] }],
    ['failures alone', syscall('openat'), intentOf('', 'count', FAILED), { outcome: true }],
    ['what a call moved', syscall('read'), intentOf('', 'count', LARGE), { size: 'args->ret' }],
    ['how long a call took', syscall('fsync'), intentOf('', 'count', SLOW), { time: 'nsecs - @start[tid]' }],
    ['what one asked for', syscall('fallocate'), intentOf('', 'each', LARGE), { size: '@len[tid]' }],
    ['how long a request took', tracepoint('block:block_rq_issue'), intentOf('', 'count', SLOW), { time: 'nsecs - @start[args->dev, args->sector]' }],
    ['how long a function took', { kind: 'function', name: 'vfs_read' }, intentOf('', 'count', SLOW), { time: 'nsecs - @start[tid]' }],
  ])('%s', (_, event, intent, filter) => {
    expect(must(event, intent)).toMatchObject({ filter, answer: expect.stringMatching(/^(?:@events|rows)$/) });
  });
});

it('an event with a single dull field still has a row', () => {
  const kvm = { ...offers, fields: () => [{ name: 'rip', declaration: 'u64 rip' }] };
  const program = composeEvent(tracepoint('kvm:kvm_nested_intr_vmexit'), intentOf('', 'each', { times: { value: 5, words: '' } }), kvm);
  expect(program?.source).toContain('printf("0x%lx\\n", args->rip);');
});

describe('the slots of the library', () => {
  it('keys, measure, process and duration are filled in', () => {
    const program = must(syscall('openat'), intentOf('', 'count'));
    const wanted = intentOf('', 'count', { ...by('user'), filter: { value: { comm: 'nginx' }, words: '' }, seconds: { value: 5, words: '' } });
    const { source, refused } = fill(program, wanted, false);
    expect(refused).toEqual([]);
    expect(source).toBe(`tracepoint:syscalls:sys_enter_openat
/comm == "nginx"/
{
  @events[uid] = count();
}

interval:s:5
{
  exit();
}
`);
  });

  it('a sum becomes a histogram', () => {
    const program = must(tracepoint('kmem:kmalloc'), intentOf('', 'sum'));
    expect(fill(program, intentOf('', 'distribution'), false).source).toContain('@bytes_alloc[comm] = hist(args->bytes_alloc);');
  });

  it('what happens in an interrupt cannot be narrowed to a process', () => {
    const program = must(tracepoint('irq:softirq_entry'), intentOf('', 'count'));
    expect(fill(program, intentOf('', 'count', { filter: { value: { pid: 7 }, words: '' } }), false).refused).toEqual([{ what: 'filter' }]);
  });

  it('columns and keys say what they mean', () => {
    const { columns, by: offered, title, tells } = must(syscall('openat'), intentOf('', 'each'));
    expect(columns).toEqual([
      { name: 'pid' },
      { name: 'process' },
      { name: 'file' },
      { name: 'flags' },
      { name: 'ret' },
      { name: 'errno' },
      { name: 'latency', unit: 'us' },
    ]);
    expect(offered).toMatchObject({ container: 'cgroup', stack: 'kstack', ustack: 'ustack', file: 'str(@filename[tid])', errno: expect.any(String) });
    expect(title).toEqual({ en: 'openat calls', zh: 'openat 系统调用' });
    expect(tells.en).toBe('the openat calls as they happen: pid, process, file, flags, ret, errno, latency');
  });
});
