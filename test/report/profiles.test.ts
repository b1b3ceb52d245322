import { gunzipSync } from 'node:zlib';
import { Profile } from 'pprof-format';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Table } from '../../src/core/dataset.ts';
import type { Scalar } from '../../src/core/events.ts';
import type { Column, MapOutput, Output, Program } from '../../src/core/program.ts';
import type { RunRecord } from '../../src/core/run-record.ts';
import { flameGraphReport } from '../../src/report/flame-graph.ts';
import { foldedReport } from '../../src/report/folded.ts';
import { FORMATS } from '../../src/report/formats.ts';
import { pprofReport } from '../../src/report/pprof.ts';
import { speedscopeReport } from '../../src/report/speedscope.ts';
import { column, count, process } from '../views/names.ts';
import { record } from './records.ts';

const pid = column('pid', { kind: 'pid' });
const user = column('user stack', { kind: 'stack', type: 'stack', stack: 'user' });
const kernel = column('kernel stack', { kind: 'stack', type: 'stack', stack: 'kernel' });
const samples = { ...count, name: 'samples' };

/** A run whose answer is such a table, made by a program that prints it. */
function run(
  keys: readonly Column[],
  value: Column,
  rows: readonly (readonly Scalar[])[],
  program: Partial<Program> = {},
  more: Partial<RunRecord> = {},
): RunRecord {
  const answer: Table = { shape: 'table', title: 'Stacks', columns: [...keys, value], rows, seen: rows.length, amount: keys.length };
  const output: MapOutput = { shape: 'values', map: '@', keys, value };
  const base = record({ datasets: [answer], question: 'where does the time go?', seconds: 5, startedAt: 1_700_000_000_123, ...more });
  return { ...base, program: { ...base.program, title: 'Stacks', outputs: [output], attachPoints: ['profile:hz:99'], ...program } };
}

const MIXED = run([process, pid, user, kernel], samples, [
  ['node', 7, '\n    JS:*hot /srv/app.js:12:3+5\n    node::Start(int, char**)+3\n', '', 60],
  ['node', 7, '\n    read+9\n    node::Start(int, char**)+8\n', '\n    vfs_read+1\n    do_syscall_64+7\n', 30],
  ['a;b c', 8, '\n\t55d0 0x55d0 (/usr/lib/x.so)\n\t55d1 main+1 (/opt/a)\n', '', 10],
  ['idle', 9, '', '', 2],
]);

describe('folded stacks', () => {
  it('is a line for each stack, outermost first, its weight behind the last blank', () => {
    expect(foldedReport(MIXED).split('\n')).toEqual([
      'a:b c, pid 8;main;[unknown] 10',
      'idle, pid 9 2',
      'node, pid 7;node::Start(int, char**);hot /srv/app.js:12 60',
      'node, pid 7;node::Start(int, char**);read;do_syscall_64;vfs_read 30',
      '',
    ]);
  });

  it.each([
    { name: 'no keys and no frames', rows: [['', 4]], expect: '[no stack] 4\n' },
    { name: 'a name that breaks the line', rows: [['\n    a\tb;c\u0007+1\n', 4]], expect: 'a b:c 4\n' },
    {
      name: 'names that become alike',
      rows: [
        ['\n    a;b+1\n', 4],
        ['\n    a:b+1\n', 3],
      ],
      expect: 'a:b 7\n',
    },
  ])('bears $name', ({ rows, expect: expected }) => expect(foldedReport(run([user], samples, rows))).toBe(expected));
});

/** As speedscope publishes it: https://www.speedscope.app/file-format-schema.json, of which a file here only uses sampled profiles. */
const SPEEDSCOPE = z.strictObject({
  $schema: z.literal('https://www.speedscope.app/file-format-schema.json'),
  name: z.string().optional(),
  exporter: z.string().optional(),
  activeProfileIndex: z.int().optional(),
  shared: z.strictObject({
    frames: z.array(z.strictObject({ name: z.string(), file: z.string().optional(), line: z.number().optional(), col: z.number().optional() })),
  }),
  profiles: z.array(
    z.strictObject({
      type: z.literal('sampled'),
      name: z.string(),
      unit: z.enum(['none', 'nanoseconds', 'microseconds', 'milliseconds', 'seconds', 'bytes']),
      startValue: z.number(),
      endValue: z.number(),
      samples: z.array(z.array(z.int().min(0))),
      weights: z.array(z.number()),
    }),
  ),
});

describe('speedscope', () => {
  it('has each function once, and each stack as their numbers', () => {
    const file = SPEEDSCOPE.parse(JSON.parse(speedscopeReport(MIXED)));
    const [profile] = file.profiles;
    const names = profile?.samples.map((sample) => sample.map((at) => file.shared.frames[at]?.name));
    expect(names).toEqual([
      ['node, pid 7', 'node::Start(int, char**)', 'hot'],
      ['node, pid 7', 'node::Start(int, char**)', 'read', 'do_syscall_64', 'vfs_read'],
      ['a;b c, pid 8', 'main', '[unknown]'],
      ['idle, pid 9'],
    ]);
    expect(profile).toMatchObject({ unit: 'none', startValue: 0, endValue: 102, weights: [60, 30, 10, 2] });
    expect(file.shared.frames).toHaveLength(new Set(file.shared.frames.map((frame) => JSON.stringify(frame))).size);
    expect(file.shared.frames).toContainEqual({ name: 'hot', file: '/srv/app.js', line: 12 });
    expect(file.shared.frames).toContainEqual({ name: '[unknown]', file: '/usr/lib/x.so' });
  });

  it.each([
    { unit: 'us', weight: 3, told: 'microseconds', shown: 3 },
    { unit: 'ns', weight: 3, told: 'nanoseconds', shown: 3 },
    { unit: 'bytes', weight: 3, told: 'bytes', shown: 3 },
    { unit: 'pages', weight: 3, told: 'bytes', shown: 12288 },
  ] as const)('knows $unit', ({ unit, weight, told, shown }) => {
    const file = SPEEDSCOPE.parse(JSON.parse(speedscopeReport(run([kernel], { ...samples, unit }, [['\n    a+1\n', weight]]))));
    expect(file.profiles[0]).toMatchObject({ unit: told, weights: [shown], endValue: shown });
  });
});

/** A profile read back, its numbers replaced by what they stand for. */
async function readBack(of: RunRecord) {
  const profile = Profile.decode(gunzipSync(await pprofReport(of)));
  const text = (at: number | bigint): string => profile.stringTable.strings[Number(at)] ?? '?';
  const byId = <Item extends { readonly id: number | bigint }>(items: readonly Item[], id: number | bigint): Item | undefined =>
    items.find((item) => Number(item.id) === Number(id));
  return {
    profile,
    text,
    types: profile.sampleType.map(({ type, unit }) => `${text(type)}/${text(unit)}`),
    samples: profile.sample.map((sample) => ({
      values: sample.value.map(Number),
      labels: sample.label.map(({ key, str, num }) => `${text(key)}=${Number(str) === 0 ? Number(num) : text(str)}`),
      frames: sample.locationId.map((id) => {
        const location = byId(profile.location, id);
        const line = location?.line[0];
        const fn = byId(profile.function, line?.functionId ?? 0);
        const mapping = byId(profile.mapping, location?.mappingId ?? 0);
        const place = fn === undefined || Number(fn.filename) === 0 ? '' : ` at ${text(fn.filename)}:${Number(line?.line)}`;
        return `${text(fn?.name ?? 0)}${place}${mapping === undefined ? '' : ` in ${text(mapping.filename)}`}`;
      }),
    })),
  };
}

describe('pprof', () => {
  it('has samples and the processor time they stand for, stacks innermost first, keys as labels, whose code it is as mappings', async () => {
    const { profile, text, types, samples: read } = await readBack(MIXED);
    expect(types).toEqual(['samples/count', 'cpu/nanoseconds']);
    expect(text(profile.defaultSampleType)).toBe('samples');
    expect([text(profile.periodType?.type ?? 0), Number(profile.period)]).toEqual(['cpu', 10_101_010]);
    expect([BigInt(profile.timeNanos), Number(profile.durationNanos)]).toEqual([1_700_000_000_123_000_000n, 5e9]);
    expect(profile.comment.map(text)).toEqual(['where does the time go?', 'Stacks']);
    expect(read).toEqual([
      { values: [60, 606_060_606], labels: ['process=node', 'pid=7'], frames: ['hot at /srv/app.js:12 in [jit]', 'node::Start(int, char**)'] },
      {
        values: [30, 303_030_303],
        labels: ['process=node', 'pid=7'],
        frames: ['vfs_read in [kernel.kallsyms]', 'do_syscall_64 in [kernel.kallsyms]', 'read', 'node::Start(int, char**)'],
      },
      { values: [10, 101_010_101], labels: ['process=a;b c', 'pid=8'], frames: ['[unknown] in /usr/lib/x.so', 'main in /opt/a'] },
      { values: [2, 20_202_020], labels: ['process=idle', 'pid=9'], frames: [] },
    ]);
  });

  it.each([
    {
      name: 'off-CPU time',
      value: { ...samples, name: 'time off CPU', unit: 'us' as const },
      points: ['tracepoint:sched:sched_switch'],
      types: ['time off CPU/nanoseconds'],
      values: [7000],
    },
    {
      name: 'bytes',
      value: { ...samples, name: 'allocated', unit: 'bytes' as const },
      points: ['uprobe:/lib/libc.so.6:malloc'],
      types: ['allocated/bytes'],
      values: [7],
    },
    { name: 'events', value: { ...samples, name: 'faults' }, points: ['software:page-faults:100'], types: ['faults/count'], values: [7] },
    {
      name: 'a clock in milliseconds',
      value: samples,
      points: ['profile:ms:10', 'interval:s:5', 'END'],
      types: ['samples/count', 'cpu/nanoseconds'],
      values: [7, 7e7],
    },
    { name: 'a clock beside other events', value: samples, points: ['profile:hz:99', 'tracepoint:a:b'], types: ['samples/count'], values: [7] },
  ])('says what $name are', async ({ value, points, types, values }) => {
    const read = await readBack(run([kernel], value, [['\n    a+1\n', 7]], { attachPoints: points }));
    expect(read.types).toEqual(types);
    expect(read.samples[0]?.values).toEqual(values);
  });
});

const output = (keys: readonly Column[], value: Column): Output => ({ shape: 'values', map: '@', keys, value });
const stackRows: Output = { shape: 'rows', statement: 0, columns: [process, user] };
const UNFIT: readonly { readonly name: string; readonly run: RunRecord; readonly says: RegExp }[] = [
  { name: 'a run without stacks', run: run([process], samples, [['a', 1]]), says: /has no call stacks/ },
  { name: 'a Chinese one', run: run([process], samples, [['a', 1]], {}, { language: 'zh' }), says: /没有调用栈/ },
  { name: 'stacks that were printed one by one', run: run([], samples, [], { outputs: [stackRows] }), says: /printed one by one.*@\[kstack\] = count\(\)/ },
  { name: 'greatest values by stack', run: run([kernel], column('max', {}), [['\n    a+1\n', 3]]), says: /do not add up/ },
  { name: 'stacks that were never seen', run: run([kernel], samples, [], {}, { datasets: [] }), says: /no stack was seen/ },
  {
    name: 'a silent program of several outputs',
    run: run([kernel], samples, [], { outputs: [stackRows, output([kernel], samples)] }),
    says: /no stack was seen/,
  },
];

describe('forms that need stacks', () => {
  const forms = FORMATS.filter(({ name }) => ['flame-graph', 'folded', 'speedscope', 'pprof'].includes(name));

  it.each(UNFIT)('refuse $name', ({ run: of, says }) => {
    expect(forms).toHaveLength(4);
    for (const form of forms) expect(form.unfit(of)).toMatch(says);
  });

  it('take a run with stacks, also where they are not its first answer', async () => {
    const other = { ...MIXED, datasets: [...run([process], samples, [['a', 1]]).datasets, ...MIXED.datasets] };
    for (const form of forms) {
      expect(form.unfit(other)).toBeUndefined();
      expect((await form.write(other)).length).toBeGreaterThan(100);
    }
    expect(flameGraphReport(other)).toContain('where does the time go?');
  });
});
