import { describe, expect, it } from 'vitest';
import { editDistance } from '../../src/core/distance.ts';

describe('editDistance', () => {
  it.each([
    ['', '', 3, 0],
    ['a', '', 3, 1],
    ['', 'abc', 3, 3],
    ['openat', 'openat', 3, 0],
    ['opneat', 'openat', 3, 1],
    ['kitten', 'sitting', 5, 3],
    ['abc', 'xyz', 1, 2],
    ['', 'abcdef', 2, 3],
  ])('%j and %j within %d: %d', (a, b, bound, distance) => {
    expect(editDistance(a, b, bound)).toBe(distance);
    expect(editDistance(b, a, bound)).toBe(distance);
  });
});
