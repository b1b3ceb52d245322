#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

struct who {
  char comm[16];
};

// How many bytes each process has read, by its name.
struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 1024);
  __type(key, struct who);
  __type(value, __u64);
} bytes SEC(".maps");

SEC("tracepoint/syscalls/sys_exit_read")
int after_read(struct trace_event_raw_sys_exit *ctx)
{
  struct who key = {};
  __u64 none = 0;
  __u64 *sum;

  if (ctx->ret <= 0)
    return 0;
  bpf_get_current_comm(key.comm, sizeof(key.comm));
  sum = bpf_map_lookup_elem(&bytes, &key);
  if (!sum) {
    bpf_map_update_elem(&bytes, &key, &none, BPF_NOEXIST);
    sum = bpf_map_lookup_elem(&bytes, &key);
  }
  if (sum)
    __sync_fetch_and_add(sum, ctx->ret);
  return 0;
}
