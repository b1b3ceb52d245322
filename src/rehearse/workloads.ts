/** Which behaviour of the workload generator makes an event happen, where no program of the library says it: data, and how it is looked up. */

/** What happens, in the plural, and behind a number. */
export interface Noun {
  readonly en: string;
  readonly zh: string;
}

/** A workload that makes an event happen, and how an answer tells that it did. */
export interface Rehearsed {
  /** A behaviour of the workload generator, how often, its arguments. */
  readonly run: readonly string[];
  /** How many events that makes, and how many of them an answer must show to be right: samples and delays are never all of them. */
  readonly of: number;
  readonly least: number;
  readonly what: Noun;
  /** What the records of an answer that are about it hold, as regular expressions; none where such an event is told of no one in particular. */
  readonly marks: readonly string[];
  /** The name of the process that does it; undefined where that is chance. */
  readonly actor: string | undefined;
  /** How an answer that is as the library's own names it, and what it must amount to. */
  readonly evidence?: { readonly match: string; readonly min: number; readonly amount?: Noun };
}

/** Often enough to be told from chance, and over in about a second. */
export const TIMES = 20;
/** The kernel cuts names of processes here (TASK_COMM_LEN less its end). */
const MAX_COMM = 15;
/** So many times as often as it is done, an event is not what is done. */
const SEVERAL = 1.5;
const EVENTS: Noun = { en: 'events', zh: '次事件' };

/** What each behaviour is called where it is counted. */
const NOUNS: Readonly<Record<string, Noun>> = {
  open: { en: 'opens', zh: '次打开' },
  'open-missing': { en: 'failed opens', zh: '次失败的打开' },
  read: { en: 'reads', zh: '次读取' },
  'read-file': { en: 'reads', zh: '次读取' },
  'cold-read': { en: 'reads from disk', zh: '次从磁盘的读取' },
  'slow-read': { en: 'slow reads', zh: '次缓慢的读取' },
  write: { en: 'writes', zh: '次写入' },
  'slow-write': { en: 'slow writes', zh: '次缓慢的写入' },
  delete: { en: 'files made and deleted', zh: '次创建和删除文件' },
  rename: { en: 'renames', zh: '次重命名' },
  fsync: { en: 'syncs', zh: '次同步' },
  fdatasync: { en: 'syncs', zh: '次同步' },
  truncate: { en: 'truncations', zh: '次截断' },
  chmod: { en: 'changes of mode', zh: '次权限修改' },
  fchmod: { en: 'changes of mode', zh: '次权限修改' },
  chown: { en: 'changes of owner', zh: '次属主修改' },
  stat: { en: 'stats', zh: '次属性查询' },
  mkdir: { en: 'directories made', zh: '次创建目录' },
  list: { en: 'listings', zh: '次列目录' },
  link: { en: 'links', zh: '次链接' },
  symlink: { en: 'symbolic links', zh: '次符号链接' },
  'lookup-missing': { en: 'lookups in vain', zh: '次落空的查找' },
  fault: { en: 'page faults', zh: '次缺页' },
  'disk-fault': { en: 'major page faults', zh: '次主缺页' },
  map: { en: 'mappings', zh: '次内存映射' },
  heap: { en: 'allocations', zh: '次内存分配' },
  kmalloc: { en: 'allocations', zh: '次内存分配' },
  exec: { en: 'programs started', zh: '次程序启动' },
  live: { en: 'processes', zh: '个进程' },
  die: { en: 'killed processes', zh: '个被杀死的进程' },
  thread: { en: 'threads', zh: '个线程' },
  signal: { en: 'signals', zh: '个信号' },
  setuid: { en: 'changes of user', zh: '次用户切换' },
  seteuid: { en: 'changes of user', zh: '次用户切换' },
  mount: { en: 'mounts', zh: '次挂载' },
  diskread: { en: 'disk reads', zh: '次磁盘读取' },
  diskwrite: { en: 'disk writes', zh: '次磁盘写入' },
  tcp: { en: 'TCP connections', zh: '次 TCP 连接' },
  refused: { en: 'refused connections', zh: '次被拒绝的连接' },
  retransmit: { en: 'retransmissions', zh: '次重传' },
  udp: { en: 'datagrams', zh: '个数据报' },
  udpdrop: { en: 'dropped datagrams', zh: '个被丢弃的数据报' },
  dns: { en: 'DNS queries', zh: '次 DNS 查询' },
  unixtalk: { en: 'messages over a Unix socket', zh: '条 Unix 套接字消息' },
  unixconnect: { en: 'connections to a Unix socket', zh: '次 Unix 套接字连接' },
  cpu: { en: 'samples', zh: '个采样' },
  syscpu: { en: 'samples', zh: '个采样' },
  futex: { en: 'waits', zh: '次等待' },
  sleep: { en: 'sleeps', zh: '次休眠' },
  migrate: { en: 'migrations', zh: '次迁移' },
  wake: { en: 'wakeups', zh: '次唤醒' },
  umask: { en: 'calls of umask', zh: '次 umask 调用' },
  oom: { en: 'kills', zh: '次内存不足杀死' },
};

export function nounOf(behaviour: string): Noun {
  return NOUNS[behaviour] ?? EVENTS;
}

/** A behaviour for an event, and who does it where that is not the generator itself. */
interface Made {
  readonly run: readonly string[];
  readonly what?: Noun;
  /** `chance` where the event comes while somebody else runs; `changing` where it is done by a process that is called differently before and after. */
  readonly actor?: Actor;
}

type Actor = `gt-${string}` | 'mount' | 'umount' | 'sleep' | 'chance' | 'changing';

/** Which behaviours make which system calls, each call once for each time. Measured on x86-64 (raw_syscalls:sys_enter, by name of the process). */
const CALLS: Readonly<Record<string, readonly string[]>> = {
  open: ['openat', 'close'],
  read: ['read'],
  'read-file': ['pread64'],
  write: ['write'],
  diskwrite: ['pwrite64'],
  delete: ['unlink'],
  rename: ['rename'],
  fsync: ['fsync'],
  fdatasync: ['fdatasync'],
  truncate: ['ftruncate'],
  chmod: ['chmod'],
  fchmod: ['fchmod'],
  chown: ['chown'],
  stat: ['statx'],
  'lookup-missing': ['access'],
  mkdir: ['mkdir', 'rmdir'],
  link: ['link'],
  symlink: ['symlink', 'readlink'],
  utimes: ['utimensat'],
  chdir: ['chdir'],
  nice: ['setpriority'],
  list: ['getdents64'],
  map: ['mmap', 'munmap'],
  futex: ['futex'],
  umask: ['umask'],
  setuid: ['setuid'],
  seteuid: ['setresuid'],
  signal: ['kill'],
  exec: ['execve', 'clone', 'wait4', 'exit_group', 'pipe2'],
  thread: ['clone3', 'exit'],
  mount: ['mount', 'umount'],
  tcp: ['connect', 'socket', 'accept4', 'shutdown', 'getsockopt', 'epoll_pwait', 'epoll_ctl'],
  udp: ['sendmsg', 'recvmsg'],
  sleep: ['clock_nanosleep'],
};

/** Calls that somebody else makes than the generator itself. */
const CALLERS: Readonly<Record<string, Actor>> = {
  execve: 'changing',
  exit_group: 'gt-child',
  accept4: 'gt-tcpserver',
  mount: 'mount',
  umount: 'umount',
  clock_nanosleep: 'sleep',
  exit: 'chance',
};

/** What an architecture has in the place of a call that newer ones were made without. */
const INSTEAD: Readonly<Record<string, string>> = {
  unlinkat: 'unlink',
  renameat: 'rename',
  renameat2: 'rename',
  mkdirat: 'mkdir',
  fchmodat: 'chmod',
  fchownat: 'chown',
  linkat: 'link',
  symlinkat: 'symlink',
  readlinkat: 'readlink',
  faccessat: 'access',
};

/** The runs that take another count than the others, or an argument. */
const RUNS: Readonly<Record<string, readonly string[]>> = {
  umask: ['umask', '2000'],
  mount: ['mount', '5'],
  fault: ['fault', '500'],
  kmalloc: ['kmalloc', '100'],
  cpu: ['cpu', '80'],
  oom: ['oom', '1'],
  retransmit: ['retransmit', '5'],
};

const run = (behaviour: string): readonly string[] => RUNS[behaviour] ?? [behaviour, String(TIMES)];

/** Tracepoints, by patterns of `category:name`; the first that fits. */
const TRACEPOINTS: readonly (readonly [pattern: string, behaviour: string, more?: Pick<Made, 'actor'>])[] = [
  ['sched:sched_process_exec', 'exec', { actor: 'gt-child' }],
  ['sched:sched_process_exit', 'exec', { actor: 'gt-child' }],
  ['sched:sched_process_free', 'exec', { actor: 'chance' }],
  ['sched:sched_process_fork', 'exec', { actor: 'gt-exec' }],
  ['sched:sched_process_wait', 'exec', { actor: 'gt-exec' }],
  ['sched:sched_switch', 'futex'],
  ['sched:sched_migrate_task', 'migrate', { actor: 'chance' }],
  ['sched:sched_wakeup', 'wake', { actor: 'chance' }],
  ['sched:sched_waking', 'wake', { actor: 'chance' }],
  ['sched:sched_wakeup_new', 'exec', { actor: 'chance' }],
  ['sched:sched_stat_runtime', 'cpu', { actor: 'chance' }],
  ['task:task_newtask', 'exec', { actor: 'gt-exec' }],
  ['task:task_rename', 'exec', { actor: 'chance' }],
  ['signal:signal_generate', 'signal'],
  ['signal:signal_deliver', 'signal', { actor: 'gt-target' }],
  ['block:block_getrq', 'diskread'],
  ['block:block_bio_queue', 'diskread'],
  ['block:block_io_start', 'diskread', { actor: 'chance' }],
  ['block:block_io_done', 'diskread', { actor: 'chance' }],
  ['block:block_rq_issue', 'diskread', { actor: 'chance' }],
  ['block:block_rq_complete', 'diskread', { actor: 'chance' }],
  ['block:block_rq_insert', 'diskread', { actor: 'chance' }],
  ['sock:inet_sock_set_state', 'tcp', { actor: 'chance' }],
  ['tcp:tcp_destroy_sock', 'tcp', { actor: 'chance' }],
  ['tcp:tcp_probe', 'tcp', { actor: 'chance' }],
  ['tcp:tcp_rcv_space_adjust', 'tcp', { actor: 'chance' }],
  ['tcp:tcp_receive_reset', 'refused', { actor: 'chance' }],
  ['tcp:tcp_send_reset', 'refused', { actor: 'chance' }],
  ['tcp:tcp_retransmit_skb', 'retransmit', { actor: 'chance' }],
  ['skb:kfree_skb', 'udpdrop', { actor: 'chance' }],
  ['net:net_dev_queue', 'udp', { actor: 'chance' }],
  ['net:net_dev_start_xmit', 'udp', { actor: 'chance' }],
  ['net:net_dev_xmit', 'udp', { actor: 'chance' }],
  ['net:netif_rx', 'udp', { actor: 'chance' }],
  ['net:netif_rx_*', 'udp', { actor: 'chance' }],
  ['net:netif_receive_skb', 'udp', { actor: 'chance' }],
  ['exceptions:page_fault_user', 'fault'],
  ['kmem:kmalloc', 'kmalloc'],
  ['kmem:kfree', 'kmalloc'],
  ['kmem:mm_page_alloc', 'fault'],
  ['kmem:kmem_cache_alloc', 'open'],
  ['kmem:kmem_cache_free', 'open', { actor: 'chance' }],
  ['irq:irq_handler_*', 'diskread', { actor: 'chance' }],
  ['irq:softirq_*', 'tcp', { actor: 'chance' }],
  ['timer:hrtimer_start', 'futex', { actor: 'chance' }],
  ['timer:hrtimer_cancel', 'futex', { actor: 'chance' }],
  ['timer:hrtimer_expire_*', 'futex', { actor: 'chance' }],
  ['oom:mark_victim', 'oom', { actor: 'chance' }],
  ['raw_syscalls:sys_*', 'umask'],
];

/** Functions of the kernel and of programs, by patterns of their names. */
const FUNCTIONS: readonly (readonly [pattern: string, behaviour: string, more?: Pick<Made, 'actor'>])[] = [
  ['vfs_open', 'open'],
  ['do_sys_openat2', 'open'],
  ['do_filp_open', 'open'],
  ['do_file_open', 'open'],
  ['security_file_open', 'open'],
  ['filp_close', 'open'],
  ['vfs_read', 'read'],
  ['ksys_read', 'read'],
  ['vfs_write', 'write'],
  ['ksys_write', 'write'],
  ['vfs_fsync_range', 'fsync'],
  ['do_fsync', 'fsync'],
  ['vfs_unlink', 'delete'],
  ['do_unlinkat', 'delete'],
  ['vfs_create', 'delete'],
  ['vfs_rename', 'rename'],
  ['vfs_mkdir', 'mkdir'],
  ['vfs_rmdir', 'mkdir'],
  ['vfs_statx', 'stat'],
  ['iterate_dir', 'list'],
  ['tcp_v4_connect', 'tcp', { actor: 'gt-tcp' }],
  ['tcp_connect', 'tcp', { actor: 'gt-tcp' }],
  ['tcp_sendmsg', 'tcp', { actor: 'chance' }],
  ['tcp_recvmsg', 'tcp', { actor: 'chance' }],
  ['inet_csk_accept', 'tcp', { actor: 'gt-tcpserver' }],
  ['udp_sendmsg', 'udp'],
  ['udp_recvmsg', 'udp'],
  ['handle_mm_fault', 'fault'],
  ['do_exit', 'exec', { actor: 'chance' }],
  ['kernel_clone', 'exec', { actor: 'gt-exec' }],
  ['wake_up_new_task', 'exec', { actor: 'gt-exec' }],
];

/** The functions of the C library that the generator is known to come through. */
const USER_FUNCTIONS: Readonly<Record<string, string>> = { malloc: 'heap' };

/**
 * The workload that makes a system call, or one of those that a pattern names. `has` says whether the machine has a call: where it lacks an old one, what stands in its place is made. Undefined where
 * no behaviour is known to make it.
 */
export function forSyscall(name: string, has: (syscall: string) => boolean): Rehearsed | undefined {
  const old = INSTEAD[name];
  const call = old !== undefined && !has(old) ? old : name;
  const asked = globbed(call);
  for (const [behaviour, calls] of Object.entries(CALLS)) {
    const made = calls.find((one) => asked.test(one));
    if (made === undefined) continue;
    const actor = CALLERS[made];
    const what = made === call ? { en: `${name} calls`, zh: `次 ${name} 调用` } : nounOf(behaviour);
    return rehearsed({ run: run(behaviour), what, ...(actor === undefined ? {} : { actor }) });
  }
  return undefined;
}

/** The workload that makes a tracepoint fire; of the tracepoints of system calls see `forSyscall`. */
export function forTracepoint(id: string): Rehearsed | undefined {
  return fromTable(TRACEPOINTS, id);
}

/** The workload that comes through a function of the kernel. */
export function forFunction(name: string): Rehearsed | undefined {
  return fromTable(FUNCTIONS, name);
}

/** The workload that comes through a function of the C library. */
export function forUserFunction(binary: string, name: string): Rehearsed | undefined {
  const behaviour = /(?:^|\/)libc(?:[-.]|$)/.test(binary) ? USER_FUNCTIONS[name] : undefined;
  return behaviour === undefined ? undefined : rehearsed({ run: run(behaviour), actor: 'chance' });
}

/** Samples of processors, page faults and the like, by their provider and name. */
export function forOther(provider: string, name: string): Rehearsed | undefined {
  if (provider === 'profile' || (provider === 'hardware' && /^(?:cpu-cycles|cycles|instructions)$/.test(name))) return sampled();
  if (provider !== 'software') return undefined;
  if (/^(?:page-faults|faults|minor-faults)$/.test(name)) return rehearsed({ run: run('fault') });
  if (name === 'major-faults') return rehearsed({ run: ['disk-fault', '10'], actor: 'gt-evicted' });
  if (/^(?:context-switches|cs)$/.test(name)) return rehearsed({ run: run('futex') });
  if (/^(?:cpu-clock|cpu|task-clock)$/.test(name)) return sampled();
  return undefined;
}

/** At 99 a second, give or take those that fell on somebody else. */
function sampled(): Rehearsed {
  const cpu = rehearsed({ run: run('cpu') });
  return { ...cpu, least: 1 };
}

/** A workload that somebody names: `open 20`. What it does in others than itself is not known here. */
export function forBehaviour(words: readonly string[]): Rehearsed {
  const [behaviour = '', count = String(TIMES), ...args] = words;
  return rehearsed({ run: [behaviour, count, ...args] });
}

/** What a program of the library says of its own workload. */
export interface OwnWorkload {
  readonly run: readonly string[];
  readonly sees: readonly string[];
  readonly evidence: readonly { readonly match: string; readonly min?: number; readonly max?: number }[];
}

/**
 * The workload of a program of the library: what it says an answer must hold is what names it in other answers to the same. `unit` is what the program's amounts
 * are measured in, where they are no numbers of events.
 */
export function forLibrary({ run, sees, evidence }: OwnWorkload, unit?: string): Rehearsed {
  const [first] = evidence;
  const [behaviour = '', countText = ''] = run;
  const count = Number(countText);
  const { min = count } = first ?? {};
  const names = [...sees, ...evidence.map(({ match }) => match)].flatMap(namesIn);
  const actor = names.find((name) => name.startsWith('gt-'));
  // Some of what is done makes several events, or one more than it is done.
  const of = unit === undefined ? Math.max(min, count) : count;
  const noun = nounOf(behaviour);
  const amount = { en: `${unit} of ${count} ${noun.en}`, zh: ` ${unit}(${count} ${noun.zh})` };
  return {
    run,
    of,
    least: unit === undefined ? Math.min(of, min) : of,
    what: of < count * SEVERAL ? noun : EVENTS,
    marks: [...new Set(names)].map((name) => escaped(name)),
    actor: actor?.slice(0, MAX_COMM),
    ...(first === undefined ? {} : { evidence: { match: first.match, min, ...(unit === undefined ? {} : { amount }) } }),
  };
}

/** The processes, files and interfaces that an expression spells out. */
function namesIn(expression: string): string[] {
  const plain = expression.replaceAll('\\.', '.').replaceAll(/\\[a-zA-Z]/g, ' ');
  return plain.match(/gt-[a-z]+(?:-[a-z]+)*|(?<![\w-])(?:[a-z]+\.(?:txt|dat|d|so|sock)|absent-|dd|sleep|slow)(?![\w-])/g) ?? [];
}

function fromTable(table: typeof TRACEPOINTS, name: string): Rehearsed | undefined {
  const found = table.find(([pattern]) => globbed(pattern).test(name) || globbed(name).test(pattern));
  return found === undefined ? undefined : rehearsed({ run: run(found[1]), ...found[2] });
}

function rehearsed({ run: command, actor, what }: Made): Rehearsed {
  const [behaviour = '', count = ''] = command;
  const of = Number(count);
  const own = `gt-${behaviour}`.slice(0, MAX_COMM);
  const who = actor === undefined ? own : actor === 'chance' || actor === 'changing' ? undefined : actor;
  return {
    run: command,
    of,
    least: of,
    what: what ?? nounOf(behaviour),
    marks: actor === 'chance' ? [] : [...new Set(['gt-', ...(who === undefined ? [] : [escaped(who)]), ...FILES])],
    actor: who,
  };
}

/** What behaviours call their files; a path below their own folder has its name, which begins with gt-. */
const FILES: readonly string[] = [
  'needle',
  'missing\\.txt',
  'doomed',
  'before\\.txt',
  'after\\.txt',
  'second\\.txt',
  'absent-',
  '(?:synced|written|cold|disk)\\.dat',
];

function globbed(pattern: string): RegExp {
  return new RegExp(`^${pattern.split('*').map(escaped).join('.*')}$`);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
