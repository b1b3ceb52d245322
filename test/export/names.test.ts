import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { describeOutputs, outputList } from '../../src/bpftrace/outputs.ts';
import { parse } from '../../src/bpftrace/parser.ts';
import type { Output, Program } from '../../src/core/program.ts';
import { metricsOf, prometheusName } from '../../src/export/names.ts';
import { OWN_METRICS } from '../../src/export/own.ts';
import { column, count } from '../views/names.ts';
import { latency, longest, opens, program, rows, sizes, stacks, time } from './programs.ts';

interface Named {
  readonly name: string;
  readonly output: Output;
  readonly more?: Partial<Program>;
  /** Name, unit, kind, labels, name in Prometheus. */
  readonly is: readonly [string, string, string, string, string];
}

describe('an output becomes', () => {
  it.each<Named>([
    {
      name: 'a count: a counter of what it counts',
      output: opens,
      is: ['gpttrace.disk_io.opens', '{opens}', 'counter', 'process', 'gpttrace_disk_io_opens_total'],
    },
    { name: 'a sum of microseconds: seconds', output: time, is: ['gpttrace.disk_io.time', 's', 'counter', 'syscall', 'gpttrace_disk_io_time_seconds_total'] },
    { name: 'a greatest value: a gauge', output: longest, is: ['gpttrace.disk_io.longest', 's', 'gauge', 'process', 'gpttrace_disk_io_longest_seconds'] },
    { name: 'a histogram', output: latency, is: ['gpttrace.disk_io.latency', 's', 'histogram', '', 'gpttrace_disk_io_latency_seconds'] },
    { name: 'stats: a histogram of one bucket', output: sizes, is: ['gpttrace.disk_io.size', 'By', 'histogram', 'process', 'gpttrace_disk_io_size_bytes'] },
    {
      name: 'counts by stack: their sums without it',
      output: stacks,
      is: ['gpttrace.disk_io.count', '{count}', 'counter', 'process', 'gpttrace_disk_io_count_total'],
    },
    { name: 'rows: how many, by process', output: rows, is: ['gpttrace.disk_io.events', '{event}', 'counter', 'process', 'gpttrace_disk_io_events_total'] },
    {
      name: 'a unit that is in the name already is not said twice',
      output: { ...opens, value: { ...count, name: 'bytes', unit: 'bytes' } },
      is: ['gpttrace.disk_io.bytes', 'By', 'counter', 'process', 'gpttrace_disk_io_bytes_total'],
    },
    {
      name: 'a gauge called like a part of a histogram: another name',
      output: { ...longest, value: column('sum') },
      is: ['gpttrace.disk_io.sum_value', '{sum}', 'gauge', 'process', 'gpttrace_disk_io_sum_value'],
    },
    {
      name: 'keys with names that Prometheus needs itself',
      output: { ...opens, keys: [column('le'), column('job'), column('2nd key!'), column('队列')] },
      is: ['gpttrace.disk_io.opens', '{opens}', 'counter', 'key_le key_job key_3_2nd_key key_4', 'gpttrace_disk_io_opens_total'],
    },
    {
      name: 'of a file, its name',
      output: opens,
      more: { origin: { kind: 'file', path: '/home/me/My Tool.bt' } },
      is: ['gpttrace.my_tool.opens', '{opens}', 'counter', 'process', 'gpttrace_my_tool_opens_total'],
    },
    {
      name: 'of a file called as the metrics of the run are: not theirs',
      output: opens,
      more: { origin: { kind: 'file', path: 'run.bt' } },
      is: ['gpttrace.run_program.opens', '{opens}', 'counter', 'process', 'gpttrace_run_program_opens_total'],
    },
    {
      name: 'of a model: the title, where it has letters for one',
      output: opens,
      more: { origin: { kind: 'model', name: 'some/model' }, title: '打开的文件' },
      is: ['gpttrace.program.opens', '{opens}', 'counter', 'process', 'gpttrace_program_opens_total'],
    },
  ])('$name', ({ output, more, is }) => {
    const [metric] = metricsOf(program([output], more)).metrics;
    if (metric === undefined) throw new Error('no metric');
    const { name, unit, kind, labels } = metric;
    expect([name, unit, kind, labels.map((label) => label.name).join(' '), prometheusName(metric)]).toEqual(is);
  });

  it('nothing, where an average is kept by stack', () => {
    const average: Output = { ...stacks, value: column('delay', { unit: 'us' }) };
    expect(metricsOf(program([average]))).toEqual({ metrics: [], leftOut: [{ map: '@stacks', why: 'stack' }] });
  });

  it('names of their own where two hold the same, the answer first', () => {
    const second: Output = { ...opens, map: '@opens_2', keys: [] };
    const { metrics } = metricsOf(program([opens, second, rows, { ...rows, statement: 1 }], { answer: '@opens_2' }));
    expect(metrics.map(({ name, labels }) => [name, labels.length])).toEqual([
      ['gpttrace.disk_io.events', 1],
      ['gpttrace.disk_io.opens', 0],
      ['gpttrace.disk_io.opens_2', 1],
    ]);
  });
});

it('the program of the library and the runs themselves have names that both worlds take', () => {
  const folder = fileURLToPath(new URL('../../library/', import.meta.url));
  const files = readdirSync(folder).filter((name) => name.endsWith('.bt'));
  const all = files.flatMap((name) => {
    const source = readFileSync(`${folder}${name}`, 'utf8').replace(/^\/\*---[\s\S]*?---\*\//, '');
    const outputs = outputList(describeOutputs(parse(source).script, source, () => undefined));
    const { metrics } = metricsOf(program(outputs, { origin: { kind: 'library', name: name.slice(0, -3) } }));
    expect(new Set(metrics.map(prometheusName)).size, name).toBe(metrics.length);
    return metrics;
  });
  expect(all.length).toBeGreaterThan(files.length / 2);
  for (const metric of [...all, ...Object.values(OWN_METRICS)]) {
    expect(metric.name).toMatch(/^gpttrace(?:\.[a-z][a-z0-9_]*)+$/);
    expect(prometheusName(metric)).toMatch(/^gpttrace(?:_[a-z0-9]+)+$/);
  }
  for (const { labels } of all) for (const { name } of labels) expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
});
