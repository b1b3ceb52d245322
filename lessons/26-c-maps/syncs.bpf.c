#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

struct who {
  char comm[16];
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 1024);
  __type(key, struct who);
  __type(value, __u64);
} syncs SEC(".maps");

SEC("tracepoint/syscalls/sys_enter_fsync")
int on_fsync(struct trace_event_raw_sys_enter *ctx)
{
  struct who key = {};
  __u64 one = 1;
  __u64 *count;

  bpf_get_current_comm(key.comm, sizeof(key.comm));
  count = bpf_map_lookup_elem(&syncs, &key);
  if (count)
    __sync_fetch_and_add(count, 1);
  else
    bpf_map_update_elem(&syncs, &key, &one, BPF_NOEXIST);
  return 0;
}
