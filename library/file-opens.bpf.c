/*---
twin = "file-opens"
lesson.en = "two probes that belong together: a hash map keeps by thread what the way in knew, for the way out"
lesson.zh = "相互配对的两个探针：用哈希表按线程保存进入时的信息，返回时再取出"
answer = "rows"

[params]
pid = "target_pid"
comm = "target_comm"
failed = "failed_only"
---*/

#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

struct event {
  __u32 pid;
  char comm[16];
  char file[256];
  __s32 fd;
  __s32 error;
};

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 1024 * 1024);
  __type(value, struct event);
} events SEC(".maps");

// Where the path of the file that each thread is opening is, in its own memory.
struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 10240);
  __type(key, __u32);
  __type(value, __u64);
} pending SEC(".maps");

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

// Only what failed.
const volatile bool failed_only = false;

static __always_inline int enter(__u64 path)
{
  __u32 thread = bpf_get_current_pid_tgid();

  if (wanted())
    bpf_map_update_elem(&pending, &thread, &path, BPF_ANY);
  return 0;
}

// The path is read on the way out: on the way in, its page may not have been touched yet, and BPF cannot fault it in.
static __always_inline int leave(long result)
{
  __u32 thread = bpf_get_current_pid_tgid();
  __u64 *path = bpf_map_lookup_elem(&pending, &thread);
  struct event *event;

  if (!path)
    return 0;
  if (failed_only && result >= 0)
    goto out;
  event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
  if (!event)
    goto out;
  event->pid = bpf_get_current_pid_tgid() >> 32;
  bpf_get_current_comm(event->comm, sizeof(event->comm));
  event->file[0] = 0;
  bpf_probe_read_user_str(event->file, sizeof(event->file), (void *)*path);
  event->fd = result >= 0 ? result : -1;
  event->error = result < 0 ? -result : 0;
  bpf_ringbuf_submit(event, 0);
out:
  bpf_map_delete_elem(&pending, &thread);
  return 0;
}

SEC("tracepoint/syscalls/sys_enter_openat")
int enter_openat(struct trace_event_raw_sys_enter *ctx)
{
  return enter(ctx->args[1]);
}

SEC("tracepoint/syscalls/sys_enter_openat2")
int enter_openat2(struct trace_event_raw_sys_enter *ctx)
{
  return enter(ctx->args[1]);
}

SEC("tracepoint/syscalls/sys_enter_open")
int enter_open(struct trace_event_raw_sys_enter *ctx)
{
  return enter(ctx->args[0]);
}

SEC("tracepoint/syscalls/sys_exit_openat")
int exit_openat(struct trace_event_raw_sys_exit *ctx)
{
  return leave(ctx->ret);
}

SEC("tracepoint/syscalls/sys_exit_openat2")
int exit_openat2(struct trace_event_raw_sys_exit *ctx)
{
  return leave(ctx->ret);
}

SEC("tracepoint/syscalls/sys_exit_open")
int exit_open(struct trace_event_raw_sys_exit *ctx)
{
  return leave(ctx->ret);
}
