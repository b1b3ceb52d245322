/*---
lesson.en = "XDP: the first look at a packet, before the kernel has made anything of it; this one counts and lets all pass"
lesson.zh = "XDP：在内核处理之前最先看到数据包；本程序只计数，全部放行"
answer = "packets"
title.en = "Packets that arrive, by protocol (XDP)"
title.zh = "收到的数据包，按协议统计（XDP）"
tells.en = "how many packets of each protocol arrive at an interface, counted before the network stack sees them: 6 is TCP, 17 UDP"
tells.zh = "某个网卡收到的各协议数据包数量，在网络栈处理之前统计：6 为 TCP，17 为 UDP"
event = "packet-receive"
measure = "count"
keys = ["protocol"]
value = { name = "packets" }
questions.en = ["count packets by protocol with XDP", "XDP packet counter", "how many packets arrive before the network stack", "packets per protocol at the driver"]
questions.zh = ["用 XDP 按协议统计数据包", "XDP 数据包计数器", "在网络栈之前收到了多少数据包", "驱动层各协议的数据包数"]

[workload]
run = ["udp", "50"]
sees = ["^(?:UDP|udp|17)"]
evidence = [{ match = "^(?:UDP|udp|17)", min = 50, max = 200 }]
---*/

#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>

char LICENSE[] SEC("license") = "GPL";

struct counted {
  __u32 protocol;
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 10240);
  __type(key, struct counted);
  __type(value, __u64);
} packets SEC(".maps");

static __always_inline void add(const struct counted *key, __u64 amount)
{
  __u64 none = 0, *sum = bpf_map_lookup_elem(&packets, key);

  if (!sum) {
    bpf_map_update_elem(&packets, key, &none, BPF_NOEXIST);
    sum = bpf_map_lookup_elem(&packets, key);
  }
  if (sum)
    __sync_fetch_and_add(sum, amount);
}

#define ETHERNET_IPV4 0x0800
#define ETHERNET_IPV6 0x86dd

// The protocol of the packet inside an Ethernet frame (6 is TCP, 17 UDP); 0 where it is neither IPv4 nor IPv6. Nothing is read before it is known to lie within
// the packet: the verifier sees to that.
static __always_inline __u32 protocol_of(void *data, void *end)
{
  struct ethhdr *frame = data;
  struct iphdr *ipv4 = (void *)(frame + 1);
  struct ipv6hdr *ipv6 = (void *)(frame + 1);

  if ((void *)(frame + 1) > end)
    return 0;
  if (frame->h_proto == bpf_htons(ETHERNET_IPV4) && (void *)(ipv4 + 1) <= end)
    return ipv4->protocol;
  if (frame->h_proto == bpf_htons(ETHERNET_IPV6) && (void *)(ipv6 + 1) <= end)
    return ipv6->nexthdr;
  return 0;
}

SEC("xdp")
int counts(struct xdp_md *ctx)
{
  struct counted key = { .protocol = protocol_of((void *)(long)ctx->data, (void *)(long)ctx->data_end) };

  add(&key, 1);
  return XDP_PASS;
}
