#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
char LICENSE[] SEC("license") = "GPL";
SEC("tracepoint/syscalls/sys_enter_openat")
int handle(struct pt_regs *ctx)
{
  return ctx->r15 + ctx->ss + ctx->sp;
}
