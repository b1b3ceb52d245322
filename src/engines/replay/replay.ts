/** An engine that runs nothing: it yields what another one did, at the pace at which that came. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { TraceEvent } from '../../core/events.ts';

export interface Recorded {
  readonly at: number;
  readonly events: readonly TraceEvent[];
}

/**
 * What came, when it came, so many times as fast; `Infinity` for as fast as it is taken. Where `stop` is aborted it ends. What the tracer took to attach its probes is
 * not waited for again.
 */
export async function* replayed(recorded: AsyncIterable<readonly Recorded[]>, speed: number, stop: AbortSignal): AsyncGenerator<Recorded> {
  let base: { readonly at: number; readonly now: number } | undefined;
  for await (const batches of recorded) {
    for (const batch of batches) {
      if (stop.aborted) return;
      base ??= { at: batch.at, now: performance.now() };
      if (batch.events.some(({ type }) => type === 'attached')) base = { at: batch.at, now: performance.now() };
      const wait = ((batch.at - base.at) * 1000) / speed - (performance.now() - base.now);
      if (wait > 0 && !(await slept(wait, stop))) return;
      yield batch;
    }
  }
}

async function slept(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  try {
    await sleep(milliseconds, undefined, { signal });
    return true;
  } catch {
    return false;
  }
}
