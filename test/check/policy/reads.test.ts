import { describe, expect, it } from 'vitest';
import { parse } from '../../../src/bpftrace/parser.ts';
import { assess } from '../../../src/check/policy/assess.ts';
import { blind } from './machine.ts';

const READS: readonly (readonly [what: string, program: string, says: RegExp])[] = [
  ['arguments', 'tracepoint:syscalls:sys_enter_execve { printf("%s\\n", str(args->argv[1])); }', /arguments/],
  ['arguments, joined', 'tracepoint:syscalls:sys_enter_exec* { join(args.argv); }', /arguments/],
  ['the environment', 'tracepoint:syscalls:sys_enter_execve { printf("%s\\n", str(*(args->envp))); }', /environment/],
  ['arguments through the task', 'tracepoint:sched:sched_switch { printf("%s", str(curtask->mm->arg_start)); }', /arguments/],
  ['written data', 'tracepoint:syscalls:sys_enter_write { printf("%s\\n", str(args->buf, args->count)); }', /read and write/],
  [
    'read data, through a map',
    'tracepoint:syscalls:sys_enter_read { @b[tid] = args->buf; } tracepoint:syscalls:sys_exit_read /@b[tid]/ { printf("%r", buf(@b[tid], args->ret)); }',
    /read and write/,
  ],
  ['through variables', 'tracepoint:syscalls:sys_enter_write { $a = args->buf; $b = (uint64)$a + 8; $c = $b; @[str($c)] = count(); }', /read and write/],
  ['a variable that is set later', 'tracepoint:syscalls:sys_enter_write { if ($x) { printf("%s", str($x)); } $x = args->buf; }', /read and write/],
  ['byte by byte', 'tracepoint:syscalls:sys_enter_write { printf("%c", *(uint8 *)(args->buf + 1)); }', /read and write/],
  ['byte by byte, as an array', 'tracepoint:syscalls:sys_enter_write { $p = (uint8 *)args->buf; printf("%c", $p[0]); }', /read and write/],
  ['only compared', 'tracepoint:syscalls:sys_enter_write /strncmp("GET", str(args->buf), 3) == 0/ { @ = count(); }', /read and write/],
  ['of any system call', 'tracepoint:syscalls:sys_enter_* { printf("%s", str(args->buf)); }', /read and write/],
  ['through the raw system call', 'tracepoint:raw_syscalls:sys_enter { printf("%s", str(args->args[1])); }', /read and write/],
  ['in a list of probes', 'tracepoint:sched:sched_switch, tracepoint:syscalls:sys_enter_write { printf("%s", str(args->buf)); }', /read and write/],
  ['of a kernel function', 'kprobe:vfs_write { printf("%s", str(arg1, arg2)); }', /read and write/],
  ['of a kernel function, by a pattern', 'kprobe:vfs_wri* { printf("%s", str(arg1)); }', /read and write/],
  ['of a kernel function with types', 'kfunc:vfs_read { printf("%s", str(args->buf)); }', /read and write/],
  ['what is typed', 'kprobe:tty_write { printf("%s", str(arg1)); }', /read and write/],
  ['what a shell reads', 'uretprobe:/bin/bash:readline { printf("%s\\n", str(retval)); }', /readline/],
  ['what goes through TLS', 'uprobe:libssl:SSL_write { printf("%r", buf(arg1, arg2)); }', /SSL_write/],
  [
    'what goes through TLS, read back',
    'uprobe:libssl:SSL_read { @b[tid] = arg1; } uretprobe:libssl:SSL_read { printf("%s", str(@b[tid], retval)); }',
    /SSL_read/,
  ],
  ['of a probe of its own', 'usdt:/usr/sbin/mysqld:query__start { printf("%s\\n", str(arg0)); }', /query__start/],
  ['a register', 'uprobe:/bin/bash:f { printf("%s", str(reg("di"))); }', /gives to f/],
  ['in a loop over a map', 'tracepoint:syscalls:sys_enter_write { @p[tid] = args.buf; } END { for ($kv : @p) { print(str($kv.1)); } }', /read and write/],
  ['in a #define', '#define TEXT str(args->buf)\ntracepoint:syscalls:sys_enter_write { printf("%s", TEXT); }', /read and write/],
  ['a file', 'BEGIN { cat("/etc/shadow"); }', /file/],
  ['a file of a process', 'tracepoint:sched:sched_process_exec { cat("/proc/%d/environ", pid); }', /file/],
  ['a file of one process', 'BEGIN { cat("/proc/1/environ"); }', /file/],
  ['a file reached sideways', 'BEGIN { cat("/proc/../etc/shadow"); }', /file/],
  ['where a socket connects to', 'tracepoint:syscalls:sys_enter_connect { printf("%s", str(uptr((uint64)args->uservaddr + 2))); }', /connect/],
  ['in a macro', 'macro show(p) { printf("%s", str(p)); } tracepoint:syscalls:sys_enter_write { show(args.buf); }', /read and write/],
  ['in a subprogram', 'fn show($p : uint64) : void { printf("%s", str($p)); } tracepoint:syscalls:sys_enter_write { show(args.buf); }', /read and write/],
  ['given back by a macro', 'macro p() { args.buf } tracepoint:syscalls:sys_enter_write { printf("%s", str(p())); }', /read and write/],
];

const WATCHES: readonly (readonly [what: string, program: string])[] = [
  ['file names', 'tracepoint:syscalls:sys_enter_openat { printf("%s\\n", str(args->filename)); }'],
  ['file names in the kernel', 'kprobe:do_sys_openat2 { printf("%s\\n", str(arg1)); }'],
  ['sizes', 'tracepoint:syscalls:sys_enter_write { @[comm] = hist(args->count); }'],
  ['a pointer that is only stored', 'tracepoint:syscalls:sys_enter_write { @b[tid] = args->buf; }'],
  ['a pointer that is only a key', 'tracepoint:syscalls:sys_enter_write { @n[args->buf] = count(); printf("%s", str(@n[args->buf])); }'],
  ['how often a function is called', 'uprobe:libssl:SSL_write { @[comm] = count(); }'],
  ['a number a function is given', 'uprobe:libc:malloc { @ = hist(arg0); }'],
  ['what a function returns as a number', 'uretprobe:/bin/bash:f { @[retval] = count(); }'],
  ['names in the kernel', 'kprobe:vfs_open { printf("%s\\n", str(((struct path *)arg0)->dentry->d_name.name)); }'],
  ['how busy the machine is', 'interval:s:1 { cat("/proc/loadavg"); }'],
  ['the family of an address', 'tracepoint:syscalls:sys_enter_connect { @[*(uint16 *)uptr((uint64)args->uservaddr)] = count(); }'],
  ['where a link points to', 'tracepoint:syscalls:sys_enter_readlink { printf("%s", str(args->buf)); }'],
];

describe('reads user data', () => {
  it.each(READS)('%s', (_what, program, says) => {
    const parsed = parse(program);
    expect(parsed.diagnostics).toEqual([]);
    const { classes, reasons } = assess(parsed.script, program, blind);
    expect(classes).toContain('reads-user-data');
    expect(
      reasons
        .filter(({ kind }) => kind === 'reads-user-data')
        .map(({ why }) => why)
        .join('\n'),
    ).toMatch(says);
  });

  it.each(WATCHES)('not %s', (_what, program) => {
    const { classes } = assess(parse(program).script, program, blind);
    expect(classes).not.toContain('reads-user-data');
  });

  it('of values that are passed on five thousand times', () => {
    const steps = Array.from({ length: 5000 }, (_, at) => `$v${at + 1} = $v${at}; @[str($v${at})] = count();`);
    const program = `tracepoint:syscalls:sys_enter_write { $v0 = args->buf; ${steps.join('\n')} }`;
    expect(assess(parse(program).script, program, blind).classes).toContain('reads-user-data');
  });
});
