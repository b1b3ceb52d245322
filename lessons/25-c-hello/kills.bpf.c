#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

struct event {
  __u32 pid;
  char comm[16];
  __s32 sig;
};

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 256 * 1024);
  __type(value, struct event);
} events SEC(".maps");

// int kill(pid_t pid, int sig)
SEC("tracepoint/syscalls/sys_enter_kill")
int kills(struct trace_event_raw_sys_enter *ctx)
{
  struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);

  if (!event)
    return 0;
  event->pid = bpf_get_current_pid_tgid() >> 32;
  bpf_get_current_comm(event->comm, sizeof(event->comm));
  event->sig = ctx->args[1];
  bpf_ringbuf_submit(event, 0);
  return 0;
}
