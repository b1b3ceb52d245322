import type { Overhead } from '../../core/overhead.ts';

/** What is too much is so over this long: a burst is no flood. */
const WINDOW_SECONDS = 3;
/** What slowing down can do, it has done by then. */
const PATIENCE_SECONDS = 4;
/** Back to full speed below this part of the limit, so that it does not go back and forth around it. */
const EASED = 0.5;

/** Decides what is done about a run's cost: first it is slowed down, then, where that does not help, ended. */
export class Limit {
  readonly share: number;
  state: Overhead['state'] = 'within';
  /** Seconds in which it was slowed down. */
  slowedSeconds = 0;
  readonly #spans: { readonly seconds: number; readonly share: number }[] = [];
  #slowedFor = 0;

  constructor(share: number) {
    this.share = share;
  }

  /** Takes in what the last so many seconds cost, as a share of the machine. */
  add(seconds: number, share: number): void {
    if (this.state === 'slowed') {
      this.#slowedFor += seconds;
      this.slowedSeconds += seconds;
    }
    this.#spans.push({ seconds, share });
    while (this.#covered() - (this.#spans[0]?.seconds ?? 0) >= WINDOW_SECONDS) this.#spans.shift();
    // All of it may be taken: then there is no limit, though what is counted twice may come to more.
    if (this.#covered() < WINDOW_SECONDS || this.share >= 1) return;
    const mean = this.#spans.reduce((sum, span) => sum + span.seconds * span.share, 0) / this.#covered();
    if (this.state === 'within' && mean > this.share) this.#enter('slowed');
    else if (this.state === 'slowed' && mean > this.share && this.#slowedFor >= PATIENCE_SECONDS) this.#enter('ended');
    else if (this.state === 'slowed' && mean < this.share * EASED) this.#enter('within');
  }

  #enter(state: Overhead['state']): void {
    this.state = state;
    this.#slowedFor = 0;
    // What it cost before says nothing about what it costs now.
    this.#spans.length = 0;
  }

  #covered(): number {
    return this.#spans.reduce((sum, { seconds }) => sum + seconds, 0);
  }
}
