#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>

struct value {
  struct bpf_spin_lock lock;
  u64 count;
};
struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 1);
  __type(key, u32);
  __type(value, struct value);
} locked SEC(".maps");

SEC("tc")
int handle(struct __sk_buff *ctx) {
  u32 key = 0;
  struct value *value = bpf_map_lookup_elem(&locked, &key);
  if (!value) return 0;
  bpf_spin_lock(&value->lock);
  value->count++;
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
