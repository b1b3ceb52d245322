#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>

SEC("fentry/no_such_function")
int BPF_PROG(handle) {
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
