import type { Tracer } from '../../system/tracer.ts';

/** What is looked at. */
export type Looked = Required<Pick<Tracer, 'look'>> & Pick<Tracer, 'used'>;

/** A look takes at most one part in so many of the time. */
const RARELY = 20;
/** While the run is to be slow, looks are so many times rarer. */
const SLOW = 4;
/** bpftrace waits so long for events before it sees that it was signalled (all versions), which is no work. */
const POLL_MS = 100;
/** How long nothing more of a look comes until it is taken to be over, where nothing tells: maps without entries are not printed. */
const QUIET_MS = 400;
/** The share of that time for which bpftrace must have been idle, or it is still at it: it reads 100,000 keys one by one, and the symbols of every program for stacks. */
const IDLE = 0.7;

export interface ClockSettings {
  /** Seconds between two looks, at least. */
  readonly every: number;
  readonly slow: () => boolean;
  /** How many times longer than on real hardware things may take. */
  readonly slowness: number;
  /** The maps that a look shows, where nothing tells that it is over. */
  readonly maps: readonly string[];
}

/** Says when to look at the maps: never before the last look is over, and the rarer the longer one takes. */
export class LookClock {
  readonly #tracer: Looked;
  readonly #settings: ClockSettings;
  #timer: NodeJS.Timeout | undefined;
  #askedAt: number | undefined;
  #lastAt = 0;
  #expected: ReadonlySet<string>;
  readonly #seen = new Set<string>();
  /** Milliseconds that looks take; how far into its waiting bpftrace was cannot be told, so the longest of the last ones. */
  #takes = 0;
  #isOver = false;

  constructor(tracer: Looked, settings: ClockSettings) {
    this.#tracer = tracer;
    this.#settings = settings;
    this.#expected = new Set(settings.maps);
  }

  /** All probes are attached: until then the signal would end the tracer. */
  start(): void {
    this.#wait(this.#settings.every * 1000);
  }

  /** These maps have come, and whoever asked for them has dealt with them. */
  heard(maps: readonly string[]): void {
    if (maps.length === 0 || this.#askedAt === undefined) return;
    this.#lastAt = performance.now();
    for (const map of maps) this.#seen.add(map);
    if ([...this.#expected].every((map) => this.#seen.has(map))) this.over();
    else this.#expect();
  }

  /** The look is over. */
  over(): void {
    if (this.#askedAt === undefined) return;
    const asked = this.#askedAt;
    this.#askedAt = undefined;
    if (this.#seen.size > 0) this.#expected = new Set(this.#seen);
    const took = this.#seen.size === 0 ? 0 : Math.max(0, this.#lastAt - asked - POLL_MS * this.#settings.slowness);
    this.#takes = Math.max(took, this.#takes * 0.7);
    this.#seen.clear();
    const every = Math.max(this.#settings.every * 1000, this.#takes * RARELY) * (this.#settings.slow() ? SLOW : 1);
    this.#wait(Math.max(0, asked + every - performance.now()));
  }

  stop(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  #wait(milliseconds: number): void {
    clearTimeout(this.#timer);
    if (!this.#isOver) this.#timer = setTimeout(() => void this.#ask(), milliseconds);
  }

  async #ask(): Promise<void> {
    this.#askedAt = performance.now();
    this.#lastAt = this.#askedAt;
    const asked = await this.#tracer.look();
    if (this.#isOver) return;
    if (asked) this.#expect();
    else this.over();
  }

  /** Takes the look to be over where nothing more comes, and nothing more is worked on. */
  #expect(): void {
    clearTimeout(this.#timer);
    if (this.#isOver) return;
    const quiet = QUIET_MS * this.#settings.slowness;
    const before = this.#tracer.used?.();
    this.#timer = setTimeout(() => {
      const worked = before === undefined ? 0 : (this.#tracer.used?.() ?? before) - before;
      if (worked * 1000 > quiet * (1 - IDLE)) this.#expect();
      else this.over();
    }, quiet);
  }
}
