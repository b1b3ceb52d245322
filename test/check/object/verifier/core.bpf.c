#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>

struct task_struct___mine {
  int no_such_field;
} __attribute__((preserve_access_index));

SEC("tracepoint/syscalls/sys_enter_openat")
int handle(struct trace_event_raw_sys_enter *ctx) {
  struct task_struct___mine *task = (void *)bpf_get_current_task();
  return BPF_CORE_READ(task, no_such_field);
}

char LICENSE[] SEC("license") = "GPL";
