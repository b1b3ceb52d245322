/** All runs of a server: no more at a time than it was set up for, the last ones still to be looked at, none left behind. */
import { randomBytes } from 'node:crypto';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import type { Request } from '../../core/request.ts';
import { BackgroundRun, type RunGround } from './run.ts';

export interface RunsLimits {
  /** Runs that have not ended, at a time. */
  readonly running: number;
  /** Runs that have ended and can still be read. */
  readonly ended: number;
}

export class Runs {
  readonly #limits: RunsLimits;
  readonly #runs = new Map<string, BackgroundRun>();
  #closed = false;

  constructor(limits: RunsLimits) {
    this.#limits = limits;
  }

  /** Throws a Problem where as many run as may. */
  start(request: Request, ground: RunGround): BackgroundRun {
    if (this.#closed) throw new Problem(messages.serverEnding());
    const running = this.list().filter(({ phase }) => phase !== 'ended');
    if (running.length >= this.#limits.running) throw new Problem(messages.tooManyRuns(this.#limits.running));
    this.#forget();
    const run = new BackgroundRun(randomBytes(6).toString('hex'), request, ground);
    this.#runs.set(run.id, run);
    return run;
  }

  /** Throws a Problem where there is none of that name. */
  get(id: string): BackgroundRun {
    const run = this.#runs.get(id);
    if (run === undefined) throw new Problem(messages.noSuchRun(id));
    return run;
  }

  /** The oldest first. */
  list(): readonly BackgroundRun[] {
    return [...this.#runs.values()];
  }

  /** Ends all: by SIGINT first, after `patience` ms at once. Fulfilled when nothing is left. */
  async close(patience = 5000): Promise<void> {
    this.#closed = true;
    const runs = this.list();
    for (const run of runs) run.stop();
    const timer = setTimeout(() => {
      for (const run of runs) run.kill();
    }, patience);
    await Promise.all(runs.map(({ done }) => done));
    clearTimeout(timer);
  }

  #forget(): void {
    const ended = this.list().filter(({ phase }) => phase === 'ended');
    for (const { id } of ended.slice(0, Math.max(0, ended.length - this.#limits.ended))) this.#runs.delete(id);
  }
}
