import { describe, expect, it } from 'vitest';
import { check, type Machine } from '../../src/check/check.ts';
import { repair } from '../../src/check/repair.ts';
import type { CFunction, CType, CTypes } from '../../src/core/ctype.ts';
import type { Finding } from '../../src/core/facts.ts';
import type { KernelFunctions } from '../../src/kernel/functions.ts';
import { machine as without } from './linux-6.18.ts';

const yes: Finding = { verdict: 'yes', why: 'tried' };

/** What a kernel 6.18 has; `!` before one that is not among those that can be traced, `#` before one that kprobes must not be placed on. */
const NAMES = [
  'kernel_clone',
  'vfs_read',
  'vfs_readv',
  'do_sys_openat2',
  '__x64_sys_read',
  '__x64_sys_madvise',
  'sk_skb_reason_drop',
  'finish_task_switch.isra.0',
  '__kmalloc_noprof',
  'swap_read_folio',
  'filemap_add_folio',
  'blk_account_io_start',
  'send_signal_locked',
  '!native_sched_clock',
  '!native_sched_clock.cold',
  '!vfs_read.cold',
  '#schedule_tail',
  'mem_cgroup_id',
];
const plain = NAMES.map((name) => name.replace(/^[!#]/, ''));
const functions: KernelFunctions = {
  has: (name) => (plain.includes(name) ? 'yes' : 'no'),
  traceable: (name, by) => (!plain.includes(name) || NAMES.includes(`!${name}`) || (by === 'kprobe' && NAMES.includes(`#${name}`)) ? 'no' : 'yes'),
  list: () => plain.filter((name) => !NAMES.includes(`!${name}`)),
  names: () => plain,
  module: () => undefined,
};

const size: CType = { kind: 'int', name: 'size_t', bits: 64, signed: false };
const int: CType = { kind: 'int', name: 'int', bits: 32, signed: true };
const file: CType = { kind: 'pointer', to: { kind: 'record', union: false, name: 'file', id: 1, size: 8 } };
const text: CType = { kind: 'pointer', to: { kind: 'int', name: 'char', bits: 8, signed: true } };
const PROTOTYPES: readonly CFunction[] = [
  {
    name: 'vfs_read',
    params: [
      { name: 'file', type: file },
      { name: 'buf', type: text },
      { name: 'count', type: size },
    ],
    returns: { kind: 'int', name: 'ssize_t', bits: 64, signed: true },
  },
  {
    name: 'do_sys_openat2',
    params: [
      { name: 'dfd', type: int },
      { name: 'filename', type: text },
    ],
    returns: int,
  },
];
const types: CTypes = {
  named: (name) => (name === 'struct file' ? { kind: 'record', union: false, name: 'file', id: 1, size: 8 } : undefined),
  members: () => [{ name: 'f_flags', type: int, bitOffset: 0 }],
  enumerator: () => undefined,
  enumerators: () => [],
  function: (name) => PROTOTYPES.find((known) => known.name === name),
  names: () => ['vfs_read'],
};

function machine(version = '0.17.0', kinds: Partial<Record<'kprobe' | 'kfunc', Finding>> = {}): Machine {
  const { facts } = without;
  const probeKinds = { ...facts.probeKinds, kprobe: yes, kfunc: yes, ...kinds };
  return { ...without, types, functions, facts: { ...facts, bpftrace: { path: 'bpftrace', version }, probeKinds } };
}

/** `says`: what the repair says is measured differently; absent: nothing is. */
const REPAIRS: readonly { readonly source: string; readonly becomes: string; readonly says?: string }[] = [
  { source: 'kprobe:do_fork { @ = count(); }', becomes: 'kprobe:kernel_clone { @ = count(); }' },
  { source: 'kprobe:do_fork { @[arg0] = count(); }', becomes: 'kprobe:kernel_clone { @[((struct kernel_clone_args *)arg0)->flags] = count(); }' },
  { source: 'kprobe:kfree_skb { @[arg0] = count(); }', becomes: 'kprobe:sk_skb_reason_drop { @[arg1] = count(); }' },
  { source: 'kprobe:kfree_skb_reason { @[arg1] = count(); }', becomes: 'kprobe:sk_skb_reason_drop { @[arg2] = count(); }' },
  { source: 'kprobe:do_sys_open { @[str(arg1)] = count(); }', becomes: 'kprobe:do_sys_openat2 { @[str(arg1)] = count(); }' },
  { source: 'kprobe:finish_task_switch { @[kstack] = count(); }', becomes: 'kprobe:finish_task_switch.isra.0 { @[kstack] = count(); }' },
  { source: 'kprobe:__kmalloc { @[arg0] = count(); }', becomes: 'kprobe:__kmalloc_noprof { @[arg0] = count(); }' },
  { source: 'kretprobe:SyS_read { @ = hist(retval); }', becomes: 'kretprobe:__x64_sys_read { @ = hist(retval); }' },
  { source: 'kprobe:__arm64_sys_madvise { @ = count(); }', becomes: 'kprobe:__x64_sys_madvise { @ = count(); }' },
  { source: 'kprobe:add_to_page_cache_lru { @[arg1] = count(); }', becomes: 'kprobe:filemap_add_folio { @[arg0] = count(); }' },
  { source: 'kprobe:send_signal { @[arg0] = count(); }', becomes: 'kprobe:send_signal_locked { @[arg0] = count(); }' },
  {
    source: 'kprobe:blk_account_io_start, kprobe:__blk_account_io_start { @ = count(); }',
    becomes: 'kprobe:blk_account_io_start { @ = count(); }',
  },
  { source: 'kprobe:do_fork,kprobe:_do_fork { @ = count(); }', becomes: 'kprobe:kernel_clone { @ = count(); }' },
  {
    source: 'kprobe:vfs_read,kprobe:nowhere_to_be_found { @ = count(); }',
    becomes: 'kprobe:vfs_read { @ = count(); }',
    says: 'nothing is told of kprobe:nowhere_to_be_found',
  },
  {
    source: 'kprobe:sys_read { @[arg0] = count(); }',
    becomes: 'tracepoint:syscalls:sys_enter_read { @[args->fd] = count(); }',
    says: 'kprobe:sys_read becomes tracepoint:syscalls:sys_enter_read',
  },
];

describe('a function that goes by another name', () => {
  it.each(REPAIRS)('$source', ({ source, becomes, says }) => {
    const repaired = repair(source, machine());
    expect(repaired.source).toBe(becomes);
    const said = repaired.changes.flatMap(({ changes }) => changes ?? []).join('; ');
    if (says === undefined) expect(said).toBe('');
    else expect(said).toContain(says);
  });

  it.each([
    ['what stands for the argument is not known', 'kprobe:swap_readpage { @[arg0] = count(); }'],
    ['the compiler may have taken an argument away', 'kprobe:finish_task_switch { @[arg0 + 1] = count(); }'],
    ['an offset is one into the old function', 'kprobe:do_fork+4 { @ = count(); }'],
    ['the other function of a list has it elsewhere', 'kprobe:vfs_read,kprobe:kfree_skb { @[arg0] = count(); }'],
  ])('is not taken where %s', (_, source) => {
    expect(repair(source, machine()).source).not.toMatch(/swap_read_folio|isra|kernel_clone|reason_drop/);
  });
});

/** The severities that are told, with their codes. */
const CHECKS: readonly { readonly source: string; readonly on?: Machine; readonly found: readonly string[]; readonly hint?: RegExp }[] = [
  { source: 'kprobe:vfs_read { @ = count(); }', found: [] },
  { source: 'kprobe:vfs_* { @ = count(); }', found: [] },
  { source: 'kprobe:$1 { @ = count(); }', found: [] },
  { source: 'kprobe:vfs_raed { @ = count(); }', found: ['error unknown-kernel-function'], hint: /did you mean vfs_read/ },
  { source: 'kprobe:nowhere_* { @ = count(); }', found: ['error unknown-kernel-function'] },
  { source: 'kprobe:vfs_read,kprobe:nowhere { @ = count(); }', found: ['warning unknown-kernel-function'] },
  { source: 'kprobe:nowhere,kprobe:nothing { @ = count(); }', found: ['error unknown-kernel-function', 'error unknown-kernel-function'] },
  { source: 'kprobe:vfs_read,kprobe:nowhere { @ = count(); }', on: machine('0.24.0'), found: ['error unknown-kernel-function'] },
  {
    source: 'config = { missing_probes = "error" } kprobe:vfs_read,kprobe:nowhere { @ = count(); }',
    on: machine('0.22.0'),
    found: ['error unknown-kernel-function'],
  },
  {
    source: 'config = { missing_probes = warn } kprobe:vfs_read,kprobe:nowhere { @ = count(); }',
    on: machine('0.25.0'),
    found: ['warning unknown-kernel-function'],
  },
  { source: 'kfunc:vfs_read { @ = count(); }', found: [] },
  { source: 'kfunc:vfs_read,kfunc:nowhere { @ = count(); }', found: ['error unknown-kernel-function'] },
  { source: 'kprobe:native_sched_clock { @ = count(); }', found: ['error untraceable-function'] },
  { source: 'kprobe:native_sched_clock, kprobe:vfs_read { @ = count(); }', found: ['warning untraceable-function'] },
  { source: 'kprobe:native_sched_clock { @ = count(); }', on: machine('0.25.0'), found: ['error untraceable-function'] },
  { source: 'kprobe:schedule_tail { @ = count(); }', found: ['error untraceable-function'] },
  { source: 'kprobe:native_sched_clock.cold { @ = count(); }', found: ['error untraceable-function'] },
  { source: 'kprobe:vfs_read.cold { @ = count(); }', found: [] },
  { source: 'kprobe:vfs_read.cold { @ = count(); }', on: machine('0.25.0'), found: ['error untraceable-function'] },
  { source: 'kfunc:native_sched_clock { @ = count(); }', found: ['error untraceable-function'] },
  { source: 'kfunc:mem_cgroup_id { @ = count(); }', found: ['error untraceable-function'] },
  { source: 'kprobe:nowhere { @ = count(); }', on: { ...without, facts: machine().facts }, found: [] },
];

describe('functions that probes are placed on', () => {
  it.each(CHECKS)('$source', ({ source, on = machine(), found, hint }) => {
    const told = check(source, on).diagnostics.filter(({ code }) => /-function$/.test(code));
    expect(told.map(({ severity, code }) => `${severity} ${code}`)).toEqual(found);
    if (hint !== undefined) expect(told.flatMap(({ hints }) => hints).join('\n')).toMatch(hint);
  });
});

describe('where one kind of probe on functions cannot be attached, the other takes its place', () => {
  const no: Finding = { verdict: 'no', why: 'tried, and refused' };
  const on = (version: string, kprobe: Finding, kfunc: Finding): Machine => machine(version, { kprobe, kfunc });
  const calls = 'kprobe:vfs_read { @[((struct file *)arg0)->f_flags] = sum(arg2); } kretprobe:vfs_read { @r = hist(retval); }';

  it.each([
    ['0.17.0', 'kfunc:vfs_read { @[((struct file *)args->file)->f_flags] = sum(args->count); } kretfunc:vfs_read { @r = hist(retval); }'],
    ['0.23.0', 'fentry:vfs_read { @[((struct file *)args->file)->f_flags] = sum(args->count); } fexit:vfs_read { @r = hist(retval); }'],
  ])('kprobes become fentry probes, as bpftrace %s spells them', (version, mended) => {
    const { source, diagnostics } = repair(calls, on(version, no, yes));
    expect(source).toBe(mended);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('fentry probes become kprobes, and read arguments by their number', () => {
    const { source } = repair('kfunc:vfs_read { @[args->file->f_flags] = sum(args->count); }', on('0.17.0', yes, no));
    expect(source).toBe('kprobe:vfs_read { @[((struct file *)arg0)->f_flags] = sum(arg2); }');
  });

  it('not where the prototype is not known, nor inside of a function', () => {
    for (const program of ['kprobe:vfs_readv { @ = count(); }', 'kprobe:vfs_read+4 { @ = count(); }']) {
      expect(repair(program, on('0.17.0', no, yes)).source).not.toContain('kfunc');
    }
  });
});
