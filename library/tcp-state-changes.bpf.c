/*---
twin = "tcp-state-changes"
lesson.en = "addresses written as text in the kernel, with bpf_snprintf"
lesson.zh = "用 bpf_snprintf 在内核里把地址写成文本"
answer = "rows"

[params]
port = "only_port"
---*/

#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

char LICENSE[] SEC("license") = "GPL";

#define AF_INET 2
#define IPPROTO_TCP_NUMBER 6

struct event {
  char local_address[40];
  __u32 local_port;
  char address[40];
  __u32 port;
  __u32 old_state;
  __u32 new_state;
};

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 256 * 1024);
  __type(value, struct event);
} events SEC(".maps");

// Only connections with this port at either end; 0 for all.
const volatile __u16 only_port = 0;

SEC("tracepoint/sock/inet_sock_set_state")
int set_state(struct trace_event_raw_inet_sock_set_state *ctx)
{
  struct event *event;

  if (ctx->protocol != IPPROTO_TCP_NUMBER)
    return 0;
  if (only_port != 0 && ctx->sport != only_port && ctx->dport != only_port)
    return 0;
  event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
  if (!event)
    return 0;
  if (ctx->family == AF_INET) {
    BPF_SNPRINTF(event->local_address, sizeof(event->local_address), "%pI4", ctx->saddr);
    BPF_SNPRINTF(event->address, sizeof(event->address), "%pI4", ctx->daddr);
  } else {
    BPF_SNPRINTF(event->local_address, sizeof(event->local_address), "%pI6", ctx->saddr_v6);
    BPF_SNPRINTF(event->address, sizeof(event->address), "%pI6", ctx->daddr_v6);
  }
  event->local_port = ctx->sport;
  event->port = ctx->dport;
  event->old_state = ctx->oldstate;
  event->new_state = ctx->newstate;
  bpf_ringbuf_submit(event, 0);
  return 0;
}
