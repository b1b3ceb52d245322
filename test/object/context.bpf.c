/* Programs on tracepoints that read what they are given, rightly and wrongly. Needs no header. */
typedef unsigned int __u32;
typedef unsigned long long __u64;
#define SEC(name) __attribute__((section(name), used))
#define adapted __attribute__((preserve_access_index))
char LICENSE[] SEC("license") = "GPL";
__u64 sum;
static long (*bpf_probe_read_kernel)(void *to, __u32 size, const void *from) = (void *)113;
static long (*bpf_get_prandom_u32)(void) = (void *)7;

struct trace_entry { unsigned short type; unsigned char flags, preempt_count; int pid; } adapted;
struct trace_event_raw_sched_switch {
	struct trace_entry ent; char prev_comm[16]; int prev_pid, prev_prio; long prev_state; char next_comm[16]; int next_pid, next_prio; char __data[0];
} adapted;
struct trace_event_raw_sys_enter { struct trace_entry ent; long id; unsigned long args[6]; char __data[0]; } adapted;
struct trace_event_raw_sched_process_exec { struct trace_entry ent; __u32 __data_loc_filename; int pid, old_pid; char __data[0]; } adapted;
struct trace_event_raw_sched_process_template { struct trace_entry ent; char comm[16]; int pid, prio; char __data[0]; } adapted;
struct trace_event_raw_sched_switch___old { struct trace_entry ent; int old_state; } adapted;
struct own { __u64 pad; char prev_comm[16]; int prev_pid; long far, prev_state; };

SEC("tracepoint/sched/sched_switch") int right(struct trace_event_raw_sched_switch *ctx) { sum += ctx->prev_pid + ctx->next_comm[3] + ctx->prev_state; return 0; }
SEC("tracepoint/sched/sched_switch") int of_another(struct trace_event_raw_sys_enter *ctx)
{
	sum += ctx->id;
	sum += ctx->args[1];
	return 0;
}
SEC("tracepoint/sched/sched_switch") int by_helper(void *ctx)
{
	struct trace_event_raw_sys_enter *other = ctx;
	__u64 id = 0;
	bpf_probe_read_kernel(&id, sizeof(id), __builtin_preserve_access_index(&other->id));
	sum += id;
	return 0;
}
SEC("tracepoint/sched/sched_switch") int common(struct trace_event_raw_sched_switch *ctx) { sum += ctx->ent.pid; return 0; }
SEC("tracepoint/sched/sched_switch") int moved(struct own *ctx) { sum += ctx->prev_pid; sum += ctx->prev_state; return 0; }
SEC("tracepoint/sched/sched_switch") int across(void *ctx) { sum += *(__u64 *)(ctx + 28); return 0; }
SEC("tracepoint/sched/sched_switch") int after_a_call(void *ctx)
{
	__u64 odd = bpf_get_prandom_u32();
	struct trace_event_raw_sys_enter *other = ctx;
	if (odd & 1)
		sum += odd;
	sum += other->id;
	return 0;
}
SEC("tracepoint/sched/sched_switch") int asks(struct trace_event_raw_sched_switch___old *ctx)
{
	if (__builtin_preserve_field_info(ctx->old_state, 2))
		sum += ctx->old_state;
	return 0;
}
SEC("tp/syscalls/sys_enter_close") int right_call(struct trace_event_raw_sys_enter *ctx) { sum += ctx->id + ctx->args[0]; return 0; }
SEC("tp/syscalls/sys_enter_close") int too_many(struct trace_event_raw_sys_enter *ctx) { sum += ctx->args[3]; return 0; }
SEC("tp/syscalls/sys_exit_close") int enter_at_exit(struct trace_event_raw_sys_enter *ctx) { sum += ctx->args[0]; return 0; }
SEC("tp/sched/sched_process_exec") int text(struct trace_event_raw_sched_process_exec *ctx)
{
	unsigned at = ctx->__data_loc_filename & 0xffff;
	bpf_probe_read_kernel(&sum, 8, (void *)ctx + at);
	return 0;
}
SEC("tp/sched/sched_process_exec") int elsewhere(struct trace_event_raw_sched_process_template *ctx) { sum += ctx->pid; return 0; }
SEC("kprobe/vfs_read") int registers(void *ctx) { sum += *(__u64 *)(ctx + 112); return 0; }
