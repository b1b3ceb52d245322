// Every program that is started: which process, by whom, and the file.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct sys_enter_execve {
	__u64 common;
	__u64 number;
	const char *filename;
};

struct event {
	__u32 pid;
	__u32 flags : 4;
	__s32 negative : 12;
	__u64 big;
	char comm[16];
	char filename[128];
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 256 * 1024);
	__type(value, struct event);
} events SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} seen SEC(".maps");

const volatile __u32 wanted = 0;

SEC("tracepoint/syscalls/sys_enter_execve")
int on_execve(struct sys_enter_execve *call)
{
	__u32 zero = 0, pid = bpf_get_current_pid_tgid() >> 32;
	__u64 *count = bpf_map_lookup_elem(&seen, &zero);
	struct event *event;

	if (count)
		*count += 1;
	if (wanted && wanted != pid)
		return 0;
	event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
	if (!event)
		return 0;
	event->pid = pid;
	event->flags = 5;
	event->negative = -3;
	event->big = 0xfffffffffffffff0ull;
	bpf_get_current_comm(event->comm, sizeof(event->comm));
	bpf_probe_read_user_str(event->filename, sizeof(event->filename), call->filename);
	bpf_ringbuf_submit(event, 0);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
