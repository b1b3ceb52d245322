import { describe, expect, it } from 'vitest';
import { parse } from '../../src/bpftrace/parser.ts';
import { format } from '../../src/bpftrace/print.ts';
import type { TraceEvent } from '../../src/core/events.ts';
import { TRACERS } from '../../src/lab/catalogue.ts';
import { fewPrograms, guestPrograms } from './differential.ts';
import { linesOf } from './lines.ts';
import type { GuestReport, Row } from './matrix.ts';
import { cellOf, pageOf } from './table.ts';
import { TRIALS } from './trials.ts';

function withAddress(program: string): string {
  return program.replace(/ADDRESS\(\w+\)/, 'ffffffff82000000');
}

describe('the trials', () => {
  it('have names of their own', () => {
    const names = TRIALS.map(({ about }) => about);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });
  it('can be read, and printed for every bpftrace of the lab', () => {
    const unreadable = TRIALS.filter(({ program }) => parse(withAddress(program)).diagnostics.length > 0).map(({ about }) => about);
    expect(unreadable).toEqual([]);
    for (const { name } of TRACERS) {
      for (const { about, program } of TRIALS) expect(format(withAddress(program), { version: `${name}.0` }).text, `${about} for ${name}`).toBeDefined();
    }
  });
  it('do not show what they look for before anything happened', () => {
    expect(TRIALS.filter(({ shows }) => shows.test('')).map(({ about }) => about)).toEqual([]);
  });
});

describe('the programs for guests', () => {
  it('are told once, and the quick ones are some of them', () => {
    const all = guestPrograms().map(({ source }) => source);
    const few = fewPrograms().map(({ source }) => source);
    expect(new Set(all).size).toBe(all.length);
    expect(few).toEqual(all.slice(0, few.length));
    expect(few.length).toBeGreaterThanOrEqual(60);
    expect(few.length).toBeLessThan(all.length);
  });
});

describe('what a program printed, as lines', () => {
  const blocks: readonly (readonly [TraceEvent, string])[] = [
    [{ type: 'row', statement: 0, values: ['a', 1] }, 'a 1'],
    [{ type: 'text', text: 'hello\n' }, 'hello'],
    [
      {
        type: 'map',
        map: '@',
        entries: [
          { key: ['a', 2], value: 3 },
          { key: [], value: [1, 2] },
        ],
      },
      '@[a, 2] = 3\n@ = 1 2',
    ],
    [
      {
        type: 'stats',
        map: '@s',
        entries: [
          { key: [], count: 3, average: 7, total: 21 },
          { key: [1], average: 7 },
        ],
      },
      '@s = 3 7 21\n@s[1] = 7',
    ],
    [
      {
        type: 'histogram',
        map: '@h',
        entries: [
          {
            key: [],
            buckets: [
              { min: 0, max: 1, count: 0 },
              { min: 2, count: 5 },
            ],
          },
        ],
      },
      '@h 2..: 5',
    ],
    [{ type: 'attached', probes: 2 }, ''],
  ];
  it.each(blocks)('%j', (event, lines) => expect(linesOf([event])).toBe(lines));
});

describe('the matrix', () => {
  const row: Row = { about: 'kprobe', measures: false, result: 'works', says: '', errors: [], source: '', probes: 1, attaching: 2, ending: 0.5 };
  const refused: Row = { ...row, result: 'refused', says: 'no such probe' };
  const error = { code: 'probe-kind-unavailable', message: 'this kernel has none' };
  it.each([
    [row, 'yes'],
    [{ ...row, result: 'silent' as const }, 'silent'],
    [{ ...refused, errors: [error] }, 'no'],
    [refused, '**checker: takes it**'],
    [{ ...row, errors: [error] }, '**checker: refuses it**'],
  ])('%j', (given, cell) => expect(cellOf(given)).toBe(cell));
  it('tells a reason once for all guests that share it, and what they disagree about', () => {
    const report = (guest: string, rows: readonly Row[]): GuestReport => ({
      guest,
      release: '6',
      bpftrace: '0',
      rows,
      seconds: { boot: 5, opened: [1, 3, 2] },
      traces: [],
    });
    const compared = { programs: 10, refused: 4, explained: ['x'], unexplained: ['BEGIN { }\n  bpftrace: accepts\n  gpttrace: syntax'] };
    const page = pageOf([report('a', [{ ...refused, errors: [error] }]), { ...report('b', [{ ...refused, errors: [error] }]), compared }]);
    expect(page).toMatch(/\| kprobe +\| no +\| no +\|/);
    expect(page.match(/this kernel has none \[everywhere\]/g)).toHaveLength(1);
    expect(page).toContain('8 of 10');
    expect(page).toMatch(/going on from the saved state +\| 2\.0 \| 2\.0/);
    expect(page).toContain('b: BEGIN { }\n  bpftrace: accepts\n  gpttrace: syntax');
  });
});
