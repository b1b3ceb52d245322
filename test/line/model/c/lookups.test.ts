/** What a model that writes C may look up: helpers out of libbpf's header, attach points with the context that a program in C gets. */
import { describe, expect, it } from 'vitest';
import type { Machine } from '../../../../src/check/machine.ts';
import type { CTypes } from '../../../../src/core/ctype.ts';
import type { Definition, TypeAnswer } from '../../../../src/core/definition.ts';
import { describeHelperText } from '../../../../src/line/model/c/helpers.ts';
import { describeCProbeText } from '../../../../src/line/model/c/probes.ts';
import { recordedHost } from '../../../../src/system/recorded.ts';
import { machine as recorded } from '../../../check/linux-6.18.ts';

const HEADER = `/* This is auto-generated file. See bpf_doc.py for details. */
struct bpf_fib_lookup;

/*
 * bpf_map_lookup_elem
 *
 * 	Perform a lookup in *map* for an entry associated to *key*.
 */
static void *(*bpf_map_lookup_elem)(void *map, const void *key) = (void *) 1;

/*
 * bpf_ktime_get_ns
 *
 * 	Return the time elapsed since system boot, in nanoseconds.
 */
static __u64 (* const bpf_ktime_get_ns)(void) = (void *) 5;

/*
 * bpf_ringbuf_reserve
 */
static void *(*bpf_ringbuf_reserve)(void *ringbuf, __u64 size, __u64 flags) = (void *) 131;

/*
 * bpf_ringbuf_submit
 */
static void (*bpf_ringbuf_submit)(void *data,
    __u64 flags) = (void *) 132;

/*
 * bpf_cgrp_storage_get
 */
static void *(*bpf_cgrp_storage_get)(void *map) = (void *) 210;
`;
const field = (name: string) => ({ name, declaration: `int ${name}`, bitOffset: 0, size: 4 });
const record = (name: string, ...fields: readonly string[]): Definition => ({ kind: 'record', name: `struct ${name}`, size: 8, members: fields.map(field) });
const KNOWN: Readonly<Record<string, Definition>> = {
  'enum bpf_func_id': {
    kind: 'enum',
    name: 'enum bpf_func_id',
    size: 4,
    enumerators: ['map_lookup_elem', 'ktime_get_ns', 'ringbuf_reserve', 'ringbuf_submit'].map((name, at) => ({ name: `BPF_FUNC_${name}`, value: BigInt(at) })),
  },
  'struct trace_event_raw_sched_switch': record('trace_event_raw_sched_switch', 'ent', 'prev_pid'),
  'struct trace_event_raw_softirq': record('trace_event_raw_softirq', 'ent', 'vec'),
  'struct trace_event_raw_softnet': record('trace_event_raw_softnet', 'ent', 'other'),
  btf_trace_sched_switch: {
    kind: 'typedef',
    name: 'btf_trace_sched_switch',
    size: 8,
    declaration: 'typedef void (*btf_trace_sched_switch)(void *, bool, struct task_struct *)',
  },
  vfs_read: { kind: 'function', name: 'vfs_read', declaration: 'ssize_t vfs_read(struct file *file, char *buf)' },
};
const types = {
  describe(query: string): TypeAnswer {
    const found = Object.hasOwn(KNOWN, query) ? KNOWN[query] : undefined;
    return found === undefined ? { missing: query, names: Object.keys(KNOWN) } : { found: { definitions: [found] } };
  },
} as unknown as CTypes;
const machine: Machine = { ...recorded, types };
const host = recordedHost({ release: '6.18.0', files: { '/usr/include/bpf/bpf_helper_defs.h': HEADER } });

describe('helpers', () => {
  it.each([
    ['bpf_map_lookup_elem', 'void *bpf_map_lookup_elem(void *map, const void *key);\n  Perform a lookup in *map* for an entry associated to *key*.'],
    ['ktime_get_ns', '__u64 bpf_ktime_get_ns(void);\n  Return the time elapsed since system boot, in nanoseconds.'],
    ['ringbuf', 'void *bpf_ringbuf_reserve(void *ringbuf, __u64 size, __u64 flags);\nvoid bpf_ringbuf_submit(void *data, __u64 flags);'],
    ['cgrp_storage', 'void *bpf_cgrp_storage_get(void *map);  (not in this kernel)'],
    ['bpf_ringbuf_reserv', 'void *bpf_ringbuf_reserve(void *ringbuf, __u64 size, __u64 flags);'],
    ['bpf_ringbuf_resrve', 'there is no helper called "bpf_ringbuf_resrve"; names like it: bpf_ringbuf_reserve, bpf_ringbuf_submit'],
    ['  ', 'say what to look for: the name of a helper, or a part of it'],
  ])('%s', (words, text) => {
    expect(describeHelperText(words, 5, host, types)).toBe(text);
  });

  it('are not known where libbpf is not there', () => {
    expect(describeHelperText('ringbuf', 5, recordedHost({ release: '6.18.0', files: {} }), types)).toContain('cannot be told');
  });
});

describe('attach points', () => {
  it.each([
    [
      'tracepoint:sched:sched_switch',
      /^SEC\("tracepoint\/sched\/sched_switch"\)\nits context: struct trace_event_raw_sched_switch \*ctx;[\s\S]* {2}pid_t prev_pid/,
    ],
    ['SEC("tracepoint/irq/softirq_entry")', /its context: struct trace_event_raw_softirq \*ctx/],
    ['tp/syscalls/sys_enter_openat', /struct trace_event_raw_sys_enter \*ctx; its arguments:\n {2}ctx->args\[0\]: int dfd\n/],
    ['tracepoint:syscalls:sys_exit_openat', /ctx->ret is what the call returned/],
    ['tracepoint:sched:sched_process_exec', /the type of its context is not known[\s\S]*__data_loc[\s\S]*0xffff/],
    ['fentry/vfs_read', /SEC\("fentry\/vfs_read"\) int BPF_PROG\(NAME, its parameters\)\nssize_t vfs_read\(struct file \*file, char \*buf\)/],
    ['kretprobe:vfs_read', /BPF_KRETPROBE\(NAME, long result\)/],
    ['uprobe:/bin/bash:readline', /^SEC\("uprobe\/\/bin\/bash:readline"\) int BPF_KPROBE\(NAME, its parameters\)/],
    ['tracepoint:garden:flower', /this kernel has no tracepoint garden:flower/],
    ['flowers', /is no kind of probe|is not one attach point/],
  ])('%s', (point, text) => {
    expect(describeCProbeText(point, machine)).toMatch(text);
  });
});
