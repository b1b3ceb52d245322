/**
 * What the name of a section says of the program in it: libbpf's table (`section_defs` in libbpf.c; Documentation/bpf/libbpf/program_types.rst). The first entry that
 * fits holds.
 */

interface SectionKind {
  /** As it is written before the `/`. One that ends in `/` or has one inside is the whole section. */
  readonly prefix: string;
  /** enum bpf_prog_type in small letters. */
  readonly type: string;
  /** Whether libbpf attaches it by itself, once there is a target. */
  readonly auto?: true;
  /** Whether a target may follow after a `/`. */
  readonly target?: true;
  /** bpftrace's word for it; `#` is the target. */
  readonly words?: string;
}

const auto = (type: string, words: string, ...prefixes: readonly string[]): SectionKind[] =>
  prefixes.map((prefix) => ({ prefix, type, auto: true, target: true, ...(words === '' ? {} : { words }) }));
const other = (type: string, ...prefixes: readonly string[]): SectionKind[] => prefixes.map((prefix) => ({ prefix, type }));
const named = (type: string, ...prefixes: readonly string[]): SectionKind[] => prefixes.map((prefix) => ({ prefix, type, target: true }));

const SECTIONS: readonly SectionKind[] = [
  ...auto('kprobe', 'kprobe:#', 'kprobe', 'kprobe.multi'),
  ...auto('kprobe', 'kretprobe:#', 'kretprobe', 'kretprobe.multi'),
  ...auto('kprobe', 'kprobe:#', 'kprobe.session'),
  ...auto('kprobe', 'uprobe:#', 'uprobe', 'uprobe.s', 'uprobe.multi', 'uprobe.multi.s', 'uprobe.session', 'uprobe.session.s'),
  ...auto('kprobe', 'uretprobe:#', 'uretprobe', 'uretprobe.s', 'uretprobe.multi', 'uretprobe.multi.s'),
  ...auto('kprobe', 'kprobe:__x64_sys_#', 'ksyscall'),
  ...auto('kprobe', 'kretprobe:__x64_sys_#', 'kretsyscall'),
  ...auto('kprobe', 'usdt:#', 'usdt', 'usdt.s'),
  ...auto('tracepoint', 'tracepoint:#', 'tracepoint', 'tp'),
  ...auto('raw_tracepoint', 'rawtracepoint:#', 'raw_tracepoint', 'raw_tp'),
  ...auto('raw_tracepoint_writable', 'rawtracepoint:#', 'raw_tracepoint.w', 'raw_tp.w'),
  ...auto('tracing', 'rawtracepoint:#', 'tp_btf'),
  ...auto('tracing', 'kfunc:#', 'fentry', 'fentry.s'),
  ...auto('tracing', 'kretfunc:#', 'fexit', 'fexit.s'),
  ...auto('tracing', '', 'fmod_ret', 'fmod_ret.s'),
  ...auto('tracing', 'iter:#', 'iter', 'iter.s'),
  ...auto('ext', '', 'freplace'),
  ...auto('lsm', '', 'lsm', 'lsm.s'),
  ...named('lsm', 'lsm_cgroup'),
  ...named('struct_ops', 'struct_ops', 'struct_ops.s'),
  ...named('xdp', 'xdp', 'xdp.frags'),
  ...named('sched_cls', 'tc', 'tcx', 'netkit', 'classifier'),
  ...named('sched_act', 'action'),
  ...named('perf_event', 'perf_event'),
  ...named('cgroup_skb', 'cgroup_skb'),
  ...other('cgroup_skb', 'cgroup/skb'),
  ...other('cgroup_sock', 'cgroup/sock_create', 'cgroup/sock_release', 'cgroup/sock', 'cgroup/post_bind4', 'cgroup/post_bind6'),
  ...other(
    'cgroup_sock_addr',
    ...['bind', 'connect', 'sendmsg', 'recvmsg', 'getpeername', 'getsockname'].flatMap((call) => ['4', '6', '_unix'].map((kind) => `cgroup/${call}${kind}`)),
  ),
  ...other('cgroup_sysctl', 'cgroup/sysctl'),
  ...other('cgroup_sockopt', 'cgroup/getsockopt', 'cgroup/setsockopt'),
  ...other('cgroup_device', 'cgroup/dev'),
  ...named('socket_filter', 'socket'),
  ...named('sk_reuseport', 'sk_reuseport'),
  ...named('sk_lookup', 'sk_lookup'),
  ...named('sk_skb', 'sk_skb'),
  ...named('sk_msg', 'sk_msg'),
  ...named('sock_ops', 'sockops'),
  ...named('lwt_in', 'lwt_in'),
  ...named('lwt_out', 'lwt_out'),
  ...named('lwt_xmit', 'lwt_xmit'),
  ...named('lwt_seg6local', 'lwt_seg6local'),
  ...named('lirc_mode2', 'lirc_mode2'),
  ...named('flow_dissector', 'flow_dissector'),
  ...named('netfilter', 'netfilter'),
  ...named('syscall', 'syscall'),
];

export interface SectionMeaning {
  readonly type: string;
  readonly target: string;
  readonly attachPoint: string;
  readonly autoAttach: boolean;
}

/** `unspec` is the type of a section that libbpf does not know. */
export function meaningOf(section: string): SectionMeaning {
  const optional = section.startsWith('?');
  const name = optional ? section.slice(1) : section;
  const kind = SECTIONS.find(({ prefix, target }) => name === prefix || (target === true && name.startsWith(`${prefix}/`)));
  if (kind === undefined) return { type: 'unspec', target: '', attachPoint: name, autoAttach: false };
  const target = name.slice(kind.prefix.length + 1);
  const spelled = kind.type === 'tracepoint' ? target.replace('/', ':') : target;
  const attachPoint = kind.words === undefined || target === '' ? name : kind.words.replace('#', () => spelled);
  return { type: kind.type, target, attachPoint, autoAttach: kind.auto === true && target !== '' && !optional };
}
