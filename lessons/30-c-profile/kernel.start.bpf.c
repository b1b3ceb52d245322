#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

struct place {
  char comm[16];
  __u32 pid;
  __s32 kernel_stack;
};

// Every stack that was met, once, under a number.
struct {
  __uint(type, BPF_MAP_TYPE_STACK_TRACE);
  __uint(max_entries, 10240);
  __uint(key_size, sizeof(__u32));
  __uint(value_size, 127 * sizeof(__u64));
} stack_traces SEC(".maps");

// How often each process was met at each place in the kernel.
struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 10240);
  __type(key, struct place);
  __type(value, __u64);
} samples SEC(".maps");

SEC("perf_event")
int sample(struct bpf_perf_event_data *ctx)
{
  struct place key = {};
  __u64 one = 1;
  __u64 *count;

  key.pid = bpf_get_current_pid_tgid() >> 32;
  if (key.pid == 0)
    return 0;
  bpf_get_current_comm(key.comm, sizeof(key.comm));
  key.kernel_stack = -1; /* here */
  count = bpf_map_lookup_elem(&samples, &key);
  if (count)
    __sync_fetch_and_add(count, 1);
  else
    bpf_map_update_elem(&samples, &key, &one, BPF_NOEXIST);
  return 0;
}
