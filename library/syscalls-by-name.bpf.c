/*---
twin = "syscalls-by-name"
lesson.en = "an array instead of a hash: a number that is small enough is a place of its own, and finding it costs nothing"
lesson.zh = "用数组代替哈希：足够小的编号本身就是位置，查找不花时间"
answer = "calls"

[params]
pid = "target_pid"
comm = "target_comm"
---*/

#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

// Larger than any call's number; what is larger still is none.
#define MOST 1024

// A count of its own for every CPU: no two of them ever wait for one another.
struct {
  __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
  __uint(max_entries, MOST);
  __type(key, __u32);
  __type(value, __u64);
} calls SEC(".maps");

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
int calls_in(struct trace_event_raw_sys_enter *ctx)
{
  __u32 call = ctx->id;
  __u64 *count;

  if (!wanted())
    return 0;
  count = bpf_map_lookup_elem(&calls, &call);
  if (count)
    (*count)++;
  return 0;
}
