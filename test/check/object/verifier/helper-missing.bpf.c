#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
char LICENSE[] SEC("license") = "GPL";
static long (*bpf_later)(void *x) = (void *) 9999;
SEC("tracepoint/syscalls/sys_enter_openat")
int handle(void *ctx)
{
  return bpf_later(ctx);
}
