/** What a run costs, as events among its own: measured about once a second, and held against what it may cost. */
import type { TraceEvent } from '../core/events.ts';
import type { Overhead } from '../core/overhead.ts';
import type { Gauge } from './overhead/gauge.ts';
import type { Limit } from './overhead/limit.ts';

export interface OverheadOptions {
  /** Told the tracer's process, as soon as it runs. */
  readonly started: (pid: number) => void;
  /** Begins to measure: all probes of the tracer are attached. Undefined where nothing can be measured. */
  readonly gauge: (pid: number, now: number) => Gauge | undefined;
  readonly limit: Limit;
  /** Seconds after which the program will end, where that is known: it is measured just before, for then its probes are gone. */
  readonly seconds?: number;
  /** The run is asked to end: what can still be measured is measured at once. */
  readonly stopping: AbortSignal;
  /** Asks for the end: it costs too much. */
  readonly stop: () => void;
  /** Ends it at once: nobody listens any more. */
  readonly kill: () => void;
  /** Milliseconds between two measurements. */
  readonly every?: number;
  /** Seconds, on a clock that only goes forward. */
  readonly now?: () => number;
}

const EVERY_MS = 1000;
/** Measuring takes at most this part of the time; of a thousand probes it is done more rarely. */
const MOST_OF_TIME = 1 / 200;
const BEFORE_END_SECONDS = 0.06;
const SHORTEST_MS = 10;
/** CPU time is told in hundredths of a second: of less time than this, a share says little. */
const TELLING_SECONDS = 0.2;

/** The events of a run as they come, with an `overhead` event now and then and one last before it ends. Takes no time while they come, leaves no timer behind. */
export async function* withOverhead(events: AsyncGenerator<readonly TraceEvent[]>, options: OverheadOptions): AsyncGenerator<readonly TraceEvent[]> {
  const meter = new Meter(options);
  let waiting = false;
  let wake = (): void => {};
  const woken = (): void => wake();
  meter.onDue = woken;
  const arrived = (): void => {
    waiting = false;
    wake();
  };
  try {
    for (;;) {
      waiting = true;
      const pending = events.next();
      pending.then(arrived, arrived);
      while (waiting) {
        // A promise of its own for every wait: what is raced against a promise that lives long stays in memory as long.
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (!waiting || meter.isDue) resolve();
        });
        if (meter.isDue) yield* meter.look();
      }
      const next = await pending;
      if (next.done === true) return;
      if (next.value.some(({ type }) => type === 'ended')) yield* meter.last();
      meter.take(next.value);
      yield next.value;
      if (meter.isDue) yield* meter.look();
    }
  } finally {
    meter.dispose();
    // It would wait for what is under way, and a silent run has none to wait for.
    if (waiting) options.kill();
    await events.return(undefined);
  }
}

/** Knows when to measure, and what was measured last. */
class Meter {
  readonly #options: OverheadOptions;
  readonly #now: () => number;
  #pid = -1;
  #gauge: Gauge | undefined;
  #attachedAt = 0;
  #events = 0;
  #lost = 0;
  #overhead: Overhead | undefined;
  #timer: NodeJS.Timeout | undefined;
  isDue = false;
  onDue = (): void => {};

  constructor(options: OverheadOptions) {
    this.#options = options;
    this.#now = options.now ?? ((): number => performance.now() / 1000);
    // Before the engine hears of it: as soon as the tracer does, it takes its probes away.
    options.stopping.addEventListener('abort', this.#measure);
  }

  take(events: readonly TraceEvent[]): void {
    for (const event of events) {
      if (event.type === 'row' || event.type === 'text') this.#events++;
      else if (event.type === 'lost') this.#lost += event.count;
      else if (event.type === 'attached') this.#attached();
      else if (event.type === 'started') {
        this.#pid = event.pid;
        this.#options.started(event.pid);
      }
    }
  }

  /** What was measured since it was last asked. */
  *look(): Generator<readonly TraceEvent[]> {
    this.isDue = false;
    if (this.#overhead !== undefined) yield [{ type: 'overhead', overhead: this.#overhead }];
  }

  /** What was measured last, with what is known by now. */
  *last(): Generator<readonly TraceEvent[]> {
    clearTimeout(this.#timer);
    this.isDue = false;
    if (this.#overhead === undefined) return;
    yield [{ type: 'overhead', overhead: { ...this.#overhead, lost: this.#lost, state: this.#options.limit.state } }];
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#options.stopping.removeEventListener('abort', this.#measure);
  }

  #attached(): void {
    this.#attachedAt = this.#now();
    this.#gauge = this.#options.gauge(this.#pid, this.#attachedAt);
    if (this.#gauge !== undefined) this.#plan(0);
  }

  readonly #measure = (): Overhead | undefined => {
    const measured = this.#gauge?.measure(this.#now());
    if (measured === undefined) return undefined;
    const { since, ...told } = measured;
    const { limit, stop } = this.#options;
    const before = limit.state;
    limit.add(since, told.share);
    const now = { share: told.share, rate: Math.round((this.#events / since) * 10) / 10 };
    const { share, rate } = this.#overhead !== undefined && since < TELLING_SECONDS ? this.#overhead : now;
    this.#overhead = { ...told, share, rate, lost: this.#lost, state: limit.state, limit: limit.share };
    this.#events = 0;
    if (limit.state === 'ended' && before !== 'ended') stop();
    return this.#overhead;
  };

  #plan(atLeast: number): void {
    const { every = EVERY_MS, seconds } = this.#options;
    const left = seconds === undefined ? Number.POSITIVE_INFINITY : seconds - BEFORE_END_SECONDS - (this.#now() - this.#attachedAt);
    const delay = Math.max(every, atLeast);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#tick, left * 1000 < SHORTEST_MS ? delay : Math.min(delay, left * 1000));
  }

  /** Also while nobody takes what comes: it costs all the same. */
  readonly #tick = (): void => {
    // In CPU time: on a busy machine a moment may last long.
    const before = process.cpuUsage();
    // Nothing more can be told of a tracer that is ending.
    if (this.#measure() === undefined) return;
    const { user, system } = process.cpuUsage(before);
    this.#plan((user + system) / 1000 / MOST_OF_TIME);
    this.isDue = true;
    this.onDue();
  };
}
