/** Advice: programs that bpftrace runs, and that do not measure what they were written to measure. Each block: what it is, the program, the advice, and the program after its fix. */
import { describe, expect, it } from 'vitest';
import { parse } from '../../src/bpftrace/parser.ts';
import { check } from '../../src/check/check.ts';
import { applyEdits, type Diagnostic } from '../../src/core/diagnostic.ts';
import { readLibrary } from '../../src/knowledge/read.ts';
import { blind, withTracepoints } from './policy/machine.ts';

const ADVICE = new Set(
  'never-true always-true start-not-checked never-deleted not-cleared paired-by-process backward-difference time-unit endless-keys adds-up too-many-probes long-process-name clock-reading line-not-ended paired-by-thread'.split(
    ' ',
  ),
);
const ENTER = 'tracepoint:syscalls:sys_enter_read';
const EXIT = 'tracepoint:syscalls:sys_exit_read';
const START = `${ENTER} { @start[tid] = nsecs; }`;
const CLEAR = 'END { clear(@start); }';

function advice(program: string, machine = blind): Diagnostic[] {
  return check(program, machine).diagnostics.filter(({ code }) => ADVICE.has(code));
}

interface Block {
  readonly what: string;
  readonly program: string;
  readonly code: string;
  /** After the first fix of the first finding. */
  readonly fixed?: string;
}

const BAD: readonly Block[] = [
  {
    what: 'a start that may not be there',
    program: `${START} ${EXIT} { @ = hist(nsecs - @start[tid]); delete(@start[tid]); } ${CLEAR}`,
    code: 'start-not-checked',
    fixed: `${START} ${EXIT} /@start[tid]/ { @ = hist(nsecs - @start[tid]); delete(@start[tid]); } ${CLEAR}`,
  },
  {
    what: 'a start that may not be there, behind another filter',
    program: `${START} ${EXIT} /args->ret > 0 || pid == 1/ { @ = hist(nsecs - @start[tid]); delete(@start[tid]); } ${CLEAR}`,
    code: 'start-not-checked',
    fixed: `${START} ${EXIT} /@start[tid] && (args->ret > 0 || pid == 1)/ { @ = hist(nsecs - @start[tid]); delete(@start[tid]); } ${CLEAR}`,
  },
  {
    what: 'a start that may not be there, divided',
    program: `${START} ${EXIT} { $us = (nsecs - @start[tid]) / 1000; @ = hist($us); delete(@start[tid]); } ${CLEAR}`,
    code: 'start-not-checked',
  },
  {
    what: 'a start that stays',
    program: `${START} ${EXIT} /@start[tid]/ { @ = hist(nsecs - @start[tid]); } ${CLEAR}`,
    code: 'never-deleted',
    fixed: `${START} ${EXIT} /@start[tid]/ { @ = hist(nsecs - @start[tid]);  delete(@start[tid]); } ${CLEAR}`,
  },
  {
    what: 'starts of disk requests that stay',
    program:
      'tracepoint:block:block_rq_issue { @start[args->dev, args->sector] = nsecs; } tracepoint:block:block_rq_complete /@start[args->dev, args->sector]/ { @ = hist(nsecs - @start[args->dev, args->sector]); } END { clear(@start); }',
    code: 'never-deleted',
  },
  {
    what: 'starts that are printed at the end',
    program: `${START} ${EXIT} /@start[tid]/ { @ = hist(nsecs - @start[tid]); delete(@start[tid]); }`,
    code: 'not-cleared',
    fixed: `${START} ${EXIT} /@start[tid]/ { @ = hist(nsecs - @start[tid]); delete(@start[tid]); }\n\nEND\n{\n  clear(@start);\n}`,
  },
  {
    what: 'starts that are printed at the end, where there is an end',
    program: `${START} ${EXIT} /@start[tid]/ { @ = hist(nsecs - @start[tid]); delete(@start[tid]); } END { printf("bye\\n"); }`,
    code: 'not-cleared',
    fixed: `${START} ${EXIT} /@start[tid]/ { @ = hist(nsecs - @start[tid]); delete(@start[tid]); } END { printf("bye\\n");  clear(@start); }`,
  },
  {
    what: 'calls that are told apart by process only',
    program: `${ENTER} { @start[pid] = nsecs; } ${EXIT} /@start[pid]/ { @ = hist(nsecs - @start[pid]); delete(@start[pid]); } ${CLEAR}`,
    code: 'paired-by-process',
    fixed: `${ENTER} { @start[tid] = nsecs; } ${EXIT} /@start[tid]/ { @ = hist(nsecs - @start[tid]); delete(@start[tid]); } ${CLEAR}`,
  },
  {
    what: 'functions that are told apart by process and name',
    program: 'uprobe:/bin/a:f { @arg[pid, comm] = arg0; } uretprobe:/bin/a:f /@arg[pid, comm]/ { @[@arg[pid, comm]] = count(); delete(@arg[pid, comm]); }',
    code: 'paired-by-process',
  },
  {
    what: 'disk requests that are told apart by thread',
    program:
      'tracepoint:block:block_rq_issue { @s[tid, comm] = nsecs; } tracepoint:block:block_rq_complete /@s[tid, comm]/ { @ = hist(nsecs - @s[tid, comm]); delete(@s[tid, comm]); } END { clear(@s); }',
    code: 'paired-by-thread',
    fixed:
      'tracepoint:block:block_rq_issue { @s[args->dev, args->sector] = nsecs; } tracepoint:block:block_rq_complete /@s[args->dev, args->sector]/ { @ = hist(nsecs - @s[args->dev, args->sector]); delete(@s[args->dev, args->sector]); } END { clear(@s); }',
  },
  {
    what: 'wakers in the place of who is woken',
    program:
      'tracepoint:sched:sched_wakeup, tracepoint:sched:sched_wakeup_new { @q[tid] = nsecs; } tracepoint:sched:sched_switch /@q[tid]/ { @ = hist(nsecs - @q[tid]); delete(@q[tid]); } END { clear(@q); }',
    code: 'paired-by-thread',
    fixed:
      'tracepoint:sched:sched_wakeup, tracepoint:sched:sched_wakeup_new { @q[args->pid] = nsecs; } tracepoint:sched:sched_switch /@q[args->next_pid]/ { @ = hist(nsecs - @q[args->next_pid]); delete(@q[args->next_pid]); } END { clear(@q); }',
  },
  {
    what: 'a time backwards',
    program: `${START} ${EXIT} /@start[tid]/ { @ = hist(@start[tid] - nsecs); delete(@start[tid]); } ${CLEAR}`,
    code: 'backward-difference',
    fixed: `${START} ${EXIT} /@start[tid]/ { @ = hist(nsecs - @start[tid]); delete(@start[tid]); } ${CLEAR}`,
  },
  { what: 'what the clock says, as a distribution', program: `${ENTER} { @ = hist(nsecs); }`, code: 'clock-reading' },
  { what: 'what the clock says, in another unit, added up', program: `${ENTER} { @[comm] = sum(nsecs / 1000); }`, code: 'clock-reading' },
  {
    what: 'rows that are one line',
    program: `${ENTER} { printf("%s %d", comm, pid); }`,
    code: 'line-not-ended',
    fixed: `${ENTER} { printf("%s %d\\n", comm, pid); }`,
  },
  {
    what: 'rows that are one line, of some events only',
    program: `${ENTER} { if (pid > 1) { printf("%d;", pid); } }`,
    code: 'line-not-ended',
    fixed: `${ENTER} { if (pid > 1) { printf("%d;\\n", pid); } }`,
  },
  {
    what: 'nanoseconds that are called microseconds',
    program: `${START} ${EXIT} /@start[tid]/ { @usecs = hist(nsecs - @start[tid]); delete(@start[tid]); } ${CLEAR}`,
    code: 'time-unit',
    fixed: `${START} ${EXIT} /@start[tid]/ { @usecs = hist((nsecs - @start[tid]) / 1000); delete(@start[tid]); } ${CLEAR}`,
  },
  {
    what: 'nanoseconds that are called milliseconds, by way of a variable',
    program: `${START} ${EXIT} /@start[tid]/ { $d = nsecs - @start[tid]; @read_ms[comm] = avg($d); delete(@start[tid]); } ${CLEAR}`,
    code: 'time-unit',
    fixed: `${START} ${EXIT} /@start[tid]/ { $d = nsecs - @start[tid]; @read_ms[comm] = avg($d / 1000000); delete(@start[tid]); } ${CLEAR}`,
  },
  {
    what: 'nanoseconds that are printed as microseconds',
    program: `${START} ${EXIT} /@start[tid]/ { printf("%s took %5d us\\n", comm, nsecs - @start[tid]); delete(@start[tid]); } ${CLEAR}`,
    code: 'time-unit',
  },
  { what: 'an entry for every moment', program: `${ENTER} { @[nsecs] = pid; }`, code: 'endless-keys' },
  { what: 'an entry for every moment and process', program: `${ENTER} { @[comm, nsecs] = count(); }`, code: 'endless-keys' },
  { what: 'an entry for every moment since the beginning', program: `${ENTER} { @t[pid, elapsed] = 1; }`, code: 'endless-keys' },
  { what: 'a count that goes on', program: `${ENTER} { @[comm] = count(); } interval:s:1 { print(@); }`, code: 'adds-up' },
  {
    what: 'a name no process has',
    program: `${ENTER} /comm == "systemd-journald"/ { @ = count(); }`,
    code: 'long-process-name',
    fixed: `${ENTER} /comm == "systemd-journal"/ { @ = count(); }`,
  },
  {
    what: 'a name no process has, the other way round',
    program: `${ENTER} { if ("gsd-media-keys-helper" != comm) { @ = count(); } }`,
    code: 'long-process-name',
  },
  { what: 'a filter that lets nothing through', program: `${ENTER} /0/ { @ = count(); }`, code: 'never-true' },
  { what: 'two names at once', program: `${ENTER} /comm == "a" && comm == "b"/ { @ = count(); }`, code: 'never-true' },
  { what: 'two numbers at once, far apart', program: `${ENTER} /pid == 1 && uid == 0 && 2 == pid/ { @ = count(); }`, code: 'never-true' },
  { what: 'a range with nothing in it', program: `${ENTER} /args->count > 100 && args->count < 50/ { @ = count(); }`, code: 'never-true' },
  { what: 'a range between neighbours', program: `${ENTER} { if (pid > 5 && pid < 6) { @ = count(); } }`, code: 'never-true' },
  { what: 'an unsigned number below 0', program: 'uretprobe:/bin/a:f /retval < 0/ { @ = count(); }', code: 'never-true' },
  { what: 'an unsigned number of at least 0', program: `${ENTER} /pid >= 0/ { @ = count(); }`, code: 'always-true' },
  { what: 'not the one or not the other', program: `${ENTER} /comm != "a" || comm != "b"/ { @ = count(); }`, code: 'always-true' },
];

const GOOD: readonly (readonly [what: string, program: string])[] = [
  [
    'time on a CPU, from switch to switch',
    'tracepoint:sched:sched_switch { if (@on[args->prev_pid]) { @[args->prev_comm] = sum(nsecs - @on[args->prev_pid]); } @on[args->next_pid] = nsecs; delete(@on[args->prev_pid]); } END { clear(@on); }',
  ],
  [
    'disk requests by what they are',
    'tracepoint:block:block_rq_issue { @s[args->dev, args->sector] = nsecs; } tracepoint:block:block_rq_complete /@s[args->dev, args->sector]/ { @ = hist(nsecs - @s[args->dev, args->sector]); delete(@s[args->dev, args->sector]); } END { clear(@s); }',
  ],
  ['the first and the last time', `${ENTER} { @first = min(nsecs); @last = max(nsecs); }`],
  ['when in a trace things happen', `${ENTER} { @second = lhist(elapsed / 1000000000, 0, 10, 1); }`],
  ['when in a second things happen', `${ENTER} { @ = lhist(nsecs % 1000000000, 0, 1000000000, 100000000); }`],
  ['pieces of a line', `${ENTER} { printf("%d ", pid); printf("%s\\n", comm); }`],
  ['a line that time() begins', `${ENTER} { printf("%d at ", pid); time("%H:%M:%S\\n"); }`],
  ['a dot for each event', `${ENTER} { printf("."); }`],
  ['a line that begins with its end', `${ENTER} { printf("\\n%d", pid); }`],
  ['what is said at the end', `${ENTER} { @ = count(); } END { printf("%d", 1); }`],
  ['a latency as it should be', `${START} ${EXIT} /@start[tid]/ { @usecs = hist((nsecs - @start[tid]) / 1000); delete(@start[tid]); } ${CLEAR}`],
  ['a start that is looked at in the body', `${START} ${EXIT} { if (@start[tid]) { @ = hist(nsecs - @start[tid]); delete(@start[tid]); } } ${CLEAR}`],
  [
    'a start that is looked at through a variable',
    `${START} ${EXIT} { $s = @start[tid]; if ($s == 0) { return; } @ = hist(nsecs - $s); delete(@start[tid]); } ${CLEAR}`,
  ],
  [
    'a start beside something else that tells',
    `${ENTER} { @fd[tid] = args->fd; @start[tid] = nsecs; } ${EXIT} /@fd[tid]/ { @ = hist(nsecs - @start[tid]); delete(@start[tid]); delete(@fd[tid]); } ${CLEAR}`,
  ],
  ['one beginning for all', 'BEGIN { @start = nsecs; } interval:s:1 { printf("%d\\n", (nsecs - @start) / 1000000); } END { clear(@start); }'],
  ['the time between two of the same', `${ENTER} { if (@last[tid]) { @ = hist(nsecs - @last[tid]); } @last[tid] = nsecs; } END { clear(@last); }`],
  ['starts that are cleared every second', `${START} ${EXIT} /@start[tid]/ { @ = hist(nsecs - @start[tid]); } interval:s:1 { clear(@start); } ${CLEAR}`],
  ['counts by process', `${ENTER} { @n[pid] = count(); } ${EXIT} { @m[pid] = count(); }`],
  ['a sum by process over a pair', `${ENTER} { @n[pid] = sum(args->count); } ${EXIT} { @n[pid] = sum(args->ret); }`],
  [
    'a process from its start to its end',
    'tracepoint:sched:sched_process_exec { @start[pid] = nsecs; } tracepoint:sched:sched_process_exit /@start[pid]/ { @ = hist(nsecs - @start[pid]); delete(@start[pid]); } END { clear(@start); }',
  ],
  [
    'nanoseconds that are called so',
    `${START} ${EXIT} /@start[tid]/ { @ns = hist(nsecs - @start[tid]); printf("%d ns\\n", nsecs - @start[tid]); delete(@start[tid]); } ${CLEAR}`,
  ],
  [
    'names that end like a unit',
    `${START} ${EXIT} /@start[tid]/ { @bus = hist(nsecs - @start[tid]); @items = sum(nsecs - @start[tid]); delete(@start[tid]); } ${CLEAR}`,
  ],
  ['microseconds that were stored so', `${ENTER} { @s[tid] = nsecs / 1000; } ${EXIT} /@s[tid]/ { @us = hist(nsecs / 1000 - @s[tid]); delete(@s[tid]); }`],
  ['seconds as keys', `${ENTER} { @[nsecs / 1000000000] = count(); }`],
  ['a moment as a key that goes again', `${ENTER} { @[nsecs] = 1; } interval:s:1 { print(@); clear(@); }`],
  ['a count that is cleared', `${ENTER} { @[comm] = count(); } interval:s:1 { print(@); clear(@); }`],
  ['a count that is printed once', `${ENTER} { @[comm] = count(); } interval:s:5 { print(@); exit(); }`],
  ['a name of 15 characters', `${ENTER} /comm == "systemd-journal"/ { @ = count(); }`],
  ['a long text that is no name', `${ENTER} /str(args->buf) == "a text of more than 15 characters"/ { @ = count(); }`],
  ['the idle process', `${ENTER} /pid == 0/ { @ = count(); }`],
  ['either of two names', `${ENTER} /comm == "a" || comm == "b"/ { @ = count(); }`],
  ['neither of two names', `${ENTER} /comm != "a" && comm != "b"/ { @ = count(); }`],
  ['a range', `${ENTER} /args->count > 50 && args->count < 100/ { @ = count(); }`],
  ['two clocks', `${ENTER} /nsecs > 5 && nsecs < 3/ { @ = count(); }`],
  ['a signed number below 0', 'uretprobe:/bin/a:f /(int64)retval < 0/ { @ = count(); }'],
  ['always, on purpose', `${ENTER} /1/ { @ = count(); }`],
  [
    'a program with macros, of which not all is seen',
    `macro begin() { @start[tid] = nsecs; } ${ENTER} { begin!(); } ${EXIT} /@start[tid]/ { @ = hist(nsecs - @start[tid]); }`,
  ],
];

describe('advice', () => {
  it.each(BAD)('$what', ({ program, code, fixed }) => {
    const found = advice(program).filter((one) => one.code === code);
    expect(advice(program).map((one) => one.code)).toContain(code);
    expect(found[0]?.severity).toMatch(/warning|note/);
    for (const { span } of found) expect(program.slice(span?.start, span?.end)).not.toBe('');
    if (fixed === undefined) return;
    const after = applyEdits(program, found[0]?.fixes[0]?.edits ?? []);
    expect(after).toBe(fixed);
    expect(parse(after).diagnostics).toEqual([]);
    expect(advice(after)).toEqual([]);
  });

  it.each(GOOD)('none on %s', (_what, program) => expect(advice(program)).toEqual([]));

  it.each(readLibrary())('none on library/$name.bt', ({ source }) => expect(advice(source)).toEqual([]));

  it('every fix leaves a program that can be read', () => {
    for (const { program } of BAD) {
      for (const fix of advice(program).flatMap(({ fixes }) => fixes)) expect(parse(applyEdits(program, fix.edits)).diagnostics).toEqual([]);
    }
  });
});

describe('too many probes', () => {
  const program = 'tracepoint:syscalls:* { @ = count(); }';
  const at = (version: string, calls: number, text = program): readonly Diagnostic[] => {
    const machine = withTracepoints(calls);
    return advice(text, { ...machine, facts: { ...machine.facts, bpftrace: { path: '/usr/bin/bpftrace', version } } });
  };
  it.each([
    ['0.17.0', 512, false],
    ['0.17.0', 513, true],
    ['0.23.0', 513, false],
    ['0.23.0', 1025, true],
  ])('bpftrace %s and %d places', (version, calls, refused) => {
    const errors = at(version, calls).filter(({ severity }) => severity === 'error');
    expect(errors.map(({ code }) => code)).toEqual(refused ? ['too-many-probes'] : []);
    if (refused) expect(errors[0]?.message).toContain(`stands for ${calls} tracepoints`);
  });
  it('several patterns together', () => expect(at('0.17.0', 300, `${program} tracepoint:syscalls:sys_* { @b = count(); }`)).toHaveLength(1));
  it('the program may say how many', () => expect(at('0.23.0', 1500, `config = { max_probes = 2000 } ${program}`)).toEqual([]));
  it('silent where tracepoints cannot be listed', () => expect(advice(program)).toEqual([]));
});
