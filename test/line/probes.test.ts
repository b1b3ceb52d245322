import { describe, expect, it } from 'vitest';
import type { Machine } from '../../src/check/machine.ts';
import type { CTypes } from '../../src/core/ctype.ts';
import type { KernelFacts, Verdict } from '../../src/core/facts.ts';
import type { KernelFunctions } from '../../src/kernel/functions.ts';
import type { UserSymbols } from '../../src/kernel/symbols.ts';
import type { Tracepoints } from '../../src/kernel/tracepoints.ts';
import { unknownTracepoints } from '../../src/kernel/tracepoints.ts';
import { buildKnowledge } from '../../src/knowledge/build.ts';
import { LibraryIndex } from '../../src/knowledge/match.ts';
import { findProbes } from '../../src/line/probes.ts';

const { programs, index } = buildKnowledge();
const knowledge = { library: programs, index: new LibraryIndex(programs, index) };

const TRACEPOINTS: readonly string[] = [
  'syscalls:sys_enter_openat',
  'syscalls:sys_exit_openat',
  'syscalls:sys_enter_openat2',
  'syscalls:sys_enter_read',
  'sched:sched_switch',
  'sched:sched_wakeup',
  'sched:sched_process_exec',
  'tcp:tcp_retransmit_skb',
  'exceptions:page_fault_user',
  'memory:page_alloc',
];
const FUNCTIONS = ['vfs_read', 'vfs_write', 'do_sys_openat2', 'path_openat', 'path_openat.cold', '__pfx_path_openat', 'btrfs_read'];

const tracepoints: Tracepoints = {
  has: (category, name) => TRACEPOINTS.includes(`${category}:${name}`),
  list: () => TRACEPOINTS,
  fields: (category, name) => (TRACEPOINTS.includes(`${category}:${name}`) ? [{ name: 'filename', declaration: 'const char * filename' }] : undefined),
};
const functions: KernelFunctions = {
  has: (name) => (FUNCTIONS.includes(name) ? 'yes' : 'no'),
  traceable: () => 'unknown',
  list: () => undefined,
  names: () => FUNCTIONS,
  module: (name) => (name.startsWith('btrfs') ? 'btrfs' : undefined),
};
const types: CTypes = {
  named: () => undefined,
  members: () => [],
  enumerator: () => undefined,
  enumerators: () => [],
  function: (name) =>
    name === 'vfs_read'
      ? {
          name,
          params: [
            { name: 'file', type: { kind: 'pointer', to: { kind: 'record', union: false, name: 'file', id: 1, size: 8 } } },
            { name: 'count', type: { kind: 'int', name: 'size_t', bits: 64, signed: false } },
          ],
          returns: { kind: 'int', name: 'ssize_t', bits: 64, signed: true },
        }
      : undefined,
  names: () => [],
};
const symbols: UserSymbols = {
  find: (target) =>
    ({
      bash: '/usr/bin/bash',
      '/usr/bin/bash': '/usr/bin/bash',
      libc: '/lib/libc.so.6',
      'libstdc++': '/lib/libstdc++.so.6',
      '/lib/libstdc++.so.6': '/lib/libstdc++.so.6',
    })[target],
  findAll: (pattern) => (pattern === '/many/*' ? undefined : ['/usr/bin/bash', '/lib/libc.so.6']),
  file: () => 'missing',
  around: () => ['bash', 'libc'],
  functions: (path) => ({ '/usr/bin/bash': ['main', 'readline', 'read_command'], '/lib/libc.so.6': ['read', 'malloc'] })[path],
  extent: () => 'all',
  usdt: (path) =>
    path.includes('c++')
      ? [
          { provider: 'libstdcxx', name: 'throw', arguments: 2 },
          { provider: 'libstdcxx', name: 'catch', arguments: 0 },
        ]
      : [],
  libraries: () => [],
};

function machine(kinds: Readonly<Record<string, Verdict>> = {}, version = '0.17.0'): Machine {
  const all = ['tracepoint', 'kprobe', 'kfunc', 'uprobe', 'usdt', 'software', 'hardware', 'profile', 'interval', 'rawtracepoint'];
  const probeKinds = Object.fromEntries(all.map((kind) => [kind, { verdict: kinds[kind] ?? 'yes', why: `about ${kind}` }])) as KernelFacts['probeKinds'];
  const facts: KernelFacts = {
    format: 1,
    arch: 'x64',
    release: '6.1.0',
    bootId: '',
    privilege: 'root',
    btf: true,
    tracefs: { state: 'mounted' },
    probeKinds,
    bpftrace: { path: '', version },
  };
  return { facts, tracepoints, functions, types, symbols };
}

function find(words: string, on: Machine = machine(), details = false, most = 100): ReturnType<typeof findProbes> {
  return findProbes({ words, most, details }, on, () => knowledge);
}

describe('by attach point', () => {
  it.each<[string, readonly string[]]>([
    ['tracepoint:syscalls:*open*', ['tracepoint:syscalls:sys_enter_openat', 'tracepoint:syscalls:sys_enter_openat2', 'tracepoint:syscalls:sys_exit_openat']],
    ['t:sched:sched_switch', ['tracepoint:sched:sched_switch']],
    ['tracepoint:*switch', ['tracepoint:sched:sched_switch']],
    ['tracepoint:tcp', ['tracepoint:tcp:tcp_retransmit_skb']],
    ['sched:*wak*', ['tracepoint:sched:sched_wakeup']],
    ['sched:', ['tracepoint:sched:sched_process_exec', 'tracepoint:sched:sched_switch', 'tracepoint:sched:sched_wakeup']],
    ['kprobe:vfs_*', ['kprobe:vfs_read', 'kprobe:vfs_write']],
    ['kretprobe:vfs_read', ['kretprobe:vfs_read']],
    ['kprobe:path*', ['kprobe:path_openat']],
    ['kfunc:btrfs:*', ['kfunc:btrfs:btrfs_read']],
    ['kfunc:vmlinux:vfs_r*', ['kfunc:vmlinux:vfs_read']],
    ['uprobe:bash:*read*', ['uprobe:/usr/bin/bash:read_command', 'uprobe:/usr/bin/bash:readline']],
    ['uprobe:/usr/bin/bash', ['uprobe:/usr/bin/bash:main', 'uprobe:/usr/bin/bash:read_command', 'uprobe:/usr/bin/bash:readline']],
    ['uretprobe:"libc":malloc', ['uretprobe:/lib/libc.so.6:malloc']],
    ['uprobe:/*:read', ['uprobe:/lib/libc.so.6:read']],
    ['u*:/usr/bin/bash:main', ['uprobe:/usr/bin/bash:main']],
    ['usdt:libstdc++:*', ['usdt:"/lib/libstdc++.so.6":libstdcxx:catch', 'usdt:"/lib/libstdc++.so.6":libstdcxx:throw']],
    ['usdt:libstdc++:lib*:thr*', ['usdt:"/lib/libstdc++.so.6":libstdcxx:throw']],
    ['software:faults', ['software:page-faults']],
    ['hardware:*cycles', ['hardware:bus-cycles', 'hardware:cpu-cycles', 'hardware:ref-cycles']],
    ['profile:hz', ['profile:hz:99']],
    ['BEGIN', ['BEGIN']],
  ])('%s', (words, probes) => {
    const found = find(words);
    expect(found.probes.map(({ probe }) => probe)).toEqual(probes);
    expect(found.by).toBe('pattern');
    expect(found.total).toBe(probes.length);
  });
  it('as this bpftrace spells it', () => {
    const newer = machine({}, '0.24.0');
    expect(find('fentry:vfs_read', newer).probes.map(({ probe }) => probe)).toEqual(['fentry:vfs_read']);
    expect(find('fe*:vfs_read', newer).probes.map(({ probe }) => probe)).toEqual(['fentry:vfs_read']);
  });
  it('marks what this kernel does not attach', () => {
    const [probe] = find('kprobe:vfs_read', machine({ kprobe: 'no' })).probes;
    expect(probe).toMatchObject({ attaches: 'no', why: 'about kprobe' });
    expect(find('BEGIN').probes[0]).toMatchObject({ attaches: 'yes' });
  });
  it('counts what it does not show', () => {
    const { probes, total } = find('tracepoint', machine(), false, 3);
    expect([probes.length, total]).toEqual([3, TRACEPOINTS.length]);
  });
});

describe('by a part of the name', () => {
  it.each<[string, readonly string[]]>([
    [
      'openat',
      [
        'tracepoint:syscalls:sys_enter_openat',
        'tracepoint:syscalls:sys_exit_openat',
        'tracepoint:syscalls:sys_enter_openat2',
        'kfunc:path_openat',
        'kfunc:do_sys_openat2',
      ],
    ],
    ['FAULT', ['software:page-faults', 'tracepoint:exceptions:page_fault_user']],
    ['*_switch', ['tracepoint:sched:sched_switch']],
    ['vfs', ['kfunc:vfs_read', 'kfunc:vfs_write']],
  ])('%s', (words, probes) => {
    const found = find(words);
    expect(found.by).toBe('name');
    expect(found.probes.map(({ probe }) => probe)).toEqual(expect.arrayContaining([...probes]));
  });
  it('puts whole words first, and functions as the kind that is attached', () => {
    expect(find('openat').probes.map(({ probe }) => probe)[0]).toBe('tracepoint:syscalls:sys_enter_openat');
    expect(find('vfs_read', machine({ kfunc: 'no' })).probes).toMatchObject([{ probe: 'kprobe:vfs_read', attaches: 'yes' }]);
  });
});

describe('by meaning', () => {
  it.each<[string, string]>([
    ['file opens', 'tracepoint:syscalls:sys_enter_openat'],
    ['which files are opened', 'tracepoint:syscalls:sys_enter_openat'],
    ['打开文件', 'tracepoint:syscalls:sys_enter_openat'],
    ['tcp retransmits', 'tracepoint:tcp:tcp_retransmit_skb'],
    ['页错误', 'tracepoint:exceptions:page_fault_user'],
    ['allocate page', 'tracepoint:memory:page_alloc'],
  ])('%s', (words, probe) => {
    const found = find(words);
    expect(found.by).toBe('meaning');
    expect(found.probes.map((each) => each.probe)).toContain(probe);
  });
  it('says what they are used for, in the language of the question', () => {
    expect(find('file opens').probes[0]?.used).toMatch(/[Ff]ile/);
    expect(find('打开文件').probes[0]?.used).toMatch(/\p{Script=Han}/u);
  });
  it('shows only tracepoints that are there', () => {
    for (const { kind, probe } of find('file opens').probes) if (kind === 'tracepoint') expect(TRACEPOINTS).toContain(probe.replace('tracepoint:', ''));
  });
});

describe('in detail', () => {
  it.each<[string, readonly string[] | undefined, string | undefined]>([
    ['tracepoint:syscalls:sys_enter_openat', ['const char * filename'], undefined],
    ['kprobe:vfs_read', ['struct file *file', 'size_t count'], 'ssize_t'],
    ['kfunc:vmlinux:vfs_read', ['struct file *file', 'size_t count'], 'ssize_t'],
    ['kprobe:vfs_write', undefined, undefined],
    ['usdt:libstdc++:throw', ['arg0', 'arg1'], undefined],
    ['usdt:libstdc++:catch', [], undefined],
    ['software:page-faults', undefined, undefined],
  ])('%s', (words, args, returns) => {
    const [probe] = find(words, machine(), true).probes;
    expect(probe?.arguments).toEqual(args);
    expect(probe?.returns).toBe(returns);
  });
});

it('mends a slip of the fingers in a word of the trade', () => {
  expect(find('opneat')).toMatchObject({
    by: 'meaning',
    probes: expect.arrayContaining([expect.objectContaining({ probe: 'tracepoint:syscalls:sys_enter_openat' })]),
  });
});

describe('what is not there', () => {
  it.each<[string, readonly string[]]>([
    ['kprobe:vfs_raed', ['kprobe:vfs_read']],
    ['tracepoint:sched:sched_swich', ['tracepoint:sched:sched_switch']],
    ['uprobe:bash:raedline', ['uprobe:/usr/bin/bash:readline']],
    ['zq', []],
  ])('%s', (words, near) => {
    const found = find(words);
    expect(found).toMatchObject({ probes: [], total: 0 });
    expect(found.near).toEqual(near.length === 0 ? [] : expect.arrayContaining([...near]));
  });
  it.each<[string, RegExp]>([
    ['uprobe:bahs:main', /no program or library bahs; did you mean bash/],
    ['uprobe', /say of which program or library/],
    ['uprobe:/many/*:x', /too many files/],
    ['watchpoint:x', /no list of watchpoint probes/],
  ])('%s', (words, why) => expect(find(words).cannot.join()).toMatch(why));
  it('or cannot be told', () => {
    const { symbols: _, functions: __, ...rest } = machine();
    const blind: Machine = { ...rest, tracepoints: unknownTracepoints };
    expect(find('tracepoint:*', blind).cannot.join()).toMatch(/cannot be read/);
    expect(find('kprobe:*', blind).cannot.join()).toMatch(/cannot be read/);
    // Functions are found, so that the word seems to be answered: the tracepoints that were not searched have to be spoken of.
    const functionsOnly: Machine = { ...machine(), tracepoints: unknownTracepoints };
    expect(find('openat', functionsOnly).by).toBe('name');
    expect(find('openat', functionsOnly).cannot.join()).toMatch(/tracepoints cannot be read/);
    expect(find('uprobe:bash:*', blind).cannot.join()).toMatch(/not written down/);
    expect(find('zzzz', blind)).toMatchObject({ total: 0, near: [] });
  });
});
