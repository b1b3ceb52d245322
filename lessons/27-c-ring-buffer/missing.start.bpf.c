#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

struct event {
  __s32 err;
  char comm[16];
  char file[128];
};

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 256 * 1024);
  __type(value, struct event);
} events SEC(".maps");

// Where the name of the file lies that a thread is about to open.
struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 10240);
  __type(key, __u32);
  __type(value, __u64);
} pending SEC(".maps");

__u64 dropped = 0;

SEC("tracepoint/syscalls/sys_enter_openat")
int opens(struct trace_event_raw_sys_enter *ctx)
{
  __u32 thread = bpf_get_current_pid_tgid();
  __u64 path = ctx->args[1];

  /* here: keep the path for this thread */
  return 0;
}

SEC("tracepoint/syscalls/sys_exit_openat")
int opened(struct trace_event_raw_sys_exit *ctx)
{
  __u32 thread = bpf_get_current_pid_tgid();
  __u64 path = 0;
  struct event *event;

  /* here: go on only where a name was kept and the open failed; take the name out of the map */
  event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
  if (!event) {
    __sync_fetch_and_add(&dropped, 1);
    return 0;
  }
  event->err = ctx->ret;
  bpf_get_current_comm(event->comm, sizeof(event->comm));
  bpf_probe_read_user_str(event->file, sizeof(event->file), (const char *)path);
  bpf_ringbuf_submit(event, 0);
  return 0;
}
