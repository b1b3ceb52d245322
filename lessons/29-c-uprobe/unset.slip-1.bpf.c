#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

char LICENSE[] SEC("license") = "GPL";

struct event {
  char comm[16];
  char variable[64];
};

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 1024 * 1024);
  __type(value, struct event);
} events SEC(".maps");

SEC("uretprobe/libc.so.6:getenv")
int BPF_KRETPROBE(answered, const char *name)
{
  struct event *event;

  if (name)
    return 0;
  event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
  if (!event)
    return 0;
  bpf_get_current_comm(event->comm, sizeof(event->comm));
  bpf_probe_read_user_str(event->variable, sizeof(event->variable), name);
  bpf_ringbuf_submit(event, 0);
  return 0;
}
