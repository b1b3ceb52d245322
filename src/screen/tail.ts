import type { TraceEvent } from '../core/events.ts';

/** A row, or a line of text. */
export type Item = Extract<TraceEvent, { type: 'row' | 'text' }>;

/** Kept: the last ones. */
export const KEPT_ITEMS = 1000;

/** The end of a stream. */
export class Tail {
  readonly #kept: Item[] = [];
  seen = 0;

  add(item: Item): void {
    this.seen++;
    this.#kept.push(item);
    // Not each time: taking off the front costs as much as what stays.
    if (this.#kept.length >= 2 * KEPT_ITEMS) this.#kept.splice(0, this.#kept.length - KEPT_ITEMS);
  }

  /** Oldest first. */
  items(): Item[] {
    return this.#kept.slice(-KEPT_ITEMS);
  }
}
