#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

char LICENSE[] SEC("license") = "GPL";

struct event {
  __u32 pid;
  char comm[16];
  char parent[16];
  __u64 lived_ms;
};

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 256 * 1024);
  __type(value, struct event);
} events SEC(".maps");

SEC("tracepoint/sched/sched_process_exit")
int ended(void *ctx)
{
  struct task_struct *task = (void *)bpf_get_current_task();
  __u64 ids = bpf_get_current_pid_tgid();
  struct event *event;

  // The first thread of a process stands for all of it.
  if (ids >> 32 != (__u32)ids)
    return 0;
  event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
  if (!event)
    return 0;
  event->pid = ids >> 32;
  bpf_get_current_comm(event->comm, sizeof(event->comm));
  BPF_CORE_READ_STR_INTO(&event->parent, task, real_parent, comm);
  event->lived_ms = (bpf_ktime_get_boot_ns() - BPF_CORE_READ(task, start_boottime)) / 1000000;
  bpf_ringbuf_submit(event, 0);
  return 0;
}
