#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>

SEC("tracepoint/syscalls/sys_enter_openat")
int handle(void *ctx) {
  return bpf_redirect(1, 0);
}

char LICENSE[] SEC("license") = "GPL";
