/*---
twin = "malloc-sizes"
lesson.en = "a uprobe: a function of a library in every process, its argument in a register"
lesson.zh = "uprobe：库函数在所有进程中的调用，参数在寄存器里"
answer = "sizes"

[params]
pid = "target_pid"
comm = "target_comm"
min_bytes = "min_bytes"
---*/

#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

char LICENSE[] SEC("license") = "GPL";

// A histogram by powers of two: slots[i] counts what is from 2^i to 2^(i+1) - 1, slots[0] also what is 0.
struct hist {
  __u64 slots[64];
};

static __always_inline void add_to(struct hist *hist, __u64 value)
{
  __u32 slot = 0;

  for (int bits = 32; bits > 0; bits /= 2) {
    if (value >> bits) {
      value >>= bits;
      slot += bits;
    }
  }
  __sync_fetch_and_add(&hist->slots[slot & 63], 1);
}

struct counted {
  char comm[16];
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 1024);
  __type(key, struct counted);
  __type(value, struct hist);
} sizes SEC(".maps");

// What a histogram begins as: too large for the stack of a BPF program, which has 512 bytes.
static const struct hist empty;

static __always_inline void record(const struct counted *key, __u64 value)
{
  struct hist *hist = bpf_map_lookup_elem(&sizes, key);

  if (!hist) {
    bpf_map_update_elem(&sizes, key, &empty, BPF_NOEXIST);
    hist = bpf_map_lookup_elem(&sizes, key);
  }
  if (hist)
    add_to(hist, value);
}

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

const volatile __u64 min_bytes = 0;

static __always_inline int allocates(__u64 bytes)
{
  struct counted key = {};

  if (bytes < min_bytes || !wanted())
    return 0;
  bpf_get_current_comm(key.comm, sizeof(key.comm));
  record(&key, bytes);
  return 0;
}

SEC("uprobe/libc.so.6:malloc")
int BPF_KPROBE(enter_malloc, __u64 bytes)
{
  return allocates(bytes);
}

SEC("uprobe/libc.so.6:calloc")
int BPF_KPROBE(enter_calloc, __u64 count, __u64 bytes)
{
  return allocates(count * bytes);
}

SEC("uprobe/libc.so.6:realloc")
int BPF_KPROBE(enter_realloc, void *block, __u64 bytes)
{
  return allocates(bytes);
}
