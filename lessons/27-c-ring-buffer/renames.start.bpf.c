#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

struct event {
  char comm[16];
  char from[96];
  char to[96];
};

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 256 * 1024);
  __type(value, struct event);
} events SEC(".maps");

__u64 dropped = 0;

// int rename(const char *oldpath, const char *newpath)
SEC("tracepoint/syscalls/sys_enter_rename")
int on_rename(struct trace_event_raw_sys_enter *ctx)
{
  struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);

  if (!event) {
    __sync_fetch_and_add(&dropped, 1);
    return 0;
  }
  bpf_get_current_comm(event->comm, sizeof(event->comm));
  bpf_probe_read_user_str(event->from, sizeof(event->from), (const char *)ctx->args[0]);
  event->to[0] = 0; /* here: the new name */
  bpf_ringbuf_submit(event, 0);
  return 0;
}
