typedef unsigned int __u32; typedef unsigned long long __u64; typedef unsigned short __u16; typedef unsigned char __u8; typedef __u16 __be16;
#define SEC(name) __attribute__((section(name), used))
#define __uint(name, val) int (*name)[val]
#define __type(name, val) typeof(val) *name
#define __always_inline inline __attribute__((always_inline))
enum kind { OPEN = 1, CLOSE = 2 };
struct where { __u32 cpu; __u64 ts_ns; };
struct event {
  __u32 pid; char comm[16]; enum kind kind; struct where at; unsigned flag : 3; int low : 5; _Bool seen;
  union { __u32 saddr; __u8 raw[4]; }; __be16 dport; __u64 big; const void *where; int ret; __u32 pair[2]; long long signed64; __u8 digest[20];
};
struct hist { __u32 slots[8]; };
struct { __uint(type, 27); __uint(max_entries, 4096); __type(value, struct event); } events SEC(".maps");
struct { __uint(type, 4); __uint(key_size, 4); __uint(value_size, 4); } others SEC(".maps");
struct { __uint(type, 5); __uint(max_entries, 64); __type(key, __u32); __type(value, __u64); } counts SEC(".maps");
struct { __uint(type, 1); __uint(max_entries, 64); __type(key, struct where); __type(value, struct hist); } hists SEC(".maps");
struct { __uint(type, 1); __uint(max_entries, 64); __type(key, __u32); __type(value, __u64); } start SEC(".maps");
const volatile __u32 target_pid = 0;
__u64 dropped;
int level = 3;
const struct event *unused __attribute__((unused));
static void *(*lookup)(void *map, const void *key) = (void *)1;
static __u64 (*now)(void) = (void *)5;
static long (*override)(void *ctx, __u64 rc) = (void *)58;
static long (*read_user)(void *dst, __u32 size, const void *from) = (void *)112;
static __attribute__((noinline)) int shared(void *ctx) { char c = 0; read_user(&c, 1, ctx); return c; }
SEC("tracepoint/syscalls/sys_enter_openat") int on_open(void *ctx) {
  __u32 key = target_pid; __u64 *count = lookup(&counts, &key);
  if (!count) return 0;
  *count += now() + shared(ctx); dropped++; level++;
  return 1;
}
SEC("xdp") int drop(void *ctx) { return level > 5 ? 1 : 2; }
SEC("?kprobe/vfs_read") int over(void *ctx) { override(ctx, -1); return 0; }
char LICENSE[] SEC("license") = "Dual BSD/GPL";
