import type { Exit } from '../core/exit.ts';
import type { Problem } from '../core/problem.ts';
import type { Request } from '../core/request.ts';
import type { Plan } from '../plan/plan.ts';
import type { AskEvent } from './events.ts';

/**
 * Hears every event of the line, beside whoever asked: keeps a run, exports it, writes a report of it. It must not throw: what goes wrong with it is no failure of the
 * run, and is told by `troubles`. What it returns is waited for before the next event is asked for, so a sink that is slow slows the run down.
 */
export interface Sink {
  begin(request: Request): void | Promise<void>;
  take(event: AskEvent): void | Promise<void>;
  /** Asked of each plan before it is shown and agreed to: why what was wished for cannot be had of it. The line ends with that Problem, and nothing is run. */
  refusal?(plan: Plan): Problem | undefined;
  /** The line has ended, however it did. */
  end(): void | Promise<void>;
  /** What went wrong, or is worth knowing, since it was last asked: shown as notes. */
  troubles(): readonly string[];
  /** The exit status that what went wrong with it asks for, where the run itself ended well. */
  exit?(): Exit | undefined;
  /** The session it has kept the run as, where it keeps any. */
  kept?(): string | undefined;
}

/** The events of the line, told to all sinks before they go on to whoever asked. */
export async function* throughSinks<T>(events: AsyncGenerator<AskEvent, T>, request: Request, sinks: readonly Sink[]): AsyncGenerator<AskEvent, T> {
  let ended = false;
  const end = async (): Promise<void> => {
    if (ended) return;
    ended = true;
    for (const sink of sinks) await sink.end();
  };
  try {
    for (const sink of sinks) await sink.begin(request);
    for (;;) {
      const next = await events.next();
      if (next.done === true) {
        await end();
        yield* notes(sinks);
        return next.value;
      }
      if (next.value.type === 'plan') refuse(sinks, next.value.plan);
      for (const sink of sinks) await sink.take(next.value);
      yield* notes(sinks);
      yield next.value;
    }
  } finally {
    // Also where whoever asked stops listening, or the line throws: what was kept so far is closed well.
    await events.return(undefined as T);
    await end();
  }
}

function refuse(sinks: readonly Sink[], plan: Plan): void {
  for (const sink of sinks) {
    const problem = sink.refusal?.(plan);
    if (problem !== undefined) throw problem;
  }
}

function* notes(sinks: readonly Sink[]): Generator<AskEvent> {
  for (const sink of sinks) for (const message of sink.troubles()) yield { type: 'note', message };
}
