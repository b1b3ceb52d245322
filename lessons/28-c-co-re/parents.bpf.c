#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

char LICENSE[] SEC("license") = "GPL";

struct event {
  char comm[16];
  char parent[16];
};

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 256 * 1024);
  __type(value, struct event);
} events SEC(".maps");

SEC("tracepoint/sched/sched_process_exec")
int started(void *ctx)
{
  struct task_struct *task = (void *)bpf_get_current_task();
  struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);

  if (!event)
    return 0;
  bpf_get_current_comm(event->comm, sizeof(event->comm));
  BPF_CORE_READ_STR_INTO(&event->parent, task, real_parent, comm);
  bpf_ringbuf_submit(event, 0);
  return 0;
}
