import { describe, expect, it } from 'vitest';
import { holdAfter } from '../../../src/engines/bpftrace/pace.ts';

/** Readings: when, in milliseconds, and how much; and for how long none is to follow. */
function holds(readings: readonly (readonly [number, number])[]): number[] {
  let at = 0;
  const hold = holdAfter(() => at);
  return readings.map(([time, length]) => {
    at = time;
    return hold(length);
  });
}

describe('how long what is printed is left in the pipe', () => {
  it.each([
    { name: 'the first is not', readings: [[1000, 80]], is: [0] },
    {
      name: 'what comes ten times a second is not',
      readings: [
        [0, 80],
        [100, 80],
        [200, 80],
      ],
      is: [0, 0, 0],
    },
    {
      name: 'what comes a thousand times a second is',
      readings: [
        [0, 80],
        [1, 80],
        [27, 2000],
        [52, 2000],
      ],
      is: [0, 50, 50, 50],
    },
    {
      name: 'once it has become rare no more',
      readings: [
        [0, 80],
        [1, 80],
        [52, 80],
        [300, 80],
      ],
      is: [0, 50, 50, 0],
    },
    {
      name: 'for less where the pipe was almost full',
      readings: [
        [0, 80],
        [1, 50_000],
        [7, 50_000],
      ],
      is: [0, 5, 5],
    },
    {
      name: 'not where it was full',
      readings: [
        [0, 80],
        [1, 65_536],
        [2, 65_536],
        [3, 300],
      ],
      is: [0, 0, 0, 50],
    },
  ] as const)('$name', ({ readings, is }) => expect(holds(readings)).toEqual(is));
});
