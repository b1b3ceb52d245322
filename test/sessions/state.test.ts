/** A recorder that goes on from a checkpoint comes to what one comes to that has seen it all. */
import { describe, expect, it } from 'vitest';
import type { MapEvent, TraceEvent } from '../../src/core/events.ts';
import type { Program } from '../../src/core/program.ts';
import { Recorder } from '../../src/line/record.ts';
import { exactJsonWithMaps, fromExactJson } from '../../src/sessions/exact.ts';
import type { TimedEvents } from '../../src/sessions/lines.ts';
import { COUNTS, counts, dice, LATENCY, lineOf, planOf, programOf, REQUEST, ROWS, row } from './runs.ts';

const programs: readonly (readonly [string, Program])[] = [
  ['rows', programOf([ROWS], { answer: 'rows' })],
  ['a map', programOf([COUNTS], { answer: '@n' })],
  ['rows, a map and a histogram', programOf([COUNTS, LATENCY, ROWS])],
  ['an answer at intervals, added up', programOf([COUNTS], { answer: '@n', window: { seconds: 1, together: 'sum', title: 'All' } })],
  ['an answer at intervals, the last of them', programOf([COUNTS], { answer: '@n', window: { seconds: 1, together: 'last', title: 'Last' } })],
];

function eventsOf(seed: number): TimedEvents[] {
  const roll = dice(seed);
  const one = (at: number): TraceEvent => {
    const who = (): string => `p${roll(30)}`;
    const map = (): MapEvent => counts([who(), roll(100)], ['other', 2 + at]) as MapEvent;
    switch (roll(9)) {
      case 0:
        return { type: 'text', text: roll(2) === 0 ? '12:34:56' : `line ${roll(10)}` };
      case 1:
        return map();
      case 2:
        return { type: 'snapshot', map: map() };
      case 3:
        return {
          type: 'histogram',
          map: '@us',
          entries: [
            {
              key: [who()],
              buckets: [
                { min: 1, max: 1, count: roll(50) },
                { min: 2, max: 3, count: roll(9) },
              ],
            },
          ],
        };
      case 4:
        return { type: 'lost', count: roll(5) };
      case 5:
        return { type: 'warning', message: `w${roll(3)}` };
      default:
        return row(who(), roll(8) === 0 ? 2n ** 63n : `file ${roll(1000)}`);
    }
  };
  const batches: TimedEvents[] = [{ at: 0.2, events: [{ type: 'attached', probes: 3 }] }];
  for (let at = 0.3; at < 9; at += 0.05 + roll(20) / 100)
    batches.push({ at, events: Array.from({ length: roll(roll(6) === 0 ? 900 : 8) + 1 }, () => one(at)) });
  return batches;
}

describe('a recorder that goes on', () => {
  it.each(programs)('comes to the same, of a program with %s', (_, program) => {
    for (let seed = 1; seed <= 5; seed++) {
      const batches = eventsOf(seed);
      const plan = planOf(program);
      const whole = new Recorder(REQUEST);
      for (const event of lineOf(plan, batches)) whole.take(event);
      const cut = dice(seed * 7)(batches.length);
      const before = new Recorder(REQUEST);
      for (const event of lineOf(plan, batches.slice(0, cut))) before.take(event);
      const after = new Recorder(REQUEST);
      for (const event of lineOf(plan, [])) after.take(event);
      after.resume(fromExactJson(exactJsonWithMaps(before.state())) as object);
      for (const { at, events } of batches.slice(cut)) after.take({ type: 'trace', at, events });
      const startedAt = 1;
      expect({ ...after.record(), startedAt }).toEqual({ ...whole.record(), startedAt });
      expect({ ...after.brief(), startedAt }).toEqual({ ...whole.brief(), startedAt });
      // It can be broken off again.
      expect({ ...after.state(), startedAt }).toEqual({ ...whole.state(), startedAt });
    }
  });
});
