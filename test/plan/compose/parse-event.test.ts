import { describe, expect, it } from 'vitest';
import type { EventName } from '../../../src/core/intent.ts';
import type { EventLists } from '../../../src/plan/compose/offers.ts';
import { parseEventName } from '../../../src/plan/compose/parse-event.ts';
import { recordedMachine } from '../../fixtures/machines.ts';

const machine = recordedMachine('6.18', '0.17');
const asked: string[] = [];
const lists: EventLists = {
  tracepoints: () => machine.tracepoints.list(),
  isFunction(name) {
    asked.push(name);
    return machine.functions?.has(name) ?? 'unknown';
  },
};

function show(event: EventName): string {
  switch (event.kind) {
    case 'tracepoint':
      return `tracepoint ${event.category}:${event.name}`;
    case 'user-function':
      return `user ${event.binary} ${event.name}`;
    default:
      return `${event.kind} ${event.name}`;
  }
}

describe('no event is read into', () => {
  it.each([
    'which files are opened by nginx',
    'show all reads and writes larger than 1 MB',
    'how long does it take to open a file',
    'who sends signals to pid 1, and who kills processes',
    'count page faults by process',
    'mount and unmount of file systems',
    'why is my disk slow: wait time, select the worst',
    'access to files in /usr/lib by process my_daemon',
    'time to close a connection, accept or connect',
    'what does the map of memory look like',
    'files opened in /usr/bin',
    'show errors in /var/log/sys_enter_openat.log',
    '哪些进程读取文件最多',
    '',
  ])('%s', (text) => {
    expect(parseEventName(text, lists)).toBeUndefined();
  });
});

describe('an event is read from', () => {
  it.each([
    ['trace sched:sched_process_exec', 'tracepoint sched:sched_process_exec', 'sched:sched_process_exec'],
    ['count tracepoint:sched:sched_switch by process', 'tracepoint sched:sched_switch', 'tracepoint:sched:sched_switch'],
    ['count SCHED:Sched_Switch.', 'tracepoint sched:sched_switch', 'SCHED:Sched_Switch'],
    ['how often does sched_switch happen?', 'tracepoint sched:sched_switch', 'sched_switch'],
    ['sum of bytes_req of kmem:kmalloc by process', 'tracepoint kmem:kmalloc', 'kmem:kmalloc'],
    ['syscalls:sys_enter_openat', 'syscall openat', 'syscalls:sys_enter_openat'],
    ['show sys_enter_openat', 'syscall openat', 'sys_enter_openat'],
    ['the __x64_sys_read calls', 'syscall read', '__x64_sys_read'],
    ['latency of the openat syscall', 'syscall openat', 'openat syscall'],
    ['how long does openat() take', 'syscall openat', 'openat()'],
    ['read() of nginx', 'syscall read', 'read()'],
    ['the epoll_wait system call by process', 'syscall epoll_wait', 'epoll_wait system call'],
    ['system call read, how often', 'syscall read', 'system call read'],
    ['futex calls by process', 'syscall futex', 'futex calls'],
    ['who calls getpid', 'syscall getpid', 'calls getpid'],
    ['nanosleep latency', 'syscall nanosleep', 'nanosleep'],
    ['stat syscalls that fail', 'syscall stat', 'stat syscalls'],
    ['fork system calls', 'syscall fork', 'fork system calls'],
    ['统计read系统调用的次数', 'syscall read', 'read系统调用'],
    ['系统调用 write 的延迟', 'syscall write', '系统调用 write'],
    ['统计 openat 的次数', 'syscall openat', 'openat'],
    ['readシステムコールの回数', 'syscall read', 'readシステムコール'],
    ['read 시스템 콜 횟수', 'syscall read', 'read 시스템 콜'],
    ['wie oft wird der Systemaufruf read benutzt', 'syscall read', 'Systemaufruf read'],
    ["durée de l'appel système read", 'syscall read', 'appel système read'],
    ['latencia de la llamada al sistema write', 'syscall write', 'llamada al sistema write'],
    ['quantas vezes a chamada de sistema close', 'syscall close', 'chamada de sistema close'],
    ['сколько раз системный вызов read', 'syscall read', 'системный вызов read'],
    ['kprobe:vfs_read', 'function vfs_read', 'kprobe:vfs_read'],
    ['fentry:tcp_sendmsg by process', 'function tcp_sendmsg', 'fentry:tcp_sendmsg'],
    ['average time of vfs_read by process', 'function vfs_read', 'vfs_read'],
    ['the kernel function dput', 'function dput', 'kernel function dput'],
    ['dput() per second', 'function dput', 'dput()'],
    ['uprobe:/bin/bash:readline', 'user /bin/bash readline', 'uprobe:/bin/bash:readline'],
    ['count libc:malloc by process', 'user libc malloc', 'libc:malloc'],
    ['/usr/lib/libssl.so.3:SSL_write', 'user /usr/lib/libssl.so.3 SSL_write', '/usr/lib/libssl.so.3:SSL_write'],
    ['bytes of malloc in libc', 'user libc malloc', 'malloc in libc'],
    ['function readline of /bin/bash', 'user /bin/bash readline', 'function readline of /bin/bash'],
  ])('%s', (text, event, words) => {
    const found = parseEventName(text, lists);
    expect(found === undefined ? found : [show(found.event), found.words]).toEqual([event, words]);
    expect(text.slice(found?.start, found?.end)).toBe(words);
    expect(found?.confidence).toBeGreaterThanOrEqual(0.9);
  });
});

describe('a slip of the fingers is found, and doubted', () => {
  it.each([
    ['count shced_switch', 'tracepoint sched:sched_switch'],
    ['trace sched:sched_proces_exec', 'tracepoint sched:sched_process_exec'],
    ['block_rq_isue latency', 'tracepoint block:block_rq_issue'],
    ['epoll_wiat calls', 'syscall epoll_wait'],
  ])('%s', (text, event) => {
    const found = parseEventName(text, lists);
    expect(found === undefined ? found : show(found.event)).toBe(event);
    expect(found?.confidence).toBeLessThan(0.7);
  });
});

it('the symbols of the kernel are not asked for what is no identifier, or is known without them', () => {
  asked.length = 0;
  for (const text of ['which process opens files', 'count futex calls', 'sched_switch by cpu', 'openat() by process', 'kmem:kmalloc'])
    parseEventName(text, lists);
  expect(asked).toEqual([]);
});
