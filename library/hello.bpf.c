/*---
lesson.en = "the smallest program that says something: a tracepoint, a ring buffer, one record for every program that is started"
lesson.zh = "最小的“有话可说”的程序：一个跟踪点、一个环形缓冲区，每启动一个程序输出一条记录"
answer = "rows"
title.en = "Hello from every program that starts"
title.zh = "每个启动的程序打个招呼"
tells.en = "that a BPF program works at all: a line for every program that is started"
tells.zh = "BPF 程序能不能工作：每启动一个程序输出一行"
event = "process-exec"
measure = "each"
columns = [{ name = "pid" }, { name = "process" }]
questions.en = ["hello world in eBPF", "the simplest eBPF program", "does BPF work on this machine", "my first BPF program"]
questions.zh = ["eBPF 的 hello world", "最简单的 eBPF 程序", "这台机器上 BPF 能用吗", "我的第一个 BPF 程序"]

[workload]
run = ["exec", "20"]
sees = ["gt-child$"]
evidence = [{ match = "gt-child$", min = 20, max = 20 }]
---*/

#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

struct event {
  __u32 pid;
  char comm[16];
};

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 256 * 1024);
  __type(value, struct event);
} events SEC(".maps");

SEC("tracepoint/sched/sched_process_exec")
int hello(void *ctx)
{
  struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);

  if (!event)
    return 0;
  event->pid = bpf_get_current_pid_tgid() >> 32;
  bpf_get_current_comm(event->comm, sizeof(event->comm));
  bpf_ringbuf_submit(event, 0);
  return 0;
}
