/** What a run of the counting copy delivered, folded into what the rules look at. */
import type { EndReason, MapEvent, Scalar, TraceEvent } from '../core/events.ts';
import type { Counted } from './counters.ts';
import type { SeenValue } from './diagnosis.ts';
import type { RunFacts } from './look.ts';

/** More of the values that were there than anybody reads. */
const MOST_SEEN = 200;
/** Whoever watches is there, too, and is not what anybody waits for. */
const OURS: ReadonlySet<string> = new Set(['gpttrace', 'bpftrace']);

export class Gatherer {
  readonly #counted: Counted;
  readonly #counts = new Map<string, number>();
  readonly #seen = new Map<number, readonly SeenValue[]>();
  readonly #low = new Map<number, number>();
  readonly #high = new Map<number, number>();
  readonly #maps = new Map<string, { entries: number; zeros: number }>();
  #printed = 0;
  #lost = 0;
  #ended: EndReason = 'finished';
  #seconds = 0;
  readonly #warnings: string[] = [];

  constructor(counted: Counted) {
    this.#counted = counted;
  }

  add(event: TraceEvent): void {
    switch (event.type) {
      case 'row':
        this.#printed++;
        break;
      case 'text':
        if (event.banner !== true && event.text.trim() !== '') this.#printed++;
        break;
      case 'map':
      case 'stats':
      case 'histogram':
        if (event.map.startsWith(this.#counted.prefix)) this.#own(event);
        else this.#map(event);
        break;
      case 'lost':
        this.#lost += event.count;
        break;
      case 'warning':
        this.#warnings.push(event.message);
        break;
      case 'ended':
        this.#ended = event.reason;
        this.#seconds = event.seconds;
        break;
      default:
    }
  }

  get warnings(): readonly string[] {
    return this.#warnings;
  }

  facts(unattached: readonly string[] = []): RunFacts {
    // What was never passed is not in the map; nor is the map printed where that is so of all. Where it died, nobody knows.
    const isWhole = this.#ended !== 'crashed' && this.#ended !== 'rejected';
    if (isWhole) for (const { label } of this.#counted.counters) if (!this.#counts.has(label)) this.#counts.set(label, 0);
    const ranges = new Map(
      [...this.#low].flatMap(([number, low]) => (this.#high.has(number) ? [[number, { low, high: this.#high.get(number) ?? low }] as const] : [])),
    );
    return {
      seconds: this.#seconds,
      counts: this.#counts,
      seen: this.#seen,
      ranges,
      printed: this.#printed,
      maps: new Map([...this.#maps].filter(([name]) => this.#isFilled(name))),
      lost: this.#lost,
      ended: this.#ended,
      unattached,
    };
  }

  /** A count without a key is printed as 0 where nothing was ever counted. */
  #isFilled(name: string): boolean {
    const fills = this.#counted.reached.filter(({ map, counter }) => map === name && this.#counts.has(counter.label));
    return fills.length === 0 || fills.some(({ counter }) => (this.#counts.get(counter.label) ?? 0) > 0);
  }

  #own(event: MapEvent): void {
    if (event.type !== 'map') return;
    const name = event.map.slice(this.#counted.prefix.length);
    const [, kind, number] = /^_(seen|low|high)(\d+)$/.exec(name) ?? [];
    if (kind === 'seen') {
      const values = event.entries.map(({ key, value }) => ({ value: String(key[0] ?? ''), count: numberOf(value) }));
      const others = values.filter(({ value }) => !OURS.has(value));
      this.#seen.set(Number(number), others.sort((a, b) => b.count - a.count).slice(0, MOST_SEEN));
    } else if (kind !== undefined) (kind === 'low' ? this.#low : this.#high).set(Number(number), numberOf(event.entries[0]?.value ?? 0));
    else
      for (const { key, value } of event.entries) {
        const counter = this.#counted.counters[Number(key[0])];
        if (counter !== undefined) this.#counts.set(counter.label, numberOf(value));
      }
  }

  /** Printed at intervals it is told by the fullest time. */
  #map(event: MapEvent): void {
    const zeros = zerosIn(event);
    const before = this.#maps.get(event.map);
    const entries = event.entries.length;
    if (before === undefined || entries > before.entries || (entries === before.entries && zeros < before.zeros)) this.#maps.set(event.map, { entries, zeros });
  }
}

function zerosIn(event: MapEvent): number {
  switch (event.type) {
    case 'map':
      return event.entries.filter(({ value }) => typeof value !== 'string' && !Array.isArray(value) && Number(value) === 0).length;
    case 'stats':
      return event.entries.filter(({ average, total = 0 }) => Number(average) === 0 && Number(total) === 0).length;
    case 'histogram':
      return event.entries.filter(({ buckets }) => buckets.every(({ count, max }) => count === 0 || (max !== undefined && Number(max) <= 0))).length;
  }
}

function numberOf(value: Scalar | readonly Scalar[]): number {
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : Number(String(value)) || 0;
}
