/*---
twin = "off-cpu-time"
lesson.en = "two maps at work: one remembers, the other adds up"
lesson.zh = "两个映射配合：一个记住开始，另一个累加"
answer = "off"

[params]
comm = "target_comm"
tid = "target_tid"
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
} off SEC(".maps");

static __always_inline void add(const struct counted *key, __u64 amount)
{
  __u64 none = 0, *sum = bpf_map_lookup_elem(&off, key);

  if (!sum) {
    bpf_map_update_elem(&off, key, &none, BPF_NOEXIST);
    sum = bpf_map_lookup_elem(&off, key);
  }
  if (sum)
    __sync_fetch_and_add(sum, amount);
}

// When each thread began, by its id.
struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 10240);
  __type(key, __u32);
  __type(value, __u64);
} starts SEC(".maps");

const volatile char target_comm[16] = "";
const volatile __u32 target_tid = 0;

static __always_inline bool wanted(const char *comm, __u32 thread)
{
  if (target_tid != 0 && target_tid != thread)
    return false;
  for (int i = 0; target_comm[0] != 0 && i < 16; i++) {
    if (comm[i] != target_comm[i])
      return false;
    if (comm[i] == 0)
      break;
  }
  return true;
}

SEC("tracepoint/sched/sched_switch")
int switches(struct trace_event_raw_sched_switch *ctx)
{
  __u64 now = bpf_ktime_get_ns(), *start;
  __u32 before = ctx->prev_pid, next = ctx->next_pid;
  struct counted key = {};

  // Thread 0 is the idle task of every CPU; in state 16 or 32 a thread has ended.
  if (before != 0 && (ctx->prev_state & 48) == 0)
    bpf_map_update_elem(&starts, &before, &now, BPF_ANY);
  start = bpf_map_lookup_elem(&starts, &next);
  if (!start)
    return 0;
  now = (now - *start) / 1000;
  bpf_map_delete_elem(&starts, &next);
  bpf_probe_read_kernel(key.comm, sizeof(key.comm), ctx->next_comm);
  if (wanted(key.comm, next))
    add(&key, now);
  return 0;
}
