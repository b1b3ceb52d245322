#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>

SEC("tracepoint/syscalls/sys_enter_openat")
int handle(struct trace_event_raw_sys_enter *ctx) {
  const char *name = (const char *)ctx->args[1];
  return name[0];
}

char LICENSE[] SEC("license") = "GPL";
