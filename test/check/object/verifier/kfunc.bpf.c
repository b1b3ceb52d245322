#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>

extern void bpf_no_such_kfunc(void) __ksym;

SEC("tp_btf/sched_switch")
int BPF_PROG(handle) {
  bpf_no_such_kfunc();
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
