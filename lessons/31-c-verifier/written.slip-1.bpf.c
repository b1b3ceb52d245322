#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

struct event {
  char comm[16];
  char text[64];
};

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 4 * 1024 * 1024);
  __type(value, struct event);
} events SEC(".maps");

// ssize_t write(int fd, const void *buffer, size_t size)
SEC("tracepoint/syscalls/sys_enter_write")
int on_write(struct trace_event_raw_sys_enter *ctx)
{
  int size = ctx->args[2];
  struct event *event;

  if (ctx->args[0] != 1)
    return 0;
  event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
  if (!event)
    return 0;
  __builtin_memset(event->text, 0, sizeof(event->text));
  if (size > 64)
    size = 64;
  bpf_get_current_comm(event->comm, sizeof(event->comm));
  bpf_probe_read_user(event->text, size, (const void *)ctx->args[1]);
  bpf_ringbuf_submit(event, 0);
  return 0;
}
