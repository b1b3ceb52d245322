/** An answer that is shown at intervals, each time begun anew: its parts put together as they come. */
import type { HistogramEntry, MapEntry, MapEvent, Scalar } from '../core/events.ts';
import type { Window } from '../core/program.ts';
import { joinBuckets } from './buckets.ts';

/** What stands before each answer but the one at the end, which is of an interval that is not over. */
const TIME = /^\d\d:\d\d:\d\d$/;

/** Whether a line tells when an interval was over. */
export function isWindowTime(text: string): boolean {
  return TIME.test(text);
}

export interface WindowsState {
  readonly soFar?: MapEvent;
  readonly isWhole: boolean;
}

export class Windows {
  readonly #together: Window['together'];
  #soFar: MapEvent | undefined;
  /** Whether what comes is of a whole interval. */
  #isWhole = false;

  constructor({ together }: Window) {
    this.#together = together;
  }

  /** What it amounts to so far, as data, from which `resume` goes on. */
  state(): WindowsState {
    return { isWhole: this.#isWhole, ...(this.#soFar === undefined ? {} : { soFar: this.#soFar }) };
  }

  resume({ soFar, isWhole }: WindowsState): void {
    this.#soFar = soFar;
    this.#isWhole = isWhole;
  }

  timeShown(): void {
    this.#isWhole = true;
  }

  /** The answer of one more interval; returns that of all of them, or of the last whole one where they do not make one. */
  add(event: MapEvent): MapEvent {
    const before = this.#soFar;
    const isWhole = this.#isWhole;
    this.#isWhole = false;
    if (before !== undefined && (this.#together === 'last' || event.type === 'stats')) this.#soFar = isWhole ? event : before;
    else this.#soFar = this.soFarWith(event);
    return this.#soFar;
  }

  /** The answer of all intervals that are over and of the one that is not, of which `event` is what is known; nothing is kept of it. */
  soFarWith(event: MapEvent): MapEvent {
    const before = this.#soFar;
    if (before === undefined || this.#together === 'last' || event.type === 'stats') return event;
    return joined(before, event, this.#together);
  }
}

function joined(before: MapEvent, event: MapEvent, together: 'sum' | 'min' | 'max'): MapEvent {
  if (before.type === 'map' && event.type === 'map') return { ...event, entries: joinedEntries(before.entries, event.entries, together) };
  if (before.type === 'histogram' && event.type === 'histogram') return { ...event, entries: joinedHistograms(before.entries, event.entries) };
  return event;
}

function joinedEntries(before: readonly MapEntry[], entries: readonly MapEntry[], together: 'sum' | 'min' | 'max'): MapEntry[] {
  const all = new Map(before.map((entry) => [nameOf(entry.key), entry]));
  for (const entry of entries) {
    const old = all.get(nameOf(entry.key));
    // A map without keys that was not hit is printed as 0: that is no least value.
    if (old !== undefined && entry.key.length === 0 && entry.value === 0) continue;
    const isFirst = old === undefined || (old.key.length === 0 && old.value === 0);
    all.set(nameOf(entry.key), isFirst ? entry : { key: entry.key, value: joinedValues(old.value, entry.value, together) });
  }
  return [...all.values()];
}

function joinedValues(a: MapEntry['value'], b: MapEntry['value'], together: 'sum' | 'min' | 'max'): MapEntry['value'] {
  if (!isNumber(a) || !isNumber(b)) return b;
  if (together === 'sum') return typeof a === 'number' && typeof b === 'number' ? a + b : BigInt(a) + BigInt(b);
  return together === 'min' ? (b < a ? b : a) : b > a ? b : a;
}

function isNumber(value: MapEntry['value']): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

function joinedHistograms(before: readonly HistogramEntry[], entries: readonly HistogramEntry[]): HistogramEntry[] {
  const all = new Map(before.map((entry) => [nameOf(entry.key), entry]));
  for (const entry of entries) {
    const old = all.get(nameOf(entry.key));
    all.set(nameOf(entry.key), old === undefined ? entry : { key: entry.key, buckets: joinBuckets(old.buckets, entry.buckets) });
  }
  return [...all.values()];
}

function nameOf(key: readonly Scalar[]): string {
  return JSON.stringify(key.map(String));
}
