/** How fast something grows: points over time, within bounds however long it goes on. */
import { LEAST_SPAN } from '../views/history.ts';

/** The last ones are kept. */
const MOST_POINTS = 600;
/** Seconds in which is counted. */
const SPAN = 1;

export class Meter {
  readonly points: { at: number; value: number }[] = [];
  #last = 0;
  #lastAt = 0;
  #lastSpan = 0;
  /** Of what is counted one by one. */
  #since = 0;
  #spanEnds: number = SPAN;

  /** One more, at this time in seconds. */
  count(at: number): void {
    if (at >= this.#spanEnds) this.#close(at);
    this.#since++;
  }

  /** There is so much by now. What shrinks was cleared. */
  reach(total: number, at: number): void {
    const span = at - this.#lastAt;
    if (span <= 0) return;
    const grown = total >= this.#last ? total - this.#last : total;
    const before = this.points.at(-1);
    if (span < LEAST_SPAN && before !== undefined) {
      const whole = this.#lastSpan + span;
      this.points[this.points.length - 1] = { at, value: (before.value * this.#lastSpan + grown) / whole };
      this.#lastSpan = whole;
    } else {
      this.#push({ at, value: grown / span });
      this.#lastSpan = span;
    }
    this.#last = total;
    this.#lastAt = at;
  }

  /** Of what is counted: how much came in the last whole span, or so far where none is over. */
  rate(at: number): number {
    if (at >= this.#spanEnds) this.#close(at);
    return this.points.at(-1)?.value ?? this.#since / Math.max(at, 0.1);
  }

  #close(at: number): void {
    while (at >= this.#spanEnds) {
      this.#push({ at: this.#spanEnds, value: this.#since / SPAN });
      this.#since = 0;
      this.#spanEnds += SPAN;
    }
  }

  #push(point: { at: number; value: number }): void {
    this.points.push(point);
    if (this.points.length >= 2 * MOST_POINTS) this.points.splice(0, this.points.length - MOST_POINTS);
  }
}
