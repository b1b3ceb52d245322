import { describe, expect, it } from 'vitest';
import type { Program } from '../../src/core/program.ts';
import { explainProgram } from '../../src/explain/program.ts';
import { readLibrary } from '../../src/knowledge/read.ts';

function explain(source: string): string {
  const program: Program = { language: 'bpftrace', source, title: 't', origin: { kind: 'edited' }, attachPoints: [], outputs: [] };
  return explainProgram(program).join('\n');
}

const SAYS: readonly { readonly name: string; readonly source: string; readonly says: readonly RegExp[] }[] = [
  { name: 'a system call', source: 'tracepoint:syscalls:sys_enter_openat { }', says: [/calls.*openat/] },
  { name: 'its return', source: 't:syscalls:sys_exit_openat { }', says: [/returns.*openat/] },
  { name: 'any system call', source: 'tracepoint:raw_syscalls:sys_enter { }', says: [/any system call/] },
  { name: 'a tracepoint', source: 'tracepoint:sched:sched_switch { }', says: [/sched:sched_switch/] },
  {
    name: 'functions',
    source: 'kprobe:vfs_read { } kretprobe:vfs_read { } kfunc:vmlinux:vfs_write { } uprobe:/bin/bash:readline { }',
    says: [/enters.*vfs_read/, /returns.*vfs_read/, /vfs_write/, /readline.*\/bin\/bash/],
  },
  { name: 'clocks', source: 'profile:hz:99 { } interval:s:5 { exit(); }', says: [/99 times a second/, /5 s/, /ends the program/, /samples/] },
  { name: 'a predicate, as it stands', source: 'k:f /pid == 1 &&\n  comm == "x"/ { }', says: [/pid == 1 && comm == "x"/] },
  {
    name: 'aggregations',
    source: 'k:f { @n[comm, pid] = count(); @s = sum(arg1); @h = hist(arg2); @a = avg(arg3); @m = max(arg4); }',
    says: [/counts.*comm and pid.*@n/, /arg1.*@s/, /arg2.*histogram.*@h/, /averages arg3/, /greatest arg4/],
  },
  {
    name: 'what is remembered and forgotten',
    source: 'k:f { @start[tid] = nsecs; delete(@start[tid]); clear(@start); }',
    says: [/nsecs.*@start\[tid\]/, /forgets/, /empties/],
  },
  { name: 'branches', source: 'k:f { if (arg0) { @a++; } else if (arg1) { @b += 2; } else { print(@a); } }', says: [/if arg0/, /otherwise/, /@b/] },
  { name: 'rows', source: 'k:f { printf("%d %s\\n", pid, comm); }', says: [/pid, comm/] },
  { name: 'its limits', source: 'k:f { @n[str(arg0), comm] = count(); }', says: [/63/, /15/, /4096/] },
];

describe('explainProgram', () => {
  it.each(SAYS)('$name', ({ source, says }) => {
    const text = explain(source);
    for (const pattern of says) expect(text).toMatch(pattern);
  });

  it('says nothing of limits that a program does not have', () => expect(explain('BEGIN { exit(); }')).not.toMatch(/63|4096|samples/));

  it.each(['', 'BEGIN { @ = ; }', '}{', 'struct a { int b; };', 'k:f { while (1) { break; } for ($k : @a) { let $x = 1; } unroll(2) { } return; }'])(
    'bears %j',
    (source) => {
      expect(() => explain(source)).not.toThrow();
      expect(explain(source)).not.toMatch(/undefined|\[object/);
    },
  );

  it.each(readLibrary())('has a word for every statement of library/$name.bt', ({ source }) => {
    const text = explain(source);
    expect(text).not.toMatch(/undefined|\[object/);
    expect(text.split('\n').length).toBeGreaterThan(1);
  });
});
