import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LookClock } from '../../../src/engines/bpftrace/look-clock.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A clock, and the times at which it asked, in milliseconds. `look` answers whether the tracer could be asked. */
function clockOf({
  slow = () => false,
  maps = ['@n'],
  can = () => true,
  used = () => 0,
}: {
  slow?: () => boolean;
  maps?: string[];
  can?: () => boolean;
  used?: () => number;
} = {}) {
  const began = performance.now();
  const asked: number[] = [];
  const look = (): Promise<boolean> => {
    if (can()) asked.push(performance.now() - began);
    return Promise.resolve(can());
  };
  return { clock: new LookClock({ look, used }, { every: 1, slow, slowness: 1, maps }), asked };
}

/** Runs for so long; each look is answered after `takes` milliseconds. */
async function run(clock: LookClock, asked: readonly number[], milliseconds: number, takes: number, maps: readonly string[] = ['@n']): Promise<void> {
  let answered = 0;
  for (let at = 0; at < milliseconds; at += 10) {
    await vi.advanceTimersByTimeAsync(10);
    const last = asked[answered];
    if (last !== undefined && at + 10 >= last + takes) {
      answered++;
      clock.heard(maps);
    }
  }
}

describe('when a program is looked at', () => {
  it('not before it is attached', async () => {
    const { asked } = clockOf();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(asked).toEqual([]);
  });

  it('every second, where a look takes no longer than bpftrace takes to hear', async () => {
    const { clock, asked } = clockOf();
    clock.start();
    await run(clock, asked, 4_500, 100);
    expect(asked).toEqual([1_000, 2_000, 3_000, 4_000]);
  });

  it('twenty times as rarely as long a look takes', async () => {
    const { clock, asked } = clockOf();
    clock.start();
    await run(clock, asked, 10_000, 300);
    expect(asked).toEqual([1_000, 5_000, 9_000]);
  });

  it('four times as rarely while the run is to be slow', async () => {
    const { clock, asked } = clockOf({ slow: () => true });
    clock.start();
    await run(clock, asked, 10_000, 50);
    expect(asked).toEqual([1_000, 5_000, 9_000]);
  });

  it('not again while bpftrace still works on the last one, one map of which has come', async () => {
    let seconds = 0;
    const { clock, asked } = clockOf({ maps: ['@a', '@b'], used: () => seconds });
    clock.start();
    await run(clock, asked, 1_200, 100, ['@a']);
    for (let at = 0; at < 4_000; at += 100) {
      seconds += 0.09;
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(asked).toHaveLength(1);
    clock.heard(['@b']);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(asked).toHaveLength(1);
  });

  it('again where a map is never printed, as it is empty', async () => {
    const { clock, asked } = clockOf({ maps: ['@a', '@empty'] });
    clock.start();
    await run(clock, asked, 3_500, 100, ['@a']);
    expect(asked).toEqual([1_000, 2_000, 3_000]);
  });

  it('later where it was writing when it should have been asked', async () => {
    let can = false;
    const { clock, asked } = clockOf({ can: () => can });
    clock.start();
    await vi.advanceTimersByTimeAsync(1_500);
    can = true;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(asked).toEqual([2_000]);
  });

  it('no more once it is stopped', async () => {
    const { clock, asked } = clockOf();
    clock.start();
    clock.stop();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(asked).toEqual([]);
  });
});
