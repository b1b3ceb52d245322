#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

#define SLOTS 32

// slots[i] counts reads of 2^i to 2^(i+1) - 1 bytes.
struct hist {
  __u64 slots[SLOTS];
};

struct who {
  char comm[16];
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 1024);
  __type(key, struct who);
  __type(value, struct hist);
} sizes SEC(".maps");

static const struct hist empty;

SEC("tracepoint/syscalls/sys_exit_read")
int after_read(struct trace_event_raw_sys_exit *ctx)
{
  struct who key = {};
  struct hist *hist;
  __u64 bytes = ctx->ret;
  __u32 slot = 0;

  if (ctx->ret <= 0)
    return 0;
  bpf_get_current_comm(key.comm, sizeof(key.comm));
  hist = bpf_map_lookup_elem(&sizes, &key);
  if (!hist) {
    bpf_map_update_elem(&sizes, &key, &empty, BPF_NOEXIST);
    hist = bpf_map_lookup_elem(&sizes, &key);
    if (!hist)
      return 0;
  }
  for (int i = 0; i < 63; i++) {
    if (bytes >> i <= 1)
      break;
    slot++;
  }
  __sync_fetch_and_add(&hist->slots[slot & (SLOTS - 1)], 1);
  return 0;
}
