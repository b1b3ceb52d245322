/*---
twin = "disk-io-sizes"
lesson.en = "the fields of a tracepoint: the format file of tracefs names them, and so does its struct in vmlinux.h"
lesson.zh = "跟踪点的字段：tracefs 的 format 文件列出它们，vmlinux.h 里也有对应的结构体"
answer = "size"

[params]
min_bytes = "min_bytes"
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
} size SEC(".maps");

const volatile __u64 min_bytes = 0;

// A flush carries no sectors and a discard moves no data: neither is reading or writing.
SEC("tracepoint/block/block_rq_issue")
int issue(struct trace_event_raw_block_rq *ctx)
{
  __u32 first = 0;
  struct hist *hist = bpf_map_lookup_elem(&size, &first);

  if (hist && ctx->nr_sector > 0 && ctx->rwbs[0] != 'D' && ctx->bytes >= min_bytes)
    add_to(hist, ctx->bytes);
  return 0;
}
