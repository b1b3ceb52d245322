/**
 * What the kernel's verifier (kernel/bpf/verifier.c) and libbpf say, with what it means and what to do. The first that fits tells, so that the special stand before
 * the general. `{1}` is what the first group of the pattern has.
 */
export interface VerifierWord {
  readonly said: RegExp;
  /** What stands in the log before that, up to its very line: as a pattern, with what `said` found in the place of `{1}`. */
  readonly after?: string;
  readonly code: string;
  readonly message: string;
  readonly hints: readonly string[];
  /** A fix that can be made from the source. */
  readonly fix?: 'null-check' | 'bounds' | 'licence' | 'packet' | 'current-task';
  /** Its groups are types as the verifier calls them. */
  readonly types?: true;
}

export const VERIFIER_WORDS: readonly VerifierWord[] = [
  {
    said: /BTF is required, but is missing or corrupted/,
    code: 'object-without-types',
    message: 'the object does not describe its types (BTF), which libbpf needs to make its maps and to adapt it to the kernel',
    hints: ['compile it with -g, and strip nothing but DWARF: gpttrace build FILE.bpf.c does'],
  },
  {
    said: /Error (?:loading|finalizing|sanitizing) (?:ELF section )?\.?BTF/,
    code: 'object-without-types',
    message: 'the description of its types (BTF) in this object is damaged',
    hints: ['copy or build it again: gpttrace build FILE.bpf.c'],
  },
  {
    said: /invalid mem access '(?:map_value_or_null|map_value_or_null\(.*)'|R\d+ pointer arithmetic on (?:map_value_or_null)/,
    code: 'verifier-null-check',
    message: 'what a map lookup returned is used without a look at whether it is NULL',
    hints: ['a key may not be in the map: if (!value) return 0; before it is used'],
    fix: 'null-check',
  },
  {
    // Older kernels call what bpf_ringbuf_reserve returns so, too.
    said: /R(\d+) invalid mem access 'mem_or_null'/,
    after: 'Validating \\w+\\(\\) func#(?![\\s\\S]*bpf_ringbuf_reserve)',
    code: 'verifier-null-check',
    message: 'a function that is verified by itself uses a pointer that it is given without a look at whether it is NULL',
    hints: ['if (!pointer) return 0; before it is used; or make the function static, so that it is verified where it is called'],
  },
  {
    said: /invalid mem access '(?:ringbuf_)?(?:alloc_)?mem_or_null'|pointer arithmetic on (?:ringbuf_)?mem_or_null/,
    code: 'verifier-null-check',
    message: 'what bpf_ringbuf_reserve returned is used without a look at whether it is NULL',
    hints: ['the buffer may be full: if (!event) return 0; before it is used'],
    fix: 'null-check',
  },
  {
    said: /invalid mem access '(\w+_or_null)_?'|pointer arithmetic on (\w+_or_null)_? prohibited/,
    code: 'verifier-null-check',
    message: 'a pointer that may be NULL is used without a look at that ({1})',
    hints: ['compare it with NULL first, and return where it is'],
    fix: 'null-check',
  },
  {
    said: /Possibly NULL pointer passed to (?:trusted |helper )?arg(\d+)|type=(?:map_value_or_null|(?:ringbuf_)?mem_or_null|ptr_or_null_) expected=/,
    code: 'verifier-null-check',
    message: 'a pointer that may be NULL is handed to a helper',
    hints: ['compare it with NULL first, and return where it is'],
    fix: 'null-check',
  },
  {
    said: /cannot call GPL-restricted function from non-GPL compatible program|cannot call GPL only function/,
    code: 'verifier-gpl-only',
    message: 'it calls a helper that the kernel lets only programs under a GPL-compatible licence call',
    hints: ['state such a licence, if it is yours to state: char LICENSE[] SEC("license") = "GPL";'],
    fix: 'licence',
  },
  {
    said: /program of this type cannot use helper (\w+?)(?:#\d+)?$|unknown func (\w+)#\d+/m,
    code: 'verifier-helper-not-allowed',
    message: 'a program of this type cannot call {1}',
    hints: ['which helpers a type has: bpftool feature probe kernel; another attach point with such a helper, or another way to the same value'],
  },
  {
    said: /invalid func unknown#(\d+)|invalid func (\w+)#\d+/,
    code: 'verifier-helper-missing',
    message: 'this kernel has no helper {1}: it came with a later one',
    hints: ['which helpers there are: bpftool feature probe kernel'],
  },
  {
    said: /helper call might sleep in a non-sleepable prog/,
    code: 'verifier-sleeps',
    message: 'it calls a helper that may sleep, from a place that may not',
    hints: [
      'attach it where sleeping is allowed (SEC("fentry.s/..."), SEC("lsm.s/..."), SEC("uprobe.s/...")), or use bpf_probe_read_user instead of bpf_copy_from_user',
    ],
  },
  {
    said: /combined stack size of \d+ calls is (\d+)\. Too large/,
    code: 'verifier-stack',
    message: 'its functions take {1} bytes of stack together, and there are 512',
    hints: ['put the largest variable into a BPF_MAP_TYPE_PERCPU_ARRAY of one entry'],
  },
  {
    said: /the call stack of (\d+) frames is too deep|recursive call from/,
    code: 'verifier-call-depth',
    message: 'its functions call each other more than 8 deep, or themselves',
    hints: ['a loop with a bound in the place of recursion; small functions as static __always_inline'],
  },
  {
    said: /^div by zero/m,
    code: 'verifier-division',
    message: 'it divides by zero',
    hints: ['compare the divisor with 0 first; what is divided by a variable that is 0 gives 0 in BPF'],
  },
  {
    said: /R\d+ is not a known constant|R\d+ must be a known constant/,
    code: 'verifier-constant',
    message: 'a helper is handed a number that must be known when the program is compiled, and is not',
    hints: [
      'the room reserved in a ring buffer has one size: sizeof(*event); room of a size that is found out while it runs: bpf_ringbuf_output, or bpf_ringbuf_reserve_dynptr (Linux 5.19)',
    ],
  },
  {
    said: /invalid(?: indirect)? (?:access to|read from|write to) stack (?:R\d+ )?off=-?(\d+)|invalid (?:unbounded )?variable-offset (?:\w+ )*(?:access to|write to|read from|to)? ?stack|invalid stack (?:type )?R\d+/,
    code: 'verifier-stack-bounds',
    message: 'it reads or writes outside of a variable on its stack',
    hints: [
      'a helper is handed the size of the very variable: sizeof(text)',
      'compare the index with the size of the array before it is used: if (at >= sizeof(text)) return 0;',
      'the stack has 512 bytes; what is read from it must have been written before',
    ],
    fix: 'bounds',
  },
  {
    said: /invalid (?:indirect )?read from stack|read from stack R\d+ off -?\d+/,
    code: 'verifier-uninitialised',
    message: 'it reads a variable that was not set on every way there',
    hints: ['set it where it is declared: struct event event = {};'],
  },
  {
    said: /R(\d+) !read_ok/,
    code: 'verifier-uninitialised',
    message: 'it uses a value that was not set on every way there (register {1})',
    hints: ['set the variable where it is declared; a function whose result is used returns one on every way; what is in r1 to r5 is lost at every call'],
  },
  {
    said: /invalid access to (?:memory, mem|map value, value)_size=(\d+) off=(-?\d+) size=(\d+)/,
    code: 'verifier-bounds',
    message: 'it may go beyond memory of {1} bytes: at offset {2}, a size of {3}',
    hints: [
      'hand over the size of the very member: sizeof(event->name)',
      'an index is compared with the size first, and what is too large left out, or cut: array[at & (SIZE - 1)] with a SIZE that is a power of two',
      'let the variable be unsigned: of a signed one the verifier must fear that it is negative',
    ],
    fix: 'bounds',
  },
  {
    said: /unbounded memory access|R\d+ (?:min value is negative|max value is outside of the allowed memory range|min value is outside of the allowed memory range|unbounded memory access)|math between .* pointer and register with unbounded (?:min|max) value|invalid access to map value|value -?\d+ makes .* pointer be out of bounds|invalid zero-sized read/,
    code: 'verifier-bounds',
    message: 'an index or a size may be larger than what it is used on',
    hints: [
      'compare it with the size first and return where it is too large, or cut it: array[at & (SIZE - 1)] with a SIZE that is a power of two',
      'let the variable be unsigned: of a signed one the verifier must fear that it is negative',
    ],
    fix: 'bounds',
  },
  {
    said: /Unreleased reference id=\d+|would lead to reference leak/,
    after: 'call bpf_ringbuf_reserve_dynptr#(?![\\s\\S]*call bpf_(?:ringbuf_reserve|sk_lookup|task_|cgroup_))',
    code: 'verifier-leak',
    message: 'on one way through the program, what bpf_ringbuf_reserve_dynptr reserved is not given back',
    hints: [
      'it is given back also where it could not be reserved: bpf_ringbuf_discard_dynptr(&room, 0) before that return, bpf_ringbuf_submit_dynptr before the others',
    ],
  },
  {
    said: /R\d+ must have zero offset when passed to release func/,
    code: 'verifier-argument-type',
    message: 'what is handed over or given back is not the pointer that was got, but one into what it points at',
    hints: ['bpf_ringbuf_submit(event, 0) takes what bpf_ringbuf_reserve returned, as it is'],
  },
  {
    said: /cannot pass map_type (\d+) into func (\w+?)#\d+/,
    code: 'verifier-map-type',
    message: '{2} takes another type of map than the one that it is handed',
    hints: [
      'bpf_ringbuf_... take a BPF_MAP_TYPE_RINGBUF, bpf_perf_event_output a BPF_MAP_TYPE_PERF_EVENT_ARRAY, bpf_get_stackid a BPF_MAP_TYPE_STACK_TRACE, bpf_tail_call a BPF_MAP_TYPE_PROG_ARRAY',
      'bpf_map_lookup_elem, _update_elem and _delete_elem take hashes, arrays and the like, and no ring or perf buffer',
    ],
  },
  {
    said: /Unreleased reference id=\d+|would lead to reference leak/,
    code: 'verifier-leak',
    message: 'on one way through the program, what it reserved or acquired is not given back',
    hints: ['before every return: bpf_ringbuf_submit or bpf_ringbuf_discard of what bpf_ringbuf_reserve gave, the release function of what was acquired'],
  },
  {
    said: /BPF program is too large\. Processed (\d+) insn|too many instructions|program too large/i,
    code: 'verifier-too-complex',
    message: 'the verifier gave up after {1} instructions: it cannot see that a loop ends, or there are too many ways through the program',
    hints: [
      'give the loop a bound that is a constant: for (int i = 0; i < 64; i++) { if (i >= n) break; ... }',
      'a long loop: bpf_loop (Linux 5.17), or bpf_for (Linux 6.4)',
    ],
  },
  {
    said: /infinite loop detected at insn|back-edge from insn|The sequence of \d+ jumps is too complex/,
    code: 'verifier-loop',
    message: 'the verifier cannot see that a loop ends',
    hints: [
      'give the loop a bound that is a constant: for (int i = 0; i < 64; i++) { if (i >= n) break; ... }',
      'a long loop: bpf_loop (Linux 5.17), or bpf_for (Linux 6.4)',
    ],
  },
  {
    said: /invalid bpf_context access off=(\d+) size=(\d+)/,
    after: '\\*\\(u\\d+ \\*\\)\\(r\\d+ [+-]\\d+\\) = [^\\n]*\\n*$',
    code: 'verifier-read-only',
    message: 'it writes to its context at offset {1}, which a program of this type only reads, or has no field at',
    hints: ["copy the field into a variable of the program's own, and change that"],
  },
  {
    said: /invalid bpf_context access off=(\d+) size=(\d+)/,
    code: 'verifier-context',
    message: 'it reads {2} bytes at offset {1} of its context, and there is no such field for a program of this type',
    hints: [
      'the type of the argument must be that of the attach point: struct trace_event_raw_... for a tracepoint, struct pt_regs for kprobes, struct xdp_md for XDP, struct __sk_buff for tc',
      'BPF_PROG of bpf/bpf_tracing.h hands over the arguments of tp_btf, fentry and lsm programs; a raw tracepoint has as many as its TP_PROTO, at most 12, from args[0]',
    ],
  },
  {
    said: /func '(\w+)' doesn't have (\d+)-th argument/,
    code: 'verifier-context',
    message: '{1} has fewer arguments than the program takes',
    hints: ['what it takes: gpttrace type {1}; bpftool btf dump file /sys/kernel/btf/vmlinux format raw'],
  },
  {
    said: /dereference of modified ctx ptr|dereference of modified (\w+) ptr/,
    code: 'verifier-modified-context',
    message: 'it reads through a context pointer that it added to',
    hints: ['read a field by its name, with an offset that is a constant'],
  },
  {
    said: /invalid access to packet, off=(-?\d+) size=(\d+)/,
    code: 'verifier-packet-bounds',
    message: 'it reads {2} bytes at {1} of a packet that may be shorter',
    hints: [
      'compare with the end first: if (data + sizeof(struct ethhdr) > data_end) return XDP_PASS;',
      'each header anew: where the next one begins depends on the one before it',
    ],
    fix: 'packet',
  },
  {
    said: /write into map forbidden|(R\d+) cannot write into rdonly_mem/,
    code: 'verifier-read-only',
    message: 'it writes to a constant of its own, or into a map that programs only read',
    hints: ['a variable that it changes is declared without const; what is const (also const volatile) is set before the program is loaded, and stays'],
  },
  {
    said: /(?:only read is supported|cannot write into|write into map forbidden|R\d+ cannot write)/,
    code: 'verifier-read-only',
    message: 'it writes to what it may only read',
    hints: ["memory of the kernel is only read by a program; copy it into a variable of the program's own first"],
  },
  {
    said: /R(\d+) invalid mem access '(?:scalar|inv)'/,
    after: 'R{1}(?:_w)?=ringbuf_(?:alloc_)?mem\\([\\s\\S]*call bpf_ringbuf_(?:submit|discard)#(?![\\s\\S]*R{1}(?:_w)?=)',
    code: 'verifier-used-after-release',
    message: 'it uses a record of a ring buffer that it has handed over already',
    hints: ['bpf_ringbuf_submit comes last: all members are set before it'],
  },
  {
    said: /invalid mem access '(?:scalar|inv)'/,
    after: '\\*\\(u\\d+ \\*\\)\\(r\\d+ [+-]\\d+\\) = [^\\n]*\\n*$',
    code: 'verifier-foreign-write',
    message: 'it writes through a number as if it were a pointer: memory of a process or of the kernel is not for a program to write',
    hints: [
      'what it keeps goes into variables and maps of its own: a copy first, bpf_probe_read_user(&copy, sizeof(copy), address)',
      'only bpf_probe_write_user changes the memory of a process, which gpttrace runs with --allow-unsafe alone',
    ],
  },
  {
    said: /invalid mem access '(?:scalar|inv)'/,
    after: 'call bpf_get_current_task#35(?![\\s\\S]*call )',
    code: 'verifier-foreign-pointer',
    message: 'what bpf_get_current_task() returns is a number to the verifier, and is read through as a pointer',
    hints: ['BPF_CORE_READ(task, tgid) reads a field of it', 'bpf_get_current_task_btf() returns a pointer that may be read through (Linux 5.11)'],
    fix: 'current-task',
  },
  {
    said: /invalid mem access '(?:scalar|inv)'/,
    code: 'verifier-foreign-pointer',
    message: 'it reads through a number as if it were a pointer: memory of a process or of the kernel, which is only read by a helper',
    hints: [
      'an address of a process: bpf_probe_read_user(&copy, sizeof(copy), address), or bpf_probe_read_user_str for a string',
      'an address of the kernel: BPF_CORE_READ(pointer, field), or bpf_probe_read_kernel',
    ],
  },
  {
    said: /R\d+ type=(?:scalar|inv) expected=(?:ringbuf_|alloc_)mem/,
    code: 'verifier-used-after-release',
    message: 'it submits or discards what is no record of a ring buffer: one that was handed over already, or that was never reserved',
    hints: ['every record that was reserved is handed over once on each way: bpf_ringbuf_submit or bpf_ringbuf_discard, then return'],
  },
  {
    said: /R\d+ type=(?:scalar|inv) expected=(?:trusted_|rcu_)?ptr_/,
    code: 'verifier-argument-type',
    message: 'a helper is handed a number where it takes a pointer that the kernel vouches for',
    hints: [
      'bpf_get_current_task_btf() in the place of bpf_get_current_task(), whose result is a number to read with BPF_CORE_READ; arguments of tp_btf, fentry and lsm programs are such pointers, too',
    ],
  },
  {
    said: /R\d+ type=(?:scalar|inv) expected=([\w, ]+)/,
    code: 'verifier-argument-type',
    message: 'a helper is handed a number where it takes an address of memory of the program',
    hints: ['a key and a value are handed over by their address (&key), from a variable of the program; the verifier names what it takes: {1}'],
  },
  {
    said: /R1 type=(\w+) expected=ctx\b/,
    code: 'verifier-argument-type',
    types: true,
    message: 'a helper is handed {1} where it takes the context',
    hints: ["the first argument of such a helper is the program's own argument, as it was handed to it: ctx"],
  },
  {
    said: /R\d+ type=(?:fp|map_value) expected=map_value|R\d+ does not point to a readonly map/,
    after: 'call bpf_(?:strncmp|snprintf|trace_vprintk|strtol|strtoul)#\\d+[^\\n]*\\n*$',
    code: 'verifier-argument-type',
    message: 'a helper is handed a variable where it takes a text that is a constant of the program',
    hints: ['declare it outside of the function, or static in it: static const char wanted[] = "bash";'],
  },
  {
    said: /R\d+ type=(\w+) expected=([\w, ]+)/,
    code: 'verifier-argument-type',
    types: true,
    message: 'a helper is handed {1} where it takes {2}',
    hints: ['what a helper takes: man 7 bpf-helpers; a map is handed over by its address (&map), a key and a value by theirs'],
  },
  {
    said: /<invalid CO-RE relocation>[\s\S]*?struct (\w+?)(?:___\w+)?\.(\S+) \(/,
    code: 'core-no-field',
    message: 'this kernel has no field {2} in struct {1}, or no such structure',
    hints: ['what it has: gpttrace type {1}', 'a field that some kernels lack is asked for first: if (bpf_core_field_exists(pointer->{2})) ...'],
  },
  {
    said: /<invalid CO-RE relocation>(?:[\s\S]*?(?:relocation <\w+> \[\d+\] (.*?)(?: \(| *$))?)?/m,
    code: 'core-no-type',
    message: 'this kernel does not have what the program reads ({1})',
    hints: ['a type or an enumerator that some kernels lack is asked for first: bpf_core_type_exists, bpf_core_enum_value_exists'],
  },
  {
    said: /extern \(func ksym\) '(\w+)': not found in kernel/,
    code: 'no-kfunc',
    message: 'this kernel has no function {1} that a program may call',
    hints: [
      'declare it __weak and ask if (bpf_ksym_exists({1})) before it is called',
      'which it has: bpftool btf dump file /sys/kernel/btf/vmlinux | grep {1}',
    ],
  },
  {
    said: /calling kernel function (\w+) is not allowed/,
    code: 'verifier-kfunc-not-allowed',
    message: 'a program of this type cannot call {1}',
    hints: ['kernel functions are open to some types of programs only: Documentation/bpf/kfuncs.rst'],
  },
  {
    said: /extern \(\w+ ksym\) '(\w+)': not found|failed to find BTF for extern '(\w+)'|extern '(\w+)'.*(?:not found|unresolved|invalid)/,
    code: 'no-extern',
    message: '{1} is declared extern, and neither the program nor the kernel has it',
    hints: [
      'a variable or function of the kernel is declared with __ksym, a value of its configuration with __kconfig; everything else must be in the file itself',
    ],
  },
  {
    said: /failed to find kernel BTF type ID of '([^']+)'|attach_btf_id (\d+) is not/,
    code: 'no-attach-target',
    message: 'this kernel has no {1} to attach to',
    hints: ['what there is: gpttrace probes "{1}"', 'a function may be inlined or of a module that is not loaded'],
  },
  {
    said: /failed to (?:determine|find) tracepoint '([^']+)'(?: perf event ID)?|failed to open(?: perf event for)? '?\/sys\/kernel\/(?:debug\/)?tracing\/events\/([^/]+\/[^/]+)\/id/,
    code: 'no-attach-target',
    message: 'this kernel has no tracepoint {1}',
    hints: ['which there are: gpttrace probes tracepoint'],
  },
  {
    said: /failed to create (?:kprobe|kretprobe|uprobe|uretprobe)? ?'?([^' ]+?)'? perf event: No such file/,
    code: 'no-attach-target',
    message: 'this kernel has no function {1} to place a probe on',
    hints: ['which there are: gpttrace probes "{1}"'],
  },
  {
    said: /failed to guess program type from ELF section '([^']+)'|missing BPF prog type, check ELF section name '([^']+)'/,
    code: 'unknown-section',
    message: 'SEC("{1}") is no place that a program can be attached to',
    hints: ['for example tracepoint/CATEGORY/NAME, kprobe/FUNCTION, fentry/FUNCTION, tp_btf/NAME, uprobe/FILE:FUNCTION, xdp, tc, lsm/HOOK, perf_event'],
  },
  {
    said: /BPF_EXIT instruction.*inside bpf_(spin_lock|rcu_read_lock)-ed region|bpf_(spin_lock)? ?is missing unlock|function calls are not allowed while holding a (lock)/,
    code: 'verifier-lock',
    message: 'a lock is still held where the program ends, or calls something',
    hints: ['bpf_spin_unlock stands on every way after bpf_spin_lock, before any return and any call'],
  },
  {
    said: /At callback return the register R0 has/,
    code: 'verifier-return',
    message: 'a function that a helper calls back returns another value than 0 or 1',
    hints: ['bpf_loop and bpf_for_each_map_elem go on where it returns 0, and end where it returns 1: return 0;'],
  },
  {
    said: /At program exit the register R0 has (?:.*?)should have been in (\S+ ?\S*\])|At program exit the register R0 (?:is not|has)/,
    code: 'verifier-return',
    message: 'it returns a value that a program of this type may not return',
    hints: ['0 for tracing programs; XDP_PASS, TC_ACT_OK for packets; 0 or a negative errno for LSM'],
  },
  {
    said: /R0 leaks addr as return value|leaks addr (?:into|as)|pointer comparison prohibited/,
    code: 'verifier-leaks-address',
    message: 'it gives an address of the kernel away',
    hints: ['return a number, and store what a pointer points to, not the pointer'],
  },
  {
    said: /unreachable insn (\d+)|jump out of range|last insn is not an exit or jmp/,
    code: 'verifier-broken-code',
    message: 'its instructions lead nowhere: a function without a return, or code that nothing reaches',
    hints: ['every way through a function ends with a return; inline assembly must not leave the function'],
  },
  {
    said: /[Ll]ockdown|restricted; see man kernel_lockdown/,
    code: 'kernel-lockdown',
    message: 'the kernel is locked down, and programs may not read its memory',
    hints: ['lockdown comes with Secure Boot: cat /sys/kernel/security/lockdown; in mode confidentiality no such program can run'],
  },
  {
    said: /(?:load failed|failed to load.*): Operation not permitted|permission error|failed to load: -1$|Operation not permitted/m,
    code: 'load-not-permitted',
    message: 'the kernel does not permit this to be loaded',
    hints: [
      'to root: a kernel without BPF LSM (CONFIG_BPF_LSM) refuses lsm programs so, one without BPF trampolines fentry, fexit and tp_btf',
      'a container or the lockdown of Secure Boot may forbid it, too: cat /sys/kernel/security/lockdown',
      'to others: it takes root (or CAP_BPF and CAP_PERFMON)',
    ],
  },
  {
    said: /load failed: Argument list too long|failed to load: -7$/m,
    code: 'verifier-too-complex',
    message: 'the verifier gave up: it cannot see that a loop ends, or there are too many ways through the program',
    hints: [
      'give the loop a bound that is a constant: for (int i = 0; i < 64; i++) { if (i >= n) break; ... }',
      'a long loop: bpf_loop (Linux 5.17), or bpf_for (Linux 6.4)',
    ],
  },
  {
    said: /map '(\w+)': failed to create: (?:Invalid argument|-22)|Error in bpf_create_map_xattr\((\w+)\)/,
    code: 'map-refused',
    message: 'the kernel refuses the map {1}: its type, its sizes or its flags do not go together',
    hints: ['the size of a ring buffer is a power of two and a multiple of the page (4096); a hash needs max_entries'],
  },
];
