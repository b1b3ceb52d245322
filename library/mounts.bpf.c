/*---
twin = "mounts"
lesson.en = "what is known on the way in, kept for the way out: a hash by thread, and one program for several calls"
lesson.zh = "把进入时知道的留到返回时：以线程为键的哈希，多个系统调用共用一段代码"
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
  __u32 call;
  char source[128];
  char directory[256];
  __s32 error;
};

struct {
  __uint(type, BPF_MAP_TYPE_RINGBUF);
  __uint(max_entries, 256 * 1024);
  __type(value, struct event);
} events SEC(".maps");

// Where the names lie in the memory of who calls.
struct names {
  __u64 source;
  __u64 directory;
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 10240);
  __type(key, __u32);
  __type(value, struct names);
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

static __always_inline int enter(__u64 source, __u64 directory)
{
  struct names names = { .source = source, .directory = directory };
  __u32 thread = bpf_get_current_pid_tgid();

  if (wanted())
    bpf_map_update_elem(&pending, &thread, &names, BPF_ANY);
  return 0;
}

static __always_inline int leave(struct trace_event_raw_sys_exit *ctx)
{
  __u32 thread = bpf_get_current_pid_tgid();
  struct names *names = bpf_map_lookup_elem(&pending, &thread);
  struct event *event;

  if (!names)
    return 0;
  if (failed_only && ctx->ret >= 0)
    goto out;
  event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
  if (!event)
    goto out;
  event->pid = bpf_get_current_pid_tgid() >> 32;
  bpf_get_current_comm(event->comm, sizeof(event->comm));
  event->call = ctx->id;
  event->source[0] = 0;
  event->directory[0] = 0;
  if (names->source)
    bpf_probe_read_user_str(event->source, sizeof(event->source), (void *)names->source);
  bpf_probe_read_user_str(event->directory, sizeof(event->directory), (void *)names->directory);
  event->error = ctx->ret < 0 ? -ctx->ret : 0;
  bpf_ringbuf_submit(event, 0);
out:
  bpf_map_delete_elem(&pending, &thread);
  return 0;
}

SEC("tracepoint/syscalls/sys_enter_mount")
int enter_mount(struct trace_event_raw_sys_enter *ctx)
{
  return enter(ctx->args[0], ctx->args[1]);
}

SEC("tracepoint/syscalls/sys_enter_umount")
int enter_umount(struct trace_event_raw_sys_enter *ctx)
{
  return enter(0, ctx->args[0]);
}

// The mount command of util-linux since 2.39 builds the file system first (fsopen) and then moves it into its place.
SEC("tracepoint/syscalls/sys_enter_move_mount")
int enter_move(struct trace_event_raw_sys_enter *ctx)
{
  return enter(0, ctx->args[3]);
}

SEC("tracepoint/syscalls/sys_exit_mount")
int exit_mount(struct trace_event_raw_sys_exit *ctx)
{
  return leave(ctx);
}

SEC("tracepoint/syscalls/sys_exit_umount")
int exit_umount(struct trace_event_raw_sys_exit *ctx)
{
  return leave(ctx);
}

SEC("tracepoint/syscalls/sys_exit_move_mount")
int exit_move(struct trace_event_raw_sys_exit *ctx)
{
  return leave(ctx);
}
