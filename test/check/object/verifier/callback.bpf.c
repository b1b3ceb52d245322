#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>

char LICENSE[] SEC("license") = "GPL";

__u64 sum;

static long add(__u64 at, void *with)
{
	sum += at;
	return at;
}

SEC("tracepoint/sched/sched_process_exec")
int on_exec(void *ctx)
{
	bpf_loop(100, add, 0, 0);
	return 0;
}
