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

// What each thread asks for, from the call to its return.
struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 10240);
  __type(key, __u32);
  __type(value, __u64);
} pending SEC(".maps");

SEC("uprobe/libc.so.6:getenv")
int BPF_KPROBE(asks, const char *name)
{
  __u32 thread = bpf_get_current_pid_tgid();
  __u64 address = (__u64)name;

  bpf_map_update_elem(&pending, &thread, &address, BPF_ANY);
  return 0;
}

SEC("uretprobe/libc.so.6:getenv")
int BPF_KRETPROBE(answered, const char *value)
{
  __u32 thread = bpf_get_current_pid_tgid();
  __u64 *found = bpf_map_lookup_elem(&pending, &thread);
  __u64 address;
  struct event *event;

  if (!found)
    return 0;
  address = *found;
  bpf_map_delete_elem(&pending, &thread);
  if (value)
    return 0;
  event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
  if (!event)
    return 0;
  bpf_get_current_comm(event->comm, sizeof(event->comm));
  bpf_probe_read_user_str(event->variable, sizeof(event->variable), (const char *)address);
  bpf_ringbuf_submit(event, 0);
  return 0;
}
