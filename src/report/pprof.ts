import { gzipSync } from 'node:zlib';
import type { Frame, StackSample } from '../core/dataset.ts';
import type { Column, Program, Unit } from '../core/program.ts';
import type { RunRecord } from '../core/run-record.ts';
import { frameDefinition } from './frame-place.ts';
import { stacksToWrite } from './run-stacks.ts';

/** pprof knows units by these names, and shows each in what suits its size. */
const UNITS: Readonly<Record<Unit, { readonly unit: string; readonly factor: number }>> = {
  ns: { unit: 'nanoseconds', factor: 1 },
  us: { unit: 'nanoseconds', factor: 1000 },
  ms: { unit: 'nanoseconds', factor: 1e6 },
  s: { unit: 'nanoseconds', factor: 1e9 },
  bytes: { unit: 'bytes', factor: 1 },
  pages: { unit: 'bytes', factor: 4096 },
};

interface Measure {
  readonly type: string;
  readonly unit: string;
  readonly factor: number;
}

/** A profile for `go tool pprof`, which many services of continuous profiling take too. */
export async function pprofReport(record: RunRecord): Promise<Uint8Array> {
  const { Function: Fn, Label, Line, Location, Mapping, Profile, Sample, StringTable, ValueType } = await import('pprof-format');
  const stacks = stacksToWrite(record);
  const texts = new StringTable();
  const text = (value: string): number => texts.dedup(value);
  const valueType = ({ type, unit }: Measure): InstanceType<typeof ValueType> => new ValueType({ type: text(type), unit: text(unit) });
  const measures = measuresOf(stacks.value, record.program);
  const functions: InstanceType<typeof Fn>[] = [];
  const locations: InstanceType<typeof Location>[] = [];
  const mappings: InstanceType<typeof Mapping>[] = [];
  const known = new Map<string, number>();
  const mappingOf = (frame: Frame): number => {
    const file = frame.kind === 'kernel' ? (frame.module ?? '[kernel.kallsyms]') : frame.kind === 'jit' ? (frame.module ?? '[jit]') : frame.module;
    if (file === undefined) return 0;
    let at = mappings.findIndex(({ filename }) => filename === text(file));
    if (at === -1) at = mappings.push(new Mapping({ id: mappings.length + 1, filename: text(file), hasFunctions: true })) - 1;
    return at + 1;
  };
  const locationOf = (frame: Frame): number => {
    const identity = `${frame.kind}\0${frame.module ?? ''}\0${frame.name}`;
    const before = known.get(identity);
    if (before !== undefined) return before;
    const id = locations.length + 1;
    const { name, file = '', line = 0 } = frameDefinition(frame);
    functions.push(new Fn({ id, name: text(name), systemName: text(name), filename: text(file), startLine: line }));
    locations.push(new Location({ id, mappingId: mappingOf(frame), line: [new Line({ functionId: id, line })] }));
    known.set(identity, id);
    return id;
  };
  const labelsOf = ({ key }: StackSample): InstanceType<typeof Label>[] =>
    key.map((part, at) => {
      const name = text(stacks.keys[at]?.name ?? 'key');
      return typeof part === 'number' || typeof part === 'bigint'
        ? new Label({ key: name, num: part })
        : new Label({ key: name, str: text(String(part ?? '-')) });
    });
  const samples = stacks.samples.map(
    (sample) =>
      new Sample({
        locationId: sample.frames.map(locationOf).reverse(),
        value: measures.map(({ factor }) => Math.round(sample.weight * factor)),
        label: labelsOf(sample),
      }),
  );
  const period = measures.find(({ type }) => type === 'cpu');
  const profile = new Profile({
    sampleType: measures.map(valueType),
    sample: samples,
    mapping: mappings,
    location: locations,
    function: functions,
    stringTable: texts,
    timeNanos: BigInt(Math.round(record.startedAt)) * 1_000_000n,
    durationNanos: Math.round(record.seconds * 1e9),
    comment: [record.question, stacks.title].filter((line) => line !== undefined).map(text),
    defaultSampleType: text(measures[0]?.type ?? ''),
    ...(period === undefined ? {} : { periodType: valueType(period), period: Math.round(period.factor) }),
  });
  return gzipSync(profile.encode());
}

/** What a sample's values are. Of samples taken by a clock, each stands for the time between two of its ticks on one processor. */
function measuresOf(value: Column, program: Program): Measure[] {
  if (value.unit !== undefined) return [{ type: value.name, ...UNITS[value.unit] }];
  const events = program.attachPoints.filter((point) => !/^(?:BEGIN|END|begin|end|interval|i)(?::|$)/.test(point));
  const ticks = events.map(tick);
  const [every] = ticks;
  const counted: Measure = { type: ticks.includes(undefined) ? value.name : 'samples', unit: 'count', factor: 1 };
  return every !== undefined && ticks.length === 1 ? [counted, { type: 'cpu', unit: 'nanoseconds', factor: every }] : [counted];
}

/** Nanoseconds between two samples; undefined for what is no clock. */
function tick(point: string): number | undefined {
  const [, unit, text = ''] = /^(?:profile|p):(hz|s|ms|us):(\d+)$/.exec(point) ?? [];
  const number = Number(text);
  if (unit === undefined || number === 0) return undefined;
  return unit === 'hz' ? 1e9 / number : number * { s: 1e9, ms: 1e6, us: 1e3 }[unit as 's' | 'ms' | 'us'];
}
