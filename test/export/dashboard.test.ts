import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DataPointType } from '@opentelemetry/sdk-metrics';
import { describe, expect, it } from 'vitest';
import { describeOutputs, outputList } from '../../src/bpftrace/outputs.ts';
import { parse } from '../../src/bpftrace/parser.ts';
import type { Scalar, TraceEvent } from '../../src/core/events.ts';
import type { Column, Output, Program } from '../../src/core/program.ts';
import { type Dashboard, dashboardOf } from '../../src/export/dashboard.ts';
import { prometheusName } from '../../src/export/names.ts';
import { latency, longest, opens, producerOf, program, rows, sizes, stacks, time } from './programs.ts';

const folder = fileURLToPath(new URL('../../library/', import.meta.url));
const library = readdirSync(folder)
  .filter((name) => name.endsWith('.bt'))
  .map((name): Program => {
    const source = readFileSync(`${folder}${name}`, 'utf8').replace(/^\/\*---[\s\S]*?---\*\//, '');
    return program(outputList(describeOutputs(parse(source).script, source, () => undefined)), {
      origin: { kind: 'library', name: name.slice(0, -3) },
      source,
    });
  });

/** Something that each output can hold. */
function eventsOf({ outputs }: Program): TraceEvent[] {
  const value = ({ type }: Column): Scalar => (type === 'string' || type === 'stack' ? 'x' : 1);
  const events = outputs.map((output): TraceEvent => {
    if (output.shape === 'rows') return { type: 'row', statement: output.statement, values: output.columns.map(value) };
    const key = output.keys.map(value);
    if (output.shape === 'values') return { type: 'map', map: output.map, entries: [{ key, value: 1 }] };
    if (output.shape === 'stats') return { type: 'stats', map: output.map, entries: [{ key, count: 1, average: 1, total: 1 }] };
    return { type: 'histogram', map: output.map, entries: [{ key, buckets: [{ min: 1, max: 1, count: 1 }] }] };
  });
  const cost: TraceEvent = {
    type: 'overhead',
    overhead: {
      seconds: 1,
      processors: 1,
      bpf: 1,
      tracer: 1,
      own: 1,
      memory: { tracer: 1, own: 1 },
      share: 1,
      rate: 1,
      lost: 0,
      hits: [{ attachPoint: 'x', runs: 1, nanoseconds: 1 }],
      state: 'within',
      limit: 1,
    },
  };
  return [{ type: 'attached', probes: 1 }, ...events, cost];
}

/** The series that Prometheus gets of a program, with the labels of each. */
function exposed(one: Program): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { descriptor, dataPointType, dataPoints } of producerOf(one, eventsOf(one)).metrics()) {
    const kind = dataPointType === DataPointType.SUM ? 'counter' : dataPointType === DataPointType.GAUGE ? 'gauge' : 'histogram';
    const name = prometheusName({ ...descriptor, kind });
    const labels = Object.keys(dataPoints[0]?.attributes ?? {});
    const [point] = dataPoints;
    const hasSum = point !== undefined && typeof point.value === 'object' && point.value.sum !== undefined;
    if (kind !== 'histogram') found.set(name, new Set(labels));
    else {
      found.set(`${name}_bucket`, new Set([...labels, 'le']));
      found.set(`${name}_count`, new Set(labels));
      if (hasSum) found.set(`${name}_sum`, new Set(labels));
    }
  }
  return found;
}

function expressions({ panels }: Dashboard): string[] {
  return panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
}

it.each([
  ...library.map((one) => ({ name: one.origin.kind === 'library' ? one.origin.name : '', one })),
  { name: 'of everything', one: program([rows, opens, time, longest, latency, sizes, stacks], { answer: '@time' }) },
])('every query of a dashboard asks for what is exported: $name', ({ one }) => {
  const there = exposed(one);
  const dashboard = dashboardOf(one);
  const all = expressions(dashboard);
  for (const expression of [...all, JSON.stringify(dashboard.templating)]) {
    for (const name of expression.match(/gpttrace_[a-z0-9_]+/g) ?? []) expect([...there.keys()]).toContain(name);
  }
  for (const expression of all) {
    const labels = [...expression.matchAll(/by \(([^)]+)\)/g)].flatMap(([, list = '']) => list.split(', '));
    const [name = ''] = expression.match(/gpttrace_[a-z0-9_]+/) ?? [];
    for (const label of labels) expect([...(there.get(name) ?? [])], expression).toContain(label);
  }
  // Nothing of the program's own is left out.
  const own = [...there.keys()].filter((name) => !name.startsWith('gpttrace_run_')).map((name) => name.replace(/_(?:bucket|count|sum)$/, ''));
  for (const name of own)
    expect(
      all.some((expression) => expression.includes(name)),
      name,
    ).toBe(true);
});

describe('its form', () => {
  const dashboard = dashboardOf(program([rows, opens, longest, latency, sizes], { title: 'Opens', answer: '@opens' }));

  it('is one that Grafana takes', () => {
    expect(JSON.parse(JSON.stringify(dashboard))).toMatchObject({ title: 'gpttrace: Opens', uid: 'gpttrace-disk-io', schemaVersion: 39, editable: true });
    expect(dashboard.templating).toMatchObject({
      list: [
        { name: 'datasource', type: 'datasource', query: 'prometheus' },
        { name: 'instance', type: 'query' },
      ],
    });
    expect(dashboardOf(program([], { origin: { kind: 'library', name: 'x'.repeat(99) } })).uid.length).toBeLessThanOrEqual(40);
  });

  it('has panels that do not lie on each other, each with a number of its own', () => {
    const { panels } = dashboard;
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, index) => `${x + (index % w)} ${y + Math.floor(index / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    for (const { gridPos } of panels) expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
    for (const { type, targets, datasource } of panels) {
      if (type === 'row') continue;
      expect(datasource).toEqual({ type: 'prometheus', uid: '$datasource' });
      expect(new Set(targets?.map(({ refId }) => refId)).size).toBe(targets?.length);
    }
  });

  it.each<{ readonly name: string; readonly output: Output; readonly types: readonly string[]; readonly first: string }>([
    {
      name: 'rates by key and a table of totals for counts',
      output: opens,
      types: ['timeseries', 'table'],
      first: 'topk(10, sum by (process) (rate(gpttrace_disk_io_opens_total{instance=~"$instance"}[$__rate_interval])))',
    },
    {
      name: 'a heat map and percentiles for a histogram',
      output: latency,
      types: ['heatmap', 'timeseries'],
      first: 'sum by (le) (increase(gpttrace_disk_io_latency_seconds_bucket{instance=~"$instance"}[$__rate_interval]))',
    },
    {
      name: 'the average for stats()',
      output: sizes,
      types: ['timeseries', 'timeseries'],
      first:
        'topk(10, sum by (process) (rate(gpttrace_disk_io_size_bytes_sum{instance=~"$instance"}[$__rate_interval])) / sum by (process) (rate(gpttrace_disk_io_size_bytes_count{instance=~"$instance"}[$__rate_interval])))',
    },
    {
      name: 'the level itself for a greatest value',
      output: longest,
      types: ['timeseries', 'table'],
      first: 'topk(10, max by (process) (gpttrace_disk_io_longest_seconds{instance=~"$instance"}))',
    },
  ])('$name', ({ output, types, first }) => {
    const { panels } = dashboardOf(program([output]));
    const cost = panels.findIndex(({ title }) => title === 'Cost of the run');
    const own = panels.slice(1, cost);
    expect(own.map(({ type }) => type)).toEqual(types);
    expect(own[0]?.targets?.[0]?.expr.replace(/ +/g, ' ')).toBe(first);
  });
});

it('is in the language of the question', () => {
  const titles = dashboardOf(program([rows, opens, longest, latency, sizes], { title: '打开文件' }), 'zh').panels.map(({ title }) => title);
  expect(titles.length).toBeGreaterThan(10);
  expect(titles.filter((title) => /per second|total|now|percentile|average|Cost|CPU time per|Memory/.test(title) || !/\p{Script=Han}/u.test(title))).toEqual(
    [],
  );
});
