import { describe, expect, it } from 'vitest';
import { Problem } from '../../src/core/problem.ts';
import { guestText, KERNELS, matrix, nearestGuest, parseGuest, TRACERS } from '../../src/lab/catalogue.ts';

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

describe('the guest that is most like a machine', () => {
  it.each([
    ['4.4.0', '0.9.0', '6.1+0.17'],
    ['5.15.0-generic', '0.14.0', '6.1+0.17'],
    ['6.1.0-50-cloud-amd64', undefined, '6.1+0.17'],
    ['6.8.0-31-generic', '0.20.2', '6.1+0.17'],
    ['6.12.107+deb13-amd64', '0.23.2', '6.12+0.23'],
    ['6.17.0', '0.24.1', '6.12+0.23'],
    ['7.2.13', '0.27.1', '7.2+0.27'],
    ['9.0.1', '1.2.0', '7.2+0.27'],
    ['strange', undefined, '6.1+0.17'],
  ])('Linux %s with bpftrace %s: %s', (release, bpftrace, name) => {
    expect(guestText(nearestGuest(release, bpftrace))).toBe(name);
  });
});
