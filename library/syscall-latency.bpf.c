/*---
twin = "syscall-latency"
lesson.en = "a latency: the time between two probes, in a histogram by powers of two that the kernel keeps"
lesson.zh = "延迟：两个探针之间的时间，由内核按 2 的幂累积成直方图"
answer = "latency"

[params]
pid = "target_pid"
comm = "target_comm"
min_us = "min_us"
---*/

#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

// A histogram by powers of two: slots[i] counts what is from 2^i to 2^(i+1) - 1, slots[0] also what is 0.
struct hist {
  __u64 slots[64];
};

static __always_inline void add_to(struct hist *hist, __u64 value)
{
  __u32 slot = 0;

  for (int bits = 32; bits > 0; bits /= 2) {
    if (value >> bits) {
      value >>= bits;
      slot += bits;
    }
  }
  __sync_fetch_and_add(&hist->slots[slot & 63], 1);
}

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(max_entries, 1);
  __type(key, __u32);
  __type(value, struct hist);
} latency SEC(".maps");

static __always_inline void record(__u64 value)
{
  __u32 first = 0;
  struct hist *hist = bpf_map_lookup_elem(&latency, &first);

  if (hist)
    add_to(hist, value);
}

// When each thread began, by its id.
struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 10240);
  __type(key, __u32);
  __type(value, __u64);
} starts SEC(".maps");

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

const volatile __u64 min_us = 0;

SEC("tracepoint/raw_syscalls/sys_enter")
int begins(void *ctx)
{
  __u32 thread = bpf_get_current_pid_tgid();
  __u64 now = bpf_ktime_get_ns();

  if (wanted())
    bpf_map_update_elem(&starts, &thread, &now, BPF_ANY);
  return 0;
}

SEC("tracepoint/raw_syscalls/sys_exit")
int returns(void *ctx)
{
  __u32 thread = bpf_get_current_pid_tgid();
  __u64 *start = bpf_map_lookup_elem(&starts, &thread);
  __u64 us;

  if (!start)
    return 0;
  us = (bpf_ktime_get_ns() - *start) / 1000;
  bpf_map_delete_elem(&starts, &thread);
  if (us >= min_us)
    record(us);
  return 0;
}

// exit and exit_group never return.
SEC("tracepoint/sched/sched_process_exit")
int ends(void *ctx)
{
  __u32 thread = bpf_get_current_pid_tgid();

  bpf_map_delete_elem(&starts, &thread);
  return 0;
}
