#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

// What one line of the answer is made of.
struct event {
  __u32 pid;
  char comm[16];
};

// The way out of the kernel.
struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 256 * 1024);
  __type(value, struct event);
} events SEC(".maps");

SEC("tracepoint/sched/sched_process_exec")
int started(struct trace_event_raw_sched_process_exec *ctx)
{
  struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);

  if (!event)
    return 0;
  event->pid = ctx->pid;
  bpf_get_current_comm(event->comm, sizeof(event->comm));
  bpf_ringbuf_submit(event, 0);
  return 0;
}
