/*---
twin = "syscalls-by-process"
lesson.en = "counting where it happens: a map with a value for every CPU, so that a million calls a second cost little"
lesson.zh = "就地计数：每个 CPU 各有一份值的映射，每秒百万次调用也花费很少"
answer = "calls"

[params]
pid = "target_pid"
comm = "target_comm"
---*/

#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

struct counted {
  char comm[16];
};

// A count of its own for every CPU: no two of them ever wait for one another.
struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_HASH);
  __uint(max_entries, 10240);
  __type(key, struct counted);
  __type(value, __u64);
} calls SEC(".maps");

static __always_inline void add(const struct counted *key, __u64 amount)
{
  __u64 *sum = bpf_map_lookup_elem(&calls, key);

  if (sum)
    *sum += amount;
  else
    bpf_map_update_elem(&calls, key, &amount, BPF_NOEXIST);
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

SEC("tracepoint/raw_syscalls/sys_enter")
int calls_in(void *ctx)
{
  struct counted key = {};

  if (!wanted())
    return 0;
  bpf_get_current_comm(key.comm, sizeof(key.comm));
  add(&key, 1);
  return 0;
}
