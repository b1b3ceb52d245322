#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

struct event {
  char comm[16];
  __s32 err;
};

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 256 * 1024);
  __type(value, struct event);
} events SEC(".maps");

SEC("tracepoint/syscalls/sys_exit_openat")
int opened(struct trace_event_raw_sys_exit *ctx)
{
  struct event *event;

  if (ctx->ret >= 0)
    return 0;
  event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
  if (!event)
    return 0;
  bpf_get_current_comm(event->comm, sizeof(event->comm));
  event->err = ctx->ret;
  bpf_ringbuf_submit(event, 0);
  return 0;
}
