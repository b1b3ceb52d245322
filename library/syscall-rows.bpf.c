/*---
lesson.en = "volume: a ring buffer of 16 MiB carries a million rows a second"
lesson.zh = "大流量：16 MiB 的环形缓冲区每秒可传百万行"
answer = "rows"
title.en = "Every system call, one by one"
title.zh = "逐条列出每个系统调用"
tells.en = "each system call with its time, process and thread: all of them, where bpftrace would lose many"
tells.zh = "每个系统调用的时间、进程和线程：一个不漏，而 bpftrace 会丢失许多"
event = "syscall"
measure = "each"
columns = [{ name = "nanoseconds" }, { name = "pid" }, { name = "tid" }, { name = "syscall" }, { name = "process" }]
questions.en = ["print every system call of all processes", "list all syscalls one by one", "a line for each system call as fast as possible", "trace all system calls without losing any"]
questions.zh = ["逐条打印所有进程的系统调用", "列出每一个系统调用", "每个系统调用输出一行", "不丢失地跟踪全部系统调用"]

[workload]
run = ["umask", "20000"]
sees = ["umask gt-umask$"]
evidence = [{ match = "umask gt-umask$", min = 20_000, max = 20_400 }]

[params]
pid = "target_pid"
comm = "target_comm"
---*/

#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

struct event {
  __u64 nanoseconds;
  __u32 pid;
  __u32 tid;
  __u32 syscall;
  char comm[16];
};

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 16 * 1024 * 1024);
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

const volatile __s64 only_syscall = -1;

SEC("tracepoint/raw_syscalls/sys_enter")
int enters(struct trace_event_raw_sys_enter *ctx)
{
  __u64 both = bpf_get_current_pid_tgid();
  struct event *event;

  if ((only_syscall >= 0 && ctx->id != only_syscall) || !wanted())
    return 0;
  event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
  if (!event)
    return 0;
  event->nanoseconds = bpf_ktime_get_ns();
  event->pid = both >> 32;
  event->tid = both;
  event->syscall = ctx->id;
  bpf_get_current_comm(event->comm, sizeof(event->comm));
  bpf_ringbuf_submit(event, 0);
  return 0;
}
