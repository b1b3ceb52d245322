/** Rules on the language: what is said of a program, where, and what the automatic fixes make of it. */
import { describe, expect, it } from 'vitest';
import { check, type Machine } from '../../src/check/check.ts';
import { applyEdits } from '../../src/core/diagnostic.ts';
import type { Finding, KernelFacts } from '../../src/core/facts.ts';
import type { Tracepoints } from '../../src/kernel/tracepoints.ts';
import { everyKind } from './every-kind.ts';

const yes: Finding = { verdict: 'yes', why: 'tried' };

function machine(version: string): Machine {
  const facts: KernelFacts = {
    format: 1,
    arch: 'x64',
    release: '6.1.0',
    bootId: '',
    bpftrace: { path: 'bpftrace', version },
    privilege: 'root',
    btf: false,
    tracefs: { state: 'mounted' },
    probeKinds: everyKind(yes),
  };
  const fields: Readonly<Record<string, readonly { name: string; declaration: string }[]>> = {
    'sched:sched_switch': [
      { name: 'prev_comm', declaration: 'char prev_comm[16]' },
      { name: 'prev_pid', declaration: 'pid_t prev_pid' },
    ],
    'syscalls:sys_enter_openat': [
      { name: 'dfd', declaration: 'int dfd' },
      { name: 'filename', declaration: 'const char * filename' },
    ],
  };
  const tracepoints: Tracepoints = {
    has: (category, name) => `${category}:${name}` in fields,
    list: () => Object.keys(fields),
    fields: (category, name) => fields[`${category}:${name}`],
  };
  return { facts, tracepoints };
}

const SWITCH = 'tracepoint:sched:sched_switch';
const OPENAT = 'tracepoint:syscalls:sys_enter_openat';
const OWN = 'struct own { int count; struct own *next; char name[8]; };';

/** `on` is bpftrace 0.17 unless it says otherwise; `mended` is the program after the automatic fixes. */
const CASES: readonly {
  readonly source: string;
  readonly codes: readonly string[];
  readonly at?: string;
  readonly on?: string;
  readonly mended?: string;
}[] = [
  // Names.
  { source: 'BEGIN { @ = PID; }', codes: ['unknown-identifier'], at: 'PID', mended: 'BEGIN { @ = pid; }' },
  { source: 'BEGIN { $start = nsecs; @ = start; }', codes: ['missing-sigil'], at: 'start', mended: 'BEGIN { $start = nsecs; @ = $start; }' },
  { source: 'BEGIN { @ = pid(); }', codes: ['unknown-function'], at: 'pid', mended: 'BEGIN { @ = pid; }' },
  { source: 'BEGIN { @ = jiffies; }', codes: ['not-in-this-version'], at: 'jiffies' },
  { source: 'BEGIN { @ = jiffies; }', codes: [], on: '0.23' },
  { source: 'BEGIN { @a = 1; if (has_key(@a, 1)) { exit(); } }', codes: ['not-in-this-version'], at: 'has_key' },
  { source: 'BEGIN { @ = nosuch(comm); }', codes: ['unknown-function'], at: 'nosuch' },
  { source: `${SWITCH} { @ = func; }`, codes: ['not-in-this-probe'], at: 'func' },
  { source: 'kprobe:f { @ = arg7; }', codes: ['no-such-argument'], at: 'arg7' },
  // Variables and maps.
  { source: 'BEGIN { printf("%d", $sart); $start = 1; }', codes: ['undefined-variable'], at: '$sart' },
  { source: 'BEGIN { $a = 1; } END { print($a); }', codes: ['undefined-variable'], at: '$a' },
  { source: 'BEGIN { if (1) { $a = 1; } print($a); }', codes: [] },
  { source: 'BEGIN { if (1) { $a = 1; } print($a); }', codes: ['undefined-variable'], on: '0.23' },
  { source: 'BEGIN { $a = 1; $a = "x"; }', codes: ['variable-type'] },
  { source: 'BEGIN { @start[tid] = 1; print(@strat); }', codes: ['undefined-map'], at: '@strat' },
  { source: 'BEGIN { @a = 1; @a = "x"; }', codes: ['map-value-type'] },
  { source: 'BEGIN { @a = count(); @a = 1; }', codes: ['map-value-type'] },
  { source: 'BEGIN { @a[1] = 1; @a["x"] = 1; }', codes: ['map-key-type'], at: '@a["x"]' },
  { source: 'BEGIN { @a[1] = 1; @a[1, 2] = 1; @a = 5; }', codes: ['map-key-type', 'map-key-type'] },
  { source: 'BEGIN { @a[(1, 2)] = 1; }', codes: ['key-type'], mended: 'BEGIN { @a[1, 2] = 1; }' },
  { source: 'BEGIN { @a[(1, 2)] = 1; }', codes: [], on: '0.23' },
  { source: `${SWITCH} { @a = args; }`, codes: ['not-storable'] },
  // Calls.
  { source: 'BEGIN { @ = count(1); }', codes: ['argument-count'] },
  { source: 'BEGIN { @ = hist(comm); }', codes: ['argument-type'], at: 'comm' },
  { source: 'BEGIN { count(); }', codes: ['not-assigned-to-map'] },
  { source: 'BEGIN { @ += count(); }', codes: ['not-assigned-to-map'], mended: 'BEGIN { @ = count(); }' },
  { source: 'BEGIN { $x = exit(); }', codes: ['used-as-value'] },
  { source: `${SWITCH} { @[str(args->prev_comm)] = count(); }`, codes: ['argument-type'], mended: `${SWITCH} { @[args->prev_comm] = count(); }` },
  { source: 'BEGIN { @a[1] = 1; clear(@a[1]); }', codes: ['argument-type'], at: '@a[1]' },
  { source: 'BEGIN { @ = lhist(1, 0, 100, 200); }', codes: ['lhist-bounds'] },
  { source: 'BEGIN { @ = ntop("abcd"); }', codes: ['argument-size'] },
  // Formats.
  { source: 'BEGIN { printf("%s\\n", pid); }', codes: ['conversion-type'], at: 'pid', mended: 'BEGIN { printf("%d\\n", pid); }' },
  { source: 'BEGIN { printf("%-6d %5d\\n", pid, comm); }', codes: ['conversion-type'], mended: 'BEGIN { printf("%-6d %5s\\n", pid, comm); }' },
  { source: `${OPENAT} { printf("%s\\n", args->filename); }`, codes: ['conversion-type'], mended: `${OPENAT} { printf("%s\\n", str(args->filename)); }` },
  { source: 'BEGIN { printf("%i %lu\\n", pid, tid); }', codes: ['unknown-conversion'], at: '%i', mended: 'BEGIN { printf("%d %lu\\n", pid, tid); }' },
  { source: 'BEGIN { printf("%i\\n", pid); }', codes: [], on: '0.27' },
  { source: 'BEGIN { printf("%.2f\\n", pid); }', codes: ['unknown-conversion'], at: '%.2f' },
  { source: 'BEGIN { printf("%d %d\\n", pid); }', codes: ['format-count'] },
  { source: 'BEGIN { printf("%d\\n", pid, tid); }', codes: ['format-count'], at: 'tid' },
  { source: 'BEGIN { printf("100%% of %d\\n", pid); }', codes: [] },
  // Members.
  { source: `${OWN} BEGIN { @ = ((struct own *)1)->cuont; }`, codes: ['unknown-member'], at: 'cuont' },
  {
    source: `${OWN} BEGIN { $o = (struct own *)1; @ = $o.count; }`,
    codes: ['wrong-access'],
    at: '.',
    mended: `${OWN} BEGIN { $o = (struct own *)1; @ = $o->count; }`,
  },
  { source: `${OWN} BEGIN { $o = (struct own *)1; @ = $o.count; }`, codes: [], on: '0.27' },
  {
    source: `${OWN} BEGIN { $o = *(struct own *)1; @ = $o->count; }`,
    codes: ['wrong-access'],
    at: '->',
    mended: `${OWN} BEGIN { $o = *(struct own *)1; @ = $o.count; }`,
  },
  { source: 'BEGIN { @ = pid->x; }', codes: ['no-members'] },
  { source: 'BEGIN { $t = (1, 2); @ = $t.2; }', codes: ['tuple-index'] },
  // Casts.
  { source: 'BEGIN { @ = (u32)pid; }', codes: ['cast-type'], at: 'u32', mended: 'BEGIN { @ = (uint32)pid; }' },
  { source: 'BEGIN { @ = (unsigned long)pid; }', codes: ['c-type'], mended: 'BEGIN { @ = (uint64)pid; }' },
  { source: 'BEGIN { @ = (uint8)comm; }', codes: ['cast-type'] },
  // Operators and conditions.
  { source: 'BEGIN { if (pid == "1") { exit(); } }', codes: ['operand-type'], mended: 'BEGIN { if (pid == 1) { exit(); } }' },
  { source: 'BEGIN { if (comm == 5) { exit(); } }', codes: ['operand-type'] },
  { source: 'BEGIN { $x = comm + 1; }', codes: ['operand-type'] },
  { source: 'BEGIN { @ = count(); if (@ > 5) { exit(); } }', codes: ['operand-type'] },
  { source: 'BEGIN { @ = count(); if (@ > 5) { exit(); } }', codes: [], on: '0.23' },
  { source: 'BEGIN { @ = count(); $n = @; @other[@] = 1; }', codes: [], on: '0.23' },
  { source: 'BEGIN { @ = count(); @b = @; }', codes: ['not-storable'], on: '0.23', at: '@', mended: 'BEGIN { @ = count(); @b = (int64)@; }' },
  { source: 'BEGIN { @ = count(); $n = !@; }', codes: ['operand-type'], on: '0.27', mended: 'BEGIN { @ = count(); $n = (@ == 0); }' },
  { source: 'BEGIN { @ = sum(5); @b = sum(@); }', codes: ['argument-type'], on: '0.23' },
  { source: 'BEGIN { @ = sum(5); @b = hist((int64)@); }', codes: [], on: '0.23' },
  { source: 'kfunc:vfs_open { @ = path(args->path); }', codes: ['path-not-allowed'] },
  { source: 'kfunc:security_file_open { @ = path(args->file->f_path); }', codes: [] },
  { source: 'iter:task_file { print(path(ctx->file->f_path)); }', codes: [] },
  { source: 'BEGIN { if (kstack) { exit(); } }', codes: ['condition-type'] },
  { source: 'BEGIN { $x = pid ? 1 : "a"; }', codes: ['ternary-type'] },
  { source: `${OPENAT} { if (!args->filename) { exit(); } }`, codes: ['operand-type'], mended: `${OPENAT} { if ((args->filename == 0)) { exit(); } }` },
  { source: 'BEGIN { $x = nsecs / 0; }', codes: ['division-by-zero'] },
  // Syntax that a version has or has not.
  { source: 'uprobe:/usr/lib/libx++.so:f { }', codes: ['not-in-this-version'] },
  { source: 'uprobe:/usr/lib/libx++.so:f { }', codes: [], on: '0.23' },
  { source: 'uprobe:"/usr/lib/libx++.so":f { }', codes: [] },
  { source: 'BEGIN { let $x = 1; }', codes: ['not-in-this-version'] },
  { source: 'BEGIN { @a[1] = 1; for ($kv : @a) { print($kv.0); } }', codes: ['not-in-this-version'], at: '$kv' },
  { source: 'BEGIN { if pid { exit(); } }', codes: ['not-in-this-version'], at: 'pid', mended: 'BEGIN { if (pid) { exit(); } }' },
  { source: 'BEGIN { if pid { exit(); } }', codes: [], on: '0.27' },
  { source: 'software: faults: 100 { @ = count(); }', codes: [] },
  { source: 'software: faults: 100 { @ = count(); }', codes: ['not-in-this-version'], on: '0.27', mended: 'software:faults:100 { @ = count(); }' },
  { source: 'BEGIN { @ = 1;; }', codes: ['stray-semicolon'], mended: 'BEGIN { @ = 1; }' },
  { source: 'BEGIN { if (pid) { exit(); }; }', codes: ['empty-statement'], mended: 'BEGIN { if (pid) { exit(); } }' },
  { source: 'BEGIN { if (pid) { exit(); }; }', codes: [], on: '0.27' },
  { source: 'BEGIN { break; }', codes: ['outside-loop'] },
  { source: 'BEGIN { unroll(101) { @++; } }', codes: ['unroll-count'] },
  { source: 'software:page-fault:1 { @ = count(); }', codes: ['probe-parts'], mended: 'software:page-faults:1 { @ = count(); }' },
  { source: 'BEGIN { printf("%s%s%s%s%s%s%s", str($1), str($2), str($3), str($4), str($5), str($6), str($7)); }', codes: ['stack-size'] },
];

describe('rules on the language', () => {
  it.each(CASES)('$source ($on)', ({ source, codes, at, on = '0.17', mended }) => {
    const { diagnostics } = check(source, machine(on));
    expect(diagnostics.map(({ code }) => code)).toEqual(codes);
    const [first] = diagnostics;
    if (at !== undefined) expect(source.slice(first?.span?.start, first?.span?.end)).toBe(at);
    const fix = first?.fixes.find(({ automatic }) => automatic === true);
    if (mended === undefined) return;
    expect(fix, 'an automatic fix').toBeDefined();
    const after = applyEdits(source, fix?.edits ?? []);
    expect(after).toBe(mended);
    expect(check(after, machine(on)).diagnostics).toEqual([]);
  });
});
