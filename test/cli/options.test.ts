import { InvalidArgumentError } from 'commander';
import { describe, expect, it } from 'vitest';
import { parsePercent } from '../../src/cli/options.ts';

describe('a percentage', () => {
  it.each([
    ['2%', 0.02],
    ['2', 0.02],
    ['0.5 %', 0.005],
    ['.5', 0.005],
    ['100%', 1],
  ])('%s', (text, share) => expect(parsePercent(text)).toBeCloseTo(share, 10));
  it.each(['', '0', '0%', '101', '-1', '2%%', 'much', '1e1', '2,5'])('not %j', (text) => expect(() => parsePercent(text)).toThrow(InvalidArgumentError));
});
