#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

struct who {
  __u32 pid;
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 4096);
  __type(key, struct who);
  __type(value, __u64);
} samples SEC(".maps");

SEC("perf_event")
int sample(struct bpf_perf_event_data *ctx)
{
  struct who key = {};
  __u64 one = 1;
  __u64 *count;

  key.pid = bpf_get_current_pid_tgid() >> 32;
  if (key.pid == 0)
    return 0;
  count = bpf_map_lookup_elem(&samples, &key);
  if (count)
    __sync_fetch_and_add(count, 1);
  else
    bpf_map_update_elem(&samples, &key, &one, BPF_NOEXIST);
  return 0;
}
