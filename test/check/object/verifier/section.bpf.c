#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>

SEC("tracepont/syscalls/sys_enter_openat")
int handle(void *ctx) {
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
