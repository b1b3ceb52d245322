#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>

SEC("tp_btf/sched_switch")
int BPF_PROG(handle, bool preempt, struct task_struct *prev) {
  prev->pid = 3;
  return 0;
}

char LICENSE[] SEC("license") = "GPL";
