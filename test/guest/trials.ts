/**
 * Small programs, one or more for each kind of probe and for what the versions of bpftrace differ in, and what must come out when a known thing happens in
 * the guest. Anyone can add a block. They are written as the newest bpftrace has it and printed for the one that is tried.
 */
export interface Trial {
  /** A row of the matrix. */
  readonly about: string;
  readonly program: string;
  /** Shell, run once everything is attached; a `cat` of a file where there is none. */
  readonly act?: string;
  /** What must be printed: the values of a row with a blank between them, a map as `@name[key, key] = value`. */
  readonly shows: RegExp;
  /** It is tried for what it costs: how long it takes to attach is a row of its own. */
  readonly measures?: true;
}

const LIBC = '/usr/lib/x86_64-linux-gnu/libc.so.6';
const LIBSTDCXX = '/usr/lib/x86_64-linux-gnu/libstdc++.so.6';
const READ_777 = 'dd if=/dev/zero of=/dev/null bs=777 count=3 2> /dev/null';
const WRITE_TO_DISK = 'dd if=/dev/zero of=/scratch/written bs=4096 count=4 2> /dev/null; sync';
/** busybox is linked statically; bpftrace is the program of a guest that uses its libraries. */
const USE_LIBC = 'bpftrace --version > /dev/null';

export const TRIALS: readonly Trial[] = [
  { about: 'BEGIN and END', program: 'BEGIN { printf("starts\\n"); } END { printf("ends\\n"); }', shows: /starts[\s\S]*ends/ },
  { about: 'interval', program: 'interval:ms:50 { @ticks = count(); }', act: 'sleep 1', shows: /@ticks = [1-9]/ },
  { about: 'profile', program: 'profile:hz:49 { @[comm] = count(); }', act: 'n=0; while [ $n -lt 30000 ]; do n=$((n + 1)); done', shows: /@\[sh\] = [1-9]/ },
  { about: 'software', program: 'software:page-faults:1 { @[comm] = count(); }', shows: /@\[cat\] = [1-9]/ },
  { about: 'hardware', program: 'hardware:cpu-cycles:1000000 { @[comm] = count(); }', shows: /@\[\w+\] = [1-9]/ },

  {
    about: 'tracepoint of a system call',
    program: 'tracepoint:syscalls:sys_enter_openat /comm == "cat"/ { printf("opens %s\\n", str(args.filename)); }',
    shows: /^(?:opens )?\/etc\/passwd$/m,
  },
  {
    about: 'tracepoint, fields',
    program: 'tracepoint:block:block_rq_issue { @[args.comm] = sum(args.bytes); }',
    act: WRITE_TO_DISK,
    shows: /@\[\S+\] = [1-9]/,
  },
  { about: 'tracepoint, wildcard', program: 'tracepoint:sched:sched_process_* { @[probe] = count(); }', shows: /sched_process_exec\] = [1-9]/ },
  { about: 'rawtracepoint', program: 'rawtracepoint:sched_process_exec { @[comm] = count(); }', shows: /@\[\w+\] = [1-9]/ },

  { about: 'kprobe', program: 'kprobe:vfs_open { @[comm] = count(); }', shows: /@\[cat\] = [1-9]/ },
  {
    about: 'kprobe, types of the kernel',
    program: 'kprobe:vfs_open /comm == "cat"/ { printf("opens %s\\n", str(((struct path *)arg0)->dentry->d_name.name)); }',
    shows: /^passwd$/m,
  },
  { about: 'kretprobe', program: 'kretprobe:vfs_read /comm == "dd"/ { @[retval] = count(); }', act: READ_777, shows: /@\[777\] = 3/ },
  {
    about: 'kprobe and kretprobe, by thread',
    program:
      'kprobe:vfs_read /comm == "dd"/ { @wanted[tid] = arg2; } kretprobe:vfs_read /@wanted[tid]/ { @pairs[@wanted[tid], retval] = count(); delete(@wanted[tid]); }',
    act: READ_777,
    shows: /@pairs\[777, 777\] = 3/,
  },
  { about: 'kprobe at an offset', program: 'kprobe:vfs_open+0 { @[comm] = count(); }', shows: /@\[cat\] = [1-9]/ },
  { about: 'kprobe, wildcard', program: 'kprobe:vfs_rea* { @[probe] = count(); }', shows: /@\[kprobe:(?:vmlinux:)?vfs_read\] = [1-9]/ },
  {
    about: 'kprobe, wide wildcard',
    program: 'kprobe:tcp_* { @[probe] = count(); } interval:ms:50 { @ticks = count(); }',
    act: 'sleep 1',
    shows: /@ticks = [1-9]/,
    measures: true,
  },
  { about: 'kprobe in a module', program: 'kprobe:virtblk_done { @[probe] = count(); }', act: WRITE_TO_DISK, shows: /virtblk_done\] = [1-9]/ },
  { about: 'kprobe in a named module', program: 'kprobe:virtio_blk:virtblk_done { @[probe] = count(); }', act: WRITE_TO_DISK, shows: /virtblk_done\] = [1-9]/ },

  {
    about: 'fentry, typed arguments',
    program: 'fentry:vfs_open /comm == "cat"/ { printf("opens %s\\n", str(args.path->dentry->d_name.name)); }',
    shows: /^passwd$/m,
  },
  {
    about: 'fexit, arguments and result',
    program: 'fexit:vfs_read /comm == "dd"/ { @[args.count, retval] = count(); }',
    act: READ_777,
    shows: /@\[777, 777\] = 3/,
  },
  { about: 'fentry, wildcard', program: 'fentry:vfs_rea* { @[probe] = count(); }', shows: /vfs_read\] = [1-9]/ },
  { about: 'fentry in a module', program: 'fentry:virtio_blk:virtblk_done { @[probe] = count(); }', act: WRITE_TO_DISK, shows: /virtblk_done\] = [1-9]/ },

  { about: 'iter:task', program: 'iter:task { printf("task %s %d\\n", ctx->task->comm, ctx->task->pid); }', shows: /^(?:busybox|init) 1$/m },
  { about: 'iter:task_file', program: 'iter:task_file { printf("file %s %d\\n", ctx->task->comm, ctx->fd); }', shows: /^bpftrace \d+$/m },
  {
    about: 'iter:task_vma',
    program: 'iter:task_vma { printf("vma %s %d\\n", ctx->task->comm, ctx->vma->vm_end - ctx->vma->vm_start); }',
    shows: /^(?:busybox|init) \d+$/m,
  },

  { about: 'uprobe in a library', program: `uprobe:${LIBC}:exit { @[comm, arg0] = count(); }`, act: USE_LIBC, shows: /@\[bpftrace, 0\] = 1/ },
  { about: 'uretprobe in a library', program: `uretprobe:${LIBC}:getenv { @[comm] = count(); }`, act: USE_LIBC, shows: /@\[bpftrace\] = [1-9]/ },
  { about: 'uprobe, wildcard', program: `uprobe:${LIBC}:exi* { @[probe] = count(); }`, act: USE_LIBC, shows: /libc\.so\.6:exit\] = 1/ },
  {
    about: 'usdt',
    program: `usdt:"${LIBSTDCXX}":libstdcxx:throw { @[comm] = count(); }`,
    act: '(bpftrace -p 99999999999999999999; bpftrace -l "kprobe:[") > /dev/null 2>&1',
    shows: /@\[bpftrace\] = [1-9]/,
  },

  { about: 'watchpoint', program: 'watchpoint:0xADDRESS(jiffies):8:w { @[probe] = count(); }', act: 'sleep 1', shows: /@\[\S+\] = [1-9]/ },
  { about: 'asyncwatchpoint', program: 'asyncwatchpoint:0xADDRESS(jiffies):8:w { @[probe] = count(); }', act: 'sleep 1', shows: /@\[\S+\] = [1-9]/ },

  {
    about: 'kernel stacks with names',
    program: 'kprobe:vfs_read /comm == "dd"/ { @[kstack(4)] = count(); }',
    act: READ_777,
    shows: /vfs_read[\s\S]*ksys_read/,
  },
  {
    about: 'user stacks with names',
    // Names can be told of what still runs when the map is printed: bpftrace itself.
    program: `uprobe:${LIBC}:malloc /comm == "bpftrace"/ { @[ustack(3)] = count(); } interval:ms:50 { printf("tick\\n"); }`,
    act: 'sleep 1',
    shows: /\bmalloc\+0/,
  },
  { about: 'names of kernel addresses', program: 'kprobe:vfs_open { @[ksym(reg("ip"))] = count(); }', shows: /@\[vfs_open\] = [1-9]/ },
  {
    about: 'path()',
    program: 'fentry:security_file_open /comm == "cat"/ { printf("opens %s\\n", path(args.file->f_path)); }',
    shows: /^(?:opens )?\/etc\/passwd$/m,
  },

  {
    about: 'maps that count',
    program:
      'kretprobe:vfs_read /comm == "dd" && retval == 777/ { @c = count(); @s = sum(retval); @a = avg(retval); @lo = min(retval); @hi = max(retval); @st = stats(retval); }',
    act: READ_777,
    shows: /(?=[\s\S]*@c = 3$)(?=[\s\S]*@s = 2331$)(?=[\s\S]*@a = 777$)(?=[\s\S]*@lo = 777$)(?=[\s\S]*@hi = 777$)(?=[\s\S]*@st = 3 777 2331$)/m,
  },
  {
    about: 'histograms',
    program: 'kretprobe:vfs_read /comm == "dd" && retval == 777/ { @h = hist(retval); @l = lhist(retval, 0, 1000, 100); }',
    act: READ_777,
    shows: /(?=[\s\S]*@h 512\.\.1023: 3$)(?=[\s\S]*@l 700\.\.799: 3$)/m,
  },
  { about: 'tuples', program: 'BEGIN { $t = (1, "two", 3); printf("%d %s %d\\n", $t.0, $t.1, $t.2); }', shows: /1 two 3/ },
  { about: 'while and unroll', program: 'BEGIN { $n = 0; while ($n < 3) { $n++; } unroll (2) { $n++; } printf("n %d\\n", $n); }', shows: /^(?:n )?5$/m },
  { about: 'strcontains()', program: 'BEGIN { printf("holds %d\\n", strcontains("abcde", "cd")); }', shows: /^(?:holds )?(?:1|true)$/m },
  { about: 'strftime()', program: 'BEGIN { printf("year %s\\n", strftime("%Y", nsecs)); }', shows: /^(?:year )?20\d\d$/m },
  { about: 'for over a map', program: 'BEGIN { @m[1] = 2; @m[3] = 4; for ($kv : @m) { printf("pair %d %d\\n", $kv.0, $kv.1); } }', shows: /^(?:pair )?3 4$/m },
  { about: 'for over a range', program: 'BEGIN { for ($i : 0..3) { printf("i %d\\n", $i); } }', shows: /^(?:i )?0\n(?:i )?1\n(?:i )?2$/m },
  { about: 'has_key()', program: 'BEGIN { @m[1] = 2; printf("has %d %d\\n", has_key(@m, 1), has_key(@m, 2)); }', shows: /^(?:has )?(?:1 0|true false)$/m },
  { about: 'len() of a map', program: 'BEGIN { @m[1] = 2; @m[3] = 4; printf("length %d\\n", len(@m)); }', shows: /^(?:length )?2$/m },
  { about: 'let', program: 'BEGIN { let $x = 5; printf("x %d\\n", $x); }', shows: /^(?:x )?5$/m },
  { about: 'a tuple as a key', program: 'BEGIN { @m[(1, 2)] = 3; }', shows: /@m\[\(?1, ?2\)?\] = 3/ },
  { about: 'config block', program: 'config = { max_map_keys = 10 } BEGIN { printf("configured\\n"); }', shows: /configured/ },
  { about: 'if as an expression', program: 'BEGIN { $x = if (pid > 0) { 1 } else { 2 }; printf("x %d\\n", $x); }', shows: /^(?:x )?1$/m },
  { about: 'macros', program: 'macro twice($x) { $x * 2 } BEGIN { $n = 4; printf("twice %d\\n", twice($n)); }', shows: /^(?:twice )?8$/m },
  { about: 'tseries()', program: 'BEGIN { @t = tseries(5, 1s, 3); }', shows: /@t/ },
];
