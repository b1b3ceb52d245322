/** What a run has said, bounded: the newest is kept, and what had to go is counted. */
import type { TraceEvent } from '../../core/events.ts';
import type { AskEvent } from '../events.ts';

/** One event with its place; a batch of a trace is taken apart, so that a reader gets as much as they want. */
export interface Numbered {
  readonly cursor: number;
  /** Seconds since the run began, of what a trace saw. */
  readonly at?: number;
  readonly event: Exclude<AskEvent, { type: 'trace' }> | TraceEvent;
}

export interface Reading {
  readonly events: readonly Numbered[];
  /** Where to read on. */
  readonly next: number;
  /** Events between the cursor and the first of `events` that are no longer kept. */
  readonly missed: number;
  /** Nothing will come after `next`. */
  readonly ended: boolean;
}

/** About so many values of rows and maps are kept of a run. */
const MOST_VALUES = 200_000;

export class Log {
  readonly #most: number;
  #kept: { readonly weight: number; readonly numbered: Numbered }[] = [];
  /** Those at the front that are gone already; the array is cut now and then. */
  #gone = 0;
  #weight = 0;
  #next = 0;
  #ended = false;
  readonly #waiting = new Map<() => void, number>();

  constructor(most: number = MOST_VALUES) {
    this.#most = most;
  }

  add(event: AskEvent): void {
    if (event.type === 'trace') for (const one of event.events) this.#push({ cursor: this.#next++, at: event.at, event: one });
    else this.#push({ cursor: this.#next++, event });
    for (const [waiting, cursor] of [...this.#waiting]) if (cursor < this.#next) waiting();
  }

  end(): void {
    this.#ended = true;
    this.wake();
  }

  /** Whoever waits looks again. */
  wake(): void {
    for (const waiting of [...this.#waiting.keys()]) waiting();
  }

  read(cursor: number, most: number): Reading {
    const first = this.#kept[this.#gone]?.numbered.cursor ?? this.#next;
    const from = Math.min(Math.max(cursor, first), this.#next);
    const start = this.#gone + (from - first);
    const events = this.#kept.slice(start, start + Math.max(0, most)).map(({ numbered }) => numbered);
    const next = from + events.length;
    return { events, next, missed: Math.max(0, from - Math.max(0, cursor)), ended: this.#ended && next === this.#next };
  }

  /** Fulfilled where there is something at `cursor`, where nothing more will come, or at `wake`. */
  changed(cursor: number, signal?: AbortSignal): Promise<void> {
    if (cursor < this.#next || this.#ended || signal?.aborted === true) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        this.#waiting.delete(done);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      this.#waiting.set(done, cursor);
      signal?.addEventListener('abort', done);
    });
  }

  #push(numbered: Numbered): void {
    const weight = weightOf(numbered.event);
    this.#kept.push({ weight, numbered });
    this.#weight += weight;
    // The newest stays, however large it is.
    while (this.#weight > this.#most && this.#gone < this.#kept.length - 1) {
      this.#weight -= this.#kept[this.#gone]?.weight ?? 0;
      this.#gone += 1;
    }
    if (this.#gone < 1024 || this.#gone < this.#kept.length / 2) return;
    this.#kept = this.#kept.slice(this.#gone);
    this.#gone = 0;
  }
}

function weightOf(event: Numbered['event']): number {
  if (event.type === 'row') return event.values.length + 1;
  // A value is some sixteen letters.
  if (event.type === 'printed') return Math.ceil(event.text.length / 16) + 1;
  if (event.type === 'snapshot') return weightOf(event.map);
  if ('entries' in event) return event.entries.length * 4 + 1;
  return 1;
}
