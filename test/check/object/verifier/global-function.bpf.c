#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>
char LICENSE[] SEC("license") = "GPL";
__attribute__((noinline)) int f(struct trace_event_raw_sys_enter *c, char *p)
{
  return p[0];
}
SEC("tracepoint/syscalls/sys_enter_openat")
int handle(struct trace_event_raw_sys_enter *ctx)
{
  char b[4] = {};
  return f(ctx, b);
}
