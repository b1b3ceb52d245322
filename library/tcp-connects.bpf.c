/*---
twin = "tcp-connects"
lesson.en = "a perf buffer, what kernels before 5.8 have instead of a ring buffer: the record is made on the stack and copied"
lesson.zh = "perf 缓冲区：5.8 之前的内核用它代替环形缓冲区；记录先在栈上生成再复制"
answer = "rows"

[params]
pid = "target_pid"
comm = "target_comm"
port = "only_port"
---*/

#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

char LICENSE[] SEC("license") = "GPL";

#define AF_INET 2
#define IPPROTO_TCP_NUMBER 6
#define STATE_SYN_SENT 2

struct event {
  __u32 pid;
  char comm[16];
  char address[40];
  __u32 port;
};

struct {
  __uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
  __uint(key_size, sizeof(__u32));
  __uint(value_size, sizeof(__u32));
} events SEC(".maps");

// Tells who reads the object what the records of the buffer are.
const struct event *unused __attribute__((unused));

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

const volatile __u16 only_port = 0;

// A connection enters SYN_SENT in the process that asks for it.
SEC("tracepoint/sock/inet_sock_set_state")
int connects(struct trace_event_raw_inet_sock_set_state *ctx)
{
  struct event event = {};

  if (ctx->protocol != IPPROTO_TCP_NUMBER || ctx->newstate != STATE_SYN_SENT || !wanted())
    return 0;
  if (only_port != 0 && ctx->dport != only_port)
    return 0;
  event.pid = bpf_get_current_pid_tgid() >> 32;
  bpf_get_current_comm(event.comm, sizeof(event.comm));
  if (ctx->family == AF_INET)
    BPF_SNPRINTF(event.address, sizeof(event.address), "%pI4", ctx->daddr);
  else
    BPF_SNPRINTF(event.address, sizeof(event.address), "%pI6", ctx->daddr_v6);
  event.port = ctx->dport;
  bpf_perf_event_output(ctx, &events, BPF_F_CURRENT_CPU, &event, sizeof(event));
  return 0;
}
