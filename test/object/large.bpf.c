typedef unsigned int __u32;
#define SEC(name) __attribute__((section(name), used))
#define __uint(name, val) int (*name)[val]
#define __type(name, val) typeof(val) *name
struct huge { __u32 pid; unsigned char bytes[0x40000000]; };
struct { __uint(type, 27); __uint(max_entries, 4096); __type(value, struct huge); } events SEC(".maps");
struct { __uint(type, 1); __uint(max_entries, 64); __type(key, __u32); __type(value, struct huge); } values SEC(".maps");
SEC("tracepoint/syscalls/sys_enter_openat") int on_open(void *ctx) { return 0; }
char LICENSE[] SEC("license") = "GPL";
