/*---
lesson.en = "tc: packets on their way out, with all that the kernel knows of them; this one counts their bytes and leaves the rest to others"
lesson.zh = "tc：正在发出的数据包，内核对它的所知都在；本程序只统计字节数，其余交由他人决定"
answer = "bytes"
title.en = "Bytes that are sent, by protocol (tc)"
title.zh = "发出的字节数，按协议统计（tc）"
tells.en = "how many bytes of each protocol leave through an interface, headers and all: 6 is TCP, 17 UDP"
tells.zh = "某个网卡发出的各协议字节数，含报头：6 为 TCP，17 为 UDP"
event = "packet-send"
measure = "sum"
keys = ["protocol"]
value = { name = "bytes", unit = "bytes" }
questions.en = ["count bytes by protocol with tc", "tc egress byte counter", "traffic per protocol with a tc classifier", "how many bytes leave an interface, by protocol"]
questions.zh = ["用 tc 按协议统计字节数", "tc 出口流量计数", "用 tc 分类器看各协议流量", "网卡发出了多少字节，按协议"]

[attach]
direction = "egress"

[workload]
run = ["udp", "50"]
sees = ["^(?:UDP|udp|17)"]
evidence = [{ match = "^(?:UDP|udp|17)", min = 5300, max = 20000 }]
---*/

#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>

char LICENSE[] SEC("license") = "GPL";

// Whatever others decide of the packet: TC_ACT_OK would keep it from filters that come after this one.
#define TC_ACT_UNSPEC (-1)

struct counted {
  __u32 protocol;
};

struct {
  __uint(type, BPF_MAP_TYPE_HASH);
  __uint(max_entries, 10240);
  __type(key, struct counted);
  __type(value, __u64);
} bytes SEC(".maps");

static __always_inline void add(const struct counted *key, __u64 amount)
{
  __u64 none = 0, *sum = bpf_map_lookup_elem(&bytes, key);

  if (!sum) {
    bpf_map_update_elem(&bytes, key, &none, BPF_NOEXIST);
    sum = bpf_map_lookup_elem(&bytes, key);
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

SEC("tc")
int counts(struct __sk_buff *ctx)
{
  struct counted key = { .protocol = protocol_of((void *)(long)ctx->data, (void *)(long)ctx->data_end) };

  add(&key, ctx->len);
  return TC_ACT_UNSPEC;
}
