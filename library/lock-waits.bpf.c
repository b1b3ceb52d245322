/*---
twin = "lock-waits"
lesson.en = "which calls count is told by an argument, before anything is stored"
lesson.zh = "先看参数决定哪些调用算数，再保存状态"
answer = "waited"

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
} waited SEC(".maps");

static __always_inline void add(const struct counted *key, __u64 amount)
{
  __u64 none = 0, *sum = bpf_map_lookup_elem(&waited, key);

  if (!sum) {
    bpf_map_update_elem(&waited, key, &none, BPF_NOEXIST);
    sum = bpf_map_lookup_elem(&waited, key);
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

// FUTEX_WAIT, LOCK_PI, WAIT_BITSET, WAIT_REQUEUE_PI and LOCK_PI2; the higher bits are flags.
static __always_inline bool is_wait(__u64 operation)
{
  switch (operation & 127) {
  case 0:
  case 6:
  case 9:
  case 11:
  case 13:
    return true;
  }
  return false;
}

SEC("tracepoint/syscalls/sys_enter_futex")
int begins(struct trace_event_raw_sys_enter *ctx)
{
  __u32 thread = bpf_get_current_pid_tgid();
  __u64 now = bpf_ktime_get_ns();

  if (is_wait(ctx->args[1]) && wanted())
    bpf_map_update_elem(&starts, &thread, &now, BPF_ANY);
  return 0;
}

SEC("tracepoint/syscalls/sys_exit_futex")
int returns(void *ctx)
{
  __u32 thread = bpf_get_current_pid_tgid();
  __u64 *start = bpf_map_lookup_elem(&starts, &thread);
  struct counted key = {};

  if (!start)
    return 0;
  bpf_get_current_comm(key.comm, sizeof(key.comm));
  add(&key, (bpf_ktime_get_ns() - *start) / 1000);
  bpf_map_delete_elem(&starts, &thread);
  return 0;
}
