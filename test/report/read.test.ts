import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../src/core/run-record.ts';
import { htmlReport } from '../../src/report/html.ts';
import { jsonReport } from '../../src/report/json.ts';
import { readRun } from '../../src/report/read.ts';
import { exactJson } from '../../src/sessions/exact.ts';
import * as records from './records.ts';
import { byProcess, histograms } from './records.ts';

const ALL = Object.entries(records).flatMap(([name, value]) => (typeof value === 'object' && 'program' in value ? [{ name, run: value }] : []));

describe('a run read back from its JSON', () => {
  it.each(ALL)('$name is what it was', ({ run }) => {
    expect(readRun(jsonReport(run))).toEqual(run);
  });

  it.each(ALL)('$name, as a session writes it, is what it was', ({ run }) => {
    expect(readRun(exactJson(run))).toEqual(run);
  });

  it('keeps what it does not know', () => {
    const text = JSON.stringify({ ...JSON.parse(jsonReport(byProcess)), later: [1] });
    expect(readRun(text)).toMatchObject({ later: [1] });
  });
});

/** Ways to spoil it, and where that is found. */
const SPOILED: readonly { readonly name: string; readonly text: string; readonly wrong: RegExp }[] = [
  { name: 'nothing', text: '', wrong: /not JSON/ },
  { name: 'half of it', text: jsonReport(byProcess).slice(0, 500), wrong: /not JSON/ },
  { name: 'a list', text: '[]', wrong: /expected object/ },
  { name: 'null', text: 'null', wrong: /expected object/ },
  { name: 'another version', text: changed((run) => ({ ...run, format: 2 })), wrong: /format/ },
  { name: 'a date that is none', text: changed((run) => ({ ...run, startedAt: 1e300 })), wrong: /startedAt/ },
  { name: 'rows that are no lists', text: changed((run) => ({ ...run, datasets: [{ ...run.datasets[0], rows: ['ab'] }] })), wrong: /datasets/ },
  { name: 'an amount beside the columns', text: changed((run) => ({ ...run, datasets: [{ ...run.datasets[0], amount: 7 }] })), wrong: /amount|datasets/ },
  { name: 'an ending nobody knows', text: changed((run) => ({ ...run, reason: 'constructor' })), wrong: /reason/ },
  { name: 'a class nobody knows', text: changed((run) => ({ ...run, safety: { classes: ['x'], reasons: [] } })), wrong: /safety\.classes\.0/ },
  { name: 'a program that is none', text: changed((run) => ({ ...run, program: { source: 1 } })), wrong: /program/ },
];

function changed(change: (run: RunRecord) => unknown): string {
  const run = JSON.parse(jsonReport(byProcess)) as RunRecord;
  return JSON.stringify(change(run));
}

describe('a file that holds no run', () => {
  it.each(SPOILED)('$name', ({ text, wrong }) => {
    expect(readRun(text)).toEqual({ wrong: expect.stringMatching(wrong) });
  });

  it('is never taken for one that cannot be written', () => {
    const original = JSON.parse(jsonReport(histograms)) as Record<string, unknown>;
    const junk = fc.jsonValue();
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(original)), junk, (key, value) => {
        const read = readRun(JSON.stringify({ ...original, [key]: value }));
        if (!('wrong' in read)) expect(htmlReport(read).startsWith('<!doctype html>')).toBe(true);
      }),
    );
  });
});
