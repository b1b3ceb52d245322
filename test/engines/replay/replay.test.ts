import { describe, expect, it } from 'vitest';
import { type Recorded, replayed } from '../../../src/engines/replay/replay.ts';

const never = new AbortController().signal;
const lost = (at: number): Recorded => ({ at, events: [{ type: 'lost', count: at }] });

async function* parts(...all: readonly (readonly Recorded[])[]): AsyncGenerator<readonly Recorded[]> {
  yield* all;
}

async function timesOf(speed: number, batches: readonly Recorded[]): Promise<number[]> {
  const began = performance.now();
  const times: number[] = [];
  for await (const _ of replayed(parts(batches), speed, never)) times.push((performance.now() - began) / 1000);
  return times;
}

describe('what is replayed', () => {
  it('comes in its order, and never before its time', async () => {
    const batches = [lost(5), lost(5.1), lost(5.3)];
    const times = await timesOf(1, batches);
    expect(times[1]).toBeGreaterThanOrEqual(0.09);
    expect(times[2]).toBeGreaterThanOrEqual(0.29);
  });

  it('is faster by its factor, and waits for nothing at the greatest', async () => {
    // An hour, in so little time that only a machine that stands still would need more.
    const hour = [lost(0), lost(1800), lost(3600)];
    expect((await timesOf(36_000, hour)).at(-1)).toBeGreaterThanOrEqual(0.09);
    expect(await timesOf(Number.POSITIVE_INFINITY, hour)).toHaveLength(3);
  });

  it('does not wait for what the tracer took to start', async () => {
    const started: Recorded = { at: 0, events: [{ type: 'started', pid: 1 }] };
    const attached: Recorded = { at: 1000, events: [{ type: 'attached', probes: 1 }] };
    const iterator = replayed(parts([started], [attached, lost(1000.05)]), 1e5, never);
    const seen: number[] = [];
    for await (const { at } of iterator) seen.push(at);
    expect(seen).toEqual([0, 1000, 1000.05]);
  });

  it('ends at once where it is stopped, while it waits too', async () => {
    const stop = new AbortController();
    const seen: number[] = [];
    setTimeout(() => stop.abort(), 50);
    for await (const { at } of replayed(parts([lost(0), lost(9999)]), 1, stop.signal)) seen.push(at);
    expect(seen).toEqual([0]);
  });
});
