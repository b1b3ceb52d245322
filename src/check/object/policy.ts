import { parse } from '../../bpftrace/parser.ts';
import type { BpfObject, BpfProgram } from '../../core/bpf-object.ts';
import { lookup } from '../../core/lookup.ts';
import { SAFETY_CLASSES, type Safety, type SafetyReason } from '../../core/program.ts';
import type { Machine } from '../machine.ts';
import { aboutRate } from '../policy/cost.ts';
import { UNKNOWN_RATE } from '../policy/hot.ts';
import { rateOf } from '../policy/rate.ts';
import { LARGE_MAPS, mapMemory } from './memory.ts';

/** From here on a probe is felt by everything that runs. A compiled program costs less an event than bpftrace's, by no order of magnitude. */
const HOT_RATE = 50_000;
/** An object has no text that a reason could point at. */
const NOWHERE = { start: 0, end: 0 };

/** Helpers that act instead of watching (man 7 bpf-helpers). */
const ACTS: Readonly<Record<string, string>> = {
  bpf_send_signal: 'it sends a signal to the traced process',
  bpf_send_signal_thread: 'it sends a signal to the traced thread',
  bpf_override_return: 'it makes a kernel function return another value',
  bpf_probe_write_user: "it writes into the traced process's memory",
  bpf_copy_to_user: "it writes into a process's memory",
  bpf_sys_bpf: 'it makes system calls of its own',
  bpf_sys_close: 'it closes files of whoever runs it',
  bpf_tail_call: 'it goes on in programs that are put in while it runs, and were not looked at',
};
/** Kernel functions for programs that are known to watch only; any other may act. */
const WATCHING_KFUNCS =
  /^bpf_(?:task_(?:acquire|release|from_pid|from_vpid)|cgroup_(?:acquire|release|from_id|ancestor)|rcu_read_(?:lock|unlock)|iter_\w+|cast_to_kern_ctx|rdonly_cast|dynptr_(?:is_null|is_rdonly|size|slice|clone|adjust|from_skb|from_xdp)|obj_(?:new|drop)_impl|cpumask_\w+|get_task_exe_file|put_file|path_d_path|copy_from_user_str|strn?cmp|strlen|get_kmem_cache|map_sum_elem_count)$/;

/** Types of programs that only watch; of others what becomes of what they see is in their hands. */
const WATCHING: readonly string[] = ['tracepoint', 'kprobe', 'raw_tracepoint', 'perf_event', 'tracing'];
const DECIDES: Readonly<Record<string, string>> = {
  sched_cls: 'it decides what becomes of packets (tc)',
  sched_act: 'it decides what becomes of packets (tc)',
  socket_filter: 'it decides what a socket receives',
  struct_ops: 'it replaces functions of the kernel',
  ext: 'it replaces a function of another BPF program',
  syscall: 'it makes system calls of its own',
  netfilter: 'it decides what becomes of packets',
  raw_tracepoint_writable: 'it can change what the kernel goes on with',
};

/** Helpers that read a process's memory: what programs were given, read and write can be there. */
const READS: Readonly<Record<string, string>> = {
  bpf_probe_read_user: 'reads memory of the traced processes',
  bpf_probe_read_user_str: 'reads text of the traced processes',
  bpf_probe_read: 'reads memory that may be of the traced processes',
  bpf_probe_read_str: 'reads text that may be of the traced processes',
  bpf_copy_from_user: 'reads memory of the traced processes',
  bpf_copy_from_user_task: 'reads memory of other processes',
  bpf_copy_from_user_str: 'reads text of the traced processes',
};
/** Calls whose arguments in a process's memory are names of files and the like, as the policy of bpftrace programs has it. */
const NAMES_ONLY =
  /sys_(?:enter|exit)_(?:open\w*|creat|\w*stat\w*|statx|unlink\w*|mkdir\w*|rmdir|rename\w*|link\w*|symlink\w*|readlink\w*|chdir|chmod|f?chmodat\w*|chown|lchown|fchownat|access|faccessat\w*|mount|umount|truncate|mknod\w*|utime\w*|inotify_add_watch|chroot|getcwd|execve\w*_filename)$/;
const PACKETS = /^bpf_(?:skb_output|xdp_output|skb_load_bytes\w*|xdp_load_bytes)$/;
const PASSES = 2;
/** TC_ACT_UNSPEC: whatever others decide, as a number of 32 bits or of 64. */
const LEAVES_IT: readonly number[] = [-1, 0xffff_ffff];

/** What a compiled program may do to the machine and to those who use it, told by its types, where it attaches and the helpers it calls. In doubt it is the worse. */
export function assessObject(object: BpfObject, machine: Machine): Safety {
  const reasons = object.programs.flatMap((program) => [...unsafeReasons(program), ...readReasons(program), ...costReasons(program, machine)]);
  for (const map of object.maps) {
    if (map.pinned) reasons.push({ kind: 'unsafe', why: `${map.name} is pinned: it is shared with other programs, and stays after the run`, span: NOWHERE });
    if (map.type === 'struct_ops') reasons.push({ kind: 'unsafe', why: `${map.name} replaces functions of the kernel`, span: NOWHERE });
  }
  const memory = mapMemory(object);
  if (memory >= LARGE_MAPS)
    reasons.push({ kind: 'costly', why: `its maps may take ${Math.round(memory / 1024 / 1024)} MB of the kernel's memory`, span: NOWHERE });
  const ordered = [...SAFETY_CLASSES].reverse().flatMap((kind) => reasons.filter((reason) => reason.kind === kind));
  const classes = [...new Set(ordered.map((reason) => reason.kind))];
  return { classes: classes.length === 0 ? ['observe'] : classes, reasons: ordered };
}

function* unsafeReasons(program: BpfProgram): Generator<SafetyReason> {
  const unsafe = (why: string): SafetyReason => ({ kind: 'unsafe', why: `${program.name}: ${why}`, span: NOWHERE });
  const decides = whatItDecides(program);
  if (decides !== undefined) yield unsafe(decides);
  for (const helper of program.helpers) {
    const does = lookup(ACTS, helper) ?? changes(helper);
    if (does !== undefined) yield unsafe(`${helper}() does more than watch: ${does}`);
  }
  for (const kfunc of program.kfuncs) {
    if (!WATCHING_KFUNCS.test(kfunc)) yield unsafe(`${kfunc}() is a function of the kernel that may do more than watch`);
  }
}

/** Helpers by what their names say: they change packets, sockets and time. */
function changes(helper: string): string | undefined {
  if (/^bpf_helper_\d+$/.test(helper)) return 'it is not known here';
  if (
    /^bpf_(?:skb_(?:store|change|adjust|vlan|set|pull|ecn|under_cgroup_)|xdp_(?:adjust|store)|clone_redirect|redirect|l3_csum|l4_csum|msg_|sk_redirect|sk_assign|lwt_)/.test(
      helper,
    )
  )
    return helper === 'bpf_skb_pull_data' ? undefined : 'it changes packets or where they go';
  if (
    /^bpf_(?:setsockopt|sock_map_|sock_hash_|sk_release_|sock_ops_cb|bind|tcp_send_ack|sysctl_set|set_retval|store_hdr_opt|reserve_hdr_opt|rc_|bprm_opts_set)/.test(
      helper,
    )
  )
    return helper === 'bpf_sk_release' ? undefined : 'it changes what the kernel goes on with';
  return undefined;
}

function whatItDecides({ type, section, returns, target }: BpfProgram): string | undefined {
  const only = (allowed: number): boolean => returns?.every((value) => value === allowed) === true;
  if (/^\??fmod_ret/.test(section)) return `it can make ${target || 'a kernel function'} return another value`;
  if (/^\??(?:raw_tp|raw_tracepoint)\.w/.test(section)) return DECIDES.raw_tracepoint_writable;
  if (type === 'xdp') return only(PASSES) ? undefined : 'it can drop or redirect packets (XDP)';
  if (type === 'sched_cls' && returns?.every((value) => LEAVES_IT.includes(value)) === true) return undefined;
  if (type === 'lsm') return only(0) ? undefined : `it can deny what programs do (LSM ${target})`;
  if (WATCHING.includes(type)) return undefined;
  return lookup(DECIDES, type) ?? `it can change what the kernel does (a program of type ${type})`;
}

function* readReasons(program: BpfProgram): Generator<SafetyReason> {
  for (const helper of program.helpers) {
    const packets = PACKETS.test(helper) ? 'reads the contents of packets' : undefined;
    const what = packets ?? (NAMES_ONLY.test(program.target) ? undefined : lookup(READS, helper));
    if (what !== undefined) yield { kind: 'reads-user-data', why: `${program.name} ${what} (${helper})`, span: NOWHERE };
  }
}

function* costReasons(program: BpfProgram, machine: Machine): Generator<SafetyReason> {
  const rate = rateOfProgram(program, machine);
  if (rate >= HOT_RATE) yield { kind: 'costly', why: `${program.attachPoint} fires ${aboutRate(rate)}`, span: NOWHERE, rate };
}

/** Events a second, as an order of magnitude, by the tables that bpftrace's attach points are looked up in. */
export function rateOfProgram(program: BpfProgram, machine: Machine): number {
  const written = program.attachPoint;
  const raw = /^rawtracepoint:([^:]+)$/.exec(written)?.[1];
  // A raw tracepoint has no category: those that have its name are looked up with theirs.
  const spelled = raw === undefined ? written : `tracepoint:${machine.tracepoints.list()?.find((name) => name.endsWith(`:${raw}`)) ?? categoryOf(raw)}`;
  const point = /^[a-z]+:[^\s{}/]+$/.test(spelled) ? parse(`${spelled} { }`).script.probes[0]?.attachPoints[0] : undefined;
  return point === undefined ? UNKNOWN_RATE : rateOf(point, machine);
}

/** Where the list cannot be read: tracepoints are mostly named after their category, and those of system calls are all in one. */
function categoryOf(name: string): string {
  return /^sys_(?:enter|exit)$/.test(name) ? `raw_syscalls:${name}` : `${name.split('_')[0]}:${name}`;
}
