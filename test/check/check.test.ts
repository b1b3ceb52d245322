import { describe, expect, it } from 'vitest';
import { adapt, check, type Machine } from '../../src/check/check.ts';
import { patternOf } from '../../src/check/pattern.ts';
import { suggest } from '../../src/check/suggest.ts';
import { applyEdits } from '../../src/core/diagnostic.ts';
import type { Finding, KernelFacts, ProbeKind } from '../../src/core/facts.ts';
import { type Field, type Tracepoints, unknownTracepoints } from '../../src/kernel/tracepoints.ts';
import { everyKind } from './every-kind.ts';

const yes: Finding = { verdict: 'yes', why: 'tried' };
const no: Finding = { verdict: 'no', why: 'the kernel has none' };
const unknown: Finding = { verdict: 'unknown', why: 'could not be tried' };

function facts(kinds: Partial<Record<ProbeKind, Finding>> = {}, btf = true): KernelFacts {
  const all = everyKind(yes);
  return { format: 1, arch: 'x64', release: '6.1.0', bootId: '', privilege: 'root', btf, tracefs: { state: 'mounted' }, probeKinds: { ...all, ...kinds } };
}

const FIELDS: Readonly<Record<string, readonly string[]>> = {
  'syscalls:sys_enter_openat': ['dfd', 'filename', 'flags', 'mode'],
  'syscalls:sys_enter_openat2': ['dfd', 'filename', 'how', 'usize'],
  'syscalls:sys_exit_openat': ['ret'],
  'syscalls:sys_enter_read': ['fd', 'buf', 'count'],
  'sched:sched_switch': ['prev_comm', 'prev_pid', 'next_comm', 'next_pid'],
  'sched:sched_process_exec': ['filename', 'pid', 'old_pid'],
  'block:block_rq_issue': ['dev', 'sector', 'nr_sector', 'bytes', 'rwbs', 'comm'],
  'irq:nothing_in_it': [],
};

const tracepoints: Tracepoints = {
  has: (category, name) => `${category}:${name}` in FIELDS,
  list: () => Object.keys(FIELDS),
  fields: (category, name) => FIELDS[`${category}:${name}`]?.map((field): Field => ({ name: field, declaration: `long ${field}` })),
};

const machine: Machine = { facts: facts(), tracepoints };
const bare: Machine = { facts: facts({ kprobe: no, kfunc: no, hardware: no, uprobe: unknown }, false), tracepoints };
const blind: Machine = { facts: facts({ tracepoint: unknown }), tracepoints: unknownTracepoints };

/** `at` is the text that is pointed at. */
const CASES: readonly {
  readonly name: string;
  readonly source: string;
  readonly on?: Machine;
  readonly allowUnsafe?: boolean;
  readonly codes: readonly string[];
  readonly at?: readonly string[];
  readonly says?: RegExp;
}[] = [
  { name: 'a good program', source: 'tracepoint:sched:sched_switch { @[args->prev_comm] = count(); }', codes: [] },
  { name: 'no probe', source: '// nothing', codes: ['empty-program'] },
  { name: 'a syntax error hides what follows from it', source: 'BEGIN { @ = ; } END { print(@); }', codes: ['syntax'] },
  {
    name: 'a syntax error hides nothing of what is wrong with other probes, and with where this one attaches',
    source: 'tracepoint:no:such { @ = ; } tracepoint:syscalls:sys_enter_openat { print(args->nothing); }',
    codes: ['unknown-tracepoint', 'syntax', 'unknown-field'],
  },

  // Tracepoints.
  {
    name: 'an unknown tracepoint',
    source: 'tracepoint:syscalls:sys_enter_openta { }',
    codes: ['unknown-tracepoint'],
    at: ['tracepoint:syscalls:sys_enter_openta'],
    says: /syscalls:sys_enter_openat/,
  },
  { name: 'a tracepoint of another category', source: 'tracepoint:task:sched_switch { }', codes: ['unknown-tracepoint'], says: /sched:sched_switch/ },
  { name: 'nothing like it', source: 'tracepoint:zzz:qqqqqqqqqqqqqqqqqqqq { }', codes: ['unknown-tracepoint'] },
  { name: 'by its short name', source: 't:sched:sched_swich { }', codes: ['unknown-tracepoint'], at: ['t:sched:sched_swich'], says: /sched:sched_switch/ },
  { name: 'a pattern that matches', source: 'tracepoint:syscalls:sys_enter_open* { }', codes: [] },
  { name: 'a pattern of a set', source: 'tracepoint:syscalls:sys_[ex]*_openat { }', codes: [] },
  { name: 'a pattern that matches none', source: 'tracepoint:syscalls:sys_enter_zz* { }', codes: ['unknown-tracepoint'] },
  { name: 'a pattern does not reach over the colon it stands beside', source: 'tracepoint:sched:*enter_read { }', codes: ['unknown-tracepoint'] },
  { name: 'a category alone', source: 'tracepoint:sched { }', codes: ['malformed-tracepoint'], at: ['tracepoint:sched'] },
  { name: 'a word too many', source: 'tracepoint:a:b:c { }', codes: ['malformed-tracepoint'] },
  { name: 'nothing behind the colon', source: 'tracepoint: { }', codes: ['malformed-tracepoint'] },
  { name: 'an empty name', source: 'tracepoint:sched: { }', codes: ['unknown-tracepoint'] },
  {
    name: 'two unknown ones in one list',
    source: 'tracepoint:a:b, tracepoint:sched:sched_switch, tracepoint:c:d { }',
    codes: ['unknown-tracepoint', 'unknown-tracepoint'],
    at: ['tracepoint:a:b', 'tracepoint:c:d'],
  },
  { name: 'what cannot be looked up is not called unknown', source: 'tracepoint:a:b { @ = args->c; } t:a:b* { }', on: blind, codes: [] },

  // Fields.
  {
    name: 'an unknown field',
    source: 'tracepoint:syscalls:sys_enter_openat { @[str(args->filenam)] = count(); }',
    codes: ['unknown-field'],
    at: ['filenam'],
    says: /filename/,
  },
  {
    name: 'an unknown field with a dot',
    source: 'tracepoint:syscalls:sys_enter_openat { @ = args.flag; }',
    codes: ['unknown-field'],
    at: ['flag'],
    says: /flags/,
  },
  { name: 'an unknown field in a predicate', source: 'tracepoint:syscalls:sys_exit_openat /args->rte < 0/ { }', codes: ['unknown-field'], at: ['rte'] },
  {
    name: 'a field that one of several lacks',
    source: 'tracepoint:syscalls:sys_enter_openat,tracepoint:syscalls:sys_enter_openat2 { @ = args->flags; }',
    codes: ['unknown-field'],
    says: /openat2/,
  },
  { name: 'a field of a tracepoint without any', source: 'tracepoint:irq:nothing_in_it { @ = args->a; }', codes: ['unknown-field'], at: ['a'] },
  {
    name: 'a field of something else',
    source: 'tracepoint:sched:sched_switch { $t = @t; @t = curtask; @ = $t->whatever; @b = curtask->whatever; }',
    codes: [],
  },
  { name: 'args of a kfunc are not looked up', source: 'kfunc:vfs_read { @ = args->anything; }', codes: [] },

  // What acts on the system.
  { name: 'system()', source: 'BEGIN { system("x"); }', codes: ['unsafe-call'], at: ['system'] },
  { name: 'system() spelled apart', source: 'BEGIN { system /* hidden */\n ("x"); }', codes: ['unsafe-call'] },
  {
    name: 'system() inside an if, an else and a loop',
    source: 'BEGIN { if (1) { if (0) { } else { while (1) { unroll(2) { system("x"); } } } } }',
    codes: ['unsafe-call'],
  },
  { name: 'system() in the second probe', source: 'BEGIN { @ = 1; }\ntracepoint:sched:sched_switch { @ = 2; system("x"); }', codes: ['unsafe-call'] },
  {
    name: 'system() inside an expression',
    source: 'BEGIN { @a[(1, system("x"))] = 1 ? 2 : signal("KILL"); }',
    codes: ['unsafe-call', 'used-as-value', 'unsafe-call', 'not-in-this-probe'],
    at: ['system', 'system("x")', 'signal', 'signal'],
  },
  { name: 'system() in a predicate', source: 'tracepoint:sched:sched_switch /system("x")/ { }', codes: ['unsafe-call', 'used-as-value'] },
  { name: 'signal() and override()', source: 'kprobe:f { signal(9); override(1); }', codes: ['unsafe-call', 'unsafe-call'] },
  {
    name: 'the word in a string, a map or a comment',
    source: 'BEGIN { printf("system(1)"); @system = 1; $signal = 2; /* system("x") */ } // system("x")',
    codes: [],
  },
  { name: 'all of them, allowed', source: 'tracepoint:sched:sched_switch { system("x"); signal(9); }', allowUnsafe: true, codes: [] },

  // Kinds of probes.
  {
    name: 'a kind that does not exist',
    source: 'tracpoint:sched:sched_switch { }',
    codes: ['unknown-probe-kind'],
    at: ['tracpoint:sched:sched_switch'],
    says: /tracepoint/,
  },
  { name: 'no kind like it', source: 'xyzzyxyzzyxyzzy:a { }', codes: ['unknown-probe-kind'], says: /kprobe/ },
  { name: 'a kind this kernel does not attach', source: 'kprobe:vfs_read { }', on: bare, codes: ['probe-kind-unavailable'], says: /the kernel has none/ },
  {
    name: 'its short name and its return',
    source: 'k:f { } kr:f { } kretfunc:f { } h:cycles:1 { }',
    on: bare,
    codes: ['probe-kind-unavailable', 'probe-kind-unavailable', 'probe-kind-unavailable', 'probe-kind-unavailable'],
  },
  { name: 'a kind that could not be tried is let through', source: 'uprobe:/bin/bash:readline { }', on: bare, codes: [] },
  { name: 'BEGIN, END and what needs nothing', source: 'BEGIN { } END { } interval:s:1 { } begin { }', on: bare, codes: [] },

  // Types.
  { name: 'a struct without BTF', source: 'tracepoint:sched:sched_switch { $s = (struct sock *)1; }', on: bare, codes: ['no-btf'], at: ['(struct sock *)1'] },
  { name: 'curtask without BTF', source: 'tracepoint:sched:sched_switch { $p = curtask->real_parent->tgid; }', on: bare, codes: ['no-btf'] },
  { name: 'an integer cast without BTF', source: 'tracepoint:sched:sched_switch { $s = (uint64)1; $t = curtask; }', on: bare, codes: [] },
  { name: 'a struct with its header', source: '#include <net/sock.h>\ntracepoint:sched:sched_switch { $s = (struct sock *)1; }', on: bare, codes: [] },
  { name: 'a struct with BTF', source: 'tracepoint:sched:sched_switch { $s = (struct sock *)1; }', codes: [] },
];

describe('check', () => {
  it.each(CASES)('$name', ({ source, on = machine, allowUnsafe = false, codes, at, says }) => {
    const { diagnostics } = check(source, on, allowUnsafe);
    expect(diagnostics.map(({ code }) => code)).toEqual(codes);
    if (at !== undefined) expect(diagnostics.map(({ span }) => source.slice(span?.start, span?.end))).toEqual(at);
    if (says !== undefined) expect([diagnostics[0]?.message, ...(diagnostics[0]?.hints ?? [])].join('\n')).toMatch(says);
    for (const { severity, hints, code } of diagnostics) {
      expect(severity).toBe('error');
      if (code !== 'syntax' && code !== 'probe-kind-unavailable') expect(hints.length).toBeGreaterThan(0);
    }
  });

  it('tells everything in source order', () => {
    const source = 'kprobe:f { system("a"); }\ntracepoint:no:such { }\ntracepoint:sched:sched_switch { @ = args->nope; system("b"); }';
    const { diagnostics } = check(source, bare);
    expect(diagnostics.map(({ code }) => code)).toEqual(['probe-kind-unavailable', 'unsafe-call', 'unknown-tracepoint', 'unknown-field', 'unsafe-call']);
  });

  it('offers fixes that mend what they are for', () => {
    const source = 'tracepoint:syscalls:sys_enter_openat { @ = str(args->filenme); }';
    const fix = check(source, machine).diagnostics[0]?.fixes[0];
    expect(check(applyEdits(source, fix?.edits ?? []), machine).diagnostics).toEqual([]);
  });

  it('never throws for a deep but legal program', () => {
    expect(() => check(`BEGIN { @ = 1${' + 1'.repeat(20_000)}; }`, machine)).not.toThrow();
  });
});

const ADAPTED: readonly {
  readonly name: string;
  readonly source: string;
  readonly expect: string;
  readonly dropped: readonly string[];
  readonly on?: Machine;
}[] = [
  { name: 'nothing to drop', source: 't:sched:sched_switch { }', expect: 't:sched:sched_switch { }', dropped: [] },
  { name: 'the first of a list', source: 't:a:b, t:sched:sched_switch { }', expect: 't:sched:sched_switch { }', dropped: ['t:a:b'] },
  { name: 'the last of a list', source: 't:sched:sched_switch,\n  t:a:b\n/pid/ { }', expect: 't:sched:sched_switch\n/pid/ { }', dropped: ['t:a:b'] },
  {
    name: 'one in the middle',
    source: 't:sched:sched_switch, t:a:b, t:syscalls:sys_enter_read { }',
    expect: 't:sched:sched_switch, t:syscalls:sys_enter_read { }',
    dropped: ['t:a:b'],
  },
  { name: 'several', source: 't:a:b, t:a:c, t:sched:sched_switch, t:a:d { }', expect: 't:sched:sched_switch { }', dropped: ['t:a:b', 't:a:c', 't:a:d'] },
  {
    name: 'in two probes',
    source: 't:a:b, t:sched:sched_switch { } t:sched:sched_switch, t:a:b { }',
    expect: 't:sched:sched_switch { } t:sched:sched_switch { }',
    dropped: ['t:a:b', 't:a:b'],
  },
  { name: 'the only one stays, so that it is complained about', source: 't:a:b { }', expect: 't:a:b { }', dropped: [] },
  { name: 'the last one standing stays', source: 't:a:b, t:a:c { }', expect: 't:a:c { }', dropped: ['t:a:b'] },
  { name: 'nothing is dropped unseen', source: 't:a:b, t:sched:sched_switch { }', expect: 't:a:b, t:sched:sched_switch { }', dropped: [], on: blind },
  {
    name: 'a program that cannot be read stays as it is',
    source: 't:a:b, t:sched:sched_switch { @ = ; }',
    expect: 't:a:b, t:sched:sched_switch { @ = ; }',
    dropped: [],
  },
];

describe('adapt', () => {
  it.each(ADAPTED)('$name', ({ source, expect: expected, dropped, on = machine }) => expect(adapt(source, on)).toEqual({ source: expected, dropped }));
});

describe('patternOf', () => {
  it.each([
    ['a:b*', 'a:bcd', true],
    ['a:b*', 'a:cb', false],
    ['a:?', 'a:bc', false],
    ['a.b:*', 'axb:c', false],
    ['a:[bc]d', 'a:cd', true],
    ['a:(x)+', 'a:(x)+', true],
  ])('%s and %s: %s', (pattern, name, matches) => expect(patternOf(pattern).test(name)).toBe(matches));
});

describe('suggest', () => {
  const names = Object.keys(FIELDS);
  it.each([
    ['sched:sched_swtich', 'sched:sched_switch'],
    ['syscalls:sys_enter_opena', 'syscalls:sys_enter_openat'],
    ['SCHED:SCHED_SWITCH', 'sched:sched_switch'],
    ['blok:block_rq_issue', 'block:block_rq_issue'],
  ])('%s: %s first', (wanted, nearest) => expect(suggest(wanted, names)[0]).toBe(nearest));
  it('nothing for nonsense, and no more than asked for', () => {
    expect(suggest('qqqq', names)).toEqual([]);
    expect(suggest('syscalls:sys_enter_openat', names, 2)).toHaveLength(2);
    expect(suggest('', names)).toEqual([]);
  });
});
