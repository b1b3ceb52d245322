/*---
twin = "write-sizes"
lesson.en = "one function behind several probes"
lesson.zh = "多个探针共用一个函数"
answer = "size"

[params]
pid = "target_pid"
comm = "target_comm"
min_bytes = "min_bytes"
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
} size SEC(".maps");

static __always_inline void record(__u64 value)
{
  __u32 first = 0;
  struct hist *hist = bpf_map_lookup_elem(&size, &first);

  if (hist)
    add_to(hist, value);
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

const volatile __u64 min_bytes = 0;

static __always_inline int moved(long bytes)
{
  if (bytes >= 0 && (__u64)bytes >= min_bytes && wanted())
    record(bytes);
  return 0;
}

SEC("tracepoint/syscalls/sys_exit_write")
int exit_write(struct trace_event_raw_sys_exit *ctx)
{
  return moved(ctx->ret);
}

SEC("tracepoint/syscalls/sys_exit_pwrite64")
int exit_pwrite64(struct trace_event_raw_sys_exit *ctx)
{
  return moved(ctx->ret);
}

SEC("tracepoint/syscalls/sys_exit_writev")
int exit_writev(struct trace_event_raw_sys_exit *ctx)
{
  return moved(ctx->ret);
}

SEC("tracepoint/syscalls/sys_exit_pwritev")
int exit_pwritev(struct trace_event_raw_sys_exit *ctx)
{
  return moved(ctx->ret);
}

SEC("tracepoint/syscalls/sys_exit_pwritev2")
int exit_pwritev2(struct trace_event_raw_sys_exit *ctx)
{
  return moved(ctx->ret);
}
