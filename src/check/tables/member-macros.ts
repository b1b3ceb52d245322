/**
 * Members that the kernel reaches by a macro, so that its types have no member of that name: the structure, and where each of them lies.
 * Facts: `#define inet_daddr sk.__sk_common.skc_daddr` in include/net/inet_sock.h, `#define sk_family __sk_common.skc_family` in include/net/sock.h,
 * `#define tw_daddr __tw_common.skc_daddr` in include/net/inet_timewait_sock.h, `#define ir_rmt_addr req.__req_common.skc_daddr` in inet_sock.h,
 * Members of structures that moved stand at the end, with the kernel that moved them.
 */
const MACROS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  sock: {
    sk_node: '__sk_common.skc_node',
    sk_nulls_node: '__sk_common.skc_nulls_node',
    sk_refcnt: '__sk_common.skc_refcnt',
    sk_hash: '__sk_common.skc_hash',
    sk_portpair: '__sk_common.skc_portpair',
    sk_num: '__sk_common.skc_num',
    sk_dport: '__sk_common.skc_dport',
    sk_addrpair: '__sk_common.skc_addrpair',
    sk_daddr: '__sk_common.skc_daddr',
    sk_rcv_saddr: '__sk_common.skc_rcv_saddr',
    sk_family: '__sk_common.skc_family',
    sk_state: '__sk_common.skc_state',
    sk_reuse: '__sk_common.skc_reuse',
    sk_reuseport: '__sk_common.skc_reuseport',
    sk_ipv6only: '__sk_common.skc_ipv6only',
    sk_bound_dev_if: '__sk_common.skc_bound_dev_if',
    sk_bind_node: '__sk_common.skc_bind_node',
    sk_prot: '__sk_common.skc_prot',
    sk_net: '__sk_common.skc_net',
    sk_v6_daddr: '__sk_common.skc_v6_daddr',
    sk_v6_rcv_saddr: '__sk_common.skc_v6_rcv_saddr',
    sk_cookie: '__sk_common.skc_cookie',
    sk_flags: '__sk_common.skc_flags',
    // Not a macro, but reached as if the common part were the socket itself.
    skc_num: '__sk_common.skc_num',
    skc_dport: '__sk_common.skc_dport',
    skc_daddr: '__sk_common.skc_daddr',
    skc_rcv_saddr: '__sk_common.skc_rcv_saddr',
    skc_family: '__sk_common.skc_family',
    skc_state: '__sk_common.skc_state',
    skc_net: '__sk_common.skc_net',
    skc_v6_daddr: '__sk_common.skc_v6_daddr',
    skc_v6_rcv_saddr: '__sk_common.skc_v6_rcv_saddr',
  },
  inet_sock: {
    inet_daddr: 'sk.__sk_common.skc_daddr',
    inet_rcv_saddr: 'sk.__sk_common.skc_rcv_saddr',
    inet_dport: 'sk.__sk_common.skc_dport',
    inet_num: 'sk.__sk_common.skc_num',
    // struct inet_sock before 2.6.33 had these, and later ones have inet_saddr and inet_sport.
    daddr: 'sk.__sk_common.skc_daddr',
    dport: 'sk.__sk_common.skc_dport',
    num: 'sk.__sk_common.skc_num',
    saddr: 'inet_saddr',
    sport: 'inet_sport',
    rcv_saddr: 'sk.__sk_common.skc_rcv_saddr',
  },
  inet_timewait_sock: {
    tw_family: '__tw_common.skc_family',
    tw_state: '__tw_common.skc_state',
    tw_daddr: '__tw_common.skc_daddr',
    tw_rcv_saddr: '__tw_common.skc_rcv_saddr',
    tw_dport: '__tw_common.skc_dport',
    tw_num: '__tw_common.skc_num',
    tw_v6_daddr: '__tw_common.skc_v6_daddr',
    tw_v6_rcv_saddr: '__tw_common.skc_v6_rcv_saddr',
  },
  inet_request_sock: {
    ir_loc_addr: 'req.__req_common.skc_rcv_saddr',
    ir_rmt_addr: 'req.__req_common.skc_daddr',
    ir_num: 'req.__req_common.skc_num',
    ir_rmt_port: 'req.__req_common.skc_dport',
    ir_v6_rmt_addr: 'req.__req_common.skc_v6_daddr',
    ir_v6_loc_addr: 'req.__req_common.skc_v6_rcv_saddr',
  },
  // struct task_struct: state became __state in Linux 5.14, cpu moved into thread_info in 5.16.
  task_struct: { state: '__state', __state: 'state', cpu: 'thread_info.cpu' },
  // struct mm_struct: mmap_sem became mmap_lock in Linux 5.8.
  mm_struct: { mmap_sem: 'mmap_lock', mmap_lock: 'mmap_sem' },
  // struct file: f_dentry has been a macro for f_path.dentry, and went in 3.19.
  file: { f_dentry: 'f_path.dentry', f_vfsmnt: 'f_path.mnt' },
  // struct request: rq_disk went in Linux 5.17.
  request: { rq_disk: 'q->disk' },
  bio: { bi_size: 'bi_iter.bi_size', bi_sector: 'bi_iter.bi_sector', bi_disk: 'bi_bdev->bd_disk', bi_rw: 'bi_opf' },
};

/** How a member that the kernel's own source knows by that name is reached; undefined where there is no such macro. */
export function memberMacro(structure: string, member: string): string | undefined {
  const macros = Object.hasOwn(MACROS, structure) ? MACROS[structure] : undefined;
  return macros !== undefined && Object.hasOwn(macros, member) ? macros[member] : undefined;
}
