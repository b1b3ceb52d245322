import type { MapEntry, MapEvent, TraceEvent } from '../../src/core/events.ts';
import type { MapOutput, Output, Program, RowsOutput } from '../../src/core/program.ts';
import { RunProducer } from '../../src/export/producer.ts';
import type { Reading } from '../../src/export/track.ts';
import { showValue } from '../../src/views/values.ts';
import { column, count, file, names, process } from '../views/names.ts';

export function program(outputs: readonly Output[], more: Partial<Program> = {}): Program {
  return { language: 'bpftrace', source: '', title: 'The title', origin: { kind: 'library', name: 'disk-io' }, attachPoints: [], outputs, ...more };
}

export const opens: MapOutput = { shape: 'values', map: '@opens', keys: [process], value: { ...count, name: 'opens' } };
export const time: MapOutput = { shape: 'values', map: '@time', keys: [column('syscall', { kind: 'syscall' })], value: { ...count, name: 'time', unit: 'us' } };
export const longest: MapOutput = { shape: 'values', map: '@longest', keys: [process], value: column('longest', { unit: 'ns' }) };
export const latency: MapOutput = { shape: 'histogram', map: '@us', keys: [], value: column('latency', { unit: 'us' }) };
export const sizes: MapOutput = { shape: 'stats', map: '@sizes', keys: [process], value: column('size', { unit: 'bytes' }) };
export const stacks: MapOutput = { shape: 'values', map: '@stacks', keys: [column('stack', { kind: 'stack', type: 'stack' }), process], value: count };
export const rows: RowsOutput = { shape: 'rows', statement: 0, columns: [process, file] };

export const map = (name: string, ...entries: readonly MapEntry[]): MapEvent => ({ type: 'map', map: name, entries });
export const entry = (key: MapEntry['key'][number], value: MapEntry['value']): MapEntry => ({ key: [key], value });
export const look = (event: MapEvent): TraceEvent => ({ type: 'snapshot', map: event });

/** A producer that has seen a program begin, and these events. */
export function producerOf(
  one: Program,
  events: readonly TraceEvent[],
  { maxSeries = 1000, readings = {} }: { readonly maxSeries?: number; readonly readings?: Readonly<Record<string, Partial<Reading>>> } = {},
): RunProducer {
  let now = 1_700_000_000_000;
  const show: ConstructorParameters<typeof RunProducer>[0]['show'] = (value, shown) => showValue(value, shown, names);
  const producer = new RunProducer({ version: '1', maxSeries, show, now: () => now });
  producer.begin(one, new Map(Object.entries(readings).map(([name, reading]) => [name, { emptied: false, partial: false, ...reading }])));
  for (const event of events) {
    now += 500;
    producer.take(event);
  }
  return producer;
}

/** Its metrics by name: what matters of each in short, labels then value. */
export function told(producer: RunProducer, isOwn = false): Record<string, unknown> {
  const metrics = producer.metrics().filter(({ descriptor }) => descriptor.name.startsWith('gpttrace.run.') === isOwn);
  return Object.fromEntries(
    metrics.map(({ descriptor, dataPoints }) => [
      descriptor.name.replace(/^gpttrace\.[^.]+\./, ''),
      Object.fromEntries(dataPoints.map(({ attributes, value }) => [Object.values(attributes).join(' '), value])),
    ]),
  );
}
