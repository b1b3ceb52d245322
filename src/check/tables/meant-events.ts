/** A tracepoint that does not exist, as people and models name it from memory, and the one that is meant. */
export interface MeantEvent {
  /** Against `KIND:CATEGORY:NAME` as written. */
  readonly written: RegExp;
  readonly to: string;
  /** A predicate that makes it the event that was named. */
  readonly when?: string;
  readonly changes?: string;
}

const BEGINS = '(?:start|begin|enter|entry|started)';
const ENDS = '(?:end|finish|exit|done|complete|finished|return)';

/** The first that fits and that the kernel has. */
export const MEANT_EVENTS: readonly MeantEvent[] = [
  // System calls.
  { written: /^tracepoint:(?:raw_)?sys_?calls?:(?:sys_)?(?:enter|entry)(?:_?\*)?$/, to: 'raw_syscalls:sys_enter' },
  { written: /^tracepoint:(?:raw_)?sys_?calls?:(?:sys_)?(?:exit|return)(?:_?\*)?$/, to: 'raw_syscalls:sys_exit' },
  // Compaction.
  { written: new RegExp(`^tracepoint:(?:\\w+:)?(?:mm_)?compact\\w*_${BEGINS}$`), to: 'compaction:mm_compaction_begin' },
  { written: new RegExp(`^tracepoint:(?:\\w+:)?(?:mm_)?compact\\w*_${ENDS}$`), to: 'compaction:mm_compaction_end' },
  { written: new RegExp(`^tracepoint:compact\\w*:(?:\\w*_)?${BEGINS}$`), to: 'compaction:mm_compaction_begin' },
  { written: new RegExp(`^tracepoint:compact\\w*:(?:\\w*_)?${ENDS}$`), to: 'compaction:mm_compaction_end' },
  { written: /^tracepoint:(?:compact\w*|mm):(?:mm_)?compact(?:_zone|ion)?$/, to: 'compaction:mm_compaction_begin' },
  // Virtual machines.
  { written: /^(?:tracepoint|kprobe|hardware):kvm\w*:(?:kvm_)?(?:vm_?)?(?:handle_)?exit(?:_handler|_reason|_handled|s)?$/, to: 'kvm:kvm_exit' },
  { written: /^(?:tracepoint|kprobe|hardware):kvm\w*:(?:kvm_)?(?:vm_?)?(?:handle_)?(?:entry|enter)$/, to: 'kvm:kvm_entry' },
  // Interrupts.
  {
    written:
      /^(?:tracepoint|hardware|software|kprobe):(?:irq|irqs|interrupts?|hardirq|irq_vectors|irq_handler)(?::(?:irq_?handler|interrupt|hard_?irq|receive|irq|handle_irq|entry|handler|hardware_interrupt|irq_entry|hardirq_entry|irq_handler_enter|\d+))?$/i,
    to: 'irq:irq_handler_entry',
    changes: 'interrupts that a driver handles are told',
  },
  { written: /^(?:tracepoint|hardware|software):(?:irq|interrupts?|hardirq):(?:exit|irq_exit|hardirq_exit)$/i, to: 'irq:irq_handler_exit' },
  { written: /^(?:tracepoint|software):(?:irq|softirq):(?:softirq|soft_irq|softirq_enter|entry)$/i, to: 'irq:softirq_entry' },
  // Processes.
  {
    written: /^tracepoint:(?:\w+:)?(?:sched_|task_)?(?:process_|task_)?(?:fork|clone|create|spawn|process_fork|process_create|process_clone|process_new)$/,
    to: 'sched:sched_process_fork',
  },
  { written: /^tracepoint:(?:\w+:)?(?:sched_|task_)?(?:process_)?(?:exec|execve|process_exec)$/, to: 'sched:sched_process_exec' },
  {
    written: /^tracepoint:(?:sched|task|process|proc):(?:sched_|task_)?(?:process_)?(?:exit|process_exit|task_exit|terminate)$/,
    to: 'sched:sched_process_exit',
  },
  {
    written:
      /^tracepoint:(?:task|sched|process|thread):(?:task_|thread_|new_)?(?:newthread|new_thread|thread_create|thread_new|newtask|new_task|task_new|task_create|thread)$/,
    to: 'task:task_newtask',
  },
  { written: /^tracepoint:(?:\w+:)?(?:sched_)?(?:context_?switch|cs|task_switch)$/, to: 'sched:sched_switch' },
  { written: /^tracepoint:(?:\w+:)?(?:sched_)?(?:wake_?up|task_wakeup|process_wakeup)$/, to: 'sched:sched_wakeup' },
  // Signals.
  { written: /^tracepoint:(?:\w+:)?signals?_?(?::signals?_?)?(?:send|sent|kill|generated?|signal_send|raise)$/, to: 'signal:signal_generate' },
  {
    written: /^tracepoint:(?:\w+:)?signals?_?(?::signals?_?)?(?:deliver|delivered|receive|received|handle|handler|delivery|recv)$/,
    to: 'signal:signal_deliver',
  },
  // Memory.
  {
    written:
      /^tracepoint:(?:slab|slub|kmem|mm|kmem_cache|memory|slab_cache)(?::|_)(?:slab_|slub_|kmem_|cache_|mem_)*(?:alloc|allocate|cache_alloc|alloc_node|cache_alloc_node|allocation)$/,
    to: 'kmem:kmem_cache_alloc',
    changes: 'allocations from named caches are told; kmalloc has its own tracepoint, kmem:kmalloc',
  },
  {
    written: /^tracepoint:(?:slab|slub|kmem|mm|kmem_cache|memory)(?::|_)(?:slab_|slub_|kmem_|cache_)*(?:free|cache_free)$/,
    to: 'kmem:kmem_cache_free',
    changes: 'what goes back to named caches is told; kfree has its own tracepoint, kmem:kfree',
  },
  { written: /^tracepoint:(?:\w+):(?:k?malloc|__kmalloc|kmem_alloc|kmalloc_node|kmalloc_alloc|kernel_alloc|mem_alloc)$/, to: 'kmem:kmalloc' },
  { written: /^tracepoint:\w+:(?:mm_)?(?:page_alloc|alloc_pages?|page_allocation)$/, to: 'kmem:mm_page_alloc' },
  { written: /^tracepoint:\w+:(?:mm_)?(?:page_free|free_pages?)$/, to: 'kmem:mm_page_free' },
  { written: /^tracepoint:(?:\w+:)?(?:mm_)?(?:page_?fault|user_page_fault|pagefault_user|page_fault)(?:_user)?$/, to: 'exceptions:page_fault_user' },
  { written: /^tracepoint:(?:\w+:)?(?:page_?fault_kernel|kernel_page_fault)$/, to: 'exceptions:page_fault_kernel' },
  { written: /^tracepoint:(?:\w+:)?(?:oom_?kill\w*|out_of_memory|oom_victim|oom)$/, to: 'oom:mark_victim' },
  { written: /^tracepoint:(?:mm|filemap):(?:mm_)?filemap_fault$/, to: 'filemap:mm_filemap_fault' },
  // Locks.
  {
    written: new RegExp(`^tracepoint:(?:lock|mutex|locking|locks):(?:mutex_|lock_)*(?:lock|acquire|${BEGINS}|acquired|contended|contention|wait)$`),
    to: 'lock:contention_begin',
    changes: 'only locks that somebody has to wait for are told, of all kinds',
  },
  {
    written: new RegExp(`^tracepoint:(?:lock|mutex|locking|locks):(?:mutex_|lock_)*(?:unlock|release|${ENDS}|released)$`),
    to: 'lock:contention_end',
    changes: 'it is told when a thread that had to wait got the lock, which is when its holder let it go: only such locks are told',
  },
  // TCP.
  {
    written: /^tracepoint:(?:tcp|net|inet|sock|network|ipv4)[:_](?:tcp_)?(?:v[46]_)?(?:connect|tcp_connect|active_open|connection)$/,
    to: 'sock:inet_sock_set_state',
    when: 'args->protocol == 6 && args->newstate == 2',
    changes: 'active connections are told when the socket goes to SYN_SENT',
  },
  {
    written: /^tracepoint:(?:tcp|net|inet|sock|network|ipv4)[:_](?:tcp_)?(?:syn\w*|send_syn|syn_sent|rcv_syn|syn_recv|receive_syn)$/,
    to: 'sock:inet_sock_set_state',
    when: 'args->protocol == 6 && (args->newstate == 2 || (args->oldstate == 3 && args->newstate == 1))',
    changes: 'SYNs are told by the sockets that send one (SYN_SENT) or whose handshake a SYN began (SYN_RECV to ESTABLISHED), instead of each packet',
  },
  {
    written: /^tracepoint:(?:tcp|net|inet|sock)[:_](?:tcp_)?(?:accept|passive_open|established|tcp_accept|inet_csk_accept)$/,
    to: 'sock:inet_sock_set_state',
    when: 'args->protocol == 6 && args->newstate == 1',
    changes: 'connections are told when they are established',
  },
  {
    written: /^tracepoint:(?:tcp|net|inet|sock)[:_](?:tcp_)?(?:close|disconnect|closed|tcp_close|fin)$/,
    to: 'sock:inet_sock_set_state',
    when: 'args->protocol == 6 && args->newstate == 7',
    changes: 'connections are told when their state becomes CLOSE',
  },
  { written: /^tracepoint:(?:tcp|net|inet)[:_](?:tcp_|inet_)?(?:set_state|sock_set_state|state|state_change|tcp_set_state)$/, to: 'sock:inet_sock_set_state' },
  {
    written: /^tracepoint:(?:tcp|net|inet|ipv4)[:_](?:tcp_)?(?:rtt|rcv_established|ack|tcp_rtt|rcv|tcp_ack|rtt_sample|update_rtt|tcp_rcv)$/,
    to: 'tcp:tcp_probe',
    changes: 'every segment of an established connection is told, with the smoothed round trip time in args->srtt',
  },
  {
    written:
      /^tracepoint:(?:tcp|net|sock|socket|inet)[:_](?:tcp_|sock_)?(?:send|sendmsg|tcp_sendmsg|sock_sendmsg|write|xmit|tcp_send|transmit_skb|tcp_transmit_skb)$/,
    to: 'sock:sock_send_length',
    changes: 'it is told when the data went, with args->ret as its length or error',
  },
  {
    written: /^tracepoint:(?:tcp|net|sock|socket|inet)[:_](?:tcp_|sock_)?(?:recv|recvmsg|tcp_recvmsg|sock_recvmsg|receive|read|tcp_recv)$/,
    to: 'sock:sock_recv_length',
    changes: 'it is told when the data came, with args->ret as its length or error',
  },
  { written: /^tracepoint:(?:tcp|net)[:_](?:tcp_)?(?:retransmit|retrans|tcp_retransmit|retransmission)$/, to: 'tcp:tcp_retransmit_skb' },
  // Security, BPF, network namespaces.
  {
    written:
      /^tracepoint:(?:security|capabilit\w*|cap|lsm|audit)(?::|_)(?:security_|cap_)*(?:cap|caps|capable\w*|capabilit\w*|cap_check\w*|check_cap\w*|security_\w*cap\w*|ns_capable\w*)$/,
    to: 'capability:cap_capable',
  },
  { written: /^tracepoint:(?:capabilit\w*|cap)(?::|_)(?:check|checks)$/, to: 'capability:cap_capable' },
  {
    written: /^tracepoint:bpf\w*:(?:\w*jit\w*|prog_load|bpf_prog_load|bpf_prog_compile\w*|compile|prog_\w*|bpf_prog_get_type)$/,
    to: 'syscalls:sys_enter_bpf',
    when: 'args->cmd == 5',
    changes:
      'programs that are loaded (BPF_PROG_LOAD) are told, each of which is compiled then where the JIT is on; classic filters, which are compiled too, are not',
  },
  {
    written:
      /^tracepoint:(?:net|netns|net_?namespaces?|namespaces?|net_ns|nsproxy)(?::|_)(?:\w*_)?(?:create|created|creat\w*|add|added|new|setup|init|unshare|setup_net|copy_net_ns|netns_create)$/,
    to: 'syscalls:sys_enter_unshare',
    when: 'args->unshare_flags & 0x40000000',
    changes: 'namespaces that unshare makes (`ip netns add` and unshare -n do) are told; those that clone makes are not',
  },
  // Block I/O.
  { written: /^tracepoint:block(?::|_)(?:block_)?(?:io|rq|request|bio)_?(?:start|issue|submit|begin|issued|request_issue)$/, to: 'block:block_rq_issue' },
  { written: /^tracepoint:block(?::|_)(?:block_)?(?:io|rq|request|bio)_?(?:done|complete|end|finish|completed|completion)$/, to: 'block:block_rq_complete' },
  // XFS.
  {
    written: /^tracepoint:xfs:(?:xfs_)?(?:file_)?read(?:_iter|_enter|_entry|_begin)?$/,
    to: 'xfs:xfs_file_buffered_read',
    changes: 'buffered reads are told, when they begin; direct ones are xfs:xfs_file_direct_read',
  },
  {
    written: /^tracepoint:xfs:(?:xfs_)?(?:file_)?write(?:_iter|_enter|_entry|_begin)?$/,
    to: 'xfs:xfs_file_buffered_write',
    changes: 'buffered writes are told, when they begin; direct ones are xfs:xfs_file_direct_write',
  },
  { written: /^tracepoint:xfs:(?:xfs_)?(?:file_)?f?sync(?:_enter|_entry|_begin|_start)?$/, to: 'xfs:xfs_file_fsync' },
  { written: /^tracepoint:(?:\w+:)?(?:lock|locks)_?(?:contention)_?(?:start)$/, to: 'lock:contention_begin' },
];
