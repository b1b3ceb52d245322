/** Runs, written down: one of each shape an answer can have, and those that go wrong. For whatever is made of a RunRecord. */
import type { Dataset, HeatMap, Series } from '../../src/core/dataset.ts';
import type { Bucket, Scalar } from '../../src/core/events.ts';
import type { KernelFacts, ProbeKind } from '../../src/core/facts.ts';
import type { Overhead } from '../../src/core/overhead.ts';
import type { Column, Program } from '../../src/core/program.ts';
import type { RunRecord } from '../../src/core/run-record.ts';
import { column, count, file, process } from '../views/names.ts';

const KINDS: readonly ProbeKind[] = ['tracepoint', 'kprobe', 'kfunc', 'uprobe', 'usdt', 'software', 'hardware', 'profile', 'interval', 'rawtracepoint'];

const facts: KernelFacts = {
  format: 1,
  arch: 'x86_64',
  release: '6.1.0-18-amd64',
  bootId: '00000000-0000-4000-8000-000000000000',
  bpftrace: { path: '/usr/bin/bpftrace', version: '0.17.0' },
  privilege: 'root',
  btf: true,
  tracefs: { state: 'mounted', path: '/sys/kernel/tracing' },
  probeKinds: Object.fromEntries(
    KINDS.map((kind) => [kind, kind === 'hardware' ? { verdict: 'no', why: 'there is no PMU' } : { verdict: 'yes', why: 'it was tried' }]),
  ) as KernelFacts['probeKinds'],
};

const overhead: Overhead = {
  seconds: 5,
  processors: 2,
  bpf: 0.012,
  tracer: 0.08,
  own: 0.05,
  memory: { tracer: 98_304_000, own: 71_303_168 },
  share: 0.0142,
  rate: 2.4,
  lost: 0,
  hits: [{ attachPoint: 'software:page-faults:1', runs: 2000, nanoseconds: 12_000_000 }],
  state: 'within',
  limit: 0.05,
};

const faults: Column = { ...count, name: 'faults' };

const faultsProgram: Program = {
  language: 'bpftrace',
  source: '// Each fault counts.\nsoftware:page-faults:1\n{\n  @faults[comm] = count();\n}\n',
  title: 'Page faults by process',
  origin: { kind: 'library', name: 'page-faults' },
  attachPoints: ['software:page-faults:1'],
  outputs: [{ shape: 'values', map: '@faults', keys: [process], value: faults }],
  answer: '@faults',
  seconds: 5,
};

/** A run with whatever is different about it. */
export function record(more: Partial<RunRecord> = {}): RunRecord {
  return {
    format: 1,
    question: 'count page faults by process for 5 seconds',
    language: 'en',
    program: faultsProgram,
    tells: 'how many page faults each process had',
    safety: { classes: ['observe'], reasons: [] },
    notes: [],
    facts,
    startedAt: Date.UTC(2026, 2, 14, 9, 26, 53),
    state: 'ended',
    reason: 'finished',
    seconds: 5,
    probes: 1,
    datasets: [],
    series: [],
    heatMaps: [],
    texts: [],
    sentence: '',
    reasons: [],
    records: 0,
    lost: 0,
    warnings: [],
    overhead,
    ...more,
  };
}

/** A table, its last column being the amount. */
export function table(
  title: string,
  columns: readonly Column[],
  rows: readonly (readonly Scalar[])[],
  more: Partial<Dataset & { shape: 'table' }> = {},
): Dataset {
  return { shape: 'table', title, columns, rows, seen: rows.length, amount: columns.length - 1, ...more };
}

function series(key: readonly Scalar[], values: readonly number[]): Series {
  return { title: faultsProgram.title, column: faults, key, points: values.map((value, index) => ({ at: index + 1, value })) };
}

/** A map by process, with how it went over time, an entry beyond 2^53 and another output below the answer. */
export const byProcess: RunRecord = record({
  datasets: [
    table(
      faultsProgram.title,
      [process, faults],
      [
        ['postgres', 9_007_199_254_740_993n],
        ['nginx', 1500],
        ['-bash', 500],
        ['gpttrace', 3],
      ],
    ),
    table('@errors', [column('errno', { kind: 'errno' }), count], [[2, 7]]),
  ],
  names: { errno: { 2: 'ENOENT' } },
  series: [series(['postgres'], [10, 400, 380, 20, 5]), series(['nginx'], [300, 300, 290, 310, 300]), series(['-bash'], [500, 0, 0, 0, 0])],
  sentence: 'In 5.0 s: 9,007,199,254,742,996 faults across 4 processes; most by postgres: 9,007,199,254,740,993 (100.0%).',
  remarks: ["this run cost 1.4% of the machine's CPU time (BPF programs 0.01 s, bpftrace 0.08 s, gpttrace 0.05 s) and 162 MiB of memory"],
  records: 5,
  lost: 12,
  warnings: ['could not attach software:page-faults:2'],
  notes: ['"hourly" was not understood'],
});

const BUCKETS: readonly Bucket[] = [
  { max: -1, count: 1 },
  { min: 0, max: 0, count: 0 },
  { min: 1, max: 1, count: 60 },
  { min: 2, max: 3, count: 38 },
  { min: 4, max: 7, count: 0 },
  { min: 8, max: 9_223_372_036_854_775_807n, count: 2 },
  { min: 9_223_372_036_854_775_808n, count: 1 },
];

const latency = column('latency', { unit: 'us' });

const latencyProgram: Program = {
  language: 'bpftrace',
  source:
    'tracepoint:syscalls:sys_enter_read\n{\n  @start[tid] = nsecs;\n}\n\ntracepoint:syscalls:sys_exit_read\n/@start[tid]/\n{\n  @latency[comm] = hist((nsecs - @start[tid]) / 1000);\n  delete(@start[tid]);\n}\n',
  title: 'Latency of reads by process',
  origin: { kind: 'library', name: 'read-latency' },
  attachPoints: ['tracepoint:syscalls:sys_enter_read', 'tracepoint:syscalls:sys_exit_read'],
  outputs: [{ shape: 'histogram', map: '@latency', keys: [process], value: latency }],
  answer: '@latency',
};

const heat = (key: string, columns: readonly (readonly number[])[]): HeatMap => ({
  title: latencyProgram.title,
  value: latency,
  key: [key],
  buckets: BUCKETS.slice(1, 6).map(({ count: _, ...bounds }) => bounds),
  columns: columns.map((counts, index) => ({ at: index + 1, counts })),
});

/** Histograms by process, with heat maps over time; the first holds an open bucket on either side and one that ends at 2^63 - 1. */
export const histograms: RunRecord = record({
  question: 'histogram of read latency by process',
  program: latencyProgram,
  tells: 'how long reads took',
  safety: {
    classes: ['costly'],
    reasons: [{ kind: 'costly', why: 'tracepoint:syscalls:sys_enter_read fires often', span: { start: 0, end: 34 }, rate: 100_000 }],
  },
  reason: 'interrupted',
  probes: 2,
  datasets: [
    {
      shape: 'histogram',
      title: latencyProgram.title,
      keys: [process],
      value: latency,
      groups: [
        { key: ['nginx'], buckets: BUCKETS },
        { key: ['dd'], buckets: [{ min: 1024, max: 2047, count: 5 }] },
      ],
    },
  ],
  heatMaps: [
    heat('nginx', [
      [0, 10, 0, 0, 0],
      [0, 30, 20, 0, 1],
      [0, 20, 18, 0, 1],
    ]),
    heat('dd', [[0, 0, 0, 0, 5]]),
  ],
  sentence: 'In 5.0 s: 107 samples of latency; half below 2 us, 99% below 2 ms.',
  records: 2,
});

const opensProgram: Program = {
  language: 'bpftrace',
  source: 'tracepoint:syscalls:sys_enter_openat\n{\n  printf("%d %s %s %d\\n", pid, comm, str(args->filename), 0);\n}\n',
  title: 'Files opened',
  origin: { kind: 'file', path: 'opens here.bt' },
  attachPoints: ['tracepoint:syscalls:sys_enter_openat'],
  outputs: [{ shape: 'rows', statement: 0, columns: [column('pid', { kind: 'pid' }), process, file, column('errno', { kind: 'errno' })] }],
};

const { question: _, ...unasked } = record();

/** Rows, of which more came than are kept; the program is a file of the user's own. */
export const rows: RunRecord = {
  ...unasked,
  program: opensProgram,
  tells: 'which process opens which file',
  safety: { classes: ['reads-user-data'], reasons: [{ kind: 'reads-user-data', why: 'it reads strings of processes', span: { start: 80, end: 98 } }] },
  datasets: [
    {
      shape: 'table',
      title: opensProgram.title,
      columns: [column('pid', { kind: 'pid' }), process, file, column('errno', { kind: 'errno' })],
      rows: [
        [812, 'nginx', '/etc/nginx/nginx.conf', 0],
        [812, 'nginx', '/var/log/nginx/access, "old".log', 0],
        [9, 'sh', '=cmd|/C calc', 2],
        [9, 'sh', '', 13],
        [9, 'sh', null, 0],
      ],
      seen: 12_345,
      most: { value: 'nginx', count: 9000 },
    },
  ],
  names: { errno: { 2: 'ENOENT', 13: 'EACCES' } },
  series: [
    {
      title: opensProgram.title,
      column: { name: 'events', kind: 'count', type: 'integer' },
      key: [],
      points: [
        { at: 1, value: 4000 },
        { at: 2, value: 2500 },
        { at: 3, value: 5845 },
      ],
    },
  ],
  sentence: 'In 5.0 s: 12,345 events; most from nginx (9,000, 72.9%).',
  records: 12_345,
};

/** What stats() makes: count, average and total of each key. */
export const stats: RunRecord = record({
  question: 'average read size by process',
  program: {
    ...faultsProgram,
    source: 'tracepoint:syscalls:sys_exit_read\n{\n  @size[comm] = stats(args->ret);\n}\n',
    title: 'Sizes of reads',
    outputs: [{ shape: 'stats', map: '@size', keys: [process], value: column('size', { unit: 'bytes' }) }],
    answer: '@size',
  },
  datasets: [
    table(
      'Sizes of reads',
      [process, count, column('average size', { unit: 'bytes' }), column('total size', { kind: 'count', unit: 'bytes' })],
      [
        ['nginx', 12, 4096, 49_152],
        ['cat', 2, 131_072, 262_144],
      ],
    ),
  ],
  sentence: 'In 5.0 s: 304 KiB across 2 processes; most by cat: 256 KiB (84.2%).',
  records: 2,
});

const stack: Column = { name: 'stack', kind: 'stack', type: 'stack' };

/** Kernel stacks by process; one has no symbols, one is empty. */
export const stacks: RunRecord = record({
  question: 'where does the kernel spend CPU time?',
  program: {
    ...faultsProgram,
    source: 'profile:hz:99\n/pid != 0/\n{\n  @stacks[comm, kstack] = count();\n}\n',
    title: 'Kernel stacks on the CPU',
    attachPoints: ['profile:hz:99'],
    outputs: [{ shape: 'values', map: '@stacks', keys: [process, stack], value: { ...count, name: 'samples' } }],
    answer: '@stacks',
  },
  datasets: [
    table(
      'Kernel stacks on the CPU',
      [process, stack, { ...count, name: 'samples' }],
      [
        ['dd', '\n        clear_page_erms+7\n        get_page_from_freelist+1234\n        vfs_read+180\n        ksys_read+91\n        do_syscall_64+59\n', 120],
        ['dd', '\n        copy_user_generic+3\n        vfs_read+190\n        ksys_read+91\n        do_syscall_64+59\n', 60],
        ['java', '\n        0xffffffff81000010\n        0xffffffff81000020\n', 15],
        ['java', '', 5],
      ],
    ),
  ],
  sentence: 'In 5.0 s: 200 samples across 2 processes; most by dd: 180 (90.0%).',
  records: 4,
});

/** Nothing was seen. */
export const silent: RunRecord = record({
  sentence: 'Attached 1 probe, saw 0 events in 5.0 s.',
  reasons: ['nothing on this machine did this in 5.0 s', 'the time was short: try a longer one with --duration'],
});

const { reason: __, overhead: ___, ...unended } = byProcess;

/** gpttrace was killed: there is no sentence, nothing was measured last. */
export const brokenOff: RunRecord = { ...unended, id: '20260314-092653-a1b2', state: 'broken-off', seconds: 3.2, sentence: '' };

/** bpftrace died. */
export const crashed: RunRecord = record({ reason: 'crashed', failure: 'ERROR: Could not open perf buffer', seconds: 1, sentence: '' });

export const chinese: RunRecord = {
  ...byProcess,
  datasets: byProcess.datasets.map((dataset, index) => (index === 0 ? { ...dataset, title: '各进程的缺页次数' } : dataset)),
  series: byProcess.series.map((one) => ({ ...one, title: '各进程的缺页次数' })),
  question: '统计每个进程的缺页次数,持续 5 秒',
  language: 'zh',
  program: { ...faultsProgram, title: '各进程的缺页次数' },
  tells: '每个进程发生了多少次缺页',
  remarks: ['本次运行占用本机 CPU 时间的 1.4%'],
  sentence: '5.0 秒 内:缺页次数共 9,007,199,254,742,996,涉及 4 个进程。',
};

/** What should never be taken for anything but text. */
export const HOSTILE: readonly string[] = [
  '<script>alert(1)</script>',
  '</script><img src=x onerror=alert(1)>',
  '</style><!-- ',
  ']]><svg onload=alert(1)>',
  '"\'><b>`$x`&amp;&lt;',
  'a\u0000b\u0007c\u001b[31mred\u001b]0;title\u0007',
  '\u202egpj.exe\u202c \u2066x\u2069 \u200f\u061c',
  'lone \ud800 and \udc00 surrogates',
  'a\r\nb\tc\u2028d\u0085e\ufeff',
  '=HYPERLINK("http://x")',
  '+1',
  '-2+3',
  '@SUM(1)',
  "'quoted",
  '\t=1',
  '__proto__',
];

const hostile = HOSTILE.join(' ');

/** Untrusted text wherever some can come in. */
export const hostileRun: RunRecord = record({
  id: '"><script>id</script>',
  question: hostile,
  tells: hostile,
  notes: [...HOSTILE],
  command: hostile,
  model: hostile,
  facts: { ...facts, release: hostile, arch: hostile, bpftrace: { path: hostile, version: hostile } },
  program: {
    ...faultsProgram,
    title: hostile,
    source: `// ${hostile.replaceAll(/[\r\n]/g, ' ')}\nBEGIN { printf("${HOSTILE[0]}"); }\n`,
    origin: { kind: 'file', path: hostile },
    attachPoints: [...HOSTILE],
    outputs: [{ shape: 'values', map: '@faults', keys: [{ ...process, name: hostile }], value: { ...faults, name: hostile } }],
  },
  safety: { classes: ['unsafe'], reasons: [{ kind: 'unsafe', why: hostile, span: { start: 0, end: 1 } }] },
  failure: hostile,
  datasets: [
    table(
      hostile,
      [
        { ...process, name: hostile },
        { ...stack, name: hostile },
        { ...count, name: hostile },
      ],
      HOSTILE.map((text, index) => [text, `\n  ${text}+1\n  main+2\n`, HOSTILE.length - index]),
    ),
    {
      shape: 'histogram',
      title: hostile,
      keys: [{ ...file, name: hostile }],
      value: { ...latency, name: hostile },
      groups: HOSTILE.map((text) => ({ key: [text], buckets: [{ min: 1, max: 2, count: 1 }] })),
    },
  ],
  series: HOSTILE.slice(0, 4).map((text) => ({ ...series([text], [1, 2, 3]), title: hostile })),
  heatMaps: HOSTILE.slice(0, 2).map((text) => heat(text, [[1, 2, 3, 4, 5]])),
  texts: [...HOSTILE],
  sentence: hostile,
  reasons: [...HOSTILE],
  remarks: [...HOSTILE],
  warnings: [...HOSTILE],
  overhead: { ...overhead, hits: HOSTILE.map((attachPoint) => ({ attachPoint, runs: 1, nanoseconds: 1 })) },
});

const rowsOfC: Column[] = [column('pid', { kind: 'pid' }), column('file', { kind: 'file', type: 'string' })];

/** A run of C, whose text has what would be markup. */
export const inC: RunRecord = record({
  program: {
    language: 'c',
    source:
      '#include "vmlinux.h"\n// <b>bold</b> & more\nSEC("tracepoint/syscalls/sys_enter_openat")\nint handle(void *ctx)\n{\n\treturn bpf_trace(ctx, \'<\', "a\\"b", 0x1f) /* open\n*/;\n}\n',
    title: 'opens.bpf.c',
    origin: { kind: 'file', path: 'opens.bpf.c' },
    attachPoints: ['tracepoint:syscalls:sys_enter_openat'],
    outputs: [{ shape: 'rows', statement: 0, columns: rowsOfC }],
    answer: 'rows',
    seconds: 1,
  },
  safety: { classes: ['unsafe', 'costly'], reasons: [{ kind: 'unsafe', why: 'handle: it can drop packets', span: { start: 0, end: 0 } }] },
  datasets: [{ shape: 'table', title: 'opens.bpf.c', columns: rowsOfC, rows: [[1, '/etc/hostname']], seen: 1 }],
  records: 1,
});

/** A run of an installed tool. */
export const ofTool: RunRecord = record({
  program: {
    language: 'tool',
    source: "opensnoop-bpfcc -n 'a b'",
    command: { tool: 'opensnoop-bpfcc', path: '/usr/sbin/opensnoop-bpfcc', args: ['-n', 'a b'] },
    title: 'Files opened',
    origin: { kind: 'library', name: 'opensnoop-bpfcc' },
    attachPoints: [],
    outputs: [{ shape: 'rows', statement: 0, columns: rowsOfC }],
    answer: 'rows',
  },
  datasets: [{ shape: 'table', title: 'Files opened', columns: rowsOfC, rows: [[1, '/etc/hostname']], seen: 1 }],
  records: 1,
});
