/*---
twin = "disk-latency"
lesson.en = "what two probes in different processes have in common: the request, known by its device and sector"
lesson.zh = "不同进程中的两个探针靠什么配对：请求本身，由设备号和扇区号识别"
answer = "latency"

[params]
min_us = "min_us"
---*/

#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

// A histogram by powers of two: slots[i] counts what is from 2^i to 2^(i+1) - 1, slots[0] also what is 0.
struct hist {
  __u64 slots[64];
};

static __always_inline void add_to(struct hist *hist, __u64 value)
{
  __u32 slot = 0;

  for (int bits = 32; bits > 0; bits /= 2) {
    if (value >> bits) {
      value >>= bits;
      slot += bits;
    }
  }
  __sync_fetch_and_add(&hist->slots[slot & 63], 1);
}

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 1);
  __type(key, __u32);
  __type(value, struct hist);
} latency SEC(".maps");

static __always_inline void record(__u64 value)
{
  __u32 first = 0;
  struct hist *hist = bpf_map_lookup_elem(&latency, &first);

  if (hist)
    add_to(hist, value);
}

// A request, while the disk works on it. Both members are 64 bits, so that no unset bytes are between them.
struct request_key {
  __u64 device;
  __u64 sector;
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 10240);
  __type(key, struct request_key);
  __type(value, __u64);
} pending SEC(".maps");

const volatile __u64 min_us = 0;

SEC("tracepoint/block/block_rq_issue")
int issue(struct trace_event_raw_block_rq *ctx)
{
  struct request_key key = { .device = ctx->dev, .sector = ctx->sector };
  __u64 now = bpf_ktime_get_ns();

  if (ctx->nr_sector > 0)
    bpf_map_update_elem(&pending, &key, &now, BPF_ANY);
  return 0;
}

SEC("tracepoint/block/block_rq_complete")
int complete(struct trace_event_raw_block_rq_completion *ctx)
{
  struct request_key key = { .device = ctx->dev, .sector = ctx->sector };
  __u64 *start = bpf_map_lookup_elem(&pending, &key);
  __u64 us;

  if (!start)
    return 0;
  us = (bpf_ktime_get_ns() - *start) / 1000;
  bpf_map_delete_elem(&pending, &key);
  if (us >= min_us)
    record(us);
  return 0;
}
