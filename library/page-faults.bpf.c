/*---
twin = "page-faults"
lesson.en = "what happens millions of times is counted, never printed"
lesson.zh = "每秒发生上百万次的事只计数，不逐条输出"
answer = "faults"

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

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 10240);
  __type(key, struct counted);
  __type(value, __u64);
} faults SEC(".maps");

static __always_inline void add(const struct counted *key, __u64 amount)
{
  __u64 none = 0, *sum = bpf_map_lookup_elem(&faults, key);

  if (!sum) {
    bpf_map_update_elem(&faults, key, &none, BPF_NOEXIST);
    sum = bpf_map_lookup_elem(&faults, key);
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

static __always_inline int count(void)
{
  struct counted key = {};

  if (!wanted())
    return 0;
  bpf_get_current_comm(key.comm, sizeof(key.comm));
  add(&key, 1);
  return 0;
}

SEC("tracepoint/exceptions/page_fault_user")
int fault(void *ctx)
{
  return count();
}

// The kernel touches a program's memory too, to put there what was read or asked for; both count in minflt and for perf.
SEC("tracepoint/exceptions/page_fault_kernel")
int fault_in_kernel(void *ctx)
{
  return count();
}
