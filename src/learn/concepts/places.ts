/** What of a kernel's work an attach point is about: concepts by the names of events. Data; the first column is matched against bpftrace's words for the place. */
export const PLACES: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(?:tracepoint|rawtracepoint):(?:raw_)?syscalls:|^(?:rawtracepoint|raw_tp):sys_(?:enter|exit)|_sys_\w+$/, ['syscall']],
  [
    /sys_(?:enter|exit)_(?:open|openat|openat2|creat|read|readv|pread64|preadv2?|write|writev|pwrite64|pwritev2?|close|unlink|unlinkat|rename|renameat2?|rmdir|mkdir|mkdirat|getdents(?:64)?|newstat|newlstat|newfstat|newfstatat|stat|statx|access|faccessat2?|truncate|ftruncate|fsync|fdatasync|link|linkat|symlink|symlinkat|chdir|lseek|sendfile64|flock|fallocate)$/,
    ['file'],
  ],
  [
    /:(?:vfs_\w+|ext4_\w+|xfs_\w+|btrfs_\w+|nfs\w*|do_sys_open\w*|do_filp_open|d_lookup|lookup_fast|filp_close|do_unlinkat|iterate_dir)$|^tracepoint:(?:ext4|xfs|btrfs|nfs\w*|filelock|writeback|filemap|jbd2):/,
    ['file'],
  ],
  [/sys_(?:enter|exit)_(?:execve|execveat|clone3?|fork|vfork|exit|exit_group|wait4|waitid)$|^tracepoint:sched:sched_process_|^tracepoint:task:/, ['process']],
  [/^tracepoint:signal:|sys_(?:enter|exit)_(?:kill|tkill|tgkill|rt_sigqueueinfo|rt_tgsigqueueinfo|rt_sigaction|pause)$/, ['signal']],
  [
    /^tracepoint:sched:sched_(?!process_)|^software:(?:context-switches|cs|cpu-migrations)|:(?:finish_task_switch\S*|try_to_wake_up|schedule)$|sys_(?:enter|exit)_(?:sched_\w+|nanosleep|clock_nanosleep|futex\w*)$/,
    ['scheduler'],
  ],
  [
    /^tracepoint:(?:exceptions:page_fault|kmem|vmscan|oom|compaction|migrate|page_pool|hugetlb\w*|percpu|mmap\w*):?|^software:(?:page-faults|faults|major-faults|minor-faults)|sys_(?:enter|exit)_(?:mmap|munmap|mremap|brk|madvise|mprotect|mlock\w*|shm\w+|memfd_create)$|:(?:handle_mm_fault|oom_kill_process|do_anonymous_page|kmem_cache_\w+|__kmalloc\w*|swap_\w+)$|libc\S*:(?:malloc|free|calloc|realloc)$/,
    ['memory'],
  ],
  [/^tracepoint:(?:block|nvme|scsi|ata):|:(?:blk_\w+|submit_bio\w*|bio_\w+)$/, ['block-io']],
  [
    /^tracepoint:(?:tcp|udp|sock|net|napi|skb|icmp|neigh|fib6?|qdisc|bridge|netlink):|sys_(?:enter|exit)_(?:socket|socketpair|connect|accept4?|bind|listen|send\w*|recv\w*|shutdown|getsockopt|setsockopt)$|:(?:tcp_\w+|udp\w*_\w+|ip6?_\w+|inet_\w+|sock_\w+|__dev_\w+|netif_\w+|icmp\w*_\w+|unix_\w+)$|^(?:xdp|tc|classifier|action|sockops|sk_\w+|cgroup_?\w*)(?:$|\/)/,
    ['network'],
  ],
  [
    /sys_(?:enter|exit)_(?:ptrace|set[ug]id|setre[sug]+id|setfs[ug]id|capset|init_module|finit_module|delete_module|bpf|mount|umount|chmod|fchmod\w*|chown|fchown\w*|lchown|setns|unshare|keyctl|seccomp|pivot_root|process_vm_\w+|kexec_\w+)$|^tracepoint:(?:capability|avc|module|bpf_trace|audit):|:(?:cap_capable|security_\w+|commit_creds)$|^(?:lsm|kfunc:bpf_lsm)/,
    ['security'],
  ],
  [/^(?:kprobe|kretprobe|kfunc|kretfunc|fentry|fexit):/, ['portability']],
  [/^(?:kfunc|kretfunc|fentry|fexit|iter|rawtracepoint):/, ['btf']],
  [/^u(?:ret)?probe:/, ['uprobe']],
  [/^usdt:/, ['usdt']],
  [/^(?:profile|hardware):/, ['sampling']],
];

/** What a program that attaches there is about. */
export function placeConcepts(attachPoint: string): readonly string[] {
  return PLACES.flatMap(([pattern, concepts]) => (pattern.test(attachPoint) ? concepts : []));
}
