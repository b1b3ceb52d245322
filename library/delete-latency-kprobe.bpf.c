/*---
lesson.en = "a kprobe and its kretprobe: any function of the kernel, by a breakpoint"
lesson.zh = "kprobe 与 kretprobe：借助断点跟踪任意内核函数"
answer = "latency"
title.en = "Latency of file deletions, by kprobe"
title.zh = "删除文件的延迟（kprobe）"
tells.en = "how long the kernel takes to delete a file, as a histogram in microseconds"
tells.zh = "内核删除一个文件要多久，以微秒为单位的直方图"
event = "file-delete"
measure = "latency"
keys = []
value = { name = "latency", unit = "us" }
questions.en = ["how long do file deletions take, by kprobe", "latency of unlink in the kernel, with kprobe", "trace vfs_unlink with kprobe", "slow deletes measured by kprobe"]
questions.zh = ["用 kprobe 测量删除文件的耗时", "用 kprobe 跟踪 vfs_unlink", "kprobe：unlink 在内核里的延迟", "用 kprobe 看删除文件慢不慢"]

[workload]
run = ["delete", "50"]
evidence = [{ match = ".", min = 50, max = 5000 }]

[params]
pid = "target_pid"
comm = "target_comm"
min_us = "min_us"
---*/

#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

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

SEC("kprobe/vfs_unlink")
int BPF_KPROBE(begins)
{
  __u32 thread = bpf_get_current_pid_tgid();
  __u64 now = bpf_ktime_get_ns();

  if (wanted())
    bpf_map_update_elem(&starts, &thread, &now, BPF_ANY);
  return 0;
}

SEC("kretprobe/vfs_unlink")
int BPF_KRETPROBE(returns)
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
