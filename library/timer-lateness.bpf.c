/*---
lesson.en = "a member of a structure that only a pointer leads to, and where it is may differ between kernels"
lesson.zh = "通过指针才能到达的结构体成员，其位置可能因内核而异"
answer = "lateness"
title.en = "How late the kernel's timers are"
title.zh = "内核定时器晚了多久"
tells.en = "by how much the kernel's high resolution timers expire later than they were set to: the jitter of every sleep and timeout"
tells.zh = "内核高精度定时器比设定时间晚到期多少：每次睡眠和超时的抖动"
event = "timer"
measure = "latency"
keys = []
value = { name = "lateness", unit = "us" }
questions.en = ["how late do timers fire", "hrtimer jitter histogram", "timer lateness distribution", "are sleeps woken up too late by the timer"]
questions.zh = ["定时器晚了多久", "hrtimer 抖动直方图", "定时器延迟的分布", "睡眠醒来是不是太晚"]

[workload]
run = ["futex", "50"]
evidence = [{ match = ".", min = 50, max = 1000000 }]

[params]
min_us = "min_us"
---*/

#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

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
} lateness SEC(".maps");

static __always_inline void record(__u64 value)
{
  __u32 first = 0;
  struct hist *hist = bpf_map_lookup_elem(&lateness, &first);

  if (hist)
    add_to(hist, value);
}

const volatile __u64 min_us = 0;

// When a timer was to expire stands in the node that sorts it.
SEC("tracepoint/timer/hrtimer_expire_entry")
int expires(struct trace_event_raw_hrtimer_expire_entry *ctx)
{
  struct hrtimer *timer = ctx->hrtimer;
  __s64 late = ctx->now - BPF_CORE_READ(timer, node.expires);

  if (late >= 0 && (__u64)late / 1000 >= min_us)
    record((__u64)late / 1000);
  return 0;
}
