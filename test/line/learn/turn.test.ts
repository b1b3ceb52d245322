/** Two learners on one machine: the second waits for the first. */
import { describe, expect, it } from 'vitest';
import { takeTurn } from '../../../src/line/learn/turn.ts';

const never = new AbortController().signal;
const named = (name: string): string => `\0gpttrace-test-${process.pid}-${name}`;

describe('a turn', () => {
  it('is had at once where nobody has it, and again when it was given back', async () => {
    for (let round = 0; round < 3; round++) {
      let waited = 0;
      const leave = await takeTurn(never, () => waited++, named('alone'));
      expect(waited).toBe(0);
      leave();
    }
  });

  it('is waited for, and that is said once', async () => {
    const order: string[] = [];
    const leave = await takeTurn(never, undefined, named('two'));
    const second = takeTurn(never, () => order.push('waits'), named('two')).then((left) => {
      order.push('second');
      left();
    });
    await new Promise((resolve) => setTimeout(resolve, 600));
    order.push('first leaves');
    leave();
    await second;
    expect(order).toEqual(['waits', 'first leaves', 'second']);
  });

  it('is waited for no longer where it is stopped', async () => {
    const leave = await takeTurn(never, undefined, named('stopped'));
    const stop = new AbortController();
    const second = takeTurn(stop.signal, () => stop.abort(), named('stopped'));
    (await second)();
    leave();
  });
});
