/*---
twin = "cpu-kernel-stacks"
lesson.en = "call stacks: the kernel keeps each once and hands out its number"
lesson.zh = "调用栈：内核对每个栈只存一份，程序只拿到编号"
answer = "stacks"
[attach]
hz = 99
[workload]
run = ["syscpu", "100"]
sees = ["gt-syscpu"]
evidence = [{ match = "gt-syscpu", min = 80, max = 130 }]

[params]
pid = "target_pid"
comm = "target_comm"
---*/

#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

#define DEPTH 127

struct counted {
  char comm[16];
  __s64 kernel_stack;
};

// Each stack that was met, once; the keys of the counts hold its number.
struct {
  __uint(type, BPF_MAP_TYPE_STACK_TRACE);
  __uint(max_entries, 10240);
  __uint(key_size, sizeof(__u32));
  __uint(value_size, DEPTH * sizeof(__u64));
} stack_traces SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 10240);
  __type(key, struct counted);
  __type(value, __u64);
} stacks SEC(".maps");

static __always_inline void add(const struct counted *key, __u64 amount)
{
  __u64 none = 0, *sum = bpf_map_lookup_elem(&stacks, key);

  if (!sum) {
    bpf_map_update_elem(&stacks, key, &none, BPF_NOEXIST);
    sum = bpf_map_lookup_elem(&stacks, key);
  }
  if (sum)
    __sync_fetch_and_add(sum, amount);
}

// Whose events count: 0 and "" stand for everybody's.
const volatile __u32 target_pid = 0;
const volatile char target_comm[16] = "";

static __always_inline bool wanted(void)
{
  char comm[16];

  if (target_pid != 0 && target_pid != bpf_get_current_pid_tgid() >> 32)
    return false;
  if (target_comm[0] == 0)
    return true;
  bpf_get_current_comm(comm, sizeof(comm));
  for (int i = 0; i < 16; i++) {
    if (comm[i] != target_comm[i])
      return false;
    if (comm[i] == 0)
      break;
  }
  return true;
}

SEC("perf_event")
int sample(struct bpf_perf_event_data *ctx)
{
  struct counted key = {};

  // Process 0 is the idle task.
  if ((__u32)bpf_get_current_pid_tgid() == 0 || !wanted())
    return 0;
  bpf_get_current_comm(key.comm, sizeof(key.comm));
  key.kernel_stack = bpf_get_stackid(ctx, &stack_traces, 0);
  add(&key, 1);
  return 0;
}
