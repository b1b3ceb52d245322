#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>

SEC("tracepoint/syscalls/sys_enter_openat")
int handle(struct trace_event_raw_sys_enter *ctx) {
  u64 value = 0;
  bpf_probe_read_kernel(&value, 8, ctx);
  return 0;
}

char LICENSE[] SEC("license") = "Proprietary";
