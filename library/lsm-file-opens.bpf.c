/*---
lesson.en = "LSM: where the kernel asks whether something is allowed; this one only looks on, and answers as it was answered before"
lesson.zh = "LSM：内核询问“是否允许”的地方；本程序只旁观，原样返回先前的答案"
answer = "opens"
title.en = "Permission checks of opened files (LSM)"
title.zh = "打开文件的权限检查（LSM）"
tells.en = "how often the security modules were asked whether a process may open a file"
tells.zh = "每个进程打开文件时安全模块被询问了多少次"
event = "security-check"
measure = "count"
keys = ["process"]
value = { name = "checks" }
questions.en = ["observe LSM hooks of file opens", "how often does the kernel ask security modules about opening a file", "count file_open security checks by process", "BPF LSM observe only"]
questions.zh = ["观察打开文件的 LSM 钩子", "安全模块被询问打开文件多少次", "按进程统计 file_open 安全检查", "只观察的 BPF LSM"]

[workload]
run = ["open", "50"]
sees = ["gt-open"]
evidence = [{ match = "gt-open", min = 50, max = 60 }]

[params]
pid = "target_pid"
comm = "target_comm"
---*/

#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

char LICENSE[] SEC("license") = "GPL";

struct counted {
  char comm[16];
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 10240);
  __type(key, struct counted);
  __type(value, __u64);
} opens SEC(".maps");

static __always_inline void add(const struct counted *key, __u64 amount)
{
  __u64 none = 0, *sum = bpf_map_lookup_elem(&opens, key);

  if (!sum) {
    bpf_map_update_elem(&opens, key, &none, BPF_NOEXIST);
    sum = bpf_map_lookup_elem(&opens, key);
  }
  if (sum)
    __sync_fetch_and_add(sum, amount);
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

// The last argument is what those before it have answered.
SEC("lsm/file_open")
int BPF_PROG(looks_on, struct file *file, int answer)
{
  struct counted key = {};

  if (wanted()) {
    bpf_get_current_comm(key.comm, sizeof(key.comm));
    add(&key, 1);
  }
  return 0;
}
