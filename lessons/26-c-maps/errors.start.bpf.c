#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

struct outcome {
  char comm[16];
  /* here */
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 1024);
  __type(key, struct outcome);
  __type(value, __u64);
} opens SEC(".maps");

SEC("tracepoint/syscalls/sys_exit_openat")
int opened(struct trace_event_raw_sys_exit *ctx)
{
  struct outcome key = {};
  __u64 one = 1;
  __u64 *count;

  bpf_get_current_comm(key.comm, sizeof(key.comm));
  /* and here */
  count = bpf_map_lookup_elem(&opens, &key);
  if (count)
    __sync_fetch_and_add(count, 1);
  else
    bpf_map_update_elem(&opens, &key, &one, BPF_NOEXIST);
  return 0;
}
