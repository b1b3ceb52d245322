/* A record with every kind of field that a row has; nothing is ever put into it here: the test writes the bytes. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

enum state { RUNNING = 1, ASLEEP = 2, GONE = -1 };
struct inner {
	short x;
	unsigned char y;
};
struct event {
	__u64 big;
	__s64 small;
	__u32 pid;
	__be16 port;
	__s8 tiny;
	_Bool ok;
	enum state state;
	unsigned int low : 3;
	int middle : 7;
	unsigned int high : 22;
	__u8 saddr[16];
	__u8 raw[3];
	struct inner inner;
	int pair[2];
	void *where;
	double ratio;
	char comm[16];
	__u8 src_mac[6];
	__u64 when __attribute__((btf_decl_tag("clock:%S.%f")));
};
struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
	__type(value, struct event);
} events SEC(".maps");

SEC("tracepoint/syscalls/sys_enter_execve")
int seen(void *context)
{
	struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);

	if (!event)
		return 0;
	__builtin_memset(event, 0, sizeof(*event));
	bpf_ringbuf_submit(event, 0);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
