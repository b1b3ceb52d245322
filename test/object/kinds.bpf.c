typedef unsigned int __u32; typedef int __s32; typedef unsigned long long __u64; typedef long long __s64; typedef unsigned short __u16; typedef unsigned char __u8;
typedef __u16 __be16; typedef __u32 __be32; typedef __u64 __be64;
#define SEC(name) __attribute__((section(name), used))
#define __uint(name, val) int (*name)[val]
#define __type(name, val) typeof(val) *name
struct in6_addr { union { __u8 u6_addr8[16]; __be32 u6_addr32[4]; } in6_u; };
struct in_addr { __be32 s_addr; };
enum signed_kind { BELOW = -2, ABOVE = 7 };
enum small { A, B, C };
struct bits { __u32 low : 1; enum small which : 2; __s32 below : 5; __u64 wide : 40; };
struct packed { __u8 first; __u64 second; __u16 third; } __attribute__((packed));
struct kinds {
  __u64 most; __s64 least;
  enum signed_kind kind; enum signed_kind odd;
  struct bits bits;
  struct packed packed;
  union { float ratio; __u32 raw; };
  double share;
  char names[2][4];
  __s32 pair[3];
  __be32 saddr; struct in_addr daddr; __u8 saddr_v6[16]; struct in6_addr daddr_v6;
  __u8 mac[6]; __u8 h_dest[6];
  __be16 dport; __be64 id;
  _Bool on;
  void *at;
  __u64 kstack[127];
} __attribute__((packed));
struct tagged { __u32 pid; __u64 delta_us; };
struct { __uint(type, 27); __uint(max_entries, 4096); __type(value, struct kinds); } kinds SEC(".maps");
#define TAG(text) __attribute__((btf_decl_tag(text)))
struct { __uint(type, 27); __uint(max_entries, 4096); } plain SEC(".maps") TAG("event:tagged");
struct key { __u32 pid; __s32 kern_stack_id; int user_stack_id; };
struct { __uint(type, 7); __uint(max_entries, 64); __uint(key_size, 4); __uint(value_size, 1016); } traces SEC(".maps");
struct { __uint(type, 1); __uint(max_entries, 64); __type(key, struct key); __type(value, __u64); } counts SEC(".maps");
const struct tagged *keep __attribute__((unused));
extern int bpf_task_acquire_of_mine(void *task) __attribute__((section(".ksyms")));
SEC("tp_btf/sched_switch") int on_switch(void *ctx) { return bpf_task_acquire_of_mine(ctx); }
SEC("tc") int leaves(void *ctx) { return -1; }
SEC("tc") int maybe(void *ctx) { return *(int *)ctx > 3 ? 2 : -1; }
char LICENSE[] SEC("license") = "GPL";
