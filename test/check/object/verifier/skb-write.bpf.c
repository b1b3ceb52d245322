#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>

char LICENSE[] SEC("license") = "GPL";

SEC("tc")
int mark(struct __sk_buff *skb)
{
	skb->len = 60;
	return -1;
}
