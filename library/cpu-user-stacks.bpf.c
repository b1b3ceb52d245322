/*---
twin = "cpu-user-stacks"
lesson.en = "call stacks of programs: the kernel walks them and keeps each once; whose functions they are is found out when the answer is told, by the process"
lesson.zh = "程序的调用栈：由内核回溯并各保存一份；函数名在给出答案时按进程查出"
answer = "stacks"
keys = ["process", "pid", "stack"]
[attach]
hz = 99

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
  __u32 pid;
  __s32 user_stack;
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
  key.pid = bpf_get_current_pid_tgid() >> 32;
  // Negative where there is none, as in threads of the kernel.
  key.user_stack = bpf_get_stackid(ctx, &stack_traces, BPF_F_USER_STACK);
  add(&key, 1);
  return 0;
}
