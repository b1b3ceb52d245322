import { describe, expect, it } from 'vitest';
import { jsonReport } from '../../src/report/json.ts';
import { byProcess, histograms, hostileRun, rows, silent } from './records.ts';

describe('a run as JSON', () => {
  it.each([
    ['a table', byProcess],
    ['a histogram', histograms],
    ['rows', rows],
    ['silence', silent],
    ['anything', hostileRun],
  ])('%s is all there, large integers as decimal strings', (_name, record) => {
    const plain: unknown = JSON.parse(JSON.stringify(record, (_key, item: unknown) => (typeof item === 'bigint' ? String(item) : item)));
    expect(JSON.parse(jsonReport(record))).toEqual(plain);
  });

  it('holds no character that steers a terminal or turns the direction of writing', () => {
    expect(jsonReport(hostileRun)).not.toMatch(/[^\n\P{Cc}]|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u);
  });
});
