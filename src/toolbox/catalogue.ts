/**
 * What the tools people know are about, by their names without prefix and suffix, in words of the trade. Their own summaries are indexed as well; here stands what
 * those leave out. A tool is found by its name only where it is here: a program that happens to be called so is told apart by what is in its file.
 */
export type Shape = 'each' | 'histogram' | 'top' | 'counts' | 'stacks' | 'snapshot' | 'slower';

export interface Known {
  readonly shape: Shape;
  /** Phrases, parted by commas. */
  readonly about: string;
  /** What its list is of, as it is shown; where the summary of the tool tells it better this is missing. */
  readonly needs?: 'function' | 'pid';
}

const known = (shape: Shape, about: string, needs?: Known['needs']): Known => ({ shape, about, ...(needs === undefined ? {} : { needs }) });

export const CATALOGUE: Readonly<Record<string, Known>> = {
  argdist: known('histogram', 'distribution of arguments of a function', 'function'),
  bashreadline: known('each', 'bash command line typed, shell commands entered'),
  bindsnoop: known('each', 'bind socket port, tcp udp bind'),
  biolatency: known('histogram', 'disk io latency distribution, block io latency histogram'),
  biolatpcts: known('counts', 'disk io latency percentiles'),
  biopattern: known('counts', 'disk random sequential pattern'),
  biosnoop: known('each', 'each disk io request with latency, block io requests one by one'),
  biostacks: known('stacks', 'disk io stacks, code path that causes block io'),
  biotop: known('top', 'processes doing most disk io, disk bytes by process'),
  bitesize: known('histogram', 'disk io size distribution by process'),
  bpflist: known('snapshot', 'processes with bpf programs and maps'),
  btrfsdist: known('histogram', 'btrfs operation latency distribution'),
  btrfsslower: known('slower', 'slow btrfs operations'),
  cachestat: known('counts', 'page cache hit miss ratio, file cache hits'),
  cachetop: known('top', 'page cache hits by process'),
  capable: known('each', 'capability checks, security capabilities'),
  compactsnoop: known('each', 'memory compaction'),
  cpudist: known('histogram', 'distribution of time on the cpu, how long threads run on the cpu'),
  cpufreq: known('histogram', 'cpu frequency'),
  cpuunclaimed: known('counts', 'unclaimed idle cpu while others wait'),
  cpuwalk: known('histogram', 'which cpu run processes, cpu balance'),
  criticalstat: known('each', 'critical sections with interrupts off, preemption disabled'),
  dbslower: known('slower', 'slow mysql postgresql queries'),
  dbstat: known('histogram', 'mysql postgresql query latency distribution'),
  dcsnoop: known('each', 'directory entry cache lookups'),
  dcstat: known('counts', 'directory entry cache hits misses'),
  deadlock: known('snapshot', 'deadlock potential lock order mutex', 'pid'),
  dirtop: known('top', 'reads and writes by directory'),
  drsnoop: known('each', 'direct reclaim memory'),
  execsnoop: known('each', 'process exec, new processes started, commands executed, programs launched'),
  exitsnoop: known('each', 'process exit, processes ended, terminated'),
  ext4dist: known('histogram', 'ext4 operation latency distribution'),
  ext4slower: known('slower', 'slow ext4 operations'),
  filegone: known('each', 'files deleted or renamed'),
  filelife: known('each', 'short-lived files, lifespan of files created and deleted'),
  fileslower: known('slower', 'slow file reads and writes'),
  filetop: known('top', 'file reads and writes, files read or written most by process, busiest files'),
  fsdist: known('histogram', 'file system operation latency distribution'),
  fsslower: known('slower', 'slow file system operations'),
  funccount: known('counts', 'count function calls', 'function'),
  funcinterval: known('histogram', 'interval between function calls', 'function'),
  funclatency: known('histogram', 'function latency, time a function takes', 'function'),
  funcslower: known('slower', 'slow function calls', 'function'),
  gethostlatency: known('each', 'dns lookup latency, host name resolution'),
  hardirqs: known('counts', 'hard interrupt time, irq handlers, hardware interrupts'),
  inject: known('counts', 'inject errors into kernel functions', 'function'),
  javagc: known('histogram', 'java garbage collection', 'pid'),
  killsnoop: known('each', 'signals sent, kill syscall'),
  klockstat: known('counts', 'kernel mutex lock statistics, lock wait time'),
  ksnoop: known('each', 'kernel function arguments and return values', 'function'),
  kvmexit: known('counts', 'kvm exits virtual machine'),
  llcstat: known('counts', 'last level cache misses by process, cpu cache hit ratio'),
  loads: known('counts', 'load average'),
  mdflush: known('each', 'md raid flush'),
  memleak: known('stacks', 'memory leak, outstanding allocations not freed'),
  mountsnoop: known('each', 'mount umount syscalls, file systems mounted'),
  mysqld_qslower: known('slower', 'slow mysql queries', 'pid'),
  naptime: known('each', 'sleep calls, nanosleep, voluntary sleeps'),
  netqtop: known('counts', 'network interface queue packets'),
  nfsdist: known('histogram', 'nfs operation latency distribution'),
  nfsslower: known('slower', 'slow nfs operations'),
  numamove: known('counts', 'numa page migration'),
  offcputime: known('stacks', 'off cpu time stacks, where threads block'),
  offwaketime: known('stacks', 'blocked time stacks with waker stacks'),
  oomkill: known('each', 'out of memory kill, oom killer'),
  opensnoop: known('each', 'file open, open syscalls, which files are opened'),
  pidpersec: known('counts', 'fork rate'),
  profile: known('stacks', 'cpu profile, cpu stacks, sample stack traces'),
  readahead: known('histogram', 'readahead performance, unused readahead pages'),
  'reset-trace': known('counts', 'reset tracing state'),
  runqlat: known('histogram', 'run queue latency, scheduler latency, time waiting for cpu'),
  runqlen: known('histogram', 'run queue length, threads waiting in the run queue'),
  runqslower: known('slower', 'threads waited long in run queue, slow scheduling'),
  setuids: known('each', 'setuid syscalls, privilege changes of user'),
  shmsnoop: known('each', 'shared memory syscalls'),
  sigsnoop: known('each', 'signals sent, signal delivered to process'),
  slabratetop: known('top', 'kernel slab memory allocation rate, kmem cache'),
  sofdsnoop: known('each', 'file descriptors passed through unix sockets'),
  softirqs: known('counts', 'softirq time'),
  solisten: known('each', 'socket listen calls, listening sockets started'),
  sslsniff: known('each', 'ssl tls data in plain text'),
  ssllatency: known('histogram', 'ssl tls handshake latency'),
  sslsnoop: known('each', 'ssl tls handshake'),
  stackcount: known('stacks', 'count stacks that lead to a function', 'function'),
  statsnoop: known('each', 'file stat syscalls, stat calls'),
  swapin: known('counts', 'swap in by process'),
  syncsnoop: known('each', 'sync fsync syscalls'),
  syscount: known('counts', 'syscall count, system calls by process, most frequent syscalls'),
  tcpaccept: known('each', 'tcp accept, incoming connections, passive connections'),
  tcpcong: known('histogram', 'tcp congestion control state'),
  tcpconnect: known('each', 'tcp connect, outgoing connections, active connections'),
  tcpconnlat: known('each', 'tcp connect latency, time of connection'),
  tcpdrop: known('each', 'tcp packet drop by kernel'),
  tcplife: known('each', 'tcp connection lifetime, tcp sessions with bytes and duration'),
  tcpretrans: known('each', 'tcp retransmit'),
  tcprtt: known('histogram', 'tcp round trip time, tcp rtt'),
  tcpstates: known('each', 'tcp state changes'),
  tcpsubnet: known('counts', 'tcp bytes by subnet'),
  tcpsynbl: known('histogram', 'tcp syn backlog'),
  tcptop: known('top', 'tcp bytes sent received by process, tcp throughput by host, network bandwidth, network traffic'),
  tcptracer: known('each', 'tcp connect accept close'),
  threadsnoop: known('each', 'thread create'),
  tplist: known('snapshot', 'list tracepoints and usdt probes with their formats'),
  trace: known('each', 'trace a function with arguments', 'function'),
  ttysnoop: known('each', 'watch output of a terminal tty'),
  undump: known('each', 'unix domain socket data dump'),
  vfscount: known('counts', 'vfs calls count by function'),
  vfsstat: known('counts', 'vfs calls count per second, read write open create'),
  virtiostat: known('counts', 'virtio io statistics'),
  wakeuptime: known('stacks', 'wakeup stacks, who wakes sleeping threads'),
  writeback: known('each', 'writeback events, dirty pages written'),
  xfsdist: known('histogram', 'xfs operation latency distribution'),
  xfsslower: known('slower', 'slow xfs operations'),
  zfsdist: known('histogram', 'zfs operation latency distribution'),
  zfsslower: known('slower', 'slow zfs operations'),
  cobjnew: known('counts', 'c object allocation', 'pid'),
};

/** Tools of runtimes, one a language: `pythoncalls`, `rubygc`. */
export const OF_RUNTIMES: RegExp = /^(?:java|node|perl|php|ppch|python|ruby|tcl)(?:calls|flow|gc|objnew|stat|threads)$/;

/** Part of a program that has others: which of its commands are tools, and what they are about. */
export interface Command {
  readonly words: readonly string[];
  readonly shape: Shape;
  readonly about: string;
  readonly summary: string;
  /** Whether it answers at once, and does not watch. */
  readonly atOnce?: boolean;
}

const command = (words: string, shape: Shape, summary: string, about: string, atOnce = false): Command => ({
  words: words === '' ? [] : words.split(' '),
  shape,
  summary,
  about,
  ...(atOnce ? { atOnce } : {}),
});

export const COMMANDS: Readonly<Record<'perf' | 'bpftool' | 'ss' | 'strace', readonly Command[]>> = {
  perf: [
    command(
      'stat',
      'counts',
      'Count events of the whole machine or of a process',
      'hardware counters, cycles instructions branch misses, cpu counters statistics, ipc, context switches and cache misses, page faults of a process',
    ),
    command('trace', 'each', 'Show system calls as they happen, like strace but cheaper', 'syscalls with arguments and duration, syscall summary'),
    command('top', 'top', 'Show which functions use the CPU', 'functions using most cpu, hottest functions'),
    command('list', 'snapshot', 'List the events that can be counted', 'list of perf events', true),
    command('record', 'stacks', 'Record samples into a file', 'record samples to file'),
    command('sched', 'counts', 'Trace and measure scheduling, from a recording', 'scheduler recording'),
    command('lock', 'counts', 'Analyse locks, from a recording', 'lock recording'),
    command('probe', 'counts', 'Define dynamic tracepoints', 'define dynamic probes'),
    command('ftrace', 'each', 'Run the function tracer of the kernel', 'kernel function tracer'),
    command('report', 'stacks', 'Show a recording', 'show recording'),
    command('script', 'each', 'Show the samples of a recording', 'samples of recording'),
    command('inject', 'counts', 'Change a recording', 'change recording'),
    command('bench', 'counts', 'Run benchmarks', 'benchmark'),
    command('kvm', 'counts', 'Trace guests', 'kvm guest'),
    command('mem', 'counts', 'Profile memory accesses', 'memory access'),
    command('buildid-cache', 'counts', 'Manage the cache of build ids', 'build id cache'),
    command('config', 'counts', 'Read and set options of perf', 'perf configuration'),
    command('daemon', 'counts', 'Run recordings in the background', 'background recording'),
  ],
  bpftool: [
    command('prog show', 'snapshot', 'List the BPF programs that are loaded', 'bpf programs loaded, which ebpf programs', true),
    command('map show', 'snapshot', 'List the BPF maps', 'bpf maps, which ebpf maps exist', true),
    command('link show', 'snapshot', 'List the BPF links', 'bpf links', true),
    command('cgroup tree', 'snapshot', 'List the BPF programs attached to cgroups', 'bpf programs attached to cgroups', true),
    command('net show', 'snapshot', 'List the BPF programs attached to network interfaces', 'bpf programs attached to network, xdp tc programs', true),
    command('perf show', 'snapshot', 'List the BPF programs attached to trace events', 'bpf programs attached to tracepoints kprobes uprobes', true),
    command('btf show', 'snapshot', 'List the BTF objects', 'btf objects', true),
    command('feature probe', 'snapshot', 'Tell which BPF features the kernel has', 'bpf features of kernel', true),
    command('map dump', 'snapshot', 'Show what a BPF map holds', 'entries of bpf map', true),
    command('prog dump', 'snapshot', 'Show the instructions of a BPF program', 'instructions of bpf program', true),
  ],
  ss: [
    command(
      '',
      'snapshot',
      'List sockets and their state',
      'sockets now, open connections now, listening ports, tcp udp sockets, established connections, socket summary, how many sockets',
      true,
    ),
  ],
  strace: [command('', 'each', 'Show the system calls of one process', 'strace, syscalls of a process with arguments')],
};
