#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>

SEC("tp_btf/sched_switch")
int BPF_PROG(handle) {
  char text[8];
  bpf_copy_from_user(text, sizeof(text), (void *)1);
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
