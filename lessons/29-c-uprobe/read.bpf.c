#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

char LICENSE[] SEC("license") = "GPL";

struct event {
  __u32 pid;
  char comm[16];
  char variable[64];
};

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 1024 * 1024);
  __type(value, struct event);
} events SEC(".maps");

const volatile __u32 target_pid = 0;
__u64 dropped = 0;

// char *getenv(const char *name)
SEC("uprobe/libc.so.6:getenv")
int BPF_KPROBE(asks, const char *name)
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
  bpf_probe_read_user_str(event->variable, sizeof(event->variable), name);
  bpf_ringbuf_submit(event, 0);
  return 0;
}
