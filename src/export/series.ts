/** The series of one metric: as many as there may be, and one for all others together. */

export type Labels = Readonly<Record<string, string | boolean>>;

/** OpenTelemetry's mark of what is beyond the limit of series. */
const OVERFLOW = 'otel.metric.overflow';

export interface Point<T> {
  readonly labels: Labels;
  value: T;
}

export class SeriesTable<T> {
  readonly #limit: number;
  readonly #empty: () => T;
  readonly #byLabels = new Map<string, Point<T>>();
  #others: Point<T> | undefined;

  /** `empty` makes the value of a series that begins. */
  constructor(limit: number, empty: () => T) {
    this.#limit = limit;
    this.#empty = empty;
  }

  /** The series of these labels, or that of all others. */
  of(labels: Labels): Point<T> {
    const name = JSON.stringify(labels);
    let point = this.#byLabels.get(name);
    if (point === undefined && this.#byLabels.size < this.#limit) {
      point = { labels, value: this.#empty() };
      this.#byLabels.set(name, point);
    }
    if (point !== undefined) return point;
    this.#others ??= { labels: { [OVERFLOW]: true }, value: this.#empty() };
    return this.#others;
  }

  /** Whether there was more than there may be. */
  get overflows(): boolean {
    return this.#others !== undefined;
  }

  points(): Point<T>[] {
    return this.#others === undefined ? [...this.#byLabels.values()] : [...this.#byLabels.values(), this.#others];
  }
}
