#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>

u64 total;

SEC("tracepoint/syscalls/sys_enter_openat")
int handle(struct trace_event_raw_sys_enter *ctx) {
  u64 end = bpf_ktime_get_ns();
  for (u64 at = 0; at < end; at++) __sync_fetch_and_add(&total, at);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
