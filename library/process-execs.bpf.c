/*---
twin = "process-execs"
lesson.en = "a string of varying length out of a tracepoint: __data_loc says where it begins"
lesson.zh = "从跟踪点读取变长字符串：__data_loc 指出它从哪里开始"
answer = "rows"

[params]
pid = "target_pid"
comm = "target_comm"
---*/

#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

struct event {
  __u32 pid;
  __u32 user;
  char comm[16];
  char file[256];
};

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 1024 * 1024);
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

SEC("tracepoint/sched/sched_process_exec")
int exec(struct trace_event_raw_sched_process_exec *ctx)
{
  struct event *event;

  if (!wanted())
    return 0;
  event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
  if (!event)
    return 0;
  event->pid = bpf_get_current_pid_tgid() >> 32;
  event->user = bpf_get_current_uid_gid();
  bpf_get_current_comm(event->comm, sizeof(event->comm));
  // The lower 16 bits are where the string is in the record, the upper ones how long it is.
  bpf_probe_read_kernel_str(event->file, sizeof(event->file), (void *)ctx + (ctx->__data_loc_filename & 0xffff));
  bpf_ringbuf_submit(event, 0);
  return 0;
}
