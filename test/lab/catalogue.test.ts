import { describe, expect, it } from 'vitest';
import { Problem } from '../../src/core/problem.ts';
import { guestText, KERNELS, matrix, parseGuest, TRACERS } from '../../src/lab/catalogue.ts';

function hintsOf(text: string): string {
  try {
    parseGuest(text);
  } catch (error) {
    if (error instanceof Problem) return [error.message, ...error.hints].join('\n');
    throw error;
  }
  throw new Error(`${text} was taken`);
}

describe('the name of a guest', () => {
  it.each([
    ['', 'there is no guest called ""'],
    ['6.2', 'did you mean 6.1, 6.12, 7.2?'],
    ['6.12.107', 'did you mean 6.12?'],
    ['6.12+0.24', 'did you mean 6.12+0.23'],
    ['6.12+', 'did you mean 6.12'],
    ['+0.23', 'a guest is a kernel (6.1, 6.12, 7.2'],
    ['6.12+0.23+0.27', 'no guest called "6.12+0.23+0.27"'],
    ['../../etc', 'a guest is a kernel'],
    ['trixie', 'a bpftrace (0.17, 0.23, 0.27)'],
  ])('%j is none, and what may be meant is said', (text, says) => {
    expect(hintsOf(text)).toContain(says);
  });

  it.each([
    ['6.12', '6.12+0.23'],
    [' 6.1 ', '6.1+0.17'],
    ['7.2', '7.2+0.27'],
    ['6.1+0.27', '6.1+0.27'],
    ['5.10', '5.10+0.17'],
  ])('%j is %s', (text, name) => {
    expect(guestText(parseGuest(text))).toBe(name);
  });

  it('goes with a bpftrace that there is', () => {
    for (const { bpftrace } of KERNELS) expect(TRACERS.map(({ name }) => name)).toContain(bpftrace);
    expect(matrix().map(guestText)).toHaveLength(9);
  });
});
