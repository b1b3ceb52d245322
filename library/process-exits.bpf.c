/*---
twin = "process-exits"
lesson.en = "reading the kernel's own structures: BPF_CORE_READ follows pointers and finds members wherever this kernel has them"
lesson.zh = "读取内核自身的结构体：BPF_CORE_READ 沿指针读取，成员在哪个偏移由当前内核决定"
answer = "rows"

[params]
pid = "target_pid"
comm = "target_comm"
failed = "failed_only"
min_ms = "min_ms"
---*/

#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

char LICENSE[] SEC("license") = "GPL";

struct event {
  __u32 pid;
  __u32 ppid;
  char comm[16];
  __u32 exit_code;
  __u32 signal;
  __u64 age_ms;
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

// Only what did not end with 0.
const volatile bool failed_only = false;
const volatile __u64 min_ms = 0;

SEC("tracepoint/sched/sched_process_exit")
int ends(void *ctx)
{
  __u64 both = bpf_get_current_pid_tgid();
  struct task_struct *task;
  struct event *event;
  __u64 age_ms;
  int code;

  // The main thread stands for the process: its exit code is that of the process, whichever thread ended it.
  if (both >> 32 != (__u32)both || !wanted())
    return 0;
  task = (struct task_struct *)bpf_get_current_task();
  code = BPF_CORE_READ(task, exit_code);
  age_ms = (bpf_ktime_get_boot_ns() - BPF_CORE_READ(task, start_boottime)) / 1000000;
  if ((failed_only && code == 0) || age_ms < min_ms)
    return 0;
  event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
  if (!event)
    return 0;
  event->pid = both >> 32;
  event->ppid = BPF_CORE_READ(task, real_parent, tgid);
  bpf_get_current_comm(event->comm, sizeof(event->comm));
  event->exit_code = (code >> 8) & 0xff;
  event->signal = code & 0x7f;
  event->age_ms = age_ms;
  bpf_ringbuf_submit(event, 0);
  return 0;
}
