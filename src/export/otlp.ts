/**
 * Pushes what a producer of metrics holds to an OTLP receiver, again and again. What is pushed is cumulative and made anew for every attempt, so that a receiver which was away
 * has everything with the first push it takes, and nothing is kept for it in the meantime.
 */
import { setTimeout } from 'node:timers/promises';
import { ProtobufMetricsSerializer } from '@opentelemetry/otlp-transformer';
import { type MetricProducer, MetricReader } from '@opentelemetry/sdk-metrics';
import { type Fetch, type SendFailure, type Sent, send } from './otlp-send.ts';
import type { OtlpSettings } from './otlp-settings.ts';

/** What is to be told: once when it begins to fail, once when it is back, and at the end where the last push did not arrive. */
export type PushTrouble =
  | { readonly kind: 'failing'; readonly why: SendFailure }
  | { readonly kind: 'back' }
  | { readonly kind: 'last-lost'; readonly why: SendFailure }
  /** The receiver took the push, but not all of it. */
  | { readonly kind: 'refused'; readonly points: number; readonly why: string };

/** Milliseconds. */
export interface Patience {
  /** How long the last push is tried, and the pause between two attempts at it. */
  readonly last: number;
  readonly lastStep: number;
  /** Between two attempts while it fails: doubled each time, up to the longest. */
  readonly step: number;
  readonly longestStep: number;
}

const PATIENCE: Patience = { last: 3000, lastStep: 250, step: 1000, longestStep: 30_000 };

export class OtlpReader extends MetricReader {
  readonly #settings: OtlpSettings;
  readonly #fetch: Fetch;
  readonly #patience: Patience;
  readonly #closing = new AbortController();
  readonly #troubles: PushTrouble[] = [];
  #timer: NodeJS.Timeout | undefined;
  #pushing: Promise<Sent> | undefined;
  #failures = 0;
  #toldFailing = false;
  #saysRefused = false;

  constructor(producer: MetricProducer, settings: OtlpSettings, fetch: Fetch, patience: Patience = PATIENCE) {
    super({ metricProducers: [producer] });
    this.#settings = settings;
    this.#fetch = fetch;
    this.#patience = patience;
  }

  /** What is to be told since it was last asked. */
  troubles(): readonly PushTrouble[] {
    return this.#troubles.splice(0);
  }

  /** Nothing was run after all: nothing more is pushed, not even a last time. */
  abandon(): void {
    clearTimeout(this.#timer);
    this.#closing.abort();
  }

  protected override onInitialized(): void {
    this.#schedule(this.#settings.interval);
  }

  protected override async onForceFlush(): Promise<void> {
    await this.#push(this.#closing.signal);
  }

  /** A last push, with what there is now: tried again for a moment where it fails, then told. */
  protected override async onShutdown(): Promise<void> {
    clearTimeout(this.#timer);
    this.#closing.abort();
    await this.#pushing;
    const { last, lastStep } = this.#patience;
    const limit = AbortSignal.timeout(last);
    let why: SendFailure = { kind: 'silent', of: last / 1000 };
    while (!limit.aborted) {
      const sent = await this.#push(limit);
      if (sent.kind === 'arrived') return;
      if (sent.kind === 'failed') why = sent.why;
      await setTimeout(lastStep);
    }
    this.#troubles.push({ kind: 'last-lost', why });
  }

  #schedule(milliseconds: number): void {
    this.#timer = globalThis.setTimeout(() => void this.#tick(), milliseconds);
    // Nobody waits for it.
    this.#timer.unref();
  }

  async #tick(): Promise<void> {
    const sent = await this.#push(this.#closing.signal);
    if (this.#closing.signal.aborted) return;
    const { interval } = this.#settings;
    const { step, longestStep } = this.#patience;
    const pause = Math.min(step * 2 ** Math.max(0, this.#failures - 1), Math.max(interval, longestStep));
    this.#schedule(sent.kind === 'failed' ? Math.max(pause, sent.after ?? 0) : interval);
  }

  async #push(signal: AbortSignal): Promise<Sent> {
    const pushing = this.#attempt(signal);
    this.#pushing = pushing;
    const sent = await pushing;
    if (sent.kind === 'failed') {
      this.#failures++;
      // Of the last push only what comes of it in the end is told.
      if (this.#failures === 1 && !this.#closing.signal.aborted) this.#troubles.push({ kind: 'failing', why: sent.why });
      this.#toldFailing ||= !this.#closing.signal.aborted;
    } else if (sent.kind === 'arrived') {
      if (this.#toldFailing) this.#troubles.push({ kind: 'back' });
      this.#toldFailing = false;
      this.#failures = 0;
      this.#listen(sent.answer);
    }
    return sent;
  }

  async #attempt(signal: AbortSignal): Promise<Sent> {
    const { resourceMetrics } = await this.collect();
    const body = ProtobufMetricsSerializer.serializeRequest(resourceMetrics);
    return body === undefined ? { kind: 'failed', why: { kind: 'other' } } : send(body, this.#settings, this.#fetch, signal);
  }

  /** A receiver may take a push and say that it threw a part of it away. */
  #listen(answer: Uint8Array): void {
    if (answer.length === 0 || this.#saysRefused) return;
    try {
      const { partialSuccess } = ProtobufMetricsSerializer.deserializeResponse(answer);
      const points = Number(partialSuccess?.rejectedDataPoints ?? 0);
      if (points === 0) return;
      this.#saysRefused = true;
      this.#troubles.push({ kind: 'refused', points, why: partialSuccess?.errorMessage ?? '' });
    } catch {
      // An answer in another form is no failure: the status said that the push was taken.
    }
  }
}
