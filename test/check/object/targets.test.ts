import { expect, test } from 'vitest';
import type { Machine } from '../../../src/check/machine.ts';
import { targetDiagnostics } from '../../../src/check/object/targets.ts';
import type { BpfObject } from '../../../src/core/bpf-object.ts';
import { meaningOf } from '../../../src/object/program-types.ts';

const known = ['sched:sched_switch', 'syscalls:sys_enter_openat'];
const functions = ['vfs_read', 'bpf_lsm_file_open', '__x64_sys_openat'];
const tables: Readonly<Record<string, readonly string[]>> = { '/bin/app': ['main', 'work'], '/bin/odd': [] };
const enumerators = ['BPF_FUNC_map_lookup_elem', 'BPF_FUNC_ktime_get_ns'];
const facts = { probeKinds: { kprobe: { verdict: 'yes', why: '' } } };
const all = {
  facts,
  tracepoints: { has: (category: string, name: string) => known.includes(`${category}:${name}`), list: () => known },
  functions: { has: (name: string) => (functions.includes(name) ? 'yes' : 'no'), list: () => ['vfs_read'], names: () => functions },
  types: {
    names: () => ['btf_trace_sched_switch', 'btf_trace_sys_enter', 'btf_trace_pelt_cfs_tp', 'pid_t'],
    enumerator: (name: string) => (enumerators.includes(name) ? {} : undefined),
  },
  symbols: {
    find: (name: string) => Object.keys(tables).find((path) => path === name || path.endsWith(`/${name}`)),
    around: () => Object.keys(tables),
    functions: (path: string) => tables[path],
    extent: (path: string) => (path === '/bin/odd' ? 'some' : 'all'),
    usdt: () => [{ provider: 'app', name: 'begin', arguments: 0 }],
  },
} as unknown as Machine;
/** Nothing but tracefs can be read. */
const machine = {
  facts: { probeKinds: { kprobe: { verdict: 'unknown', why: 'tracefs cannot be read' } } },
  tracepoints: all.tracepoints,
} as unknown as Machine;

const usdtMap = { name: '__bpf_usdt_specs', type: 'array', keySize: 4, valueSize: 8, maxEntries: 256, pinned: false };

function found(
  section: string,
  on: Machine = machine,
  helpers: readonly string[] = [],
  maps: BpfObject['maps'] = [usdtMap],
): readonly { readonly code: string; readonly message: string; readonly hints: readonly string[] }[] {
  const program = { name: 'one', section, instructions: 2, helpers, kfuncs: [], ...meaningOf(section) };
  const object: BpfObject = { license: 'GPL', programs: [program], maps, variables: [], outputs: [], core: false };
  return targetDiagnostics(object, on).map(({ code, message, hints }) => ({ code, message, hints }));
}

test('a tracepoint that is not there is told, with the one that may have been meant', () => {
  expect(found('tracepoint/syscalls/sys_enter_opennat')).toMatchObject([{ code: 'unknown-tracepoint', hints: ['did you mean syscalls/sys_enter_openat?'] }]);
});

test.each([
  ['tracepoint/sched', 'SEC("tracepoint/CATEGORY/NAME")'],
  ['tracepoint/a/b/c', 'SEC("tracepoint/CATEGORY/NAME")'],
  ['usdt//bin/app:begin', 'SEC("usdt/FILE:PROVIDER:NAME")'],
  ['uprobe//bin/app', 'SEC("uprobe/FILE:FUNCTION")'],
  ['usdt//bin/app:app:begin', 'add: #include <bpf/usdt.bpf.h>'],
])('%s is not all that libbpf wants', (section, hint) => {
  expect(found(section, all, [], [])).toMatchObject([{ code: 'incomplete-section', hints: [hint] }]);
});

test('a section that libbpf knows nothing of is told', () => {
  expect(found('nonsense/x').map(({ code }) => code)).toEqual(['unknown-section']);
});

test.each(['tracepoint/sched/sched_switch', 'tp/syscalls/sys_enter_openat', 'xdp', 'kprobe/vfs_read'])('nothing is said of %s', (section) => {
  expect(found(section)).toEqual([]);
});

const HERE = [
  'tracepoint/sched/sched_switch',
  'raw_tp/sched_switch',
  'raw_tracepoint/sys_enter',
  // A bare tracepoint, which tracefs does not list.
  'tp_btf/pelt_cfs_tp',
  'kprobe/vfs_read',
  'ksyscall/openat',
  'lsm/file_open',
  'lsm.s/file_open',
  'uprobe//bin/app:main',
  'uretprobe/app:work+4',
  'uprobe//bin/app:0x1234',
  // Its symbols are in a form that is not read here.
  'uprobe//bin/odd:anything',
  'usdt//bin/app:app:begin',
  'perf_event',
  'xdp',
  '?lsm/nothing',
];

test.each(HERE)('nothing is said of %s, whether the machine is known or not', (section) => {
  expect([...found(section, all), ...found(section)]).toEqual([]);
});

test.each([
  ['raw_tp/sched_swich', 'unknown-tracepoint', 'did you mean sched_switch?'],
  ['raw_tp.w/nothing_alike', 'unknown-tracepoint', undefined],
  ['tp_btf/sys_entre', 'unknown-tracepoint', 'did you mean sys_enter?'],
  ['ksyscall/opennat', 'unknown-kernel-function', undefined],
  ['kretsyscall/nope', 'unknown-kernel-function', undefined],
  ['lsm/file_opne', 'unknown-kernel-function', 'did you mean file_open?'],
  ['uprobe//bin/app:mian', 'unknown-symbol', 'did you mean main?'],
  ['uretprobe.s//bin/app:nothing_alike', 'unknown-symbol', undefined],
  ['uprobe//bin/ap:main', 'unknown-target', 'did you mean /bin/app?'],
  ['usdt//bin/none_such:app:begin', 'unknown-target', undefined],
  ['usdt//bin/app:app:begn', 'unknown-usdt', 'did you mean app:begin?'],
] as const)('%s is told: %s', (section, code, hint) => {
  const [one, ...others] = found(section, all);
  expect(others).toEqual([]);
  expect(one).toMatchObject({ code, message: expect.stringMatching(/^one: /) });
  if (hint !== undefined) expect(one?.hints).toContain(hint);
  // What cannot be looked up is never complained about.
  expect(found(section)).toEqual([]);
});

test('a function that is not there is told where nobody lists what can be traced', () => {
  const unlisted = { ...all, functions: { ...all.functions, list: () => undefined } } as unknown as Machine;
  expect(found('kprobe/vfs_raed', unlisted)).toMatchObject([{ code: 'unknown-kernel-function', hints: ['did you mean vfs_read?'] }]);
  expect(found('fentry/vfs_read', unlisted)).toEqual([]);
  expect(found('kprobe/vfs_*', unlisted)).toEqual([]);
});

test.each(['kprobe/vfs_read', 'kretprobe/vfs_read', 'ksyscall/openat', 'kprobe.multi/vfs_*'])('%s is told where a kernel attaches no kprobes', (section) => {
  const without = { ...all, facts: { probeKinds: { kprobe: { verdict: 'no', why: 'it has no kprobe_events' } } } } as unknown as Machine;
  expect(found(section, without)).toMatchObject([{ code: 'probe-kind-unavailable', message: 'one: this kernel attaches no kprobes: it has no kprobe_events' }]);
  expect(found('fentry/vfs_read', without)).toEqual([]);
});

test('a kernel without security hooks for programs is told as one', () => {
  const without = { ...all, functions: { ...all.functions, has: () => 'no', names: () => ['vfs_read'] } } as unknown as Machine;
  expect(found('lsm/file_open', without)).toMatchObject([{ code: 'unknown-kernel-function', message: expect.stringContaining('CONFIG_BPF_LSM') }]);
});

test('helpers that this kernel has not are told, those without a name are left to the kernel', () => {
  expect(found('xdp', all, ['bpf_map_lookup_elem', 'bpf_ktime_get_ns', 'bpf_helper_999'])).toEqual([]);
  expect(found('xdp', all, ['bpf_ktime_get_ns', 'bpf_ktime_get_tai_ns'])).toMatchObject([
    { code: 'verifier-helper-missing', message: 'one: this kernel has no bpf_ktime_get_tai_ns()' },
  ]);
  expect(found('xdp', machine, ['bpf_ktime_get_tai_ns'])).toEqual([]);
});
