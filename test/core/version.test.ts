import { describe, expect, it } from 'vitest';
import { compareVersions, seriesOf } from '../../src/core/version.ts';

describe('versions', () => {
  it.each([
    ['0.9.0', '0.10.0'],
    ['0.21.1', '0.21.2'],
    ['nonsense', '0.1'],
  ])('%s is older than %s', (older, newer) => {
    expect(compareVersions(older, newer)).toBeLessThan(0);
    expect(compareVersions(newer, older)).toBeGreaterThan(0);
  });

  it('may leave out what is 0', () => {
    expect(compareVersions('1.2', '1.2.0')).toBe(0);
  });
});

describe('the series of a version', () => {
  it.each([
    ['strange', 0],
    ['6', 0],
    ['6.9.1', 609],
    ['6.12.107+deb13-cloud-amd64', 612],
    ['7.0-rc1', 700],
    ['0.23', 23],
  ])('of %s: %i', (version, series) => {
    expect(seriesOf(version)).toBe(series);
  });
});
