/** A run of the line that nobody waits for: whoever wants to know how it stands reads on from where they were. */
import type { Diagnostic } from '../../core/diagnostic.ts';
import { Exit } from '../../core/exit.ts';
import { Problem } from '../../core/problem.ts';
import type { Request } from '../../core/request.ts';
import type { RunRecord } from '../../core/run-record.ts';
import type { Near, Plan } from '../../plan/plan.ts';
import type { AskEvent, Decision, Surroundings } from '../events.ts';
import type { Recorder } from '../record.ts';
import { Log, type Reading } from './log.ts';

/** `deciding`: it waits for somebody to agree to its plan. */
export type RunPhase = 'planning' | 'deciding' | 'running' | 'ended';

/** The line itself, and what it is to be run among; who decides and what stops it is the run's own. */
export interface RunGround {
  readonly line: (request: Request, around: Surroundings) => AsyncGenerator<AskEvent, Exit>;
  readonly around: Omit<Surroundings, 'decide' | 'choose' | 'stop' | 'kill'>;
  /** Whether there is somebody to say which of several programs was meant (`choose`); else the choices are told, and nothing runs. */
  readonly mayChoose?: boolean;
  /** What is said to a plan at once; undefined where somebody has to be asked (`decide`). */
  readonly policy: (plan: Plan, diagnostics: readonly Diagnostic[]) => Decision | undefined;
}

export class BackgroundRun {
  readonly id: string;
  readonly request: Request;
  readonly startedAt: number = Date.now();
  /** Fulfilled when it has ended and left nothing behind. Never rejected. */
  readonly done: Promise<void>;
  readonly #log = new Log();
  #recorder: Recorder | undefined;
  readonly #stop = new AbortController();
  readonly #kill = new AbortController();
  readonly #ground: RunGround;
  #phase: RunPhase = 'planning';
  #plan: Plan | undefined;
  #diagnostics: readonly Diagnostic[] = [];
  #decided: ((decision: Decision) => void) | undefined;
  #choices: readonly Near[] = [];
  #chosen: ((choice: Near | undefined) => void) | undefined;
  #exit: Exit | undefined;
  #problem: Problem | undefined;
  #fault: unknown;

  constructor(id: string, request: Request, ground: RunGround) {
    this.id = id;
    this.request = request;
    this.#ground = ground;
    this.done = this.#follow();
  }

  get phase(): RunPhase {
    return this.#phase;
  }

  /** The plan that is decided on, or was. */
  get plan(): Plan | undefined {
    return this.#plan;
  }

  get diagnostics(): readonly Diagnostic[] {
    return this.#diagnostics;
  }

  /** What the question could mean, while it waits for somebody to say which; none otherwise. */
  get choices(): readonly Near[] {
    return this.#choices;
  }

  /** How it ended; undefined before. */
  get exit(): Exit | undefined {
    return this.#exit;
  }

  /** What the user can mend, where that ended it. */
  get problem(): Problem | undefined {
    return this.#problem;
  }

  /** What else was thrown: a bug of ours. */
  get fault(): unknown {
    return this.#fault;
  }

  /** The session it was kept as. */
  get session(): string | undefined {
    return this.#ground.around.sinks?.map((sink) => sink.kept?.()).find((id) => id !== undefined);
  }

  /** What was seen so far. */
  record(): RunRecord | undefined {
    return this.#recorder?.record();
  }

  /** Events from `cursor` on (0 is the first), at most so many; those that were dropped are counted in `missed`. */
  read(cursor: number, most: number): Reading {
    return this.#log.read(cursor, most);
  }

  /** Waits until there is something at `cursor`, the run has ended, or nobody wants to know any more. */
  async changed(cursor: number, signal?: AbortSignal): Promise<void> {
    await this.#log.changed(cursor, signal);
  }

  /** What somebody says to the plan; false where nothing waits for it. */
  decide(decision: Decision): boolean {
    const decided = this.#decided;
    if (decided === undefined) return false;
    this.#decided = undefined;
    decided(decision);
    return true;
  }

  /** Which of its choices was meant, by name; undefined for none of them. False where it waits for no such thing, or has no such choice. */
  choose(name: string | undefined): boolean {
    const chosen = this.#chosen;
    const choice = this.#choices.find((one) => one.name === name);
    if (chosen === undefined || (name !== undefined && choice === undefined)) return false;
    this.#chosen = undefined;
    this.#choices = [];
    chosen(choice);
    return true;
  }

  /** Ends it by SIGINT, so that its maps are in the answer; what waits for a decision is not run. */
  stop(): void {
    // What the run says it was ended by.
    this.#stop.abort('interrupted');
    this.decide({ kind: 'stop', exit: Exit.interrupted });
    this.choose(undefined);
  }

  /** Ends it at once, without an answer. */
  kill(): void {
    this.stop();
    this.#kill.abort('interrupted');
  }

  async #follow(): Promise<void> {
    const { line, around, policy, mayChoose = false } = this.#ground;
    const decide = (plan: Plan, diagnostics: readonly Diagnostic[]): Promise<Decision> => {
      this.#plan = plan;
      this.#diagnostics = diagnostics;
      const said = policy(plan, diagnostics);
      if (said !== undefined) return Promise.resolve(said);
      if (this.#stop.signal.aborted) return Promise.resolve({ kind: 'stop', exit: Exit.interrupted });
      this.#phase = 'deciding';
      return new Promise((resolve) => {
        this.#decided = (decision) => {
          this.#phase = 'planning';
          resolve(decision);
        };
        this.#log.wake();
      });
    };
    const choose = (choices: readonly Near[]): Promise<Near | undefined> => {
      if (this.#stop.signal.aborted) return Promise.resolve(undefined);
      this.#choices = choices;
      return new Promise((resolve) => {
        this.#chosen = resolve;
        this.#log.wake();
      });
    };
    try {
      // What starts it has its run in hand before the first event. A server that waits for runs need not know yet how they are folded.
      const { Recorder } = await import('../record.ts');
      this.#recorder = new Recorder(this.request);
      const events = line(this.request, { ...around, ...(mayChoose ? { choose } : {}), decide, stop: this.#stop.signal, kill: this.#kill.signal });
      try {
        for (;;) {
          const next = await events.next();
          if (next.done === true) {
            this.#exit = next.value;
            break;
          }
          this.#take(next.value);
        }
      } finally {
        // Should taking an event fail, the line still ends what it started.
        await events.return(Exit.internal);
      }
    } catch (error) {
      if (error instanceof Problem) {
        this.#problem = error;
        this.#exit = error.exit;
      } else {
        this.#fault = error;
        this.#exit = Exit.internal;
      }
    } finally {
      this.#phase = 'ended';
      this.#log.end();
    }
  }

  #take(event: AskEvent): void {
    if (event.type === 'plan') {
      this.#plan = event.plan;
      this.#diagnostics = event.diagnostics;
    }
    if (event.type === 'running') {
      this.#plan = event.plan;
      this.#phase = 'running';
    }
    this.#recorder?.take(event);
    // Facts are the machine's, not the run's, and thousands of lines long.
    if (event.type !== 'facts') this.#log.add(event);
  }
}
