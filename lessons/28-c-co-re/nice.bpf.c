#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

char LICENSE[] SEC("license") = "GPL";

struct event {
  char comm[16];
  __s32 nice;
};

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 256 * 1024);
  __type(value, struct event);
} events SEC(".maps");

SEC("tracepoint/syscalls/sys_exit_setpriority")
int changed(struct trace_event_raw_sys_exit *ctx)
{
  struct task_struct *task = (void *)bpf_get_current_task();
  struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);

  if (!event)
    return 0;
  bpf_get_current_comm(event->comm, sizeof(event->comm));
  event->nice = BPF_CORE_READ(task, static_prio) - 120;
  bpf_ringbuf_submit(event, 0);
  return 0;
}
