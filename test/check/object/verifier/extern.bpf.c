#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>

extern int no_such_variable;

SEC("tracepoint/syscalls/sys_enter_openat")
int handle(struct trace_event_raw_sys_enter *ctx) {
  return no_such_variable;
}

char LICENSE[] SEC("license") = "GPL";
