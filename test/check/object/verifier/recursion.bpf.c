#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>
char LICENSE[] SEC("license") = "GPL";
static __attribute__((noinline)) int f(int n)
{
  if (n < 2)
    return bpf_get_prandom_u32();
  return f(n - 1) + f(n - 2);
}
SEC("tracepoint/syscalls/sys_enter_openat")
int handle(struct trace_event_raw_sys_enter *ctx)
{
  return f(ctx->args[1]);
}
