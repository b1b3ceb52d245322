/**
 * What kind of event an attach point is, by its name: a tracepoint of the kernel, the system call that leads there, the function inside it and the call of the C library are of
 * one family, and so is what a program on either counts. Data.
 */
import type { AttachPoint, Script } from '../bpftrace/ast.ts';

const CALLS: Readonly<Record<string, string>> = {
  open: 'open openat openat2 creat open_by_handle_at',
  close: 'close close_range',
  read: 'read readv pread64 preadv preadv2 readlink readlinkat',
  write: 'write writev pwrite64 pwritev pwritev2',
  'copy-file': 'copy_file_range sendfile64 splice tee vmsplice',
  delete: 'unlink unlinkat rmdir',
  rename: 'rename renameat renameat2',
  'make-directory': 'mkdir mkdirat mknod mknodat',
  link: 'link linkat symlink symlinkat',
  list: 'getdents getdents64',
  attributes: 'newstat newlstat newfstat newfstatat stat lstat fstat fstatat statx access faccessat faccessat2 statfs fstatfs',
  mode: 'chmod fchmod fchmodat fchmodat2',
  owner: 'chown lchown fchown fchownat',
  truncate: 'truncate ftruncate fallocate',
  sync: 'fsync fdatasync sync syncfs sync_file_range msync',
  lock: 'flock fcntl',
  mount: 'mount umount move_mount fsopen',
  exec: 'execve execveat',
  fork: 'fork vfork clone clone3',
  exit: 'exit exit_group',
  wait: 'wait4 waitid',
  signal: 'kill tkill tgkill rt_sigqueueinfo rt_tgsigqueueinfo pidfd_send_signal',
  sleep: 'nanosleep clock_nanosleep',
  futex: 'futex futex_waitv futex_wait',
  trace: 'ptrace process_vm_readv process_vm_writev',
  identity: 'setuid setgid setreuid setregid setresuid setresgid setfsuid setfsgid capset',
  module: 'init_module finit_module delete_module',
  'load-bpf': 'bpf',
  map: 'mmap munmap mremap mprotect madvise',
  heap: 'brk',
  connect: 'connect',
  accept: 'accept accept4',
  listen: 'bind listen',
  socket: 'socket socketpair',
  send: 'sendto sendmsg sendmmsg',
  receive: 'recvfrom recvmsg recvmmsg',
  poll: 'epoll_wait epoll_pwait poll ppoll select pselect6',
  priority: 'setpriority sched_setattr sched_setscheduler sched_setparam nice',
  affinity: 'sched_setaffinity',
};

const FAMILY_OF_CALL: ReadonlyMap<string, string> = new Map(
  Object.entries(CALLS).flatMap(([family, calls]) => calls.split(' ').map((call) => [call, family] as const)),
);

/** The tracepoint of each entrance and exit, and the functions that a system call begins with. */
const CALL =
  /^(?:tracepoint:syscalls:sys_(?:enter|exit)_|rawtracepoint:sys_(?:enter|exit)_|k(?:ret)?(?:probe|func):(?:__x64_|__arm64_|__ia32_|__se_|__do_)?(?:compat_)?k?sys_)(\w+)$/;

/** Where every system call passes. */
const EVERY_CALL = /^(?:raw)?tracepoint:(?:raw_syscalls:)?sys_(?:enter|exit)$/;

/** What is no system call; an attach point may be of several. */
const PLACES: readonly (readonly [family: string, place: RegExp])[] = [
  ['open', /:(?:do_sys_open\w*|do_filp_open|path_openat|vfs_open|do_dentry_open|security_file_open|f?open(?:64|at)?)$/],
  ['close', /:(?:filp_close|__fput|close_fd|fclose|close)$/],
  ['read', /:(?:vfs_readv?|new_sync_read|ksys_read|ext4_file_read_iter|xfs_file_read_iter|generic_file_read_iter|f?read)$/],
  ['write', /:(?:vfs_writev?|new_sync_write|ksys_write|ext4_file_write_iter|xfs_file_write_iter|f?write|ext4_da_write_begin|ext4_write_begin)$/],
  ['delete', /:(?:vfs_unlink|do_unlinkat|vfs_rmdir|do_rmdir|security_inode_unlink|ext4_unlink_enter|ext4_unlink|unlink|remove)$/],
  ['rename', /:(?:vfs_rename|do_renameat2|ext4_rename2?|rename)$/],
  ['make-directory', /:(?:vfs_mkdir|do_mkdirat|ext4_mkdir|mkdir)$/],
  ['list', /:(?:iterate_dir|readdir(?:64)?)$/],
  ['attributes', /:(?:vfs_statx|vfs_fstat(?:at)?|vfs_getattr\w*)$/],
  ['mode', /:(?:chmod_common|notify_change|security_inode_setattr)$/],
  ['owner', /:(?:chown_common|notify_change)$/],
  ['truncate', /:(?:do_truncate|vfs_truncate|do_sys_ftruncate|vfs_fallocate|notify_change)$/],
  ['sync', /:(?:vfs_fsync(?:_range)?|do_fsync|ext4_sync_file(?:_enter|_exit)?|xfs_file_fsync|ksys_sync|fsync)$|^tracepoint:writeback:/],
  ['lock', /^tracepoint:filelock:|:(?:locks_lock_inode_wait|flock_lock_inode)$/],
  ['mount', /:(?:path_mount|do_mount|path_umount)$/],
  ['exec', /:(?:sched_process_exec|bprm_execve|do_execveat_common\S*|exec_binprm|security_bprm_check)$/],
  ['fork', /:(?:sched_process_fork|task_newtask|kernel_clone|_do_fork|copy_process|wake_up_new_task|v?fork|pthread_create)$/],
  ['exit', /:(?:sched_process_exit|do_exit|do_group_exit|_?exit)$/],
  ['wait', /:(?:sched_process_wait|do_wait|kernel_wait4)$/],
  ['signal', /^tracepoint:signal:|:(?:\w*send_sig(?:nal)?(?:_\w+)?|get_signal|complete_signal|kill)$/],
  ['sleep', /:(?:hrtimer_nanosleep|do_nanosleep|u?sleep|nanosleep)$/],
  ['futex', /:(?:do_futex|futex_wait\w*|(?:__)?pthread_(?:mutex|rwlock|cond|spin)_\w+|__lll_lock_wait\w*)$/],
  ['trace', /:(?:ptrace_attach|ptrace_request|security_ptrace_access_check)$/],
  ['identity', /:(?:commit_creds|cap_capset)$/],
  ['capability', /^tracepoint:capability:|:cap_capable$/],
  ['module', /^tracepoint:module:|:(?:load_module|do_init_module)$/],
  ['load-bpf', /:(?:bpf_prog_load|security_bpf_prog\w*)$/],
  ['switch', /^software:(?:context-switches|cs)|:(?:sched_switch|finish_task_switch\S*|__schedule)$/],
  ['wakeup', /:(?:sched_wak(?:eup|ing)\w*|try_to_wake_up|ttwu_do_activate)$/],
  ['migrate', /^software:(?:cpu-migrations|migrations)|:(?:sched_migrate_task|set_task_cpu)$/],
  ['cpu', /^(?:profile:|software:cpu-clock|software:task-clock|hardware:(?:cpu-cycles|cycles|instructions))|:sched_stat_runtime$/],
  [
    'fault',
    /^software:(?:page-faults|faults|major-faults|minor-faults)|^tracepoint:exceptions:page_fault|:(?:handle_mm_fault|do_user_addr_fault|exc_page_fault|__handle_mm_fault)$/,
  ],
  ['allocate', /^tracepoint:kmem:|:(?:kmem_cache_alloc\w*|kmem_cache_free|__kmalloc\w*|kmalloc\w*|kfree|__alloc_pages\w*|__free_pages)$/],
  ['heap', /:(?:malloc|calloc|realloc|free|mmap|__do_sys_brk|do_brk_flags)$/],
  ['map', /:(?:do_mmap|vm_mmap_pgoff|do_munmap|mmap)$/],
  ['reclaim', /^tracepoint:(?:vmscan|compaction):|:(?:shrink_node|try_to_free_pages)$/],
  ['oom', /^tracepoint:oom:|:(?:oom_kill_process|out_of_memory)$/],
  ['swap', /:(?:swap_readpage|swap_writepage|swap_read_folio|swap_writeout|do_swap_page)$/],
  ['block', /^tracepoint:block:|:(?:blk_mq_\w+|blk_account_io\w*|submit_bio\w*|bio_\w+)$/],
  ['connect', /:(?:tcp_v[46]_connect|tcp_connect|inet_sock_set_state|security_socket_connect|inet_stream_connect|connect)$/],
  ['accept', /:(?:inet_csk_accept|inet_accept|inet_sock_set_state|accept4?)$/],
  ['listen', /:(?:inet_listen|inet_csk_listen_start|inet_bind|inet_sock_set_state|listen|bind)$/],
  ['retransmit', /:tcp_retransmit\w*$/],
  ['reset', /:(?:tcp_(?:send|receive)_reset|tcp_reset|tcp_send_active_reset|tcp_v[46]_send_reset)$/],
  [
    'send',
    /:(?:tcp_sendmsg\w*|udp(?:v6)?_sendmsg|sock_sendmsg|__sock_sendmsg|unix_\w*_sendmsg|net_dev_(?:queue|start_xmit|xmit)|dev_hard_start_xmit|sock_send_length|send(?:to|msg)?)$/,
  ],
  [
    'receive',
    /:(?:tcp_recvmsg\w*|tcp_cleanup_rbuf|udp(?:v6)?_recvmsg|sock_recvmsg|netif_receive_skb\w*|napi_gro_receive\w*|sock_recv_length|tcp_rcv_\w+|tcp_probe|recv(?:from|msg)?)$/,
  ],
  ['drop', /:(?:kfree_skb\w*|sk_skb_reason_drop|tcp_drop\w*)$/],
  ['resolve', /:(?:getaddrinfo|gethostbyname\w*|udp_sendmsg|getnameinfo)$/],
  ['poll', /:(?:do_epoll_wait|ep_poll|do_sys_poll)$/],
  ['environment', /:(?:secure_)?getenv$/],
  ['python-import', /:import__find__load__(?:start|done)$/],
  ['python-gc', /:gc__(?:start|done)$/],
  ['interrupt', /^tracepoint:irq:|^tracepoint:irq_vectors:|:(?:handle_irq_event\w*|__do_softirq|handle_softirqs)$/],
  ['timer', /^tracepoint:timer:|:(?:hrtimer_start_range_ns|__hrtimer_run_queues)$/],
  ['queue-work', /^tracepoint:workqueue:|:(?:queue_work_on|process_one_work)$/],
  ['priority', /:set_user_nice$/],
];

/** Subsystems that are no kind of event by themselves: whatever they say is found above. */
const BY_NAME_ONLY: ReadonlySet<string> = new Set(['syscalls', 'raw_syscalls', 'sched', 'task']);
const NO_EVENTS: ReadonlySet<string> = new Set(['BEGIN', 'END', 'begin', 'end', 'interval', 'self', 'test', 'bench']);
/** What newer versions call them, by what older ones do. */
const OLD: Readonly<Record<string, string>> = { fentry: 'kfunc', fexit: 'kretfunc' };
/** A family that is also counted where another event passes: who has the processor is told by samples, and by who gets it. */
const ALSO: Readonly<Record<string, readonly string[]>> = { cpu: ['switch'] };

/** As the families are told by: one word for one thing, without the offset in a function, and without the number of a clock. */
function canonical({ provider, parts }: Pick<AttachPoint, 'provider' | 'parts'>): string {
  const kind = Object.hasOwn(OLD, provider) ? (OLD[provider] ?? provider) : provider;
  return [kind, ...parts]
    .join(':')
    .replace(/\+\w+$/, '')
    .replace(/^(software|hardware):([\w-]+):.*$/, '$1:$2');
}

/** The kinds of event of an attach point; none where nothing tells, as of a function that nobody has put in a family. */
export function familiesOf(point: Pick<AttachPoint, 'provider' | 'parts'>): readonly string[] {
  const name = canonical(point);
  const call = CALL.exec(name)?.[1];
  const own = call === undefined ? undefined : (FAMILY_OF_CALL.get(call) ?? `call ${call}`);
  const places = PLACES.flatMap(([family, place]) => (place.test(name) ? [family] : []));
  const [kind, category = ''] = name.split(':');
  const rest = kind === 'tracepoint' && !BY_NAME_ONLY.has(category) && places.length === 0 ? [`part ${category}`] : [];
  // What is named after nothing else is still itself.
  const itself = kind === 'tracepoint' && own === undefined && places.length + rest.length === 0 ? [name] : [];
  return [...new Set([...(own === undefined ? [] : [own]), ...places, ...rest, ...itself])];
}

/** What a program listens to, without what begins, ends and times it. */
export function eventsOf({ probes }: Script): readonly AttachPoint[] {
  return probes.flatMap(({ attachPoints }) => attachPoints.filter(({ provider }) => !NO_EVENTS.has(provider)));
}

/** Whether a program on this point may be about what happens at one of those: it is of a family of theirs, it is all of one, or nothing tells. */
export function mayBeAbout(point: Pick<AttachPoint, 'provider' | 'parts'>, others: readonly Pick<AttachPoint, 'provider' | 'parts'>[]): boolean {
  const name = canonical(point);
  if (others.some((other) => canonical(other) === name)) return true;
  if (others.some((other) => EVERY_CALL.test(canonical(other))) && (EVERY_CALL.test(name) || name.startsWith('tracepoint:syscalls:'))) return true;
  if (name.includes('*')) return others.some((other) => covers(name, canonical(other)));
  const wanted = others.flatMap(familiesOf).flatMap((family) => [family, ...(ALSO[family] ?? [])]);
  if (EVERY_CALL.test(name)) return others.some((other) => CALL.test(canonical(other))) || wanted.some((family) => Object.hasOwn(CALLS, family));
  const mine = familiesOf(point);
  return mine.length === 0 || wanted.length === 0 || mine.some((family) => wanted.includes(family));
}

/** A pattern takes another point in, or the other end of its call. */
function covers(pattern: string, name: string): boolean {
  const fits = new RegExp(`^${pattern.replaceAll(/[\\^$.+?()[\]{}|]/g, '\\$&').replaceAll('*', '.*')}$`);
  return [name, name.replace(':sys_enter_', ':sys_exit_'), name.replace(':sys_exit_', ':sys_enter_')].some((one) => fits.test(one));
}
