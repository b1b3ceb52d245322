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
} folders SEC(".maps");

SEC("tracepoint/syscalls/sys_enter_mkdir")
int on_mkdir(void *ctx)
{
  struct who key = {};
  __u64 none = 0;
  __u64 *count;

  bpf_get_current_comm(key.comm, sizeof(key.comm));
  count = bpf_map_lookup_elem(&folders, &key);
  if (!count) {
    bpf_map_update_elem(&folders, &key, &none, BPF_NOEXIST);
    count = bpf_map_lookup_elem(&folders, &key);
  }
  if (!count)
    return 0;
  __sync_fetch_and_add(count, 1);
  return 0;
}
