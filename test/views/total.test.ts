import { describe, expect, it } from 'vitest';
import { totalOf } from '../../src/views/total.ts';

describe('what amounts come to', () => {
  it.each([
    { what: 'nothing', rows: [], total: 0 },
    {
      what: 'small ones',
      rows: [
        ['a', 1],
        ['b', 2],
      ],
      total: 3,
    },
    {
      what: 'no numbers',
      rows: [
        ['a', null],
        ['b', 'x'],
        ['c', 2],
      ],
      total: 2,
    },
    {
      what: 'more than a double tells apart',
      rows: [
        ['a', 9_007_199_254_740_991],
        ['b', 2],
      ],
      total: 9_007_199_254_740_993n,
    },
    {
      what: 'large ones that come to little',
      rows: [
        ['a', 9_007_199_254_740_993n],
        ['b', -9_007_199_254_740_992n],
      ],
      total: 1,
    },
    { what: 'all 64 bits', rows: [['a', 18_446_744_073_709_551_615n]], total: 18_446_744_073_709_551_615n },
    {
      what: 'fractions',
      rows: [
        ['a', 0.5],
        ['b', 2],
      ],
      total: 2.5,
    },
  ])('$what', ({ rows, total }) => {
    expect(totalOf(rows, 1)).toBe(total);
  });
});
