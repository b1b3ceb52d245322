#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

char LICENSE[] SEC("license") = "GPL";

struct event {
  __u32 pid;
  char comm[16];
  __u64 bytes;
};

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 256 * 1024);
  __type(value, struct event);
} events SEC(".maps");

// It should tell each malloc of a million bytes and more: void *malloc(size_t size)
SEC("uprobe/libc.so.6:getenv")
int BPF_KPROBE(asks, const char *name)
{
  struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);

  if (!event)
    return 0;
  event->pid = bpf_get_current_pid_tgid() >> 32;
  bpf_get_current_comm(event->comm, sizeof(event->comm));
  event->bytes = 0;
  bpf_ringbuf_submit(event, 0);
  return 0;
}
