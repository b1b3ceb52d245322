#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

struct event {
  __u32 pid;
  char comm[16];
  char file[128];
};

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 256 * 1024);
  __type(value, struct event);
} events SEC(".maps");

// Whose deletions: 0 stands for everybody's. Set before the program is loaded.
const volatile __u32 target_pid = 0;

// Records for which there was no room.
__u64 dropped = 0;

static __always_inline int deleted(const char *path)
{
  __u32 pid = bpf_get_current_pid_tgid() >> 32;
  struct event *event;

  if (target_pid && pid != target_pid)
    return 0;
  event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
  if (!event) {
    __sync_fetch_and_add(&dropped, 1);
    return 0;
  }
  event->pid = pid;
  bpf_get_current_comm(event->comm, sizeof(event->comm));
  bpf_probe_read_user_str(event->file, sizeof(event->file), path);
  bpf_ringbuf_submit(event, 0);
  return 0;
}

SEC("tracepoint/syscalls/sys_enter_unlink")
int on_unlink(struct trace_event_raw_sys_enter *ctx)
{
  return deleted((const char *)ctx->args[0]);
}

SEC("tracepoint/syscalls/sys_enter_unlinkat")
int on_unlinkat(struct trace_event_raw_sys_enter *ctx)
{
  return deleted((const char *)ctx->args[1]);
}
