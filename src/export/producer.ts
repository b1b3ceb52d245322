/** What a run's maps and rows hold, as OpenTelemetry's SDK takes it from a producer of metrics. Cumulative, so that a look that nobody took loses nothing. */
import { ValueType } from '@opentelemetry/api';
import { type Resource, resourceFromAttributes } from '@opentelemetry/resources';
import { AggregationTemporality, type CollectionResult, DataPointType, type MetricData, type MetricProducer } from '@opentelemetry/sdk-metrics';
import type { MapEvent, Scalar, TraceEvent } from '../core/events.ts';
import type { Column, Program } from '../core/program.ts';
import { type MetricName, metricsOf, type ProgramMetric, programSlug } from './names.ts';
import { OWN_METRICS, type OwnMetric, type OwnState } from './own.ts';
import { type Labels, type Point, SeriesTable } from './series.ts';
import { labelText } from './text.ts';
import { counterTrack, type HistogramValue, histogramTrack, levelTrack, type Reading, type Track } from './track.ts';

export const DEFAULT_MAX_SERIES = 1000;

export interface ProducerOptions {
  readonly version: string;
  /** Series of one metric. */
  readonly maxSeries: number;
  /** A value of a key in the reader's terms. */
  readonly show: (value: Scalar, column: Column) => string;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** What became of something that cannot be exported as it is; each is told once. */
export type ProducerTrouble =
  | { readonly kind: 'overflow'; readonly metric: string; readonly limit: number }
  | { readonly kind: 'no-numbers'; readonly map: string };

type Time = [seconds: number, nanoseconds: number];

export class RunProducer implements MetricProducer {
  readonly #options: ProducerOptions;
  readonly #now: () => number;
  #run: Run | undefined;

  constructor(options: ProducerOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  /** A program begins to run. What another one before it came to is no longer told. */
  begin(program: Program, readings: ReadonlyMap<string, Reading>): void {
    this.#run = new Run(program, readings, this.#options, this.#now());
  }

  take(event: TraceEvent): void {
    this.#run?.take(event, this.#now());
  }

  /** What is to be told since it was last asked. */
  troubles(): readonly ProducerTrouble[] {
    return this.#run?.troubles() ?? [];
  }

  metrics(): MetricData[] {
    return this.#run?.metrics(timeOf(this.#now())) ?? [];
  }

  collect(): Promise<CollectionResult> {
    // The reader that asks has a resource of its own, and ignores this one.
    const resource: Resource = resourceFromAttributes({});
    const scope = { name: 'gpttrace', version: this.#options.version };
    return Promise.resolve({ resourceMetrics: { resource, scopeMetrics: [{ scope, metrics: this.metrics() }] }, errors: [] });
  }
}

class Run {
  readonly #labels: Labels;
  readonly #rows:
    | {
        readonly metric: ProgramMetric;
        readonly series: SeriesTable<number>;
        readonly points: Map<Scalar, Point<number>>;
        readonly at: ReadonlyMap<number, number>;
      }
    | undefined;
  readonly #numbers = new Map<string, { readonly metric: ProgramMetric; readonly track: Track<number> }>();
  readonly #histograms = new Map<string, { readonly metric: ProgramMetric; readonly track: Track<HistogramValue> }>();
  readonly #options: ProducerOptions;
  readonly #told = new Set<string>();
  readonly #wordy = new Set<string>();
  #own: OwnState = { probes: 0, lost: 0, lines: 0 };
  #start: Time;

  constructor(program: Program, readings: ReadonlyMap<string, Reading>, options: ProducerOptions, now: number) {
    this.#options = options;
    this.#labels = { program: programSlug(program) };
    this.#start = timeOf(now);
    for (const metric of metricsOf(program).metrics) {
      if ('length' in metric.of) {
        const at = new Map(metric.of.map(({ statement, columns }) => [statement, columns.findIndex(({ kind }) => kind === 'process')]));
        this.#rows = { metric, series: new SeriesTable(options.maxSeries, () => 0), points: new Map(), at };
        continue;
      }
      const { map } = metric.of;
      const reading = readings.get(map) ?? { emptied: false, partial: false };
      const labels = (key: readonly Scalar[]): Labels => this.#labelsOf(metric, key);
      if (metric.kind === 'histogram') this.#histograms.set(map, { metric, track: histogramTrack(metric, reading, labels, options.maxSeries) });
      else this.#numbers.set(map, { metric, track: (metric.kind === 'counter' ? counterTrack : levelTrack)(reading, labels, options.maxSeries) });
    }
  }

  take(event: TraceEvent, now: number): void {
    switch (event.type) {
      case 'row':
        this.#row(event.statement, event.values);
        break;
      case 'snapshot':
        this.#look(event.map, 'snapshot');
        break;
      case 'map':
      case 'stats':
      case 'histogram':
        this.#look(event, 'printed');
        break;
      case 'attached':
        this.#start = timeOf(now);
        this.#own = { ...this.#own, probes: event.probes };
        break;
      case 'lost':
        this.#own = { ...this.#own, lost: this.#own.lost + event.count };
        break;
      case 'text':
        if (event.banner !== true) this.#own = { ...this.#own, lines: this.#own.lines + 1 };
        break;
      case 'overhead':
        this.#own = { ...this.#own, overhead: event.overhead };
        break;
      default:
        break;
    }
  }

  metrics(end: Time): MetricData[] {
    const data: MetricData[] = [];
    if (this.#rows !== undefined) data.push(this.#numberData(this.#rows.metric, 1, this.#rows.series.points(), end));
    for (const { metric, track } of this.#numbers.values()) data.push(this.#numberData(metric, metric.divisor, track.points(), end));
    for (const { metric, track } of this.#histograms.values()) data.push(this.#histogramData(metric, track.points(), end));
    for (const own of Object.values<OwnMetric>(OWN_METRICS)) {
      const points = own.values(this.#own).map(({ labels, value }) => ({ labels: { ...this.#labels, ...cleaned(labels) }, value }));
      data.push(this.#numberData(own, 1, points, end));
    }
    return data.filter(({ dataPoints }) => dataPoints.length > 0);
  }

  troubles(): ProducerTrouble[] {
    const limit = this.#options.maxSeries;
    const rows = this.#rows?.series.overflows === true ? [this.#rows.metric] : [];
    const full = [...rows, ...[...this.#numbers.values(), ...this.#histograms.values()].filter(({ track }) => track.overflows).map(({ metric }) => metric)];
    const all: ProducerTrouble[] = [
      ...full.map(({ name }): ProducerTrouble => ({ kind: 'overflow', metric: name, limit })),
      ...[...this.#wordy].map((map): ProducerTrouble => ({ kind: 'no-numbers', map })),
    ];
    return all.filter((trouble) => {
      const name = JSON.stringify(trouble);
      const isNew = !this.#told.has(name);
      this.#told.add(name);
      return isNew;
    });
  }

  #look(event: MapEvent, look: 'snapshot' | 'printed'): void {
    const track = this.#numbers.get(event.map)?.track ?? this.#histograms.get(event.map)?.track;
    if (track === undefined) return;
    track.take(event, look);
    const [first] = event.entries;
    if (first !== undefined && 'value' in first && typeof first.value !== 'number' && typeof first.value !== 'bigint') this.#wordy.add(event.map);
  }

  #row(statement: number, values: readonly Scalar[]): void {
    if (this.#rows === undefined) return;
    const { metric, series, points, at } = this.#rows;
    const who = values[at.get(statement) ?? -1] ?? null;
    let point = points.get(who);
    if (point === undefined) {
      const [label] = metric.labels;
      point = series.of(label === undefined || who === null ? {} : { [label.name]: labelText(this.#options.show(who, label.column)) });
      // Of those beyond the limit nothing is kept, however many they are.
      if (!series.overflows || points.size < this.#options.maxSeries) points.set(who, point);
    }
    point.value++;
  }

  #labelsOf({ labels }: ProgramMetric, key: readonly Scalar[]): Labels {
    return Object.fromEntries(labels.map(({ name, column, at }) => [name, labelText(this.#options.show(key[at] ?? null, column))]));
  }

  #numberData(metric: MetricName, divisor: number, points: readonly Point<number>[], end: Time): MetricData {
    const { name, unit, description, kind } = metric;
    // The wire takes an integer only as far as a double is exact.
    const isWhole = unit !== 's' && unit !== '1' && kind === 'counter' && points.every(({ value }) => Number.isSafeInteger(value));
    const base = {
      descriptor: { name, unit, description, valueType: isWhole ? ValueType.INT : ValueType.DOUBLE },
      aggregationTemporality: AggregationTemporality.CUMULATIVE,
      dataPoints: points.map(({ labels, value }) => ({ startTime: this.#start, endTime: end, attributes: labels, value: value / divisor })),
    };
    return kind === 'counter' ? { ...base, dataPointType: DataPointType.SUM, isMonotonic: true } : { ...base, dataPointType: DataPointType.GAUGE };
  }

  #histogramData({ name, unit, description, divisor }: ProgramMetric, points: readonly Point<HistogramValue>[], end: Time): MetricData {
    // A time is cut to a whole number: 3 us are all those below 4.
    const rest = unit === 's' ? 1 : 0;
    return {
      descriptor: { name, unit, description, valueType: ValueType.DOUBLE },
      aggregationTemporality: AggregationTemporality.CUMULATIVE,
      dataPointType: DataPointType.HISTOGRAM,
      dataPoints: points.map(({ labels, value: { bounds, counts, count, sum } }) => ({
        startTime: this.#start,
        endTime: end,
        attributes: labels,
        value: {
          buckets: { boundaries: bounds.map((bound) => (bound + rest) / divisor), counts: [...counts] },
          count,
          ...(sum === undefined ? {} : { sum: sum / divisor }),
        },
      })),
    };
  }
}

function cleaned(labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, labelText(value)]));
}

function timeOf(milliseconds: number): Time {
  return [Math.floor(milliseconds / 1000), Math.round((milliseconds % 1000) * 1e6)];
}
