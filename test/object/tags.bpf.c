typedef unsigned int __u32; typedef unsigned long long __u64;
#define SEC(name) __attribute__((section(name), used))
#define __uint(name, val) int (*name)[val]
#define __type(name, val) typeof(val) *name
#define tag(text) __attribute__((btf_decl_tag(text)))
struct event { __u32 pid; __u64 time tag("clock:%H:%M"); __u32 narrow tag("clock:%H"); __u64 plain tag("clock:"); };
struct key { __u64 at tag("clock:%F"); };
struct steps { __u64 slots[200]; };
struct few { __u32 slots[4]; };
struct { __uint(type, 27); __uint(max_entries, 4096); __type(value, struct event); } events SEC(".maps");
struct { __uint(type, 1); __uint(max_entries, 64); __type(key, struct key); __type(value, struct steps); } sizes SEC(".maps") tag("linear:-100:50");
struct { __uint(type, 6); __uint(max_entries, 1); __type(key, __u32); __type(value, struct few); } percpu SEC(".maps") tag("linear:10:5");
struct { __uint(type, 1); __uint(max_entries, 1); __type(key, __u32); __type(value, struct few); } wrong SEC(".maps") tag("linear:10:0");
struct { __uint(type, 1); __uint(max_entries, 1); __type(key, __u32); __type(value, struct steps); } untagged SEC(".maps");
struct { __uint(type, 2); __uint(max_entries, 4); __type(key, __u32); __type(value, __u64); } __bpf_usdt_specs SEC(".maps");
SEC("tracepoint/syscalls/sys_enter_openat") int on_open(void *ctx) { return 0; }
char LICENSE[] SEC("license") = "GPL";
