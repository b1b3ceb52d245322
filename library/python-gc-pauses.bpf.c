/*---
twin = "python-gc-pauses"
lesson.en = "USDT: probes that a program's authors put into it"
lesson.zh = "USDT：程序作者预先放进程序里的探针"
answer = "pause"

[params]
pid = "target_pid"
comm = "target_comm"
min_us = "min_us"
---*/

#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/usdt.bpf.h>

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
} pause SEC(".maps");

// What a histogram begins as: too large for the stack of a BPF program, which has 512 bytes.
static const struct hist empty;

static __always_inline void record(const struct counted *key, __u64 value)
{
  struct hist *hist = bpf_map_lookup_elem(&pause, key);

  if (!hist) {
    bpf_map_update_elem(&pause, key, &empty, BPF_NOEXIST);
    hist = bpf_map_lookup_elem(&pause, key);
  }
  if (hist)
    add_to(hist, value);
}

// When each thread began, by its id.
struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 10240);
  __type(key, __u32);
  __type(value, __u64);
} starts SEC(".maps");

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

const volatile __u64 min_us = 0;

SEC("usdt//usr/bin/python3:python:gc__start")
int BPF_USDT(begins)
{
  __u32 thread = bpf_get_current_pid_tgid();
  __u64 now = bpf_ktime_get_ns();

  if (wanted())
    bpf_map_update_elem(&starts, &thread, &now, BPF_ANY);
  return 0;
}

SEC("usdt//usr/bin/python3:python:gc__done")
int BPF_USDT(ends)
{
  __u32 thread = bpf_get_current_pid_tgid();
  __u64 *start = bpf_map_lookup_elem(&starts, &thread);
  struct counted key = {};
  __u64 us;

  if (!start)
    return 0;
  us = (bpf_ktime_get_ns() - *start) / 1000;
  bpf_map_delete_elem(&starts, &thread);
  if (us < min_us)
    return 0;
  bpf_get_current_comm(key.comm, sizeof(key.comm));
  record(&key, us);
  return 0;
}
