import { describe, expect, it } from 'vitest';
import { jsonLines } from '../../src/cli/json.ts';
import type { TraceEvent } from '../../src/core/events.ts';
import type { Program } from '../../src/core/program.ts';
import { count, file, process } from '../views/names.ts';

const program: Program = {
  language: 'bpftrace',
  source: 'k:f { }',
  title: 't',
  origin: { kind: 'library', name: 'x' },
  attachPoints: ['k:f'],
  outputs: [
    { shape: 'rows', statement: 0, columns: [process, file] },
    { shape: 'values', map: '@n', keys: [process], value: { ...count, name: 'opens' } },
    { shape: 'histogram', map: '@h', keys: [process], value: count },
  ],
};

/** Trace events, and the lines that stand for them. */
const EVENTS: readonly { readonly name: string; readonly event: TraceEvent; readonly expect: unknown }[] = [
  {
    name: 'a row, by the names of its columns',
    event: { type: 'row', statement: 0, values: ['cat', '/a'] },
    expect: { type: 'row', row: { process: 'cat', file: '/a' } },
  },
  { name: 'a row of a statement nobody knows', event: { type: 'row', statement: 7, values: [1, 'x'] }, expect: { type: 'row', row: [1, 'x'] } },
  { name: 'a row with a value missing', event: { type: 'row', statement: 0, values: ['cat'] }, expect: { type: 'row', row: { process: 'cat', file: null } } },
  {
    name: 'a map',
    event: { type: 'map', map: '@n', entries: [{ key: ['cat'], value: 3 }] },
    expect: { type: 'map', map: '@n', entries: [{ process: 'cat', opens: 3 }] },
  },
  {
    name: 'a map nobody knows',
    event: { type: 'map', map: '@x', entries: [{ key: ['a', 1], value: 3 }] },
    expect: { type: 'map', map: '@x', entries: [{ key: ['a', 1], value: 3 }] },
  },
  {
    name: 'a key that could not be taken apart',
    event: { type: 'map', map: '@n', entries: [{ key: ['a', 'b'], value: 3 }] },
    expect: { type: 'map', map: '@n', entries: [{ key: ['a', 'b'], opens: 3 }] },
  },
  {
    name: '64 bits as decimal strings',
    event: { type: 'map', map: '@n', entries: [{ key: ['cat'], value: 2n ** 64n - 1n }] },
    expect: { type: 'map', map: '@n', entries: [{ process: 'cat', opens: '18446744073709551615' }] },
  },
  {
    name: 'a histogram',
    event: {
      type: 'histogram',
      map: '@h',
      entries: [
        {
          key: ['cat'],
          buckets: [
            { min: 1, max: 1, count: 2 },
            { min: 8, count: 1 },
          ],
        },
      ],
    },
    expect: {
      type: 'histogram',
      map: '@h',
      entries: [
        {
          process: 'cat',
          buckets: [
            { min: 1, max: 1, count: 2 },
            { min: 8, count: 1 },
          ],
        },
      ],
    },
  },
  { name: 'text with line breaks stays one line', event: { type: 'text', text: 'a\nb\u2028"' }, expect: { type: 'text', text: 'a\nb\u2028"' } },
  { name: 'the end', event: { type: 'ended', reason: 'finished', seconds: 1.5 }, expect: { type: 'ended', reason: 'finished', seconds: 1.5 } },
  { name: 'lost events', event: { type: 'lost', count: 3 }, expect: { type: 'lost', count: 3 } },
];

describe('jsonLines', () => {
  it.each(EVENTS)('$name', ({ event, expect: expected }) => {
    const lines = jsonLines({ type: 'trace', at: 0, events: [event] }, program);
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain('\n');
    expect(JSON.parse(lines[0] ?? '')).toEqual(expected);
  });

  it('gives a line per event, without a program too', () => {
    const events: TraceEvent[] = [
      { type: 'attached', probes: 1 },
      { type: 'row', statement: 0, values: [1] },
    ];
    expect(jsonLines({ type: 'trace', at: 0, events }, undefined)).toHaveLength(2);
    expect(jsonLines({ type: 'trace', at: 0, events: [] }, program)).toEqual([]);
  });

  it('tells the plan, with a null for a time it has not', () => {
    const plan = {
      program,
      intent: { question: 'q', language: 'en', topic: '', unapplied: [], conditions: [], keys: [] },
      confidence: 0.9,
      tells: 'x',
      safety: { classes: ['observe'], reasons: [] } as const,
      notes: ['n'],
      narrowed: false,
      followsCommand: false,
    };
    const line = JSON.parse(jsonLines({ type: 'plan', plan, diagnostics: [] }, undefined)[0] ?? '');
    expect(line).toMatchObject({
      type: 'plan',
      title: 't',
      seconds: null,
      safety: ['observe'],
      safetyReasons: [],
      source: 'k:f { }',
      attachPoints: ['k:f'],
      notes: ['n'],
      diagnostics: [],
    });
    expect(jsonLines({ type: 'running', plan }, undefined)).toEqual([]);
  });

  it('tells the answer', () => {
    const line = JSON.parse(jsonLines({ type: 'answer', sentence: 's', reasons: ['r'], datasets: [], records: 0, lost: 2, seconds: 5 }, program)[0] ?? '');
    expect(line).toMatchObject({ type: 'answer', sentence: 's', reasons: ['r'], records: 0, lost: 2, seconds: 5 });
  });

  it('tells what a run cost as it was measured, and how often each probe was hit with the answer', () => {
    const hits = [{ attachPoint: 'k:f', runs: 2 ** 52, nanoseconds: 9 }];
    const memory = { tracer: 1, own: 2 };
    const overhead = { seconds: 1, processors: 2, tracer: 0.01, own: 0, memory, share: 0.005, rate: 0, lost: 0, hits, state: 'slowed', limit: 0.02 } as const;
    const [told] = jsonLines({ type: 'trace', at: 1, events: [{ type: 'overhead', overhead }] }, program);
    expect(JSON.parse(told ?? '')).toEqual({ type: 'overhead', overhead });
    const answer = { type: 'answer', sentence: 's', reasons: [], remarks: ['m'], datasets: [], records: 1, lost: 0, seconds: 5 } as const;
    expect(JSON.parse(jsonLines({ ...answer, overhead }, program)[0] ?? '')).toMatchObject({ remarks: ['m'], hits });
    const { hits: _, ...uncounted } = overhead;
    expect(jsonLines({ ...answer, overhead: uncounted }, program)[0]).not.toContain('hits');
  });
});

it('nothing in a line ends it, for anybody who splits text into lines, or steers a terminal', () => {
  const said = 'a\nb\u0085c\u2028d\u2029e\u009b2Jf\u202eg\u007fh';
  const [line = '', ...more] = jsonLines({ type: 'note', message: said }, undefined);
  expect(more).toEqual([]);
  expect(line).toMatch(/^[\x20-\x7e]+$/);
  expect(JSON.parse(line)).toEqual({ type: 'note', message: said });
});
