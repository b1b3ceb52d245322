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

// void *malloc(size_t size)
SEC("uprobe/libc.so.6:malloc")
int BPF_KPROBE(allocates, __u64 size)
{
  struct event *event;

  if (size < 1000000)
    return 0;
  event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
  if (!event)
    return 0;
  event->pid = bpf_get_current_pid_tgid() >> 32;
  bpf_get_current_comm(event->comm, sizeof(event->comm));
  bpf_probe_read_user(&event->bytes, sizeof(event->bytes), (void *)size);
  bpf_ringbuf_submit(event, 0);
  return 0;
}
