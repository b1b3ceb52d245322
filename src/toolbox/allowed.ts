/**
 * What is known to do nothing but watch: tools, by what they are called wherever they come from, and their options. Whatever is not here is not started unless the user
 * allows it. Read against the sources of bcc 0.26, libbpf-tools, perf 6.1, iproute2 6.1, strace 6.1 and bpftool 7.1; a newer version's new options are not known.
 */
import type { ToolKind } from './tool.ts';

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Tools of bcc, libbpf-tools and bpftrace that write nothing, change nothing and start nothing. */
export const WATCHING: ReadonlySet<string> = words(`
  bashreadline bindsnoop biolatency biolatpcts biopattern biosnoop biostacks biotop bitesize bpflist btrfsdist btrfsslower cachestat cachetop capable cobjnew compactsnoop
  cpudist cpufreq cpuunclaimed cpuwalk criticalstat dbslower dbstat dcsnoop dcstat deadlock dirtop drsnoop execsnoop exitsnoop ext4dist ext4slower filegone filelife
  fileslower filetop fsdist fsslower funccount funcinterval funclatency funcslower gethostlatency hardirqs javagc killsnoop klockstat ksnoop kvmexit llcstat loads mdflush
  memleak mountsnoop mysqld_qslower naptime netqtop nfsdist nfsslower numamove offcputime offwaketime oomkill pidpersec opensnoop profile readahead runqlat runqlen
  runqslower setuids shmsnoop sigsnoop slabratetop sofdsnoop softirqs solisten ssllatency sslsnoop stackcount statsnoop swapin syncsnoop syscount tcpaccept tcpcong
  tcpconnect tcpconnlat tcpdrop tcplife tcpretrans tcprtt tcpstates tcpsubnet tcpsynbl tcptop tcptracer threadsnoop tplist vfscount vfsstat virtiostat wakeuptime writeback
  xfsdist xfsslower zfsdist zfsslower`);

/** Options of those, which narrow what they watch, or say how it is shown. */
const OF_TRACERS = words(`
  --address --aggregate --all --all-files --alltids --annotations --arguments --binary --buffer-pages --byladdr --byraddr --caller --cgroup --cgroupmap --class
  --combined-only --comm --count --cpu --cpus --csv --cumulative --debug --delimited --detailed --devname --disk --disks --dist --distributed --dns --driver --duration
  --edges --errno --errors --events --exe --extended --extended-fields --extended_fields --extension --extra --extra-fields --failed --fails --failures --filter --flag
  --flag_filter --flags --folded --format --frequency --full-path --fullcsv --function --hcall --include-idle --interval --ipv4 --ipv6 --irqoff --json --kernel-stack
  --kernel-stacks-only --kernel-threads-only --kill --label --laddr --language --latency --level --lib --libc --line --list --localport --lock --lock-symbols --locks
  --lossprobe --lport --max-args --max-block-time --max-events --max-size --maxrows --method --microseconds --millisecond --milliseconds --min --min-block-time --min-ms
  --min-size --min-us --minimum --mntnsmap --name --nanoseconds --netns --noclear --nosummary --notimestamp --obj --offcpu --offset --older --parent_process --pattern
  --pcts --per-thread --percpu --perf-max-stack-depth --perpid --pid --pidnss --pids --port --ports --ppid --preemptoff --previous --print-uid --process --queue --queued
  --quote --raddr --regexp --remoteport --reset --root-directories --rows --rport --runqocc --sample-rate --sample_period --sequence --shared --show-allocs --show-netns
  --signal --sort --source-port --stack-storage-size --stacks --state --syscall --syscalls --threaded --threads --threshold --throughput --tid --tids --time --timestamp
  --top --top-count --top-size --tpid --type --uid --unique --unlock-symbols --user-stack --user-stacks-only --user-threads-only --useronly --utc --vcpu --verbose
  --verbosity --wa-missing-free --which --wide -D -v -d -m -T`);

/** Of programs with more to them: their commands, and what each may be given. */
const OF_PROGRAMS: Readonly<Record<string, ReadonlySet<string>>> = {
  'perf stat': words(`
    -a -A -B -C -D -d -e -G -g -I -i -j -M -n -p -r -t -T -v -x --all-kernel --all-user --cputype --filter --for-each-cgroup --hybrid-merge --interval-clear --interval-count
    --iostat --metric-no-group --metric-no-merge --metric-only --no-csv-summary --no-merge --per-core --per-die --per-node --per-socket --per-thread --percore-show-thread
    --quiet --scale --summary --table --td-level --timeout --topdown`),
  'perf trace': words(`
    -a -C -D -e -f -F -G -m -p -s -S -t -T -u -v --call-graph --comm --duration --errno-summary --expr --failure --filter --filter-pids --kernel-syscall-graph
    --libtraceevent_print --max-events --max-stack --min-stack --no-inherit --print-sample --proc-map-timeout --sched --show-on-off-events --sort-events --switch-off
    --switch-on --syscalls --tool_stats`),
  'perf top': words(`
    -a -b -c -C -d -E -e -f -F -g -G -i -j -K -m -n -p -s -t -U -u -v -w -z --all-cgroups --call-graph --children --comms --demangle-kernel --dsos --fields --group
    --group-sort-idx --hierarchy --ignore-callees --ignore-vmlinux --max-stack --namespaces --no-bpf-event --num-thread-synthesize --overwrite --percent-limit --percentage
    --proc-map-timeout --raw-trace --show-on-off-events --show-total-period --stdio --stitch-lbr --switch-off --switch-on --symbols`),
  'perf list': words('-d -v --cputype --deprecated --details'),
  ss: words(`
    -h -V -n -r -a -l -o -e -m -p -T -i --tipcinfo -s --tos --cgroup -b -E -Z -z -4 -6 -0 -t -M -S -u -d -w -x --tipc --vsock --xdp -f -H -O --inet-sockopt -A`),
  strace: words(`
    -e -p -f --trace --signal --status -P -z -Z -a --abbrev --verbose --raw --read --write --quiet --kvm --decode-fds -i -k -n -q -r -s --absolute-timestamps -t -T -v
    --strings-in-hex -x -X -y --decode-pids -Y -c -C -O -S -U -w`),
};
/** Commands of bpftool that tell what is loaded. */
const BPFTOOL = /^bpftool (?:(?:prog|map|link|perf|net|btf) show|cgroup tree|feature probe|(?:prog|map) dump)$/;
const OF_BPFTOOL = words('-j -p');

/** Whether a tool is known to do nothing but watch, with nothing but options that are known as well. */
export function isWatching(base: string, kind: ToolKind): boolean {
  if (kind === 'bpftool') return BPFTOOL.test(base);
  return Object.hasOwn(OF_PROGRAMS, base) || ((kind === 'bcc' || kind === 'libbpf' || kind === 'bpftrace') && (WATCHING.has(base) || isOfRuntime(base)));
}

/** Tools of runtimes, one a language. */
function isOfRuntime(base: string): boolean {
  return /^(?:java|node|perl|php|ppch|python|ruby|tcl)(?:calls|flow|gc|objnew|stat|threads)$/.test(base);
}

/** Whether an option of such a tool is known; `names` are all it has. */
export function isWatchingOption(base: string, kind: ToolKind, names: readonly string[]): boolean {
  if (names.some((name) => name === '--help' || name === '--usage' || name === '--version')) return true;
  const own = Object.hasOwn(OF_PROGRAMS, base) ? OF_PROGRAMS[base] : kind === 'bpftool' ? OF_BPFTOOL : OF_TRACERS;
  return own !== undefined && names.some((name) => own.has(name));
}

/** What stands alone on the command line of a tracer and is no number: of most it is nothing that is known. */
const BARE = /^(?:biolatpcts|biosnoop|dbslower|dbstat|funccount|funcinterval|funclatency|funcslower|klockstat|ksnoop|stackcount|tplist|perf list|ss)$/;
/** What narrows a command of bpftool: `id 5`, `xlated name f`. */
const BARE_OF_BPFTOOL =
  /^(?:xlated|jited|opcodes|visual|linum|id|name|tag|pinned|dev|kernel|full|unprivileged|\d+|[0-9a-f]{16}|\/sys\/fs\/bpf\/[\w./-]+|[A-Za-z_]\w{0,15})$/;

export function isWatchingWord(base: string, kind: ToolKind, value: string): boolean {
  if (kind === 'bpftool') return BARE_OF_BPFTOOL.test(value);
  return /^\d+(?:\.\d+)?$/.test(value) || kind === 'bpftrace' || BARE.test(base) || isOfRuntime(base);
}
