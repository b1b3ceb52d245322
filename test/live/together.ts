/** One question asked in several ways at once, next to one workload that all of them trace. */
import { ask, type Decision, type Surroundings } from '../../src/ask.ts';
import type { TraceEvent } from '../../src/core/events.ts';
import { Exit } from '../../src/core/exit.ts';
import { Problem } from '../../src/core/problem.ts';
import { type Program, withOutput } from '../../src/core/program.ts';
import type { Request } from '../../src/core/request.ts';
import { here, type StartedWorkload } from './pipeline.ts';

const EXIT_CANNOT = 77;
/** After the workload's end each gets a moment to read what it did last. */
const SETTLE_MS = 400;
/** All of a workload within this. */
const SPREAD_MS = 400;

/** What was run, with the forms of output that it told of, and what it saw from before the workload's first act to after its last. */
export interface Told {
  readonly program: Program;
  readonly events: readonly TraceEvent[];
}

/**
 * The first request is the one that takes longest to attach: it begins when the others are compiled, and they when it is attached, so that all see the same time. Why it
 * cannot be tried here, where it cannot.
 */
export async function askTogether(
  requests: readonly Request[],
  around: Pick<Surroundings, 'host' | 'cache'>,
  run: readonly string[],
): Promise<readonly Told[] | { readonly cannot: string }> {
  const stop = new AbortController();
  const kill = new AbortController();
  let waiting = requests.length;
  let workload: StartedWorkload | undefined;
  let done: Awaited<StartedWorkload['ended']> | undefined;
  const firstAttached = new Gate(1);
  const othersReady = new Gate(requests.length - 1);
  const attached = (): void => {
    firstAttached.pass();
    if (--waiting > 0) return;
    workload = here.start(run, SPREAD_MS);
    void workload.ended.then((end) => {
      done = end;
      setTimeout(() => stop.abort('command-ended'), SETTLE_MS);
    });
  };
  const told = async (request: Request): Promise<Told> => {
    const events: TraceEvent[] = [];
    let program: Program | undefined;
    const decide = async (): Promise<Decision> => {
      if (request !== requests[0]) othersReady.pass();
      await (request === requests[0] ? othersReady : firstAttached).open;
      return kill.signal.aborted ? { kind: 'stop', exit: Exit.interrupted } : { kind: 'run' };
    };
    const line = ask(request, { ...around, decide, maxOverhead: 1, stop: stop.signal, kill: kill.signal });
    for await (const event of line) {
      if (event.type === 'running') ({ program } = event.plan);
      if (event.type !== 'trace') continue;
      events.push(...event.events);
      if (event.events.some(({ type }) => type === 'attached')) attached();
    }
    // One that ended by itself has not seen all: nobody is to wait for it.
    stop.abort('interrupted');
    if (program === undefined) throw new Error(`nothing was run for ${JSON.stringify(request)}`);
    return { program: events.reduce((known, event) => (event.type === 'output' ? withOutput(known, event.output) : known), program), events };
  };
  try {
    const all = await Promise.all(requests.map(told));
    if (done?.status === EXIT_CANNOT) return { cannot: `the workload cannot be done here: ${done.said.trim()}` };
    if (done?.status !== 0) throw new Error(`the workload failed (${done?.status}): ${done?.said}`);
    return all;
  } catch (error) {
    // What was installed here does not run on this kernel.
    if (error instanceof Problem && error.code === 'tool-refused') return { cannot: error.message };
    throw error;
  } finally {
    kill.abort();
    for (const gate of [firstAttached, othersReady]) gate.passAll();
    if (done === undefined) workload?.kill();
  }
}

/** Opens when so many have passed it. */
class Gate {
  #waiting: number;
  #resolve = (): void => {};
  readonly open: Promise<void>;

  constructor(many: number) {
    this.#waiting = many;
    this.open = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    if (many === 0) this.#resolve();
  }

  pass(): void {
    if (--this.#waiting === 0) this.#resolve();
  }

  passAll(): void {
    this.#resolve();
  }
}
