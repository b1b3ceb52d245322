/** A kernel function under one of the names that it has had. */
export interface NamedFunction {
  readonly name: string;
  /** What its arguments are, in their order and divided by blanks: the same word in two forms is the same value. Absent: as in the form before it. */
  readonly args?: string;
  /** How a word of another form is read here, where it is no argument of its own any more. */
  readonly reads?: Readonly<Record<string, string>>;
  /** What it returns, where that is another thing than in the form before it. */
  readonly returns?: string;
}

/** One function through the versions of Linux, oldest name first. */
export interface RenamedFunction {
  readonly forms: readonly NamedFunction[];
  /** Where it is from: the first kernel with the new name, with the change's subject or the file that declares it. */
  readonly fact: string;
  /** What is measured differently under the other name, in words; absent where nothing is. */
  readonly changes?: string;
}

/** A name that changed and nothing else. */
function same(fact: string, ...names: readonly string[]): RenamedFunction {
  return { fact, forms: names.map((name) => ({ name })) };
}

const FOLIOS = '5.16 to 5.19, from pages to folios: mm/filemap.c, mm/page-writeback.c, fs/buffer.c';
const SCHEDULER = '6.10, "sched/balancing: Rename ... => sched_balance_...": kernel/sched/fair.c';
const SLAB = '6.10, "mm/slab: enable slab allocation tagging for kmalloc and friends", include/linux/slab.h';

/** Processes, signals and the scheduler. */
const PROCESSES: readonly RenamedFunction[] = [
  {
    fact: '4.2 "clone: support passing tls argument via C rather than pt_regs magic", 5.10 "fork: introduce kernel_clone()"',
    forms: [
      { name: 'do_fork', args: 'clone_flags stack stack_size parent_tid child_tid' },
      // Since 5.3 it takes what kernel_clone takes; before, what do_fork took.
      { name: '_do_fork', args: '' },
      {
        name: 'kernel_clone',
        args: 'args',
        reads: {
          clone_flags: '((struct kernel_clone_args *)arg0)->flags',
          stack: '((struct kernel_clone_args *)arg0)->stack',
          stack_size: '((struct kernel_clone_args *)arg0)->stack_size',
        },
      },
    ],
  },
  same('5.19 "signal: Rename send_signal send_signal_locked"', 'send_signal', 'send_signal_locked'),
  same('5.19 "signal: Rename send_signal send_signal_locked"', '__send_signal', '__send_signal_locked'),
  same('5.9 to 5.10, include/linux/entry-common.h', 'do_signal', 'arch_do_signal', 'arch_do_signal_or_restart'),
  same('5.8 "exec: Rename flush_old_exec begin_new_exec"', 'flush_old_exec', 'begin_new_exec'),
  same('5.8 "exec: Factor security_bprm_creds_for_exec out of security_bprm_set_creds"', 'security_bprm_set_creds', 'security_bprm_creds_for_exec'),
  same('6.17, include/linux/coredump.h', 'do_coredump', 'vfs_coredump'),
  same('6.10 "sched/balancing: Rename scheduler_tick() => sched_tick()"', 'scheduler_tick', 'sched_tick'),
  same(SCHEDULER, 'load_balance', 'sched_balance_rq'),
  same(SCHEDULER, 'rebalance_domains', 'sched_balance_domains'),
  same(SCHEDULER, 'trigger_load_balance', 'sched_balance_trigger'),
  same(SCHEDULER, 'idle_balance', 'newidle_balance', 'sched_balance_newidle'),
  same(SCHEDULER, 'find_busiest_group', 'sched_balance_find_src_group'),
  same(SCHEDULER, 'run_rebalance_domains', 'sched_balance_softirq'),
  same(SCHEDULER, 'update_blocked_averages', 'sched_balance_update_blocked_averages'),
  same('6.7 "sched/fair: Rename check_preempt_curr() to wakeup_preempt()"', 'check_preempt_curr', 'wakeup_preempt'),
  same(
    '6.7 "sched/fair: Rename check_preempt_wakeup() to check_preempt_wakeup_fair()"; between 6.18 and 7.2, kernel/sched/fair.c',
    'check_preempt_wakeup',
    'check_preempt_wakeup_fair',
    'wakeup_preempt_fair',
  ),
  same('6.3, kernel/sched/core.c: the one became a part of the other', 'ttwu_do_wakeup', 'ttwu_do_activate'),
  same('5.3 "locking/rwsem: Code cleanup after files merging"', 'rwsem_down_write_failed', 'rwsem_down_write_slowpath'),
  same('5.3 "locking/rwsem: Code cleanup after files merging"', 'rwsem_down_read_failed', 'rwsem_down_read_slowpath'),
  same('5.0 "rcu: Rename rcu_check_callbacks() to rcu_sched_clock_irq()"', 'rcu_check_callbacks', 'rcu_sched_clock_irq'),
  {
    fact: '5.0 "rcu: Rename and comment changes due to only one rcuo kthread per CPU"; kernel/rcu/tree.c',
    forms: [
      { name: 'rcu_process_callbacks', args: 'unused' },
      { name: 'rcu_core', args: '' },
    ],
  },
  same('5.8 "x86/entry: Use idtentry for interrupts": the outer common_interrupt cannot be traced', 'do_IRQ', '__common_interrupt'),
  same('5.8, arch/x86/include/asm/idtentry.h: the outer sysvec_... cannot be traced', 'smp_apic_timer_interrupt', '__sysvec_apic_timer_interrupt'),
  same('6.2 "timers: Rename del_timer() to timer_delete()"', 'del_timer', 'timer_delete'),
  same('6.2 "timers: Rename del_timer_sync() to timer_delete_sync()"', 'del_timer_sync', 'timer_delete_sync'),
];

/** Files and the page cache. */
const FILES: readonly RenamedFunction[] = [
  {
    fact: '5.6 "open: introduce openat2(2) syscall"',
    forms: [
      { name: 'do_sys_open', args: 'dfd filename flags mode' },
      {
        name: 'do_sys_openat2',
        args: 'dfd filename how',
        reads: { flags: '((struct open_how *)arg2)->flags', mode: '((struct open_how *)arg2)->mode' },
      },
    ],
  },
  {
    fact: '6.11 "vfs: retire user_path_at_empty and drop empty arg from getname_flags"',
    forms: [
      { name: 'user_path_at_empty', args: 'dfd name flags path empty' },
      { name: 'user_path_at', args: 'dfd name flags path' },
    ],
  },
  same('between 6.18 and 7.2, fs/namei.c', 'do_filp_open', 'do_file_open'),
  same('5.12 "mm/filemap: rename generic_file_buffered_read to filemap_read"', 'generic_file_buffered_read', 'filemap_read'),
  {
    fact: '5.16 "mm/filemap: Add filemap_add_folio()"',
    forms: [
      { name: 'add_to_page_cache_lru', args: 'page mapping index gfp' },
      { name: 'filemap_add_folio', args: 'mapping folio index gfp' },
    ],
  },
  {
    fact: '5.16 "mm/writeback: Add __folio_mark_dirty()"',
    forms: [
      { name: 'account_page_dirtied', args: 'page mapping' },
      { name: 'folio_account_dirtied', args: 'folio mapping' },
    ],
  },
  {
    fact: FOLIOS,
    forms: [
      { name: 'mark_page_accessed', args: 'page' },
      { name: 'folio_mark_accessed', args: 'folio' },
    ],
  },
  {
    fact: FOLIOS,
    forms: [
      { name: '__lock_page', args: 'page' },
      { name: '__folio_lock', args: 'folio' },
    ],
  },
  {
    fact: FOLIOS,
    forms: [
      { name: 'unlock_page', args: 'page' },
      { name: 'folio_unlock', args: 'folio' },
    ],
  },
  {
    fact: FOLIOS,
    forms: [
      { name: 'wait_on_page_bit', args: 'page bit' },
      { name: 'folio_wait_bit', args: 'folio bit' },
    ],
  },
  {
    fact: FOLIOS,
    forms: [
      { name: 'wake_up_page_bit', args: 'page bit' },
      { name: 'folio_wake_bit', args: 'folio bit' },
    ],
  },
  {
    fact: FOLIOS,
    forms: [
      { name: 'test_clear_page_writeback', args: 'page' },
      { name: '__folio_end_writeback', args: 'folio' },
    ],
  },
  {
    fact: FOLIOS,
    forms: [
      { name: '__set_page_dirty_nobuffers', args: 'page' },
      { name: 'filemap_dirty_folio', args: 'mapping folio' },
    ],
  },
  {
    fact: FOLIOS,
    forms: [
      { name: '__set_page_dirty_buffers', args: 'page' },
      { name: 'block_dirty_folio', args: 'mapping folio' },
    ],
  },
  {
    fact: FOLIOS,
    forms: [
      { name: 'delete_from_page_cache', args: 'page' },
      { name: 'filemap_remove_folio', args: 'folio' },
    ],
  },
  {
    fact: FOLIOS,
    forms: [
      { name: '__delete_from_page_cache', args: 'page shadow' },
      { name: '__filemap_remove_folio', args: 'folio shadow' },
    ],
  },
  {
    fact: FOLIOS,
    forms: [
      { name: 'ext4_readpage', args: 'file page' },
      { name: 'ext4_read_folio', args: 'file folio' },
    ],
  },
  {
    fact: `${FOLIOS}; 6.10 "mm: enable page allocation tagging"`,
    forms: [
      { name: '__page_cache_alloc', args: 'gfp' },
      { name: 'filemap_alloc_folio', args: 'gfp order', returns: 'folio' },
      { name: 'filemap_alloc_folio_noprof' },
    ],
  },
  {
    fact: '5.8 to 5.11, mm/readahead.c',
    forms: [
      { name: '__do_page_cache_readahead', args: 'mapping file index nr_to_read lookahead' },
      { name: 'do_page_cache_ra', args: 'ractl nr_to_read lookahead' },
    ],
  },
];

/** Block devices. */
const BLOCK: readonly RenamedFunction[] = [
  same('5.9 "block: rename generic_make_request to submit_bio_noacct"', 'generic_make_request', 'submit_bio_noacct'),
  same('5.0, which has only multi-queue block devices', 'blk_start_request', 'blk_mq_start_request'),
  same('5.16 "block: inline hot paths of blk_account_io_*()"; later kernels have the old name again', 'blk_account_io_start', '__blk_account_io_start'),
  same('5.16 "block: inline hot paths of blk_account_io_*()"; later kernels have the old name again', 'blk_account_io_done', '__blk_account_io_done'),
  {
    fact: '5.9 "block: move ->make_request_fn to struct block_device_operations"',
    forms: [
      { name: 'blk_mq_make_request', args: 'q bio' },
      { name: 'blk_mq_submit_bio', args: 'bio' },
    ],
  },
];

/** The network. */
const NETWORK: readonly RenamedFunction[] = [
  {
    fact: '5.17 "net: skb: introduce kfree_skb_reason()", 6.11 "net: introduce sk_skb_reason_drop function"',
    forms: [
      { name: 'kfree_skb', args: 'skb' },
      { name: 'kfree_skb_reason', args: 'skb reason' },
      { name: 'sk_skb_reason_drop', args: 'sk skb reason' },
    ],
  },
  {
    fact: '5.18, net/ipv4/tcp_input.c: tcp_drop is inlined',
    forms: [
      { name: 'tcp_drop', args: 'sk skb' },
      { name: 'tcp_drop_reason', args: 'sk skb reason' },
    ],
  },
  {
    fact: '5.19 "net: inline dev_queue_xmit()"',
    forms: [
      { name: 'dev_queue_xmit', args: 'skb' },
      { name: '__dev_queue_xmit', args: 'skb sb_dev' },
    ],
  },
  same('5.18 "net: Remove netif_rx_any_context() and netif_rx_ni()."', 'netif_rx_ni', 'netif_rx'),
  {
    fact: '6.15, include/net/gro.h',
    forms: [
      { name: 'napi_gro_receive', args: 'napi skb' },
      { name: 'gro_receive_skb', args: 'gro skb' },
    ],
  },
];

/** Memory. */
const MEMORY: readonly RenamedFunction[] = [
  same(
    '5.13 "mm/page_alloc: combine __alloc_pages and __alloc_pages_nodemask", 6.10 "mm: enable page allocation tagging"',
    '__alloc_pages_nodemask',
    '__alloc_pages',
    '__alloc_pages_noprof',
  ),
  same(SLAB, '__get_free_pages', 'get_free_pages_noprof'),
  same(
    '6.1 "mm/slab_common: unify NUMA and UMA version of tracepoints", 6.11 "mm, slab: don\'t wrap internal functions with alloc_hooks()"',
    'kmem_cache_alloc_trace',
    'kmalloc_trace',
    'kmalloc_trace_noprof',
    '__kmalloc_cache_noprof',
  ),
  same('6.14 "mm/page_alloc: export free_frozen_pages() instead of free_unref_page()"', 'free_unref_page', 'free_frozen_pages'),
  {
    fact: '5.16 "mm/memcg: Convert mem_cgroup_charge() to take a folio"',
    forms: [
      { name: 'mem_cgroup_charge', args: 'page mm gfp' },
      { name: '__mem_cgroup_charge', args: 'folio mm gfp' },
    ],
  },
  same('5.15, mm/memcontrol.c', 'try_charge', 'try_charge_memcg'),
  {
    fact: '5.16 "mm/migrate: Add folio_migrate_mapping()"',
    forms: [
      { name: 'migrate_page_move_mapping', args: 'mapping newpage page extra' },
      { name: 'folio_migrate_mapping', args: 'mapping newfolio folio extra' },
    ],
  },
  {
    fact: '6.0, mm/vmscan.c',
    forms: [
      { name: 'shrink_page_list', args: 'list pgdat sc' },
      { name: 'shrink_folio_list', args: 'list pgdat sc' },
    ],
  },
  { fact: '6.0, mm/vmscan.c', forms: [{ name: 'isolate_lru_pages' }, { name: 'isolate_lru_folios' }] },
  { fact: '6.0, mm/vmscan.c', forms: [{ name: 'move_pages_to_lru' }, { name: 'move_folios_to_lru' }] },
  {
    fact: '5.19, mm/swap.c',
    forms: [
      { name: 'pagevec_lru_move_fn', args: 'pagevec move_fn' },
      { name: 'folio_batch_move_lru', args: 'batch move_fn' },
    ],
  },
  {
    fact: '6.9 "mm: convert swap_readpage() to swap_read_folio()"',
    forms: [
      { name: 'swap_readpage', args: 'page' },
      { name: 'swap_read_folio', args: 'folio' },
    ],
  },
  {
    fact: '6.17, mm/swap.h',
    forms: [
      { name: 'swap_writepage', args: 'page wbc' },
      { name: 'swap_writeout', args: 'folio plug' },
    ],
  },
  {
    fact: '5.9 "mm: remove unnecessary wrapper function do_mmap_pgoff()"',
    forms: [
      { name: 'do_mmap_pgoff', args: 'file addr len prot flags pgoff' },
      { name: 'do_mmap', args: 'file addr len prot flags' },
    ],
  },
  {
    fact: '6.1 and 6.3, mm/mmap.c',
    forms: [
      { name: '__do_munmap', args: 'mm start len uf' },
      { name: 'do_mas_munmap', args: 'mas mm start len uf' },
      { name: 'do_vmi_munmap', args: 'vmi mm start len uf' },
    ],
  },
];

/** Kernel functions that were renamed, split or replaced between Linux 4.0 and 7.2. */
export const RENAMED_FUNCTIONS: readonly RenamedFunction[] = [...PROCESSES, ...FILES, ...BLOCK, ...NETWORK, ...MEMORY];
