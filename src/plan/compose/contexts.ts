/** Tracepoints that fire in interrupts, or wherever a processor happens to be: the process that is current then has nothing to do with the event. */
const ELSEWHERE: readonly RegExp[] = [
  /^(?:irq|irq_vectors|irq_matrix|nmi|ipi|napi|timer|timer_migration|tlb|rcu|mce|ras|thermal|hyperv|xen|msr|kvm|power|cpuhp|wbt|iocost|nvme|ata|scsi|virtio\w*|xhci-hcd|mmc|bcache|csd|alarmtimer|rtc|swiotlb|hwmon|regmap|spi|i2c|smbus|clk|gpio|dma_fence|iommu|intel_iommu|workqueue|writeback|sched_ext|amd_cpu|cxl|aer|devfreq|rpm|interconnect|regulator|pwm|net_shaper|page_pool|xdp):/,
  /^block:(?:block_rq_(?:complete|error|requeue|issue|merge)|block_bio_complete|block_io_(?:start|done)|block_touch_buffer|blk_zone\w*)$/,
  /^net:(?:netif_|napi_|net_dev_xmit_timeout)/,
  /^(?:tcp:(?:tcp_probe|tcp_rcv_\w+|tcp_retransmit_\w+|tcp_receive_reset|tcp_send_reset|tcp_bad_csum|tcp_cong\w+|tcp_ao\w+|tcp_hash\w+|tcp_rcvbuf_grow)|sock:(?:sk_data_ready|inet_sock_set_state|sock_rcvqueue_full)|udp:udp_fail\w*|skb:(?:kfree_skb|consume_skb)|icmp:\w+)$/,
  /^kmem:(?:mm_page_pcpu_drain)$/,
  /^sched:(?:sched_wake_idle_without_ipi|sched_process_free|sched_stick_numa)$/,
  /^vmscan:mm_vmscan_(?:kswapd|wakeup)/,
  /^(?:workqueue|sched:sched_kthread)/,
];

/** Whether the process that is current when a tracepoint (`category:name`) fires is not the one whose doing it is. */
export function isElsewhere(tracepoint: string): boolean {
  return ELSEWHERE.some((pattern) => pattern.test(tracepoint));
}

/** Beginnings and ends as tracepoints are named for them. */
const ENDINGS: readonly (readonly [begin: string, end: string])[] = [
  ['_enter', '_exit'],
  ['_entry', '_exit'],
  ['_start', '_end'],
  ['_begin', '_end'],
  ['_start', '_done'],
  ['_start', '_complete'],
  ['_start', '_finish'],
  ['_issue', '_complete'],
  ['_submit', '_complete'],
  ['_start', '_stop'],
  ['_send', '_end'],
  ['_setup_cmd', '_complete_rq'],
];
/** What tells one operation from another where both its tracepoints have it; the first of these sets that they share. */
const IDENTITIES: readonly (readonly string[])[] = [
  ['dev', 'sector'],
  ['work'],
  ['rq'],
  ['req'],
  ['hrtimer'],
  ['timer'],
  ['bio'],
  ['skbaddr'],
  ['unique'],
  ['cookie'],
  ['ctrl_id', 'qid', 'cid'],
  ['lock_addr'],
];
/** Told apart by the processor they run on, and by this beside it. */
const ON_A_PROCESSOR = /^(?:irq|irq_vectors|softirq|nmi|napi|net|timer|power):/;
const BESIDE = ['irq', 'vec', 'vector'];

/** The other tracepoint of a pair, by `category:name`, and which of the two is the beginning. */
export function partnerOf(tracepoint: string, has: (name: string) => boolean): { readonly begin: string; readonly end: string } | undefined {
  for (const [begin, end] of ENDINGS) {
    for (const [mine, other] of [
      [begin, end],
      [end, begin],
    ] as const) {
      if (!tracepoint.endsWith(mine)) continue;
      const partner = tracepoint.slice(0, -mine.length) + other;
      if (has(partner)) return mine === begin ? { begin: tracepoint, end: partner } : { begin: partner, end: tracepoint };
    }
  }
  // workqueue's "mm_migrate_pages" and its like: the end has the bare name.
  const started = `${tracepoint}_start`;
  if (has(started)) return { begin: started, end: tracepoint };
  const bare = tracepoint.replace(/_start$/, '');
  return bare !== tracepoint && has(bare) ? { begin: tracepoint, end: bare } : undefined;
}

/** By what the end of an operation finds its beginning: names of fields that both have, or builtins. */
export function identityOf(
  begin: string,
  shared: ReadonlySet<string>,
): { readonly fields: readonly string[] } | { readonly builtins: readonly string[]; readonly fields: readonly string[] } {
  const fields = IDENTITIES.find((names) => names.every((name) => shared.has(name)));
  if (fields !== undefined) return { fields };
  return ON_A_PROCESSOR.test(begin) ? { builtins: ['cpu'], fields: BESIDE.filter((name) => shared.has(name)) } : { builtins: ['tid'], fields: [] };
}
