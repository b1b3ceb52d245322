/**
 * Words that an explanation is made of. What is none of them is a name: it must then be one that the data has. A word that is missing here costs a sentence, one too
 * many lets a name through: so names of programs are left out even where they are words.
 */
const WORDS = `
a an the this that these those it its itself they them their there here he she we us our you your i my me one ones other others another each every all both either
neither none no not nor any some few fewer fewest many much more most less least several such same own only just even also too very quite rather almost nearly about around
roughly approximately exactly mostly mainly largely primarily chiefly partly entirely fully wholly solely alone together and or but so then than as if when while where
whereas which who whom whose what why how because since although though however therefore thus hence despite yet still already again ever never always often sometimes usually
rarely seldom typically generally normally commonly frequently occasionally probably possibly perhaps maybe likely unlikely apparently seemingly clearly evidently notably
especially particularly specifically namely instead otherwise besides furthermore moreover meanwhile overall altogether of in on at by to from for with without within into
onto over under above below between among amongst across through throughout during before after until till against toward towards upon along per via off out up down near beyond
behind beside inside outside next last first final initial previous following is are was were be been being am do does did done doing have has had having can could may might
must shall should will would need used let get got gets getting make makes made making take takes took taken taking come came comes coming go goes went gone going
account amount share part portion fraction bulk rest remainder majority minority total sum average mean median maximum minimum peak range rate ratio difference proportion
percentage number count value figure measure quantity size length depth level degree extent scale order magnitude top bottom high higher highest low lower lowest large
larger largest small smaller smallest big bigger biggest great greater greatest little long longer longest short shorter shortest fast faster fastest slow slower slowest
quick quicker quickest busy busier busiest heavy heavier heaviest light lighter tiny huge major minor main chief leading second third single multiple various different
similar identical equal uneven even distinct unique separate individual common rare frequent typical usual unusual normal abnormal regular irregular steady constant stable
brief repeated continuous concentrated spread skewed dominant notable noticeable remarkable striking significant substantial considerable moderate modest negligible marginal
extreme outlier tail cluster pattern trend spike burst peak wave series sequence loop cycle round batch group set list table row column entry item record line bucket
histogram distribution sample interval period window moment instant second minute hour day millisecond microsecond nanosecond time duration latency delay wait waiting pause
idle sleep slept asleep wake woke woken awake run ran running execute execution start started begin began begun end ended finish stop stopped continue keep kept hold held holding
leave left remain stay open opened opening close closed read reading write wrote written writing send sent sending receive received receiving transfer copy move moved load
store save saved remove delete deleted create created creating rename link unlink map mapped mapping unmap allocate allocated free freed release reserve request response reply call called calling return
returned enter exit exited exec spawn fork clone thread task process processes program command application service daemon worker job client server parent child children
sibling user account owner machine system host computer device disk drive partition volume filesystem file directory folder path name handle descriptor socket connection
connect connected disconnect accept listen bind port address network interface packet segment frame traffic bandwidth throughput load pressure memory page fault swap
cache cached buffer buffered heap stack kernel userspace user-space space hardware software driver module library function method routine symbol caller callee trace tracing tracer probe tracepoint event
counter interrupt softirq irq timer clock tick scheduler scheduling schedule scheduled run-queue runqueue queue queued queueing lock locked locking wakeup startup behalf jitter starvation backlog bimodal bursty preempt preemption preempted runtime interpreter browser wrapper quit config configuration mutex contention contend contended spin wait-time block blocked
blocking nonblocking asynchronous synchronous async sync flush flushed commit journal journaling log logged logging logs rotate rotation backup scan scanned scanning search look looked looking lookup find found check
checked checking poll polling polled monitor monitoring monitored watch watched watching observe observed observing see saw seen show showed shown showing appear appeared indicate indicated suggest suggested
suggesting imply implies mean means meant point points explain explained reveal reflect reflects cause caused causing lead leads led result results resulted resulting contribute contributed
contributing contributor produce produced producer generate generated consume consumed consumer consumption use uses using usage utilization utilisation perform performed performing performance dominate dominated dominates
exceed exceeded exceeds compare compared comparison comparable relative relatively respectively correspond corresponding belong belongs belonging come include included includes including
exclude excluded excluding contain contained contains consist consists comprise comprises cover covers covered represent represents represented happen happened happens happening occur occurred
occurs occurring occurrence take try tried tries trying attempt attempted fail failed fails failing failure failures error errors succeed succeeded success successful successfully refuse refused
reject rejected deny denied timeout timed expire expired retry retried retries retransmit retransmitted retransmission drop dropped reset abort aborted cancel cancelled crash crashed kill killed signal signalled
miss missed missing lose lost loss exist existed exists existing expect expected unexpected know known unknown unnamed named call
worth good bad better best worse worst well poor right wrong true false possible impossible able unable available unavailable ready active inactive activity busy idle background
foreground interactive short-lived long-lived long-running local remote internal external private public shared global anonymous temporary permanent persistent static dynamic random
sequential concurrent parallel serial simultaneous direct indirect raw virtual physical logical default custom own hot cold warm new newly old older recent recently current currently
present later early earlier late soon once now today far further farther close closely nearby deep shallow wide narrow upper full empty half-open complete incomplete partial
whole entire broad detailed basic simple complex clear obvious plain ordinary important interesting relevant related unrelated responsible due thanks owing based depending
dependent independent consistent inconsistent compatible sensitive safe harmless harmful suspicious healthy unhealthy critical severe mild serious
everything anything nothing something everyone anyone someone nobody everywhere anywhere somewhere nowhere way ways thing things kind kinds sort type types form class
case cases example examples reason reasons purpose role source sources target destination origin side place location position area region zone field key keys index
content contents data dataset information detail details fact facts evidence answer question problem issue concern risk impact effect effects benefit cost price overhead work workload activity
operation operations action actions step steps phase stage mode state status condition behavior behaviour characteristic property feature option setting configuration config parameter argument arguments
limit limits limited bound bounded threshold capacity resource resources budget quota demand supply growth increase increased increasing decrease decreased decreasing rise rose grow grew grown growing shrink change changed changes
changing vary varied varies varying variation reach reached reaches reaching stand stands stood sit sits lie lies fall falls fell drop rank ranks ranked ranking follow follows followed precede
tie tied match matches matched differ differs differed split divide divided add adds added adding combine combined combining sum summed together accumulate accumulated gather collect collected
spend spends spent spending cost costs serve serves served serving handle handled handles handling manage managed manages managing provide provided provides support supported allow allowed allows
require required requires help helps helped avoid avoids reduce reduced reduces improve improved investigate investigated inspect inspected examine examined confirm confirmed verify verified
ask asked narrow filter filtered trigger triggered triggers fire fired fires attach attached hit hits touch touched touches access accessed accesses accessing modify modified modifies update updated
updates updating refresh refreshed reload reloaded resolve resolved resolves resolving resolution configuration startup start-up shutdown boot launch launched launches launching install installed
upgrade build building compile compiled compiling compilation link linked linker linking interpreter shell script scripts terminal console session login logout password permission
permissions privilege privileges root owner mount mounted metadata attribute attributes inode dentry superblock extent sector sectors block blocks byte bytes bit bits
kilobyte kilobytes megabyte megabytes gigabyte gigabytes core cores cpu cpus processor processors socket sockets node numa cacheline instruction instructions migration migrations context switch switches switching
preempt preempted preemption affinity priority nice realtime real-time deadline fair fairness starvation starve throttle throttled throttling cgroup cgroups container containers namespace namespaces sandbox
pod guest hypervisor vm virtualization emulation tcp udp icmp ip ipv4 ipv6 dns http https tls ssl ssh nfs smb api i/o io os pid pids tid tids ppid uid gid id ids fd fds ram rom ssd hdd nvme scsi sata usb pci gpu
dma mmu tlb bpf ebpf elf jit gc ui url uri json xml linux unix posix btrfs ext4 xfs tmpfs proc sysfs procfs overlayfs fuse syscall syscalls errno
userland handshake acknowledgement acknowledgment window congestion round-trip roundtrip backlog listener peer endpoint stream datagram broadcast multicast loopback localhost route routing firewall bridge
write-back writeback readahead read-ahead prefetch prefetching compaction reclaim reclaimed reclaiming fragmentation leak leaks leaking allocation allocations deallocation deallocations mapping mappings
heartbeat housekeeping maintenance daemonized periodic periodically regularly repeatedly continuously briefly quickly slowly heavily lightly evenly unevenly strongly weakly barely hardly scarcely
slightly somewhat significantly substantially considerably markedly noticeably extremely highly fairly simply merely actually really indeed certainly surely definitely precisely generally
tool tools watcher self gpttrace bpftrace measurement measured measures measuring estimate estimated sampled sampling profile profiled profiling profiler overhead noise
dominates accounts stands lasted lasts lasting took ended waits tells tell told says say said call-stack callstack call-path code codepath code-path path-lookup entry-point
shared-library libraries dynamic-linker loader loading locale locales time-zone timezone certificate certificates database databases table index query queries transaction transactions
request-response web browser desktop compositor window-manager editor compiler interpreter runtime framework plugin extension package packages manager repository archive archives compression compressed
encryption encrypted decryption hash hashing checksum checksums
whether else cannot whenever whatever whichever wherever whoever like unlike apart past pure real positive negative zero put puts give gives gave given turn turns bring brings brought become becomes
became keeps loses cut cuts cutting break breaks broke broken pick picks picked choose chooses chose chosen want wants wanted wish let lets lack lacks lacked matter matters agree agrees seem seems seemed
print prints printed printing output standard text word words language sentence plan control message messages sense chance risk pure side end ends ending begin begins beginning finish finishes middle half-way apart
remember remembers remembered forget forgets forgotten assign assigns assigned compute computes computed calculate calculates convert converts converted conversion divide divides multiply subtract subtracted
aggregate aggregates aggregation pair pairs paired clear clears cleared empty empties emptied string strings integer integers number numbers variable variables expression expressions predicate predicates
condition conditions statement statements clause clauses syntax definition definitions declare declared declaration struct structs structure structures member members pointer pointers dereference cast casts constant constants enum
flag flags mask bitmask version versions variant variants builtin built-in builtins macro header headers object objects array arrays element elements tuple tuples key keyed per-process per-thread per-cpu per-file per-second
per-call by-process line lines format formats formatted prefix suffix pattern patterns substring truncate truncates truncated cut-off sign signed unsigned decimal hexadecimal octal unit units
microseconds milliseconds nanoseconds seconds hz khz mhz ghz iops kib mib gib tib kb mb gb tb ms us ns s
slab slabs rcu netlink netfilter qdisc inotify futex futexes epoll select mmap munmap malloc calloc realloc kmalloc kfree brk fsync fdatasync stat fstat ioctl fcntl truncate fallocate pthread pthreads
nsecs comm cpid args retval curtask kprobe kretprobe kfunc fentry fexit uprobe uretprobe usdt tracefs btf hist lhist oom score inter-processor ipi ipis neighbour neighbours arp ping ack syn fin
pipe pipes fifo semaphore semaphores shm spinlock rwlock workqueue workqueues kthread kthreads folio folios dirty clean writeback written-back pinned raid zfs lvm swapin swapout bio bios rq merge merges merged
frontmerge backmerge completion completions complete completes completed frequency frequencies temperature power c-state cstate governor turbo energy thermal
offline online reachable unreachable stale fresh age aging pending delivered ignored dropped discarded carry carries carried contiguous contention-free compact compacted sparse dense
debug debugging debugger audit auditing security policy safe safety capability capabilities setuid setgid credential credentials identity identifier identifiers effective
explain explains explanation summary summarize overview mean meaning meaningful note notes noted worth worthwhile surprising surprisingly unexpectedly expectedly naturally obviously presumably
somebody anybody person people user's operator administrator admin colleague job jobs business day night morning evening week month year today yesterday tomorrow
rather apart aside thereby thereof wherein accordingly similarly likewise conversely additionally finally eventually initially previously subsequently simultaneously immediately instantly momentarily temporarily permanently
help helpful useful useless necessary needed unnecessary essential required optional possible intended deliberate intentional accidental unintended artificial genuine real-world everyday
home house own owned belongs belonging held attributed attributable ascribed allotted assigned distributed dispersed scattered grouped sorted ordered arranged
inefficient efficient efficiency effective wasteful waste wasted expensive cheap costly heavyweight lightweight aggressive conservative chatty noisy quiet silent loud
saturate saturated saturation exhaust exhausted exhaustion overload overloaded bottleneck bottlenecks congested stall stalls stalled stuck hang hangs hung freeze frozen slowdown speed speeds latency-sensitive
burst bursts bursty sporadic intermittent occasional periodical recurring recurrent repeating one-off once-only short-term long-term steady-state
keepalive keep-alive polling-based event-driven timer-driven interrupt-driven cpu-bound io-bound i/o-bound memory-bound disk-bound network-bound read-heavy write-heavy
attempted unsuccessful unsuccessfully nonexistent non-existent forbidden disallowed permitted granted
`;

const KNOWN: ReadonlySet<string> = new Set(WORDS.split(/\s+/).filter((word) => word !== ''));

/** Endings, and what a word can have had in their place. */
const ENDINGS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/'s$|’s$/, ['']],
  [/(?<=..)s$/, ['']],
  [/(?<=..)es$/, ['', 'e']],
  [/(?<=..)ies$/, ['y']],
  [/(?<=..)ed$/, ['', 'e']],
  [/(?<=..)ing$/, ['', 'e']],
  [/(?<=..)ly$/, ['', 'le']],
  [/(?<=..)(?:ily|ier|iest|ied)$/, ['y']],
  [/(?<=..)est$/, ['', 'e']],
  [/(?<=..)n't$|(?<=..)n’t$/, ['']],
  [/(?<=..)(?:ness|er|ers)$/, ['', 'e']],
  [/([b-df-hj-np-tv-z])\1(?:ed|ing)$/, ['$1']],
  [/^(?:re-?|un|non-?|over|sub|multi-?)(?=.{4})/, ['']],
];

/** Whether a word in lower case is a form of one that is known. */
export function derivedFrom(word: string, isKnown: (stem: string) => boolean): boolean {
  return ENDINGS.some(([ending, instead]) => ending.test(word) && instead.some((end) => isKnown(word.replace(ending, end))));
}

/** Whether a word, in Latin script, is one of English or of the trade. */
export function isWord(word: string): boolean {
  const lower = word.toLowerCase();
  if (KNOWN.has(lower)) return true;
  if (!isSoftware(lower) && derivedFrom(lower, (stem) => KNOWN.has(stem))) return true;
  const parts = lower.split(/[-/]/);
  return parts.length > 1 && parts.every((part) => part !== '' && isWord(part));
}

/** Programs that people know by name, in whatever language they write; a sentence that says one is about that one. */
const SOFTWARE: ReadonlySet<string> = new Set(
  `nginx apache apache2 httpd lighttpd caddy haproxy envoy traefik varnish squid mysqld mysql mariadb mariadbd postgres postgresql psql redis redis-server memcached mongod mongo mongodb sqlite oracle
  elasticsearch opensearch kibana logstash kafka zookeeper rabbitmq cassandra etcd consul vault clickhouse influxdb prometheus grafana docker dockerd containerd runc podman kubelet kubectl
  kubernetes crio systemd systemd-journald journald rsyslogd syslogd cron crond sshd sudo bash zsh fish ksh tcsh python python3 perl ruby java javac node nodejs npm yarn deno php php-fpm golang
  cargo rustc gcc g++ clang cmake ninja make grep sed awk gawk tar gzip rsync curl wget git svn vim nvim emacs nano tmux screen chrome chromium firefox safari electron slack teams zoom spotify
  xorg xwayland gnome-shell kwin plasmashell pulseaudio pipewire dbus dbus-daemon networkmanager wpa_supplicant dnsmasq bind9 named chronyd ntpd avahi cupsd snapd flatpak apt dpkg yum dnf rpm pacman
  qemu kvm libvirtd virtualbox vmware kworker ksoftirqd kswapd0 kswapd jbd2 rcu_sched migration/0 xmrig minerd cryptominer miner malware ransomware rootkit trojan backdoor botnet exfiltrator keylogger
  strace perf tcpdump gdb valgrind htop iotop fio stress stress-ng sysbench busybox supervisord pm2 gunicorn uwsgi celery tomcat jenkins gitlab ansible puppet chef terraform nomad minikube
  wine steam discord thunderbird libreoffice outlook postfix exim dovecot sendmail pgbouncer patroni kcompactd khugepaged kthreadd tracker pager packer rancher porter boxer blender fiddler zipper snapper sentinel conductor beacon auditd logrotate anacron irqbalance telegraf restic minio nextcloud numpy
  clickhouse-server oomd earlyoom udevd smbd nmbd slapd inetd acpid atd gpsd ollama`.split(/\s+/),
);

export function isSoftware(word: string): boolean {
  return SOFTWARE.has(word.toLowerCase());
}
