/** Words of tracing, in our own words: what a question about one of them is answered with first. Data only. */
export interface Term {
  /** As people write it, in any language, in small letters; the first is what it is called. */
  readonly names: readonly string[];
  readonly en: string;
  readonly zh: string;
  /** Whether only tracing itself has it: why there is one is no question about a machine. */
  readonly ofTracing?: true;
}

export const TERMS: readonly Term[] = [
  {
    names: ['tracing', 'dynamic tracing', 'kernel tracing', '跟踪', '追踪', '动态跟踪'],
    en: 'Watching what a system does while it does it: at chosen places in the kernel or in programs something small runs each time they are passed, and counts, measures or writes down what happens. Nothing has to be restarted or rebuilt for it. It sees what happens from now on, and nothing of before.',
    zh: '在系统运行的同时观察它在做什么:在内核或程序中选定的位置,每次经过时运行一小段代码,计数、测量或记录发生的事。无需重启或重新编译。只能看到从现在起发生的事,看不到之前的。',
  },
  {
    names: ['tracepoint', 'trace point', '跟踪点', '追踪点'],
    en: 'A place in the kernel that its developers marked for tracing, with a name (category:name, such as sched:sched_switch) and fields that say what happens there. It hardly changes between kernel versions, and costs next to nothing while nobody watches it. gpttrace probes lists them.',
    zh: '内核开发者预先标记的观测位置,有名字(类别:名称,如 sched:sched_switch)和说明发生了什么的字段。它在内核版本之间很少变化,没有人观测时几乎没有开销。gpttrace probes 可以列出它们。',
  },
  {
    names: ['raw tracepoint', 'rawtracepoint', '原始跟踪点'],
    en: 'The same place as a tracepoint, seen before the kernel prepares its fields: what it hands over is the raw arguments. It is a little faster, and the program must know the kernel types behind the arguments.',
    zh: '与跟踪点是同一位置,但在内核准备好字段之前:得到的是原始参数。略快一些,程序必须知道参数背后的内核类型。',
  },
  {
    names: ['kprobe', 'kretprobe', 'kernel probe', '内核探针'],
    en: 'A probe on a function of the kernel, put there while it runs: a kprobe fires when the function is called, a kretprobe when it returns. Nearly every function can be probed, but functions are renamed and inlined from one kernel version to the next.',
    zh: '运行时放到内核函数上的探针:kprobe 在函数被调用时触发,kretprobe 在返回时触发。几乎所有函数都可以探测,但函数会随内核版本改名或被内联。',
  },
  {
    names: ['fentry', 'fexit', 'kfunc', 'kretfunc'],
    en: 'A faster probe on the begin (fentry) or the end (fexit) of a kernel function, which uses BTF to know the types of its arguments; at the end it sees arguments and result together. bpftrace calls it kfunc and kretfunc, or fentry and fexit in later versions.',
    zh: '内核函数入口(fentry)或出口(fexit)处更快的探针,靠 BTF 知道参数类型;在出口处可同时看到参数和返回值。bpftrace 称之为 kfunc、kretfunc,较新版本称 fentry、fexit。',
  },
  {
    names: ['uprobe', 'uretprobe', 'user probe', 'user-space probe', '用户态探针'],
    en: 'A probe on a function of a program or library in user space: a uprobe fires when it is called, a uretprobe when it returns. Each hit goes into the kernel and back, which takes about a microsecond: too much for functions that are called millions of times a second.',
    zh: '用户态程序或库的函数上的探针:uprobe 在调用时触发,uretprobe 在返回时触发。每次触发都要进出内核,约一微秒,不适合每秒调用数百万次的函数。',
  },
  {
    names: ['usdt', 'user statically defined tracing', 'static probe', '静态探针'],
    en: 'Tracepoints of a program in user space: its developers marked places and named what is handed over there, as the C library, Python, PostgreSQL and others do. They are stable where functions are not.',
    zh: '用户态程序自带的跟踪点:开发者标记了位置和传出的数据,如 C 库、Python、PostgreSQL。它们比函数稳定。',
  },
  {
    names: ['probe', '探针'],
    en: 'A place where a tracing program is called: an attach point and the statements that run each time it is passed. A program has one or several.',
    zh: '跟踪程序被调用的位置:一个挂接点,以及每次经过时执行的语句。一个程序有一个或多个探针。',
  },
  {
    names: ['attach point', 'attachpoint', '挂接点'],
    en: 'What a probe is attached to, written as provider:place, such as tracepoint:syscalls:sys_enter_openat, kprobe:vfs_read or uprobe:/bin/bash:readline. gpttrace check says whether a machine has it.',
    zh: '探针挂到哪里,写作 提供者:位置,如 tracepoint:syscalls:sys_enter_openat、kprobe:vfs_read、uprobe:/bin/bash:readline。gpttrace check 会说明本机是否具备。',
  },
  {
    names: ['ebpf', 'bpf', 'extended berkeley packet filter'],
    en: 'Small programs that the kernel runs at events, after it has proven that they end and touch nothing they may not. They count, filter and measure where things happen, so that only the answer has to leave the kernel.',
    zh: '在事件发生时由内核运行的小程序;运行前内核会证明它们必定结束且不越界访问。它们就地计数、过滤和测量,只有结果需要离开内核。',
  },
  {
    names: ['bpftrace'],
    en: 'A language and its tool for tracing with eBPF in a few lines: probes, filters between slashes, and maps that count, add up or draw histograms. gpttrace writes such programs, checks them, runs them and words what they found.',
    zh: '用几行代码做 eBPF 跟踪的语言及工具:探针、斜杠之间的过滤条件、用来计数、求和、画直方图的 map。gpttrace 编写、检查并运行这样的程序,并用文字说明结果。',
  },
  {
    names: ['map', 'bpf map', 'maps', '映射表'],
    en: 'A table in the kernel that a BPF program writes and user space reads: keys to values. In bpftrace its name begins with @, such as @reads[comm] = count(), and all maps are printed when the program ends.',
    zh: '内核中的键值表,由 BPF 程序写入、用户态读取。在 bpftrace 中名字以 @ 开头,如 @reads[comm] = count(),程序结束时全部打印。',
  },
  {
    names: ['per-cpu map', 'per cpu map', 'percpu map', 'per-cpu', '每 cpu 映射', '每cpu'],
    en: 'A map that holds a value of its own for each CPU, so that no two CPUs wait for each other or lose a count; the values are put together when the map is read. count(), sum() and hist() of bpftrace work so.',
    zh: '每个 CPU 各存一份值的 map,CPU 之间不必等待,也不会丢失计数;读取时再合并。bpftrace 的 count()、sum()、hist() 就是这样工作的。',
  },
  {
    names: ['ring buffer', 'ringbuf', 'perf buffer', '环形缓冲区'],
    en: 'Memory through which a BPF program hands records to user space, one after the other. Where records come faster than they are read it is full, and what comes then is lost: gpttrace says how many were.',
    zh: 'BPF 程序把记录逐条交给用户态所经过的内存。记录来得比读取快时缓冲区会满,之后的就会丢失;gpttrace 会说明丢了多少。',
  },
  {
    names: ['verifier', 'bpf verifier', '验证器'],
    en: 'The part of the kernel that proves a BPF program safe before it is loaded: it ends, reads only what it may, and uses initialised values. A program it cannot prove is refused, with a log that says at which instruction.',
    zh: '内核中在加载前证明 BPF 程序安全的部分:程序必定结束、只读允许的内存、只用已初始化的值。无法证明的程序会被拒绝,并给出在哪条指令。',
  },
  {
    names: ['btf', 'bpf type format'],
    en: 'A compact description of the kernel’s types (structures, members, functions), shipped inside the kernel at /sys/kernel/btf/vmlinux. With it a program knows where a member stands without any kernel headers. gpttrace type shows what it says.',
    zh: '内核自带的类型描述(结构体、成员、函数),位于 /sys/kernel/btf/vmlinux。有了它,程序无需内核头文件就知道成员的位置。gpttrace type 可以查看。',
  },
  {
    names: ['co-re', 'core relocations', 'compile once run everywhere', 'compile once - run everywhere', '一次编译到处运行'],
    en: 'Compile once, run everywhere: a BPF program in C is compiled once, and when it is loaded the places of structure members are put right for the kernel it meets, by its BTF.',
    zh: '一次编译,到处运行:C 写的 BPF 程序只编译一次,加载时根据目标内核的 BTF 校正结构体成员的位置。',
  },
  {
    names: ['libbpf'],
    en: 'The library that loads compiled BPF programs in C: it makes their maps, puts their CO-RE places right, attaches them and reads their records. gpttrace uses it for programs in C (--engine libbpf).',
    zh: '加载已编译的 C 语言 BPF 程序的库:建立 map、做 CO-RE 校正、挂接并读取记录。gpttrace 用它运行 C 程序(--engine libbpf)。',
  },
  {
    names: ['bcc', 'bpf compiler collection'],
    en: 'A collection of tracing tools (opensnoop, biolatency, execsnoop and many more) and the library they are written with, which compiles their C on the machine where they run.',
    zh: '一套跟踪工具(opensnoop、biolatency、execsnoop 等)及其所用的库,C 代码在运行的机器上编译。',
  },
  {
    names: ['hist', 'hist()', 'histogram', 'log2 histogram', '直方图'],
    en: 'How many values fell into each range. hist(x) of bpftrace makes ranges that double (1, 2-3, 4-7, …), which shows both the usual and the rare slow one; lhist(x, min, max, step) makes ranges of the same width.',
    zh: '统计每个区间内有多少个值。bpftrace 的 hist(x) 区间逐个加倍(1、2-3、4-7……),常见值和少见的慢值都能看到;lhist(x, min, max, step) 的区间等宽。',
  },
  {
    names: ['lhist', 'lhist()', 'linear histogram', '线性直方图'],
    en: 'A histogram of bpftrace with ranges of the same width: lhist(x, min, max, step) counts what falls into each step between min and max, and what lies outside below and above.',
    zh: 'bpftrace 中区间等宽的直方图:lhist(x, min, max, step) 统计 min 与 max 之间每一步内的值,以及两端之外的值。',
  },
  {
    names: ['stack trace', 'call stack', 'stack', 'kstack', 'ustack', 'backtrace', '调用栈', '堆栈'],
    en: 'Which function called which, up to the place where a probe fired. kstack is that of the kernel and ustack that of the program; programs must keep frame pointers for ustack to be whole.',
    zh: '探针触发时谁调用了谁。kstack 是内核的调用栈,ustack 是程序的;程序需要保留帧指针,ustack 才完整。',
  },
  {
    names: ['flame graph', 'flamegraph', '火焰图'],
    en: 'Many stack traces drawn on top of each other: each box is a function, as wide as its share of all samples, on top of the one that called it. What is wide at the top is where the time goes.',
    zh: '把大量调用栈叠在一起的图:每个方块是一个函数,宽度是其样本占比,位于调用者之上。顶部宽的地方就是时间的去处。',
  },
  {
    names: ['off-cpu', 'off cpu', 'off-cpu time', 'off cpu time', 'offcpu', 'offcputime', 'off-cpu analysis'],
    en: 'Time in which a thread does not run: it waits for a disk, a lock, the network, a timer or its turn. What a CPU profile cannot show; sched_switch tells when it begins and ends.',
    zh: '线程没有在运行的时间:在等磁盘、锁、网络、定时器或轮到自己。CPU 采样看不到它;sched_switch 能给出起止时刻。',
  },
  {
    names: ['on-cpu', 'on cpu', 'on-cpu time'],
    en: 'Time in which a thread runs on a CPU. Sampling (profile:hz:99) shows which code it is spent in; off-CPU time is the rest.',
    zh: '线程在 CPU 上运行的时间。采样(profile:hz:99)能看出花在哪段代码;其余的是 off-CPU 时间。',
  },
  {
    names: ['run queue', 'runqueue', 'run queue latency', 'scheduler latency', '运行队列'],
    en: 'The threads that could run and wait for a CPU. Run queue latency is how long they wait from being woken to running: long waits mean that there are too few CPUs for the work, or that something does not give them up.',
    zh: '可以运行、正在等 CPU 的线程。运行队列延迟是从被唤醒到真正运行的等待时间:等得久说明 CPU 不够,或有任务不让出 CPU。',
  },
  {
    names: ['context switch', 'context switches', '上下文切换'],
    en: 'A CPU leaves one thread and goes on with another. Voluntary where the thread waits for something, involuntary where its time is up.',
    zh: 'CPU 离开一个线程,继续另一个。线程等待某事时是自愿的,时间片用完时是非自愿的。',
  },
  {
    names: ['page fault', 'page faults', 'minor fault', 'major fault', '缺页', '缺页异常', '页错误'],
    en: 'A program touches memory that has no page yet. Minor: the kernel only has to enter one; major: the page has to be read from disk first, which takes a thousand times as long.',
    zh: '程序访问了还没有页面的内存。次缺页:内核只需登记页面;主缺页:要先从磁盘读入,慢上千倍。',
  },
  {
    names: ['page cache', '页缓存', '页面缓存', '页高速缓存'],
    en: 'Memory in which the kernel keeps what was read from and written to files, so that the next read needs no disk. Written (dirty) pages go to the disk later.',
    zh: '内核用来保存文件读写内容的内存,下次读取就不用访问磁盘。写过的(脏)页稍后才写回磁盘。',
  },
  {
    names: ['system call', 'syscall', 'system calls', 'syscalls', '系统调用'],
    en: 'How a program asks the kernel for something: to open a file, to send, to wait. Each has two tracepoints, sys_enter_NAME with its arguments and sys_exit_NAME with its result.',
    zh: '程序向内核请求服务的方式:打开文件、发送、等待。每个都有两个跟踪点:sys_enter_名称(参数)和 sys_exit_名称(结果)。',
  },
  {
    names: ['interrupt', 'hardware interrupt', 'irq', '中断', '硬中断'],
    en: 'A device asks for the CPU’s attention, and the CPU leaves what it does. The handler does the least; the rest is left to a soft interrupt.',
    zh: '设备请求 CPU 处理,CPU 中断手头的工作。处理程序只做最少的事,其余留给软中断。',
  },
  {
    names: ['softirq', 'soft irq', 'soft interrupt', 'ksoftirqd', '软中断'],
    en: 'Work that interrupt handlers leave for just after them: network packets received (NET_RX), timers, finished block requests. Where it becomes too much, the ksoftirqd threads do it.',
    zh: '中断处理程序留到随后做的工作:收包(NET_RX)、定时器、完成的块请求。太多时由 ksoftirqd 线程处理。',
  },
  {
    names: ['block i/o', 'block io', 'block request', '块设备 i/o', '块 i/o'],
    en: 'Reads and writes at the disk, below files and the page cache. A request is issued to the device and completed by it; the time between is the latency of the disk.',
    zh: '文件和页缓存之下、磁盘层面的读写。请求先下发给设备,再由设备完成,中间的时间就是磁盘延迟。',
  },
  {
    names: ['latency', '延迟', '时延'],
    en: 'How long one thing takes from its beginning to its end. An average hides the slow ones: look at a histogram, or the slowest alone.',
    zh: '一件事从开始到结束所用的时间。平均值会掩盖慢的个例:看直方图,或只看最慢的。',
  },
  {
    names: ['sampling', 'profiling', 'profile', 'profiler', '采样', '性能剖析'],
    en: 'Looking many times a second at what each CPU does, instead of following every event. Cheap and the same whatever happens; what is short and rare is missed. bpftrace: profile:hz:99.',
    zh: '每秒多次查看各 CPU 在做什么,而不是跟踪每个事件。开销小而恒定,但短而少的事会被漏掉。bpftrace 写作 profile:hz:99。',
  },
  {
    names: ['predicate', 'filter', '过滤条件'],
    en: 'A condition between slashes behind an attach point, such as /pid == 42/: the statements run only where it holds. It is decided in the kernel, so that what is left out costs little.',
    zh: '挂接点后面斜杠之间的条件,如 /pid == 42/:只有成立时才执行语句。条件在内核中判断,被过滤的几乎没有开销。',
  },
  {
    names: ['begin', 'begin probe', 'end probe', 'begin block'],
    en: 'Two probes of bpftrace that fire once each: BEGIN before all others are attached, END when the program ends, after which its maps are printed.',
    zh: 'bpftrace 中各触发一次的两个探针:BEGIN 在其他探针挂接之前,END 在程序结束时,随后打印各个 map。',
  },
  {
    names: ['interval', 'interval probe', '定时探针'],
    en: 'A probe of bpftrace that fires on one CPU at fixed times, such as interval:s:1: to print a map each second, or to end the program.',
    zh: 'bpftrace 中按固定间隔在一个 CPU 上触发的探针,如 interval:s:1:用来每秒打印 map 或结束程序。',
  },
  {
    names: ['cgroup', 'control group', 'cgroups', '控制组'],
    en: 'A group of processes whose CPU, memory and I/O are counted and limited together; a container is one. bpftrace knows the group of whoever fires a probe as cgroup.',
    zh: '一组进程,其 CPU、内存、I/O 一起统计和限制;容器就是一个控制组。bpftrace 用 cgroup 表示触发者所在的组。',
  },
  {
    names: ['pid', 'tid', 'process id', 'thread id', '进程号', '线程号'],
    en: 'The number of a process (pid) and of a thread (tid). In bpftrace pid is the process, what the kernel calls tgid, and tid the single thread.',
    zh: '进程号(pid)和线程号(tid)。bpftrace 中 pid 是进程(内核称 tgid),tid 是单个线程。',
  },
  {
    names: ['comm', 'process name', '进程名'],
    en: 'The name of a thread as the kernel knows it: at most 15 characters, and threads can name themselves, so that one process may show several.',
    zh: '内核所知的线程名:最多 15 个字符;线程可以给自己改名,所以一个进程可能有多个名字。',
  },
  {
    names: [
      'lost events',
      'lost event',
      'lost records',
      'events lost',
      'lose events',
      'losing events',
      'dropped events',
      '丢失事件',
      '丢失的事件',
      '事件丢失',
      '丢事件',
    ],
    ofTracing: true,
    en: 'Records that a tracing program made and nobody could read in time, because the buffer between kernel and user space was full. Counting in maps loses none; printing a row for each of very many events does.',
    zh: '跟踪程序产生、但因内核与用户态之间的缓冲区已满而来不及读取的记录。在 map 中计数不会丢;对极多的事件逐条打印则会。',
  },
  {
    names: ['overhead', 'tracing overhead', 'overhead of tracing', 'cost of tracing', '跟踪开销', '跟踪的开销', '开销'],
    ofTracing: true,
    en: 'What tracing itself costs: the time of each hit, times how often it is hit. gpttrace measures it while a program runs, tells it, and ends what costs more than it may (--max-overhead).',
    zh: '跟踪本身的代价:每次触发的时间乘以触发次数。gpttrace 在运行时测量并告知,超过允许值(--max-overhead)就结束。',
  },
  {
    names: ['tracefs', 'debugfs', 'ftrace'],
    en: 'ftrace is the kernel’s own tracer, and tracefs (/sys/kernel/tracing) the files it is used through: what tracepoints there are, and which fields they have, is read there.',
    zh: 'ftrace 是内核自带的跟踪器,tracefs(/sys/kernel/tracing)是它的文件接口:有哪些跟踪点、有哪些字段,都从那里读取。',
  },
  {
    names: ['helper', 'bpf helper', 'helper function', '辅助函数'],
    en: 'A function of the kernel that a BPF program may call: to know the time or the process, to use a map, to hand out a record. Which ones there are depends on the kernel and on the kind of program.',
    zh: 'BPF 程序可以调用的内核函数:取时间或进程、使用 map、输出记录。有哪些取决于内核和程序类型。',
  },
];
