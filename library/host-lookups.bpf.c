/*---
twin = "host-lookups"
lesson.en = "a uprobe and its uretprobe, and a string out of the memory of the process"
lesson.zh = "uprobe 与配对的 uretprobe，以及从进程内存中读取字符串"
answer = "rows"

[params]
pid = "target_pid"
comm = "target_comm"
min_us = "min_us"
---*/

#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

char LICENSE[] SEC("license") = "GPL";

struct event {
  __u32 pid;
  char comm[16];
  char host[92];
  __u64 latency_us;
};

struct lookup {
  __u64 start;
  __u64 host;
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 10240);
  __type(key, __u32);
  __type(value, struct lookup);
} lookups_pending SEC(".maps");

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 256 * 1024);
  __type(value, struct event);
} events SEC(".maps");

// Whose events count: 0 and "" stand for everybody's.
const volatile __u32 target_pid = 0;
const volatile char target_comm[16] = "";

static __always_inline bool wanted(void)
{
  char comm[16];

  if (target_pid != 0 && target_pid != bpf_get_current_pid_tgid() >> 32)
    return false;
  if (target_comm[0] == 0)
    return true;
  bpf_get_current_comm(comm, sizeof(comm));
  for (int i = 0; i < 16; i++) {
    if (comm[i] != target_comm[i])
      return false;
    if (comm[i] == 0)
      break;
  }
  return true;
}

const volatile __u64 min_us = 0;

SEC("uprobe/libc.so.6:getaddrinfo")
int BPF_KPROBE(begins, const char *host)
{
  __u32 thread = bpf_get_current_pid_tgid();
  struct lookup lookup = { .start = bpf_ktime_get_ns(), .host = (__u64)host };

  if (wanted())
    bpf_map_update_elem(&lookups_pending, &thread, &lookup, BPF_ANY);
  return 0;
}

SEC("uretprobe/libc.so.6:getaddrinfo")
int BPF_KRETPROBE(returns)
{
  __u32 thread = bpf_get_current_pid_tgid();
  struct lookup *lookup = bpf_map_lookup_elem(&lookups_pending, &thread);
  struct event *event;
  __u64 us;

  if (!lookup)
    return 0;
  us = (bpf_ktime_get_ns() - lookup->start) / 1000;
  event = us < min_us ? 0 : bpf_ringbuf_reserve(&events, sizeof(*event), 0);
  if (event) {
    event->pid = bpf_get_current_pid_tgid() >> 32;
    bpf_get_current_comm(event->comm, sizeof(event->comm));
    event->host[0] = 0;
    bpf_probe_read_user_str(event->host, sizeof(event->host), (void *)lookup->host);
    event->latency_us = us;
    bpf_ringbuf_submit(event, 0);
  }
  bpf_map_delete_elem(&lookups_pending, &thread);
  return 0;
}
