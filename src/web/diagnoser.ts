/** Tells why programs of the page are silent: one at a time, for each runs a tracer. Nothing of it is kept. */
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import type { Diagnosis } from '../debug/diagnosis.ts';
import type { DebugRequest, debug } from '../line/debug.ts';
import type { DeskOptions } from './desk.ts';

export interface DiagnoserOptions extends Pick<DeskOptions, 'around' | 'maxSeconds'> {
  /** What takes the place of the line: for tests. */
  readonly debug?: typeof debug | undefined;
}

export class Diagnoser {
  readonly #options: DiagnoserOptions;
  readonly #stop = new AbortController();
  readonly #kill = new AbortController();
  #going: Promise<unknown> | undefined;

  constructor(options: DiagnoserOptions) {
    this.#options = options;
  }

  /**
   * Whoever asks has agreed that a copy of it runs; that is ended when they are gone. Throws a Problem where one is looked at already, or this machine cannot
   * run it.
   */
  async diagnose(request: DebugRequest, gone: AbortSignal): Promise<Diagnosis> {
    if (this.#stop.signal.aborted) throw new Problem(messages.serverEnding());
    if (this.#going !== undefined) throw new Problem(messages.debuggingAlready());
    const { maxSeconds = Number.POSITIVE_INFINITY } = this.#options;
    const run = this.#run({ ...request, seconds: Math.min(request.seconds, maxSeconds) }, AbortSignal.any([gone, this.#stop.signal]));
    this.#going = run.catch(() => {});
    try {
      return await run;
    } finally {
      this.#going = undefined;
    }
  }

  async #run(request: DebugRequest, stop: AbortSignal): Promise<Diagnosis> {
    const { host, cache, lists, launcher, maxOverhead } = await this.#options.around();
    const line = this.#options.debug ?? (await import('../line/debug.ts')).debug;
    const around = {
      host,
      ...(cache === undefined ? {} : { cache }),
      ...(lists === undefined ? {} : { lists }),
      ...(launcher === undefined ? {} : { launcher }),
      ...(maxOverhead === undefined ? {} : { maxOverhead }),
      interactive: false,
      stop,
      kill: this.#kill.signal,
      agree: () => Promise.resolve(true),
    };
    for await (const event of line(request, around)) if (event.type === 'diagnosis') return event;
    throw new Error('the line ended without a diagnosis');
  }

  kill(): void {
    this.#kill.abort();
  }

  /** Fulfilled when nothing is left. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#going;
  }
}
