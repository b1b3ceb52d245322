#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>

char LICENSE[] SEC("license") = "GPL";

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} events SEC(".maps");

SEC("tracepoint/sched/sched_process_exec")
int on_exec(void *ctx)
{
	struct bpf_dynptr room;
	__u32 pid = bpf_get_current_pid_tgid() >> 32;

	if (bpf_ringbuf_reserve_dynptr(&events, 16, 0, &room))
		return 0;
	bpf_dynptr_write(&room, 0, &pid, sizeof(pid), 0);
	bpf_ringbuf_submit_dynptr(&room, 0);
	return 0;
}
