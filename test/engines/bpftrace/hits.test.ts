import { describe, expect, it } from 'vitest';
import { hitsReader } from '../../../src/engines/bpftrace/hits.ts';
import type { BpfProgram } from '../../../src/system/cost.ts';

const OPEN = 'tracepoint:syscalls:sys_enter_openat';
const CLOSE = 'tracepoint:syscalls:sys_enter_close';

/** Programs in the order in which they were loaded, as `type:runs`. */
function programs(text: string): BpfProgram[] {
  return text.split(' ').map((one, at) => {
    const [type, runs] = one.split(':').map(Number);
    return { id: 100 + at, type: type ?? 0, runs: runs ?? 0, nanoseconds: (runs ?? 0) * 10 };
  });
}

const CASES: readonly { readonly name: string; readonly source: string; readonly programs: string; readonly version?: string; readonly hits: string }[] = [
  // Written down from bpftrace 0.17.0 on Linux 6.18: what each run counted told which is which.
  {
    name: 'a program as it was seen: two passes, the second backwards',
    source: `software:faults:100 { @f=count(); } uprobe:/bin/bash:readline { @r = count(); } uretprobe:/bin/bash:readline { @rr = count(); } uprobe:/bin/bash:main { @m = count(); }
      ${OPEN} { @o=count(); } ${OPEN} { @z=count(); } interval:s:1 { @i = count(); } software:cpu-clock:1000000 {@cc=count();} profile:hz:49 {@p=count();} BEGIN { } END { }`,
    programs: '5:1177 5:1330 7:1 7:57 7:1239 2:3 2:2 2:1 7:132',
    hits: `software:faults:100=132 uprobe:/bin/bash:readline=1 uretprobe:/bin/bash:readline=2 uprobe:/bin/bash:main=3 ${OPEN}=1177 ${OPEN}=1330 software:cpu-clock:1000000=1239 profile:hz:49=57`,
  },
  { name: 'several attach points of one probe', source: `${OPEN}, ${CLOSE} { @ = count(); }`, programs: '5:1 5:2', hits: `${OPEN}=1 ${CLOSE}=2` },
  {
    name: 'short names of kinds',
    source: `t:syscalls:sys_enter_close { @ = count(); } i:s:1 { exit(); }`,
    programs: '5:4 7:1',
    hits: 't:syscalls:sys_enter_close=4',
  },
  {
    name: 'a pattern is what the others leave',
    source: `${OPEN} { @a = count(); } tracepoint:sched:* { @b = count(); } ${CLOSE} { @c = count(); }`,
    programs: '5:1 5:2 5:3 5:4 5:5',
    hits: `${OPEN}=1 tracepoint:sched:*=9 ${CLOSE}=5`,
  },
  {
    name: 'of two patterns nothing tells where one ends',
    source: `${OPEN} { @a = count(); } tracepoint:sched:* { @b = count(); } ${CLOSE} { @c = count(); } tracepoint:irq:* { @d = count(); } profile:hz:9 { @e = count(); }`,
    programs: '5:1 5:2 5:3 5:4 5:5 7:8',
    hits: `${OPEN}=1 tracepoint:sched:*,_${CLOSE},_tracepoint:irq:*=14 profile:hz:9=8`,
  },
  {
    name: 'a function in C++ may stand in several places',
    source: `uprobe:/bin/a:cpp:"f" { @ = count(); } uprobe:/bin/a:g { @g = count(); }`,
    programs: '2:1 2:2 2:3',
    hits: 'uprobe:/bin/a:cpp:"f"=5 uprobe:/bin/a:g=1',
  },
  { name: 'fewer programs than probes: nothing is told', source: `${OPEN} { @a = count(); } ${CLOSE} { @b = count(); }`, programs: '5:1', hits: '' },
  { name: 'more programs than probes: nothing is told', source: `${OPEN} { @a = count(); }`, programs: '5:1 5:2', hits: '' },
  { name: 'fewer than a pattern and the others', source: `${OPEN} { @a = count(); } tracepoint:sched:* { @b = count(); }`, programs: '5:1', hits: '' },
  {
    name: 'one kind is unsure, the other is not',
    source: `${OPEN} { @a = count(); } uprobe:/bin/a:g { @g = count(); }`,
    programs: '5:1 2:1 2:1',
    hits: `${OPEN}=1`,
  },
  { name: 'kinds nobody knows', source: 'kfunc:vfs_read { @a = count(); }', programs: '26:3', hits: '' },
  { name: 'clocks and beginnings are no events', source: 'BEGIN { } interval:s:1 { @a = count(); } END { }', programs: '7:3', hits: '' },
  {
    name: 'a later bpftrace, whose order is its own: one probe',
    version: '0.23.2',
    source: `${OPEN} { @a = count(); } interval:s:1 { exit(); }`,
    programs: '7:1 5:9 2:1',
    hits: `${OPEN}=9`,
  },
  {
    name: 'a later bpftrace: several of a kind together',
    version: '0.23.2',
    source: `${OPEN} { @a = count(); } ${CLOSE} { @b = count(); }`,
    programs: '5:1 5:9 2:1',
    hits: `${OPEN},_${CLOSE}=10`,
  },
  { name: 'a later bpftrace: a beginning of the same kind', version: '0.23.2', source: 'uprobe:/bin/a:g { @g = count(); }', programs: '2:1 2:0', hits: '' },
  {
    name: 'a later bpftrace: a clock of the same kind',
    version: '0.23.2',
    source: 'profile:hz:9 { @g = count(); } interval:s:1 { exit(); }',
    programs: '7:1 7:9',
    hits: '',
  },
  {
    name: 'a later bpftrace: one pattern of tracepoints',
    version: '0.27.0',
    source: 'tracepoint:sched:* { @g = count(); }',
    programs: '5:1 5:9',
    hits: 'tracepoint:sched:*=10',
  },
];

describe('which program of the kernel is which probe', () => {
  it.each(CASES)('$name', ({ source, programs: loaded, version = '0.17.0', hits }) => {
    const found = hitsReader(source, version)(programs(loaded));
    expect(found.map(({ attachPoint, runs }) => `${attachPoint.replace(/ /g, '_')}=${runs}`).join(' ')).toBe(hits);
    for (const { runs, nanoseconds } of found) expect(nanoseconds).toBe(runs * 10);
  });

  it('goes by when programs were loaded, not by how their descriptors are numbered', () => {
    const found = hitsReader(`${OPEN} { @a = count(); } ${CLOSE} { @b = count(); }`, '0.17.0')(programs('5:1 5:2').reverse());
    expect(found.map(({ attachPoint, runs }) => [attachPoint, runs])).toEqual([
      [OPEN, 1],
      [CLOSE, 2],
    ]);
  });
});
