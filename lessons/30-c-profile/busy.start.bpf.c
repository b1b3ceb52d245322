#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

// One number for each processor. It should be one for each process.
struct who {
  __u32 cpu;
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

  key.cpu = bpf_get_smp_processor_id();
  count = bpf_map_lookup_elem(&samples, &key);
  if (count)
    __sync_fetch_and_add(count, 1);
  else
    bpf_map_update_elem(&samples, &key, &one, BPF_NOEXIST);
  return 0;
}
