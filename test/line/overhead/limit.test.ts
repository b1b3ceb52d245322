import { describe, expect, it } from 'vitest';
import { Limit } from '../../../src/line/overhead/limit.ts';

/** The state after each second of a run that costs these shares. */
function states(limit: number, shares: readonly number[]): string {
  const one = new Limit(limit);
  return shares
    .map((share) => {
      one.add(1, share);
      return one.state[0];
    })
    .join('');
}

const CASES: readonly { readonly name: string; readonly limit?: number; readonly shares: readonly number[]; readonly states: string }[] = [
  { name: 'a cheap run', shares: Array(12).fill(0.01), states: 'wwwwwwwwwwww' },
  { name: 'nearly what it may', shares: Array(12).fill(0.099), states: 'wwwwwwwwwwww' },
  { name: 'a burst', shares: [0.02, 0.2, 0.02, 0.02, 0.2, 0.02], states: 'wwwwww' },
  { name: 'a flood that nothing helps against', shares: Array(9).fill(0.5), states: 'wwsssseee' },
  { name: 'one that slowing down helps against, and back', shares: [0.5, 0.5, 0.5, 0.02, 0.02, 0.02, 0.02, 0.02], states: 'wwssswww' },
  { name: 'one that stays slow, as it would be too much again', shares: [0.5, 0.5, 0.5, 0.08, 0.08, 0.08, 0.08, 0.08, 0.08, 0.08], states: 'wwssssssss' },
  { name: 'slow, and then too much all the same', shares: [0.5, 0.5, 0.5, 0.08, 0.08, 0.08, 0.08, 0.2, 0.2, 0.2], states: 'wwssssseee' },
  { name: 'an end is an end', shares: [...Array(7).fill(0.5), ...Array(5).fill(0)], states: 'wwsssseeeeee' },
  { name: 'no limit, though more is counted than there is', limit: 1, shares: Array(12).fill(1.2), states: 'wwwwwwwwwwww' },
];

describe('what is done about the cost of a run', () => {
  it.each(CASES)('$name', (one) => expect(states(one.limit ?? 0.1, one.shares)).toBe(one.states));

  it('goes by time, not by how often it was measured', () => {
    const limit = new Limit(0.1);
    for (let times = 0; times < 11; times++) limit.add(0.25, 0.5);
    expect(limit.state).toBe('within');
    limit.add(0.25, 0.5);
    expect(limit.state).toBe('slowed');
    expect(limit.slowedSeconds).toBe(0);
    limit.add(2, 0.5);
    expect(limit.slowedSeconds).toBe(2);
  });
});
