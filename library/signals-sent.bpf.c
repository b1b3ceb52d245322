/*---
twin = "signals-sent"
lesson.en = "the fields of a tracepoint as a structure of vmlinux.h: no format file is read, no offset written down"
lesson.zh = "用 vmlinux.h 中的结构体访问跟踪点字段：无需读取格式文件，也无需写死偏移"
answer = "rows"

[params]
pid = "target_pid"
comm = "target_comm"
signal = "only_signal"
---*/

#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

struct event {
  __u32 pid;
  char comm[16];
  __u32 signal;
  __u32 target_pid;
  char target_comm[16];
  __u32 result;
};

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

// Only this signal; 0 for all.
const volatile int only_signal = 0;

SEC("tracepoint/signal/signal_generate")
int sends(struct trace_event_raw_signal_generate *ctx)
{
  struct event *event;

  if (!wanted() || (only_signal != 0 && ctx->sig != only_signal))
    return 0;
  event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
  if (!event)
    return 0;
  event->pid = bpf_get_current_pid_tgid() >> 32;
  bpf_get_current_comm(event->comm, sizeof(event->comm));
  event->signal = ctx->sig;
  event->target_pid = ctx->pid;
  bpf_probe_read_kernel(event->target_comm, sizeof(event->target_comm), ctx->comm);
  event->result = ctx->result;
  bpf_ringbuf_submit(event, 0);
  return 0;
}
