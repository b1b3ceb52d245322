/** What the verifier and the loader say of programs in C. */
import type { Catalogue } from './catalogue.ts';

export const verifier: Catalogue = {
  'the object does not describe its types (BTF), which libbpf needs to make its maps and to adapt it to the kernel':
    '目标文件没有说明自己的类型（BTF），而 libbpf 要用它来建映射、适配内核',
  'compile it with -g, and strip nothing but DWARF: gpttrace build FILE.bpf.c does':
    '编译时加 -g，除了 DWARF 什么都不要剥离：gpttrace build FILE.bpf.c 就是这样做的',
  'the description of its types (BTF) in this object is damaged': '这个目标文件里的类型说明（BTF）已损坏',
  'copy or build it again: gpttrace build FILE.bpf.c': '重新复制或编译：gpttrace build FILE.bpf.c',
  'what a map lookup returned is used without a look at whether it is NULL': '使用了映射查找的结果，而没有判断它是否为 NULL',
  'a key may not be in the map: if (!value) return 0; before it is used': '键可能不在映射里：使用之前先写 if (!value) return 0;',
  'a function that is verified by itself uses a pointer that it is given without a look at whether it is NULL':
    '单独校验的函数使用了传入的指针，而没有判断它是否为 NULL',
  'if (!pointer) return 0; before it is used; or make the function static, so that it is verified where it is called':
    '使用之前先写 if (!pointer) return 0;；或者把函数声明为 static，让它在调用处一起校验',
  'what bpf_ringbuf_reserve returned is used without a look at whether it is NULL': '使用了 bpf_ringbuf_reserve 的结果，而没有判断它是否为 NULL',
  'the buffer may be full: if (!event) return 0; before it is used': '缓冲区可能已满：使用之前先写 if (!event) return 0;',
  'a pointer that may be NULL is used without a look at that ({})': '使用了可能为 NULL 的指针而没有判断（{1}）',
  'compare it with NULL first, and return where it is': '先与 NULL 比较，为 NULL 就返回',
  'a pointer that may be NULL is handed to a helper': '把可能为 NULL 的指针交给了辅助函数',
  'it calls a helper that the kernel lets only programs under a GPL-compatible licence call': '它调用的辅助函数，内核只允许许可证与 GPL 兼容的程序调用',
  'state such a licence, if it is yours to state: char LICENSE[] SEC("license") = "GPL";':
    '如果可以由你声明，就声明这样的许可证：char LICENSE[] SEC("license") = "GPL";',
  'a program of this type cannot call {}': '这种类型的程序不能调用 {1}',
  'which helpers a type has: bpftool feature probe kernel; another attach point with such a helper, or another way to the same value':
    '某种类型有哪些辅助函数：bpftool feature probe kernel；换一个有这个辅助函数的挂载点，或用另一种办法得到同样的值',
  'this kernel has no helper {}: it came with a later one': '这个内核没有辅助函数 {1}：它是后来的内核才有的',
  'which helpers there are: bpftool feature probe kernel': '有哪些辅助函数：bpftool feature probe kernel',
  'it calls a helper that may sleep, from a place that may not': '它在不能休眠的地方调用了可能休眠的辅助函数',
  'attach it where sleeping is allowed (SEC("fentry.s/..."), SEC("lsm.s/..."), SEC("uprobe.s/...")), or use bpf_probe_read_user instead of bpf_copy_from_user':
    '挂载到允许休眠的地方（SEC("fentry.s/...")、SEC("lsm.s/...")、SEC("uprobe.s/...")），或者用 bpf_probe_read_user 代替 bpf_copy_from_user',
  'its functions take {} bytes of stack together, and there are 512': '它的函数合计占用 {1} 字节的栈，而栈只有 512 字节',
  'put the largest variable into a BPF_MAP_TYPE_PERCPU_ARRAY of one entry': '把最大的变量放进只有一项的 BPF_MAP_TYPE_PERCPU_ARRAY',
  'its functions call each other more than 8 deep, or themselves': '它的函数相互调用超过 8 层，或者调用自身',
  'a loop with a bound in the place of recursion; small functions as static __always_inline': '用有界的循环代替递归；小函数写成 static __always_inline',
  'it divides by zero': '它除以了零',
  'compare the divisor with 0 first; what is divided by a variable that is 0 gives 0 in BPF': '先把除数与 0 比较；在 BPF 里，除以值为 0 的变量得 0',
  'a helper is handed a number that must be known when the program is compiled, and is not': '交给辅助函数的数必须在编译时就已知，而它不是',
  'the room reserved in a ring buffer has one size: sizeof(*event); room of a size that is found out while it runs: bpf_ringbuf_output, or bpf_ringbuf_reserve_dynptr (Linux 5.19)':
    'ring buffer 里预留的空间大小固定：sizeof(*event)；运行时才知道大小的用 bpf_ringbuf_output，或 bpf_ringbuf_reserve_dynptr（Linux 5.19）',
  'it reads or writes outside of a variable on its stack': '它读写到了栈上变量的外面',
  'compare the index with the size of the array before it is used: if (at >= sizeof(text)) return 0;':
    '使用下标之前先与数组的大小比较：if (at >= sizeof(text)) return 0;',
  'the stack has 512 bytes; what is read from it must have been written before': '栈有 512 字节；从里面读的必须先写过',
  'it reads a variable that was not set on every way there': '它读取的变量并不是在每条路径上都赋过值',
  'set it where it is declared: struct event event = {};': '在声明处赋值：struct event event = {};',
  'it uses a value that was not set on every way there (register {})': '它使用的值并不是在每条路径上都设置过（寄存器 {1}）',
  'set the variable where it is declared; a function whose result is used returns one on every way; what is in r1 to r5 is lost at every call':
    '在声明处给变量赋值；要用其结果的函数，每条路径都要返回值；r1 到 r5 里的内容每次调用后都会丢失',
  'it may go beyond memory of {} bytes: at offset {}, a size of {}': '它可能超出 {1} 字节的内存：偏移 {2}，大小 {3}',
  'hand over the size of the very member: sizeof(event->name)': '给出那个成员本身的大小：sizeof(event->name)',
  'an index is compared with the size first, and what is too large left out, or cut: array[at & (SIZE - 1)] with a SIZE that is a power of two':
    '先把下标与大小比较，太大的略过，或者截断：array[at & (SIZE - 1)]，SIZE 为 2 的幂',
  'let the variable be unsigned: of a signed one the verifier must fear that it is negative': '把变量声明为无符号数：对有符号数，校验器要考虑它是负数',
  'an index or a size may be larger than what it is used on': '下标或大小可能超过它所用的对象',
  'compare it with the size first and return where it is too large, or cut it: array[at & (SIZE - 1)] with a SIZE that is a power of two':
    '先与大小比较，太大就返回，或者截断：array[at & (SIZE - 1)]，SIZE 为 2 的幂',
  'on one way through the program, what it reserved or acquired is not given back': '程序的某条路径上，预留或取得的东西没有归还',
  'before every return: bpf_ringbuf_submit or bpf_ringbuf_discard of what bpf_ringbuf_reserve gave, the release function of what was acquired':
    '每个 return 之前：bpf_ringbuf_reserve 得到的用 bpf_ringbuf_submit 或 bpf_ringbuf_discard，取得的用它的释放函数',
  'the verifier gave up after {} instructions: it cannot see that a loop ends, or there are too many ways through the program':
    '校验器在 {1} 条指令后放弃了：它看不出循环会结束，或者程序的路径太多',
  'give the loop a bound that is a constant: for (int i = 0; i < 64; i++) { if (i >= n) break; ... }':
    '给循环一个常量上界：for (int i = 0; i < 64; i++) { if (i >= n) break; ... }',
  'a long loop: bpf_loop (Linux 5.17), or bpf_for (Linux 6.4)': '长循环：bpf_loop（Linux 5.17）或 bpf_for（Linux 6.4）',
  'the verifier cannot see that a loop ends': '校验器看不出循环会结束',
  'it writes to its context at offset {}, which a program of this type only reads, or has no field at':
    '它写入上下文的偏移 {1}，而这种类型的程序只能读那里，或者那里没有字段',
  "copy the field into a variable of the program's own, and change that": '把字段复制到程序自己的变量里再改',
  'it reads {} bytes at offset {} of its context, and there is no such field for a program of this type':
    '它在上下文的偏移 {2} 处读 {1} 字节，而这种类型的程序没有这样的字段',
  'the type of the argument must be that of the attach point: struct trace_event_raw_... for a tracepoint, struct pt_regs for kprobes, struct xdp_md for XDP, struct __sk_buff for tc':
    '参数的类型必须与挂载点一致：跟踪点用 struct trace_event_raw_...，kprobe 用 struct pt_regs，XDP 用 struct xdp_md，tc 用 struct __sk_buff',
  '{} has fewer arguments than the program takes': '{1} 的参数比程序要取的少',
  'what it takes: gpttrace type {}; bpftool btf dump file /sys/kernel/btf/vmlinux format raw':
    '它有哪些参数：gpttrace type {1}；bpftool btf dump file /sys/kernel/btf/vmlinux format raw',
  'it reads through a context pointer that it added to': '它通过做过加法的上下文指针来读取',
  'read a field by its name, with an offset that is a constant': '按名称读取字段，偏移要是常量',
  'it reads {} bytes at {} of a packet that may be shorter': '它在数据包的 {2} 处读 {1} 字节，而数据包可能没有那么长',
  'compare with the end first: if (data + sizeof(struct ethhdr) > data_end) return XDP_PASS;':
    '先与末尾比较：if (data + sizeof(struct ethhdr) > data_end) return XDP_PASS;',
  'it writes to a constant of its own, or into a map that programs only read': '它写入自己的常量，或者程序只能读的映射',
  'a variable that it changes is declared without const; what is const (also const volatile) is set before the program is loaded, and stays':
    '要改的变量声明时不加 const；const（包括 const volatile）在装载之前设置，之后不变',
  'it writes to what it may only read': '它写入只能读的地方',
  "memory of the kernel is only read by a program; copy it into a variable of the program's own first": '程序只能读内核的内存；先复制到程序自己的变量里',
  'it uses a record of a ring buffer that it has handed over already': '它使用了已经交出的 ring buffer 记录',
  'bpf_ringbuf_submit comes last: all members are set before it': 'bpf_ringbuf_submit 放在最后：在它之前设置好所有成员',
  'it reads through a number as if it were a pointer: memory of a process or of the kernel, which is only read by a helper':
    '它把数当作指针来读取：进程或内核的内存只能用辅助函数来读',
  'an address of a process: bpf_probe_read_user(&copy, sizeof(copy), address), or bpf_probe_read_user_str for a string':
    '进程的地址：bpf_probe_read_user(&copy, sizeof(copy), address)，字符串用 bpf_probe_read_user_str',
  'an address of the kernel: BPF_CORE_READ(pointer, field), or bpf_probe_read_kernel': '内核的地址：BPF_CORE_READ(pointer, field) 或 bpf_probe_read_kernel',
  'it submits or discards what is no record of a ring buffer: one that was handed over already, or that was never reserved':
    '它提交或丢弃的不是 ring buffer 的记录：已经交出的，或者从未预留的',
  'every record that was reserved is handed over once on each way: bpf_ringbuf_submit or bpf_ringbuf_discard, then return':
    '每条预留的记录在每条路径上只交出一次：bpf_ringbuf_submit 或 bpf_ringbuf_discard，然后返回',
  'a helper is handed a number where it takes a pointer that the kernel vouches for': '辅助函数要的是内核担保的指针，交给它的却是数',
  'bpf_get_current_task_btf() in the place of bpf_get_current_task(), whose result is a number to read with BPF_CORE_READ; arguments of tp_btf, fentry and lsm programs are such pointers, too':
    '用 bpf_get_current_task_btf() 代替 bpf_get_current_task()，后者的结果是数，要用 BPF_CORE_READ 来读；tp_btf、fentry 和 lsm 程序的参数也是这样的指针',
  'a helper is handed a number where it takes an address of memory of the program': '辅助函数要的是程序内存的地址，交给它的却是数',
  'a key and a value are handed over by their address (&key), from a variable of the program; the verifier names what it takes: {}':
    '键和值要给出地址（&key），放在程序的变量里；校验器说明它接受什么：{1}',
  'a helper is handed {} where it takes {}': '辅助函数要的是 {2}，交给它的却是 {1}',
  'what a helper takes: man 7 bpf-helpers; a map is handed over by its address (&map), a key and a value by theirs':
    '辅助函数接受什么：man 7 bpf-helpers；映射给出地址（&map），键和值也给出地址',
  'this kernel has no field {} in struct {}, or no such structure': '这个内核的 struct {2} 没有字段 {1}，或者没有这个结构体',
  'what it has: gpttrace type {}': '它有什么：gpttrace type {1}',
  'a field that some kernels lack is asked for first: if (bpf_core_field_exists(pointer->{})) ...':
    '有些内核没有的字段，先判断：if (bpf_core_field_exists(pointer->{1})) ...',
  'this kernel does not have what the program reads ({})': '这个内核没有程序要读取的内容（{1}）',
  'a type or an enumerator that some kernels lack is asked for first: bpf_core_type_exists, bpf_core_enum_value_exists':
    '有些内核没有的类型或枚举值，先判断：bpf_core_type_exists、bpf_core_enum_value_exists',
  'this kernel has no function {} that a program may call': '这个内核没有程序可以调用的函数 {1}',
  'declare it __weak and ask if (bpf_ksym_exists({})) before it is called': '把它声明为 __weak，调用之前先判断 if (bpf_ksym_exists({1}))',
  'which it has: bpftool btf dump file /sys/kernel/btf/vmlinux | grep {}': '它有哪些：bpftool btf dump file /sys/kernel/btf/vmlinux | grep {1}',
  'kernel functions are open to some types of programs only: Documentation/bpf/kfuncs.rst': '内核函数只对某些类型的程序开放：Documentation/bpf/kfuncs.rst',
  '{} is declared extern, and neither the program nor the kernel has it': '{1} 声明为 extern，而程序和内核都没有它',
  'a variable or function of the kernel is declared with __ksym, a value of its configuration with __kconfig; everything else must be in the file itself':
    '内核的变量或函数用 __ksym 声明，内核配置的值用 __kconfig；其余的都必须在文件里',
  'this kernel has no {} to attach to': '这个内核没有可以挂载的 {1}',
  'what there is: gpttrace probes "{}"': '有哪些：gpttrace probes "{1}"',
  'a function may be inlined or of a module that is not loaded': '函数可能被内联，或者属于没有装载的模块',
  'this kernel has no tracepoint {}': '这个内核没有跟踪点 {1}',
  'which there are: gpttrace probes tracepoint': '有哪些：gpttrace probes tracepoint',
  'this kernel has no function {} to place a probe on': '这个内核没有可以放探针的函数 {1}',
  'which there are: gpttrace probes "{}"': '有哪些：gpttrace probes "{1}"',
  'SEC("{}") is no place that a program can be attached to': 'SEC("{1}") 不是程序可以挂载的位置',
  'for example tracepoint/CATEGORY/NAME, kprobe/FUNCTION, fentry/FUNCTION, tp_btf/NAME, uprobe/FILE:FUNCTION, xdp, tc, lsm/HOOK, perf_event':
    '例如 tracepoint/CATEGORY/NAME、kprobe/FUNCTION、fentry/FUNCTION、tp_btf/NAME、uprobe/FILE:FUNCTION、xdp、tc、lsm/HOOK、perf_event',
  'a lock is still held where the program ends, or calls something': '程序结束或调用函数时还持有锁',
  'bpf_spin_unlock stands on every way after bpf_spin_lock, before any return and any call':
    'bpf_spin_lock 之后，每条路径上在返回和调用之前都要有 bpf_spin_unlock',
  'it returns a value that a program of this type may not return': '它返回了这种类型的程序不能返回的值',
  '0 for tracing programs; XDP_PASS, TC_ACT_OK for packets; 0 or a negative errno for LSM':
    '跟踪程序返回 0；数据包返回 XDP_PASS、TC_ACT_OK；LSM 返回 0 或负的 errno',
  'it gives an address of the kernel away': '它泄露了内核的地址',
  'return a number, and store what a pointer points to, not the pointer': '返回数，存指针所指的内容，而不是指针',
  'its instructions lead nowhere: a function without a return, or code that nothing reaches': '它的指令没有去处：函数没有 return，或者有执行不到的代码',
  'every way through a function ends with a return; inline assembly must not leave the function': '函数的每条路径都以 return 结束；内联汇编不能跳出函数',
  'the kernel is locked down, and programs may not read its memory': '内核处于锁定状态，程序不能读取它的内存',
  'lockdown comes with Secure Boot: cat /sys/kernel/security/lockdown; in mode confidentiality no such program can run':
    '锁定随 Secure Boot 而来：cat /sys/kernel/security/lockdown；在 confidentiality 模式下这样的程序都不能运行',
  'the kernel does not permit this to be loaded': '内核不允许装载它',
  'the verifier gave up: it cannot see that a loop ends, or there are too many ways through the program':
    '校验器放弃了：它看不出循环会结束，或者程序的路径太多',
  'the kernel refuses the map {}: its type, its sizes or its flags do not go together': '内核拒绝映射 {1}：它的类型、大小或标志不相配',
  'the size of a ring buffer is a power of two and a multiple of the page (4096); a hash needs max_entries':
    'ring buffer 的大小是 2 的幂，也是页（4096）的倍数；哈希表需要 max_entries',
  'the line: {}': '这一行：{1}',
  'the verifier: {}': '校验器：{1}',
  'its beginning': '它的开头',
  'its end': '它的末尾',
  'the log was cut: {} lines of it are here, and not {}': '日志被截断：这里有它的 {1} 行，没有{2}',
  'it says nothing of why': '它没有说明原因',
  '{}the kernel refuses the program: {}': '{1}内核拒绝这个程序：{2}',
  '{}libbpf cannot load the object: {}': '{1}libbpf 不能装载这个目标文件：{2}',
  'an object that was damaged or cut is built again from its C: gpttrace build FILE.bpf.c':
    '损坏或被截断的目标文件用它的 C 源文件重新编译：gpttrace build FILE.bpf.c',
  'in kernel/bpf/verifier.c of the kernel': '在内核的 kernel/bpf/verifier.c 里',
  'gpttrace has no words of its own for this; they are {}': 'gpttrace 对此没有自己的说法；它们{1}',
  'state GPL as its licence': '把许可证声明为 GPL',
  'return where {} is NULL': '{1} 为 NULL 时返回',
  'return where {} is not below {}': '{1} 不小于 {2} 时返回',
  'it reads {} of struct {}, and that is not what {} delivers': '它读取 struct {2} 的 {1}，而 {3} 给出的不是它',
  'the type of its argument: struct {}': '参数的类型应为：struct {1}',
  'its fields: {}': '它的字段：{1}',
  'the kernel would not notice: what lies at that place is read, whatever it is': '内核不会发现：那个位置上不论是什么都会被读取',
  'it reads the first {} bytes of what {} delivers: the common fields are not there while a program sees the record':
    '它读取 {2} 所给内容的前 {1} 字节：程序看到记录时，公共字段还不在那里',
  'bpf_get_current_pid_tgid() >> 32 tells the process, bpf_get_smp_processor_id() the processor':
    'bpf_get_current_pid_tgid() >> 32 给出进程，bpf_get_smp_processor_id() 给出处理器',
  'it reads {} of what {} delivers, which has {} bytes': '它读取 {2} 所给内容的 {1}，而那里有 {3} 字节',
  'the kernel loads such a program and then refuses to attach it': '内核会装载这样的程序，然后拒绝挂载它',
  'it reads {} of struct {} at offset {}, and what {} delivers has it at {}': '它读取 struct {2} 偏移 {3} 处的 {1}，而 {4} 给出的在 {5}',
  'it reads {} of what {} delivers, and no field lies so': '它读取 {2} 所给内容的 {1}，而没有字段这样排列',
  '{} {} at offset {}': '{1} {2}，偏移 {3}',
  '{} ({} at {})': '{1}（{2}，在 {3}）',
  'its fields, bytes at offset: {}': '它的字段，偏移处的字节数：{1}',
  'vmlinux.h has them as struct {}': 'vmlinux.h 里它们是 struct {1}',
  '{} and {} more': '{1}，另有 {2} 个',
  'take struct {} for its argument': '参数用 struct {1}',
  'return where the packet ends before {} does': '数据包在 {1} 之前结束就返回',
  'take the task as a pointer that may be read through': '把 task 作为可以直接读取的指针',
  'an address on the stack': '栈上的地址',
  "the program's own argument (its context)": '程序自己的参数（上下文）',
  'memory of a map or a global variable': '映射的内存或全局变量',
  'a key of a map': '映射的键',
  'memory of a helper or a ring buffer': '辅助函数或 ring buffer 的内存',
  'a record of a ring buffer': 'ring buffer 的记录',
  'data of a packet': '数据包的内容',
  'metadata of a packet': '数据包的元数据',
  'the end of a packet': '数据包的末尾',
  'a buffer of the kernel': '内核的缓冲区',
  'memory that is only read': '只能读的内存',
  'a buffer that is only read': '只能读的缓冲区',
  'a dynptr': '一个 dynptr',
  'a function': '函数',
  'a helper is handed the size of the very variable: sizeof(text)': '给辅助函数的大小就用那个变量的：sizeof(text)',
  'on one way through the program, what bpf_ringbuf_reserve_dynptr reserved is not given back': '程序的某条路径上，bpf_ringbuf_reserve_dynptr 预留的没有归还',
  'it is given back also where it could not be reserved: bpf_ringbuf_discard_dynptr(&room, 0) before that return, bpf_ringbuf_submit_dynptr before the others':
    '没有预留到时也要归还：在那个 return 之前用 bpf_ringbuf_discard_dynptr(&room, 0)，其他 return 之前用 bpf_ringbuf_submit_dynptr',
  'what is handed over or given back is not the pointer that was got, but one into what it points at': '交出或归还的不是所得到的指针，而是指向其中某处的指针',
  'bpf_ringbuf_submit(event, 0) takes what bpf_ringbuf_reserve returned, as it is': 'bpf_ringbuf_submit(event, 0) 要的是 bpf_ringbuf_reserve 返回的原样指针',
  '{} takes another type of map than the one that it is handed': '{1} 接受的映射类型与给它的不同',
  'bpf_ringbuf_... take a BPF_MAP_TYPE_RINGBUF, bpf_perf_event_output a BPF_MAP_TYPE_PERF_EVENT_ARRAY, bpf_get_stackid a BPF_MAP_TYPE_STACK_TRACE, bpf_tail_call a BPF_MAP_TYPE_PROG_ARRAY':
    'bpf_ringbuf_... 接受 BPF_MAP_TYPE_RINGBUF，bpf_perf_event_output 接受 BPF_MAP_TYPE_PERF_EVENT_ARRAY，bpf_get_stackid 接受 BPF_MAP_TYPE_STACK_TRACE，bpf_tail_call 接受 BPF_MAP_TYPE_PROG_ARRAY',
  'bpf_map_lookup_elem, _update_elem and _delete_elem take hashes, arrays and the like, and no ring or perf buffer':
    'bpf_map_lookup_elem、_update_elem 和 _delete_elem 接受哈希表、数组等，不接受 ring buffer 或 perf buffer',
  'BPF_PROG of bpf/bpf_tracing.h hands over the arguments of tp_btf, fentry and lsm programs; a raw tracepoint has as many as its TP_PROTO, at most 12, from args[0]':
    'bpf/bpf_tracing.h 的 BPF_PROG 给出 tp_btf、fentry 和 lsm 程序的参数；原始跟踪点的参数与它的 TP_PROTO 一样多，最多 12 个，从 args[0] 开始',
  'each header anew: where the next one begins depends on the one before it': '每个头部都要重新判断：下一个从哪里开始取决于前一个',
  'it writes through a number as if it were a pointer: memory of a process or of the kernel is not for a program to write':
    '它把数当作指针来写：进程或内核的内存不归程序来写',
  'what it keeps goes into variables and maps of its own: a copy first, bpf_probe_read_user(&copy, sizeof(copy), address)':
    '要保留的内容放进自己的变量和映射：先复制，bpf_probe_read_user(&copy, sizeof(copy), address)',
  'only bpf_probe_write_user changes the memory of a process, which gpttrace runs with --allow-unsafe alone':
    '只有 bpf_probe_write_user 能改动进程的内存，gpttrace 只在加了 --allow-unsafe 时运行它',
  'what bpf_get_current_task() returns is a number to the verifier, and is read through as a pointer':
    'bpf_get_current_task() 的结果对校验器来说是数，却被当作指针来读取',
  'BPF_CORE_READ(task, tgid) reads a field of it': 'BPF_CORE_READ(task, tgid) 读取它的字段',
  'bpf_get_current_task_btf() returns a pointer that may be read through (Linux 5.11)': 'bpf_get_current_task_btf() 返回可以直接读取的指针（Linux 5.11）',
  'a helper is handed {} where it takes the context': '辅助函数要的是上下文，交给它的却是 {1}',
  "the first argument of such a helper is the program's own argument, as it was handed to it: ctx": '这种辅助函数的第一个参数是程序自己的参数，原样传递：ctx',
  'a helper is handed a variable where it takes a text that is a constant of the program': '辅助函数要的是程序里的常量文本，交给它的却是变量',
  'declare it outside of the function, or static in it: static const char wanted[] = "bash";':
    '在函数外面声明它，或在函数里声明为 static：static const char wanted[] = "bash";',
  'a function that a helper calls back returns another value than 0 or 1': '由辅助函数回调的函数返回了 0 和 1 以外的值',
  'bpf_loop and bpf_for_each_map_elem go on where it returns 0, and end where it returns 1: return 0;':
    'bpf_loop 和 bpf_for_each_map_elem 在它返回 0 时继续，返回 1 时结束：return 0;',
  'to root: a kernel without BPF LSM (CONFIG_BPF_LSM) refuses lsm programs so, one without BPF trampolines fentry, fexit and tp_btf':
    '对 root：没有 BPF LSM（CONFIG_BPF_LSM）的内核这样拒绝 lsm 程序，没有 BPF trampoline 的内核这样拒绝 fentry、fexit 和 tp_btf',
  'a container or the lockdown of Secure Boot may forbid it, too: cat /sys/kernel/security/lockdown':
    '容器或 Secure Boot 的锁定也可能禁止它：cat /sys/kernel/security/lockdown',
  'to others: it takes root (or CAP_BPF and CAP_PERFMON)': '对其他用户：需要 root 权限（或 CAP_BPF 和 CAP_PERFMON）',
};
