/**
 * What a compiled BPF program is, read off its ELF file (docs of the format: Documentation/bpf/libbpf/program_types.rst, btf.rst): plain data, from which its engine, the
 * policy, the card and explanations work.
 */
import type { Output } from './program.ts';

/** One function that the kernel runs. */
export interface BpfProgram {
  readonly name: string;
  /** The ELF section, which says what it is and where it attaches: `tracepoint/syscalls/sys_enter_openat`. */
  readonly section: string;
  /** As the kernel calls the type (enum bpf_prog_type, in small letters without BPF_PROG_TYPE_): `tracepoint`, `kprobe`, `tracing`, `xdp`, `sched_cls`, `lsm`. */
  readonly type: string;
  /** What its section says after the type: `syscalls/sys_enter_openat`; empty where it leaves that to the loader. */
  readonly target: string;
  /** The same in bpftrace's words where they have any: `tracepoint:syscalls:sys_enter_openat`, `kprobe:vfs_read`; `section` otherwise. What the card and sessions show. */
  readonly attachPoint: string;
  /** Whether libbpf attaches it by itself: not XDP or tc, which need an interface, nor those whose section begins with `?`. */
  readonly autoAttach: boolean;
  readonly instructions: number;
  /** The kernel's helpers it calls, by name (`bpf_probe_read_kernel`; `bpf_helper_N` for one unknown here), each once. */
  readonly helpers: readonly string[];
  /** Kernel functions it calls (kfuncs). */
  readonly kfuncs: readonly string[];
  /** Values it is seen to return, where all of them are constants: of XDP, tc and LSM programs what becomes of what they see. Undefined where that cannot be told. */
  readonly returns?: readonly number[];
}

export interface BpfMap {
  readonly name: string;
  /** As the kernel calls the type: `hash`, `percpu_array`, `ringbuf`, `perf_event_array`, `stack_trace`. */
  readonly type: string;
  /** Bytes; 0 where it has none. */
  readonly keySize: number;
  readonly valueSize: number;
  readonly maxEntries: number;
  /** C names of its types, where the object's BTF has them: `struct event`. Of a ring or perf buffer the value is what its records are, where that can be told. */
  readonly keyType?: string;
  readonly valueType?: string;
  /** Pinned by name below /sys/fs/bpf, so that others share it. */
  readonly pinned: boolean;
}

/** A global variable of a program. */
export interface BpfVariable {
  readonly name: string;
  /** `.rodata` is set before it is loaded, and constant then. */
  readonly section: '.rodata' | '.data' | '.bss' | '.kconfig' | '.ksyms' | string;
  /** In its section, bytes. */
  readonly offset: number;
  readonly size: number;
  /** Its C type. */
  readonly type: string;
}

export interface BpfObject {
  readonly license: string;
  readonly programs: readonly BpfProgram[];
  readonly maps: readonly BpfMap[];
  readonly variables: readonly BpfVariable[];
  /** What it tells: its ring and perf buffers as rows, its other maps as values or histograms, in the order of the object. */
  readonly outputs: readonly Output[];
  /** Whether it is adapted to the running kernel's types when it is loaded. */
  readonly core: boolean;
}
