/**
 * What the fields of tracepoints, the arguments of system calls and functions mean. The first of these that there is holds: `event:field` (an event is `category:name`, for
 * system calls their bare name), `category:field`, the bare field. Words complete "the ..."; what is measured in something says so.
 */
import type { Unit } from '../../core/program.ts';
import type { Both } from './tongue.ts';

export interface Meaning {
  readonly words: Both;
  readonly unit?: Unit;
  /** What its numbers stand for, see `constants.ts`. */
  readonly of?: ConstantKind;
}

/** What numbers stand for. */
export type ConstantKind =
  | 'protocol'
  | 'tcp-state'
  | 'family'
  | 'socket-type'
  | 'port'
  | 'errno'
  | 'signal'
  | 'syscall'
  | 'user'
  | 'device'
  | 'ethernet'
  | 'magic'
  | 'mode-type';

type Written = readonly [en: string, zh: string, more?: Unit | ConstantKind];

const UNITS: ReadonlySet<string> = new Set<Unit>(['bytes', 'ns', 'us', 'ms', 's', 'pages']);

const FIELDS: Readonly<Record<string, Written>> = {
  // System calls.
  'read:ret': [
    'bytes that were read: a negative error number where it failed, 0 at the end of the file',
    '读到的字节数(失败时为负的错误号,0 为文件末尾)',
    'bytes',
  ],
  'pread64:ret': [
    'bytes that were read: a negative error number where it failed, 0 at the end of the file',
    '读到的字节数(失败时为负的错误号,0 为文件末尾)',
    'bytes',
  ],
  'readv:ret': [
    'bytes that were read: a negative error number where it failed, 0 at the end of the file',
    '读到的字节数(失败时为负的错误号,0 为文件末尾)',
    'bytes',
  ],
  'preadv:ret': [
    'bytes that were read: a negative error number where it failed, 0 at the end of the file',
    '读到的字节数(失败时为负的错误号,0 为文件末尾)',
    'bytes',
  ],
  'preadv2:ret': [
    'bytes that were read: a negative error number where it failed, 0 at the end of the file',
    '读到的字节数(失败时为负的错误号,0 为文件末尾)',
    'bytes',
  ],
  'write:ret': ['bytes that were written: a negative error number where it failed', '写出的字节数(失败时为负的错误号)', 'bytes'],
  'pwrite64:ret': ['bytes that were written: a negative error number where it failed', '写出的字节数(失败时为负的错误号)', 'bytes'],
  'writev:ret': ['bytes that were written: a negative error number where it failed', '写出的字节数(失败时为负的错误号)', 'bytes'],
  'pwritev:ret': ['bytes that were written: a negative error number where it failed', '写出的字节数(失败时为负的错误号)', 'bytes'],
  'pwritev2:ret': ['bytes that were written: a negative error number where it failed', '写出的字节数(失败时为负的错误号)', 'bytes'],
  'sendfile64:ret': ['bytes that were moved: a negative error number where it failed', '移动的字节数(失败时为负的错误号)', 'bytes'],
  'splice:ret': ['bytes that were moved: a negative error number where it failed', '移动的字节数(失败时为负的错误号)', 'bytes'],
  'copy_file_range:ret': ['bytes that were moved: a negative error number where it failed', '移动的字节数(失败时为负的错误号)', 'bytes'],
  'recvfrom:ret': ['bytes that were received: a negative error number where it failed', '收到的字节数(失败时为负的错误号)', 'bytes'],
  'recvmsg:ret': ['bytes that were received: a negative error number where it failed', '收到的字节数(失败时为负的错误号)', 'bytes'],
  'sendto:ret': ['bytes that were sent: a negative error number where it failed', '发送的字节数(失败时为负的错误号)', 'bytes'],
  'sendmsg:ret': ['bytes that were sent: a negative error number where it failed', '发送的字节数(失败时为负的错误号)', 'bytes'],
  'open:ret': ['descriptor of the opened file: a negative error number where it failed', '打开的文件的描述符(失败时为负的错误号)'],
  'openat:ret': ['descriptor of the opened file: a negative error number where it failed', '打开的文件的描述符(失败时为负的错误号)'],
  'openat2:ret': ['descriptor of the opened file: a negative error number where it failed', '打开的文件的描述符(失败时为负的错误号)'],
  'creat:ret': ['descriptor of the opened file: a negative error number where it failed', '打开的文件的描述符(失败时为负的错误号)'],
  'socket:ret': ['descriptor of the socket: a negative error number where it failed', '套接字的描述符(失败时为负的错误号)'],
  'accept:ret': ['descriptor of the socket: a negative error number where it failed', '套接字的描述符(失败时为负的错误号)'],
  'accept4:ret': ['descriptor of the socket: a negative error number where it failed', '套接字的描述符(失败时为负的错误号)'],
  'clone:ret': [
    'number of the new process or thread: 0 in that itself, a negative error number where it failed',
    '新进程或线程的编号(在新进程中为 0,失败时为负的错误号)',
  ],
  'clone3:ret': [
    'number of the new process or thread: 0 in that itself, a negative error number where it failed',
    '新进程或线程的编号(在新进程中为 0,失败时为负的错误号)',
  ],
  'fork:ret': [
    'number of the new process or thread: 0 in that itself, a negative error number where it failed',
    '新进程或线程的编号(在新进程中为 0,失败时为负的错误号)',
  ],
  'vfork:ret': [
    'number of the new process or thread: 0 in that itself, a negative error number where it failed',
    '新进程或线程的编号(在新进程中为 0,失败时为负的错误号)',
  ],
  'brk:ret': ['end of the heap as it is then', '堆的新末尾地址'],
  'getdents:ret': ['bytes of the list: 0 where there is no more', '目录列表的字节数(没有更多时为 0)', 'bytes'],
  'getdents64:ret': ['bytes of the list: 0 where there is no more', '目录列表的字节数(没有更多时为 0)', 'bytes'],
  'mmap:ret': ['address of the map: a negative error number where it failed', '映射的地址(失败时为负的错误号)'],
  'epoll_wait:ret': ['number of files that are ready: a negative error number where it failed', '就绪的文件数(失败时为负的错误号)'],
  'epoll_pwait:ret': ['number of files that are ready: a negative error number where it failed', '就绪的文件数(失败时为负的错误号)'],
  'epoll_pwait2:ret': ['number of files that are ready: a negative error number where it failed', '就绪的文件数(失败时为负的错误号)'],
  'poll:ret': ['number of files that are ready: a negative error number where it failed', '就绪的文件数(失败时为负的错误号)'],
  'ppoll:ret': ['number of files that are ready: a negative error number where it failed', '就绪的文件数(失败时为负的错误号)'],
  'select:ret': ['number of files that are ready: a negative error number where it failed', '就绪的文件数(失败时为负的错误号)'],
  'pselect6:ret': ['number of files that are ready: a negative error number where it failed', '就绪的文件数(失败时为负的错误号)'],
  'sock:ret': ['bytes that were sent or received: a negative error number where it failed', '收发的字节数(失败时为负的错误号)', 'bytes'],
  ret: ['result: a negative error number where it failed', '结果(失败时为负的错误号)'],
  __syscall_nr: ['number of the system call', '系统调用号', 'syscall'],
  'raw_syscalls:id': ['number of the system call', '系统调用号', 'syscall'],
  'raw_syscalls:args': ['arguments of the system call', '系统调用的参数'],
  fd: ['file descriptor', '文件描述符'],
  dfd: ['descriptor of the directory that a relative path begins at', '相对路径起点目录的描述符'],
  filename: ['address of the path', '路径的地址'],
  pathname: ['address of the path', '路径的地址'],
  path: ['address of the path', '路径的地址'],
  oldname: ['address of the old path', '原路径的地址'],
  newname: ['address of the new path', '新路径的地址'],
  dir_name: ['address of the path to mount at', '挂载点路径的地址'],
  dev_name: ['address of the name of what is mounted', '被挂载设备名的地址'],
  to_pathname: ['address of the path it is put at', '目标路径的地址'],
  'umount:name': ['address of the path that is unmounted', '被卸载路径的地址'],
  argv: ['addresses of the arguments of the new program', '新程序各参数的地址'],
  count: ['bytes asked for', '请求的字节数', 'bytes'],
  'read:count': ['bytes asked for', '请求的字节数', 'bytes'],
  'write:count': ['bytes to be written', '要写的字节数', 'bytes'],
  'getdents:count': ['bytes that the list may take', '目录列表可占的字节数', 'bytes'],
  'getdents64:count': ['bytes that the list may take', '目录列表可占的字节数', 'bytes'],
  'open:mode': ['permissions of a new file', '新文件的权限'],
  'openat:mode': ['permissions of a new file', '新文件的权限'],
  'creat:mode': ['permissions of the new file', '新文件的权限'],
  'mkdir:mode': ['permissions of the new directory', '新目录的权限'],
  'mkdirat:mode': ['permissions of the new directory', '新目录的权限'],
  'fallocate:mode': ['kind of change (0 reserves space)', '操作方式(0 为预留空间)'],
  mode: ['permissions', '权限'],
  'open:flags': [
    'way it is opened (O_RDONLY is 0, O_WRONLY 1, O_RDWR 2, O_CREAT 0100, O_TRUNC 01000)',
    '打开方式(O_RDONLY 为 0,O_WRONLY 1,O_RDWR 2,O_CREAT 0100,O_TRUNC 01000)',
  ],
  'openat:flags': [
    'way it is opened (O_RDONLY is 0, O_WRONLY 1, O_RDWR 2, O_CREAT 0100, O_TRUNC 01000)',
    '打开方式(O_RDONLY 为 0,O_WRONLY 1,O_RDWR 2,O_CREAT 0100,O_TRUNC 01000)',
  ],
  'unlinkat:flag': ['flags (AT_REMOVEDIR, 0x200, removes a directory)', '标志(AT_REMOVEDIR,0x200,为删除目录)'],
  flags: ['flags', '标志'],
  clone_flags: ['flags of the new task (CLONE_THREAD, 0x10000, makes a thread)', '新任务的标志(CLONE_THREAD,0x10000,为创建线程)'],
  unshare_flags: ['namespaces to leave (CLONE_NEWNET is 0x40000000)', '要脱离的命名空间(CLONE_NEWNET 为 0x40000000)'],
  buf: ['address of the data', '数据的地址'],
  buff: ['address of the data', '数据的地址'],
  ubuf: ['address of the data', '数据的地址'],
  len: ['length', '长度', 'bytes'],
  size: ['size', '大小', 'bytes'],
  length: ['length', '长度', 'bytes'],
  offset: ['place in the file, in bytes from its beginning', '文件内的位置(从头起的字节数)', 'bytes'],
  addr: ['address of the socket address', '套接字地址结构的地址'],
  umyaddr: ['address of the own socket address', '本端套接字地址结构的地址'],
  uservaddr: ['address of the socket address to connect to', '要连接的套接字地址结构的地址'],
  addrlen: ['length of the socket address', '套接字地址结构的长度', 'bytes'],
  'syscalls:msg': ['address of the message header', '消息头的地址'],
  mmsg: ['address of the message headers', '各消息头的地址'],
  msg: ['message', '消息'],
  'rcu:msg': ['address of what the warning says', '警告内容的地址'],
  vlen: ['number of pieces', '段数'],
  family: ['address family', '地址族', 'family'],
  type: ['type', '类型'],
  'socket:type': ['type of the socket (its lowest four bits)', '套接字类型(最低四位)', 'socket-type'],
  'socketpair:type': ['type of the sockets (their lowest four bits)', '套接字类型(最低四位)', 'socket-type'],
  protocol: ['protocol', '协议', 'protocol'],
  level: ['level of the option (0 is IP, 1 the socket, 6 TCP)', '选项的层级(0 为 IP,1 为套接字,6 为 TCP)'],
  optname: ['number of the option', '选项编号'],
  cmd: ['command', '命令'],
  'bpf:cmd': ['command (enum bpf_cmd)', '命令(enum bpf_cmd)'],
  'ioctl:cmd': ['request number', '请求编号'],
  'fcntl:cmd': ['command (F_SETLK is 6, F_SETLKW 7)', '命令(F_SETLK 为 6,F_SETLKW 为 7)'],
  op: ['operation', '操作'],
  'futex:op': ['operation (its lowest seven bits; 0 and 9 wait)', '操作(最低七位;0 和 9 为等待)'],
  'syscalls:pid': ['process or thread it is about', '目标进程或线程'],
  'kill:sig': ['signal that is sent', '发送的信号', 'signal'],
  'syscalls:sig': ['signal that is sent', '发送的信号', 'signal'],
  sig: ['signal', '信号', 'signal'],
  error_code: ['exit code', '退出码'],
  who: ['process or user it is about', '目标进程或用户'],
  niceval: ['nice value', 'nice 值'],
  policy: ['scheduling policy', '调度策略'],
  user: ['new owner', '新属主', 'user'],
  group: ['new group', '新属组'],
  uid: ['user', '用户', 'user'],
  ruid: ['new real user', '新的真实用户', 'user'],
  euid: ['new effective user', '新的有效用户', 'user'],
  request: ['request', '请求'],
  'ptrace:request': ['what is asked for (PTRACE_ATTACH is 16)', '请求内容(PTRACE_ATTACH 为 16)'],
  key: ['key of the shared memory', '共享内存的键'],
  how: ['how it is opened', '打开方式'],
  // Processes and the scheduler.
  comm: ['name of the thread it is about', '所涉线程的名称'],
  pid: ['number of the thread it is about', '所涉线程的编号'],
  'oom:pid': ['process that is to be killed', '将被杀死的进程'],
  'oom_score_adj_update:pid': ['process whose score is changed', '被修改的进程'],
  'sched:orig_cpu': ['processor it leaves', '原处理器'],
  'sched:dest_cpu': ['processor it comes to', '新处理器'],
  'sched:target_cpu': ['processor it will run on', '将运行的处理器'],
  'sched:filename': ['path of the program', '程序路径'],
  'sched:old_pid': ['thread number it had before exec', 'exec 之前的线程号'],
  prev_comm: ['name of the thread that stops running', '停止运行的线程名'],
  prev_pid: ['thread that stops running', '停止运行的线程'],
  prev_prio: ['priority of the thread that stops running', '停止运行的线程的优先级'],
  prev_state: [
    'state of the thread that stops running (0 could run on, 1 sleeps, 2 sleeps without being disturbed, 16 and 32 end)',
    '停止运行的线程的状态(0 仍可运行,1 可中断睡眠,2 不可中断睡眠,16 和 32 正在结束)',
  ],
  next_comm: ['name of the thread that runs next', '接着运行的线程名'],
  next_pid: ['thread that runs next', '接着运行的线程'],
  next_prio: ['priority of the thread that runs next', '接着运行的线程的优先级'],
  parent_comm: ['name of the parent', '父进程名'],
  parent_pid: ['parent', '父进程'],
  child_comm: ['name of the child', '子进程名'],
  child_pid: ['child', '子进程'],
  oldcomm: ['old name', '原名称'],
  newcomm: ['new name', '新名称'],
  oom_score_adj: ['score (-1000 never, 1000 first)', '分值(-1000 从不,1000 最先)'],
  'sched:runtime': ['time it ran', '运行时间', 'ns'],
  'sched:delay': ['time it waited', '等待时间', 'ns'],
  exit_code: ['exit code', '退出码'],
  'signal:code': ['where the signal comes from', '信号来源代码'],
  'signal:result': ['whether the signal was delivered', '信号是否送达'],
  // Disks and files.
  dev: ['device', '设备', 'device'],
  sector: ['first sector, of 512 bytes', '起始扇区(每扇区 512 字节)'],
  nr_sector: ['number of sectors, of 512 bytes', '扇区数(每扇区 512 字节)'],
  bytes: ['number of bytes', '字节数', 'bytes'],
  rwbs: ['kind of operation, as letters (R read, W write, D discard, F flush, S synchronous)', '操作类型字母(R 读,W 写,D 丢弃,F 刷新,S 同步)'],
  'block:error': ['error number, 0 for none', '错误号(0 为无)', 'errno'],
  error: ['error number, 0 for none', '错误号(0 为无)', 'errno'],
  'block:cmd': ['command of the device', '设备命令'],
  ino: ['number of the file in its file system (inode)', '文件在文件系统中的编号(inode)'],
  'jbd2:transaction': ['number of the transaction', '事务编号'],
  'jbd2:sync_commit': ['whether somebody waits for it', '是否有人等待'],
  file: ['open file', '打开的文件'],
  dentry: ['entry of the directory', '目录项'],
  inode: ['inode of the file', '文件的 inode'],
  ractl: ['what is to be read ahead', '预读控制结构'],
  'writeback:name': ['disk', '磁盘'],
  'writeback:reason': ['why it is written (0 background, 1 reclaim, 2 sync, 3 periodic)', '写回原因(0 后台,1 回收,2 同步,3 定期)'],
  nr_pages: ['number of pages', '页数', 'pages'],
  // Memory.
  bytes_alloc: ['bytes that were allocated', '实际分配的字节数', 'bytes'],
  bytes_req: ['bytes that were asked for', '请求的字节数', 'bytes'],
  call_site: ['address of the code that asked', '请求者的代码地址'],
  order: ['order: two to its power is the number of pages', '阶(页数为 2 的该次方)'],
  pfn: ['number of the page frame, -1 where it failed', '页框号(失败为 -1)'],
  'exceptions:address': ['address that was touched', '被访问的地址'],
  'exceptions:ip': ['address of the instruction', '指令地址'],
  'rss_stat:size': ['bytes of this kind in memory now', '此类内存当前的字节数', 'bytes'],
  'rss_stat:member': ['kind of memory (0 files, 1 its own, 2 in swap, 3 shared)', '内存种类(0 文件,1 匿名,2 交换区,3 共享)'],
  'rss_stat:curr': ['whether it is of the process that runs', '是否属于当前进程'],
  mm_id: ['number of the address space', '地址空间编号'],
  nr_reclaimed: ['pages that were freed', '回收的页数', 'pages'],
  succeeded: ['pages that were moved', '成功迁移的页数', 'pages'],
  nid: ['memory node (NUMA)', '内存节点(NUMA)'],
  sync: ['whether the process waits for it', '进程是否等待'],
  status: ['how it ended', '结束状态'],
  oc: ['what was to be allocated when memory ran out', '内存耗尽时的分配请求'],
  idx: ['memory zone', '内存区'],
  // The network.
  skbaddr: ['address of the packet', '数据包的地址'],
  skaddr: ['address of the socket', '套接字的地址'],
  sk: ['socket', '套接字'],
  sport: ['local port', '本地端口', 'port'],
  dport: ['remote port', '远端端口', 'port'],
  lport: ['local port', '本地端口', 'port'],
  saddr: ['local address', '本地地址'],
  daddr: ['remote address', '远端地址'],
  saddr_v6: ['local address, as IPv6', '本地地址(IPv6 形式)'],
  daddr_v6: ['remote address, as IPv6', '远端地址(IPv6 形式)'],
  oldstate: ['old state', '原状态', 'tcp-state'],
  newstate: ['new state', '新状态', 'tcp-state'],
  srtt: ['smoothed round-trip time', '平滑往返时间', 'us'],
  snd_cwnd: ['congestion window, in packets', '拥塞窗口(数据包数)'],
  snd_wnd: ['window of the other side', '对端窗口', 'bytes'],
  'tcp:cong_state': ['congestion state', '拥塞状态'],
  location: ['address of the code that dropped it', '丢弃处的代码地址'],
  'skb:reason': ['why it was dropped', '丢弃原因'],
  'skb:protocol': ['protocol of the packet', '数据包的协议', 'ethernet'],
  'net:protocol': ['protocol of the packet', '数据包的协议', 'ethernet'],
  'net:name': ['network interface', '网络接口'],
  'net:len': ['length of the packet', '数据包长度', 'bytes'],
  'napi:dev_name': ['network interface', '网络接口'],
  'napi:work': ['packets that were taken', '取到的数据包数'],
  'napi:budget': ['packets that might be taken', '最多可取的数据包数'],
  queue_mapping: ['queue of the interface', '接口队列'],
  'fib:dst': ['address that is looked for', '查找的目的地址'],
  'fib:name': ['interface of the route', '路由的接口'],
  'fib:err': ['error number, 0 for none', '错误号(0 为无)', 'errno'],
  'neigh:dev': ['network interface', '网络接口'],
  'neigh:primary_key4': ["neighbour's IPv4 address", '邻居的 IPv4 地址'],
  'neigh:entries': ['entries of the table', '表项数'],
  nud_state: ['state of the entry', '表项状态'],
  // Interrupts, timers, work.
  irq: ['number of the interrupt', '中断号'],
  'irq:name': ['device of the interrupt', '中断所属设备'],
  vec: ['number of the soft interrupt', '软中断号'],
  function: ['address of the function that is called', '被调用函数的地址'],
  callback: ['address of the function that is called', '被调用函数的地址'],
  work: ['address of the work', '工作项的地址'],
  hrtimer: ['address of the timer', '定时器的地址'],
  cpu_id: ['processor', '处理器'],
  'power:state': ['state that begins (4294967295 is: awake)', '新的状态(4294967295 为已唤醒)'],
  'cpu_frequency:state': ['new frequency in kHz', '新频率(kHz)'],
  caller_offs: ['where it was called, as a distance from _stext', '调用处(相对 _stext 的偏移)'],
  lock_addr: ['address of the lock', '锁的地址'],
  'lock:flags': ['kind of lock (1 spins, 2 shared, 4 exclusive, 8 RT, 16 per CPU, 32 mutex)', '锁的种类(1 自旋,2 共享,4 独占,8 RT,16 每 CPU,32 互斥锁)'],
  // Modules, control groups, others.
  name: ['name', '名称'],
  'kmem:name': ['name of the cache', '缓存名称'],
  'module:name': ['name of the module', '模块名'],
  dst_path: ['path of the control group', '控制组路径'],
  'cgroup:path': ['path of the control group', '控制组路径'],
  cap: ['number of the capability', '权能编号'],
  'capability:ret': ['0 where it has it, else a negative error number', '具有时为 0,否则为负的错误号'],
  exit_reason: ['why the guest was left', '退出客户机的原因'],
  'kvm:reason': ['why it returned', '返回原因'],
  isa: ['kind of virtualisation (1 Intel, 2 AMD)', '虚拟化类型(1 Intel,2 AMD)'],
  op_str: ['address of the operation in words', '操作名的地址'],
  rcuname: ['address of the name of the kind of RCU', 'RCU 种类名的地址'],
  new: ['new credentials', '新的凭证'],
  old: ['old credentials', '旧的凭证'],
};

/** What a field is, by the event it is of. Undefined where nobody wrote it down; its name may then still tell a unit. */
export function fieldMeaning(name: string, category: string, event: string): Meaning | undefined {
  const call = category === 'syscalls' ? event.replace(/^sys_(?:enter|exit)_/, '') : event;
  for (const key of [`${category}:${event}:${name}`, `${call}:${name}`, `${category}:${name}`, name]) {
    if (Object.hasOwn(FIELDS, key)) return meaningOf(FIELDS[key] as Written);
  }
  return undefined;
}

export function meaningOf([en, zh, more]: Written): Meaning {
  if (more === undefined) return { words: [en, zh] };
  return UNITS.has(more) ? { words: [en, zh], unit: more as Unit } : { words: [en, zh], of: more as ConstantKind };
}

/** Members of the kernel's structures, by the end of the way to them; the longest that fits holds. */
const MEMBERS: Readonly<Record<string, Written>> = {
  'f_path.dentry->d_name.name': ['bare name of the file', '文件名(不含目录)'],
  'd_name.name': ['bare name', '名称(不含目录)'],
  'd_name.len': ['length of the name', '名称长度'],
  'f_path.dentry': ["file's directory entry", '文件的目录项'],
  f_path: ["file's path", '文件路径'],
  f_inode: ["file's inode", '文件的 inode'],
  i_mode: ['kind and permissions of the file', '文件类型和权限', 'mode-type'],
  i_size: ['size of the file', '文件大小', 'bytes'],
  i_ino: ['number of the file (inode)', '文件编号(inode)'],
  's_type->name': ['name of the file system', '文件系统名称'],
  s_type: ['kind of the file system', '文件系统类型'],
  s_magic: ['number that marks the kind of the file system', '文件系统类型的魔数', 'magic'],
  s_dev: ['device of the file system', '文件系统的设备', 'device'],
  i_sb: ["file's file system", '文件所在的文件系统'],
  f_mode: ['way the file is open (0x100000: it was just made)', '文件的打开方式(0x100000 表示刚创建)'],
  f_flags: ['flags the file was opened with (O_DIRECT is 0x4000)', '打开文件的标志(O_DIRECT 为 0x4000)'],
  f_mapping: ["file's pages in memory", '文件在内存中的页'],
  nrpages: ['number of pages in memory', '内存中的页数', 'pages'],
  private_data: ['what stands behind the file (a socket)', '文件背后的对象(套接字)'],
  'files->fdt->fd': ["process's table of open files", '进程的打开文件表'],
  'files->fdt': ["process's table of open files", '进程的打开文件表'],
  files: ['open files of the process', '进程的打开文件'],
  skc_dport: ['remote port, in network byte order', '远端端口(网络字节序)', 'port'],
  skc_num: ['local port', '本地端口', 'port'],
  skc_family: ['address family', '地址族', 'family'],
  skc_daddr: ['remote IPv4 address', '远端 IPv4 地址'],
  skc_rcv_saddr: ['local IPv4 address', '本地 IPv4 地址'],
  'skc_v6_daddr.in6_u.u6_addr8': ['remote IPv6 address', '远端 IPv6 地址'],
  'skc_v6_rcv_saddr.in6_u.u6_addr8': ['local IPv6 address', '本地 IPv6 地址'],
  skc_state: ['TCP state', 'TCP 状态', 'tcp-state'],
  sk_protocol: ['protocol of the socket', '套接字的协议', 'protocol'],
  sk_ack_backlog: ['connections that wait to be accepted', '等待被接受的连接数'],
  sk_max_ack_backlog: ['connections that may wait', '允许等待的连接数'],
  'socket:type': ['type of the socket', '套接字类型', 'socket-type'],
  sk: ['socket', '套接字'],
  srtt_us: ['smoothed round-trip time, eight times', '平滑往返时间(乘 8)', 'us'],
  sin_port: ['port, in network byte order', '端口(网络字节序)', 'port'],
  'sin_addr.s_addr': ['IPv4 address', 'IPv4 地址'],
  msg_name: ['address it goes to', '目的地址'],
  head: ['beginning of the packet', '数据包起始处'],
  data: ['beginning of the data', '数据起始处'],
  network_header: ['where its IP header begins', 'IP 头的位置'],
  mac_header: ['where its link header begins', '链路头的位置'],
  'dev->name': ['network interface', '网络接口'],
  'sk_buff:protocol': ['protocol of the packet, in network byte order', '数据包的协议(网络字节序)', 'ethernet'],
  'iphdr:protocol': ['protocol in the IP header', 'IP 头中的协议', 'protocol'],
  'iphdr:saddr': ['source address', '源地址'],
  'iphdr:daddr': ['destination address', '目的地址'],
  'group_leader->comm': ['name of the process (of its first thread)', '进程名(首个线程的名称)'],
  group_leader: ['first thread of the process', '进程的首个线程'],
  'real_parent->tgid': ["parent's process id", '父进程号'],
  'real_parent->comm': ["parent's name", '父进程名'],
  real_parent: ['parent', '父进程'],
  comm: ['name', '名称'],
  tgid: ['process id', '进程号'],
  exit_code: ['exit code: the status times 256, or the signal', '退出码(状态乘 256,或信号)'],
  start_boottime: ['time it was started', '启动时间', 'ns'],
  start_time: ['time it was started', '启动时间', 'ns'],
  'cred->euid.val': ['effective user', '有效用户', 'user'],
  'euid.val': ['effective user', '有效用户', 'user'],
  'cred->uid.val': ['user', '用户', 'user'],
  'uid.val': ['user', '用户', 'user'],
  'se.cfs_rq->rq->nr_running': ['number of threads that run or wait on this processor', '此处理器上运行和等待的线程数'],
  nr_running: ['number of threads that run or wait', '运行和等待的线程数'],
  'mm->total_vm': ['size of its address space', '地址空间大小', 'pages'],
  'kmem_cache:name': ['name of the cache', '缓存名称'],
  'kmem_cache:size': ["size of the cache's objects", '缓存对象的大小', 'bytes'],
  'pathname->name': ['path', '路径'],
  'bi_bdev->bd_dev': ['device', '设备', 'device'],
  bd_dev: ['device', '设备', 'device'],
  totalpages: ['pages of memory that might be used', '可用的内存页数', 'pages'],
  'chosen->comm': ['name of the process that was chosen', '被选中进程的名称'],
  'chosen->tgid': ['process that was chosen', '被选中的进程'],
  'chosen->pid': ['process that was chosen', '被选中的进程'],
  'name->name': ['name', '名称'],
  'prog->aux->name': ['name of the program', '程序名'],
  'aux->name': ['name of the program', '程序名'],
  'nsproxy->net_ns->ns.inum': ['network namespace', '网络命名空间'],
};

/** What a member is, by the way that leads to it (`f_path.dentry->d_name.name`) and the structure that has it, where that is known. */
export function memberMeaning(way: string, struct: string | undefined): Meaning | undefined {
  const last = /\w+$/.exec(way)?.[0] ?? way;
  const own = struct === undefined ? undefined : `${struct.replace(/^(?:struct|union) /, '')}:${last}`;
  if (own !== undefined && Object.hasOwn(MEMBERS, own)) return meaningOf(MEMBERS[own] as Written);
  for (let rest = way; rest !== ''; rest = rest.replace(/^\w+(?:->|\.)?/, '')) {
    if (Object.hasOwn(MEMBERS, rest)) return meaningOf(MEMBERS[rest] as Written);
  }
  return undefined;
}

/** Units by the custom of names. */
const BY_NAME: readonly (readonly [RegExp, Unit])[] = [
  [/(?:^|_)(?:ns|nsec|nsecs)$/, 'ns'],
  [/(?:^|_)(?:us|usec|usecs)$/, 'us'],
  [/(?:^|_)(?:ms|msec|msecs)$/, 'ms'],
  [/(?:^|_)bytes$|^nbytes|^data_len$|^truesize$/, 'bytes'],
  [/^nr_pages|_pages$/, 'pages'],
];

export function unitByName(name: string): Unit | undefined {
  return BY_NAME.find(([pattern]) => pattern.test(name))?.[1];
}
