/*---
twin = "run-queue-latency"
lesson.en = "a raw tracepoint: no fields are copied for it, what it gets are the kernel's own pointers"
lesson.zh = "原始跟踪点：内核不为它复制字段，得到的是内核自己的指针"
answer = "latency"

[params]
min_us = "min_us"
---*/

#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
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

// Since when each thread waits for a CPU, by its id.
struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 10240);
  __type(key, __u32);
  __type(value, __u64);
} queue_pending SEC(".maps");

const volatile __u64 min_us = 0;

// What the state of a thread was called before Linux 5.14.
struct task_struct___before_5_14 {
  volatile long state;
} __attribute__((preserve_access_index));

static __always_inline bool can_run(struct task_struct *task)
{
  if (bpf_core_field_exists(task->__state))
    return (BPF_CORE_READ(task, __state) & 255) == 0;
  return (BPF_CORE_READ((struct task_struct___before_5_14 *)task, state) & 255) == 0;
}

static __always_inline void waits(struct task_struct *task)
{
  __u32 thread = BPF_CORE_READ(task, pid);
  __u64 now = bpf_ktime_get_ns();

  // Thread 0 is the idle task.
  if (thread != 0)
    bpf_map_update_elem(&queue_pending, &thread, &now, BPF_ANY);
}

SEC("raw_tp/sched_wakeup")
int BPF_PROG(wakeup, struct task_struct *task)
{
  waits(task);
  return 0;
}

SEC("raw_tp/sched_wakeup_new")
int BPF_PROG(wakeup_new, struct task_struct *task)
{
  waits(task);
  return 0;
}

// A thread that is switched away while it could run on is queued again.
SEC("raw_tp/sched_switch")
int BPF_PROG(switch_to, bool preempt, struct task_struct *before, struct task_struct *next)
{
  __u32 thread = BPF_CORE_READ(next, pid);
  __u64 *since, us;

  if (preempt || can_run(before))
    waits(before);
  since = bpf_map_lookup_elem(&queue_pending, &thread);
  if (!since)
    return 0;
  us = (bpf_ktime_get_ns() - *since) / 1000;
  bpf_map_delete_elem(&queue_pending, &thread);
  if (us >= min_us)
    record(us);
  return 0;
}
