/** The runs of a server: begun and decided by its pages, ended where nobody looks at them any more. */

import { Exit } from '../core/exit.ts';
import type { AskEvent } from '../line/events.ts';
import type { BackgroundRun, RunGround } from '../line/runs/run.ts';
import { Runs } from '../line/runs/runs.ts';
import type { Heard, Wished } from './wished.ts';

/** Ended ones that can still be read: each may hold some ten megabytes. */
const ENDED = 12;
const REPLAYS = { running: 8, ended: 4 };
/** Seconds for which an endless run, or a plan, waits for somebody to look at it. */
const UNWATCHED = 60;
const LOOK_MS = 1000;
/** Who has begun a run has so long to begin to follow it. */
const JUST_SEEN_MS = 1000;

export interface DeskOptions {
  readonly line: RunGround['line'];
  /** What each run is run among; who hears of it, as it is wished. */
  readonly around: (heard?: Heard) => Promise<RunGround['around']>;
  readonly maxRuns: number;
  readonly maxSeconds?: number | undefined;
  /** Hears of mistakes of ours. */
  readonly tell: (fault: unknown) => void;
  /** For tests: seconds instead of a minute. */
  readonly unwatched?: number | undefined;
}

interface Watched {
  readers: number;
  /** When somebody looked last. */
  seen: number;
  /** Since when it runs. */
  running?: number;
}

export class Desk {
  readonly #options: DeskOptions;
  readonly #runs: Runs;
  readonly #replays = new Runs(REPLAYS);
  readonly #replayed = new WeakMap<BackgroundRun, string>();
  readonly #watched = new WeakMap<BackgroundRun, Watched>();
  readonly #begunWith = new WeakMap<BackgroundRun, Wished>();
  readonly #timer: NodeJS.Timeout;

  constructor(options: DeskOptions) {
    this.#options = options;
    this.#runs = new Runs({ running: options.maxRuns, ended: ENDED });
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
    this.#timer.unref();
  }

  /** What questions are asked of. */
  get here(): () => ReturnType<DeskOptions['around']> {
    return () => this.#options.around();
  }

  /** Somebody has to agree to its plan; one that is `dry` ends with it. Plans that nobody looks at make way. Throws a Problem where as many run as may. */
  async start(wish: Wished, dry: boolean): Promise<BackgroundRun> {
    const { request, around: wished, heard, within } = wish;
    const { line } = this.#options;
    const around = await this.#options.around(dry ? {} : heard);
    await this.#makeRoom();
    try {
      const run = this.#runs.start(request, {
        line: within?.within(line) ?? line,
        around: { ...around, ...wished, agreed: false, willRun: !dry, ...(dry ? { sinks: [] } : {}) },
        mayChoose: !dry,
        policy: () => (dry ? { kind: 'stop', exit: Exit.answered } : undefined),
      });
      this.#begunWith.set(run, wish);
      return this.#heard(run);
    } catch (error) {
      // They may push, or listen, already.
      for (const sink of around.sinks ?? []) await sink.end();
      throw error;
    }
  }

  /** A session once more: `play` gives its events. */
  async replay(session: string, play: (stop: AbortSignal) => AsyncGenerator<AskEvent, Exit>): Promise<BackgroundRun> {
    const { host } = await this.#options.around();
    const run = this.#replays.start({}, { line: (_, { stop }) => play(stop), around: { host }, policy: () => ({ kind: 'run' }) });
    this.#replayed.set(run, session);
    return this.#heard(run);
  }

  /** Undefined where there is none of that name, or it is forgotten. */
  find(id: string): BackgroundRun | undefined {
    return this.#replays.list().find((replay) => replay.id === id) ?? this.#runs.list().find((run) => run.id === id);
  }

  /** Throws a Problem where there is none of that name. */
  get(id: string): BackgroundRun {
    const run = this.#replays.list().find((replay) => replay.id === id) ?? this.#runs.get(id);
    this.#watch(run).seen = Date.now();
    return run;
  }

  /** The oldest first. */
  list(): readonly BackgroundRun[] {
    return this.#runs.list();
  }

  /** What it was begun with; undefined of a replay. */
  begunWith(run: BackgroundRun): Wished | undefined {
    return this.#begunWith.get(run);
  }

  replayOf(run: BackgroundRun): string | undefined {
    return this.#replayed.get(run);
  }

  /** Somebody reads it, until what is returned is called. */
  read(run: BackgroundRun): () => void {
    const watched = this.#watch(run);
    watched.readers += 1;
    return () => {
      watched.readers -= 1;
      watched.seen = Date.now();
    };
  }

  /** Ends all, by SIGINT first. Fulfilled when nothing is left. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all([this.#runs.close(), this.#replays.close()]);
  }

  /** Ends all at once. */
  kill(): void {
    for (const run of this.#runs.list()) run.kill();
  }

  /** What goes wrong with it that should not is told where the server was started. */
  #heard(run: BackgroundRun): BackgroundRun {
    void run.done.then(() => {
      if (run.fault !== undefined) this.#options.tell(run.fault);
    });
    return run;
  }

  #watch(run: BackgroundRun): Watched {
    const known = this.#watched.get(run) ?? { readers: 0, seen: Date.now() };
    this.#watched.set(run, known);
    return known;
  }

  /** Where as many run as may, the oldest that waits for a word and is looked at by nobody ends: whoever it was has gone on to another question. */
  async #makeRoom(): Promise<void> {
    const going = this.#runs.list().filter(({ phase }) => phase !== 'ended');
    if (going.length < this.#options.maxRuns) return;
    const left = going.find((run) => {
      const { readers, seen } = this.#watch(run);
      return isAsking(run) && readers === 0 && Date.now() - seen > JUST_SEEN_MS;
    });
    left?.stop();
    await left?.done;
  }

  #look(): void {
    const now = Date.now();
    const { maxSeconds = Number.POSITIVE_INFINITY, unwatched = UNWATCHED } = this.#options;
    for (const run of this.#runs.list()) {
      if (run.phase === 'ended' || (run.phase === 'planning' && !isAsking(run))) continue;
      const watched = this.#watch(run);
      if (run.phase === 'running') watched.running ??= now;
      const isEndless = isAsking(run) || run.plan?.program.seconds === undefined;
      const isLeft = watched.readers === 0 && now - watched.seen > unwatched * 1000;
      const isLong = watched.running !== undefined && now - watched.running > maxSeconds * 1000;
      if (isLong || (isEndless && isLeft)) run.stop();
    }
  }
}

/** Whether it waits for a word: about its plan, or about what the question meant. */
function isAsking({ phase, choices }: BackgroundRun): boolean {
  return phase === 'deciding' || choices.length > 0;
}
