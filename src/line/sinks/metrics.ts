/** A run told to monitoring while it lasts: pushed by OTLP, or asked for by Prometheus. */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { detectResources, envDetector, type Resource, resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import type { Scalar } from '../../core/events.ts';
import type { ValueNames } from '../../core/names.ts';
import { type Column, type Program, scriptOf } from '../../core/program.ts';
import { metricsOf } from '../../export/names.ts';
import { OtlpReader } from '../../export/otlp.ts';
import { placeOf } from '../../export/otlp-send.ts';
import { type OtlpSettings, otlpSettings } from '../../export/otlp-settings.ts';
import { DEFAULT_MAX_SERIES, RunProducer } from '../../export/producer.ts';
import { listenAddress, PrometheusReader } from '../../export/prometheus.ts';
import { exportWords } from '../../export/words.ts';
import { isLoopback } from '../../models/address.ts';
import { showValue } from '../../views/values.ts';
import type { AskEvent } from '../events.ts';
import { localNames } from '../names.ts';
import type { Sink } from '../sink.ts';
import { otlpFetch } from './otlp-fetch.ts';
import { readingsOf } from './reading.ts';

export interface MetricsWish {
  /** Of gpttrace. */
  readonly version: string;
  /** An address, or `true` for the one that the environment names. */
  readonly otlp?: string | true;
  /** Seconds between two pushes. */
  readonly interval?: number;
  /** `[HOST:]PORT`. */
  readonly prometheus?: string;
  readonly maxSeries?: number;
  /** Seconds for which Prometheus can still ask when the run is over. */
  readonly linger?: number;
  /** Whom a run is told to be over by: then nobody lingers. */
  readonly stop?: AbortSignal;
  /** The names of the numbers of another machine than this. */
  readonly names?: ValueNames;
}

/** Opens what is wished. Throws a Problem for an address that is none, or cannot be had. */
export async function openMetrics(wish: MetricsWish, environment: NodeJS.ProcessEnv = process.env): Promise<Sink> {
  const settings = wish.otlp === undefined ? undefined : otlpSettings(wish.otlp, wish.interval === undefined ? undefined : wish.interval * 1000, environment);
  const address = wish.prometheus === undefined ? undefined : listenAddress(wish.prometheus);
  const producer = new RunProducer({ version: wish.version, maxSeries: wish.maxSeries ?? DEFAULT_MAX_SERIES, show: shower(wish.names ?? localNames()) });
  const otlp = settings === undefined ? undefined : { settings, reader: new OtlpReader(producer, settings, await otlpFetch(settings)) };
  const prometheus = address === undefined ? undefined : new PrometheusReader(producer);
  // Before anything runs: what cannot be had is no reason to have traced in vain.
  const url = address === undefined ? undefined : await prometheus?.listen(address);
  // It is what hands each of its readers the resource.
  new MeterProvider({ resource: resourceOf(wish.version), readers: [otlp?.reader, prometheus].filter((reader) => reader !== undefined) });
  return new MetricsSink(producer, otlp, prometheus === undefined || url === undefined ? undefined : { reader: prometheus, url }, wish);
}

class MetricsSink implements Sink {
  readonly #producer: RunProducer;
  readonly #otlp: { readonly settings: OtlpSettings; readonly reader: OtlpReader } | undefined;
  readonly #prometheus: { readonly reader: PrometheusReader; readonly url: string } | undefined;
  readonly #wish: MetricsWish;
  readonly #notes: string[] = [];
  #language = 'en';
  #ran = false;

  constructor(
    producer: RunProducer,
    otlp: { readonly settings: OtlpSettings; readonly reader: OtlpReader } | undefined,
    prometheus: { readonly reader: PrometheusReader; readonly url: string } | undefined,
    wish: MetricsWish,
  ) {
    this.#producer = producer;
    this.#otlp = otlp;
    this.#prometheus = prometheus;
    this.#wish = wish;
  }

  begin(): void {}

  take(event: AskEvent): void {
    if (event.type === 'plan') this.#language = event.plan.intent.language;
    else if (event.type === 'running') this.#begin(event.plan.program);
    else if (event.type === 'trace') for (const one of event.events) this.#producer.take(one);
    else if (event.type === 'answer' && this.#linger > 0) this.#notes.push(exportWords(this.#language).lingering(this.#linger));
  }

  /** Who ended the run by hand waits for nothing. */
  get #linger(): number {
    const { linger = 0, stop } = this.#wish;
    return this.#prometheus !== undefined && this.#ran && stop?.aborted !== true ? linger : 0;
  }

  async end(): Promise<void> {
    const linger = this.#linger;
    if (!this.#ran) this.#otlp?.reader.abandon();
    await Promise.all([this.#ran ? this.#otlp?.reader.shutdown() : undefined, linger > 0 ? wait(linger, this.#wish.stop) : undefined]);
    await this.#prometheus?.reader.shutdown();
  }

  troubles(): readonly string[] {
    const words = exportWords(this.#language);
    const otlp = this.#otlp;
    const pushes = otlp?.reader.troubles().map((trouble) => words.push(trouble, placeOf(otlp.settings))) ?? [];
    return [...this.#notes.splice(0), ...pushes, ...this.#producer.troubles().map((trouble) => words.producer(trouble))];
  }

  #begin(program: Program): void {
    const words = exportWords(this.#language);
    const readings = readingsOf(scriptOf(program));
    this.#producer.begin(program, readings);
    const { metrics, leftOut } = metricsOf(program);
    if (!this.#ran) {
      if (this.#prometheus !== undefined) {
        const { url } = this.#prometheus;
        this.#notes.push(words.serving(url, !isLoopback(new URL(url))));
      }
      if (this.#otlp !== undefined) this.#notes.push(words.pushing(placeOf(this.#otlp.settings), this.#otlp.settings.interval / 1000));
    }
    this.#ran = true;
    for (const { map, why } of leftOut) this.#notes.push(words.leftOut(map, why));
    for (const { of, kind } of metrics) {
      if ('length' in of || kind === 'gauge') continue;
      const reading = readings.get(of.map);
      if (reading?.emptied === true && reading.partial) this.#notes.push(words.cut(of.map));
    }
  }
}

/** Where it comes from: the question is no part of it, for it may name people and what they do. What OTEL_RESOURCE_ATTRIBUTES and OTEL_SERVICE_NAME say wins. */
function resourceOf(version: string): Resource {
  return resourceFromAttributes({
    'service.name': 'gpttrace',
    'service.version': version,
    'service.instance.id': randomUUID(),
    'host.name': hostname(),
  }).merge(detectResources({ detectors: [envDetector] }));
}

/** Names as the answer has them; amounts stay numbers, so that one label's values can be compared. */
function shower(names: ValueNames): (value: Scalar, column: Column) => string {
  return (value, column) => (column.unit === undefined && column.kind !== 'count' ? showValue(value, column, names) : String(value ?? ''));
}

function wait(seconds: number, stop: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, seconds * 1000);
    stop?.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
