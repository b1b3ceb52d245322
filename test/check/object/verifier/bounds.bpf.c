#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>

int slots[16];

SEC("tracepoint/syscalls/sys_enter_openat")
int handle(struct trace_event_raw_sys_enter *ctx) {
  u32 at = ctx->args[1];
  slots[at] += 1;
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
