import { describe, expect, it } from 'vitest';
import type { TraceEvent } from '../../src/core/events.ts';
import { exactJson, exactJsonWithMaps, fromExactJson } from '../../src/sessions/exact.ts';
import { eventLines, readLines } from '../../src/sessions/lines.ts';

const HUGE = 18_446_744_073_709_551_615n;

describe('exact JSON', () => {
  it.each([
    ['values of all kinds', [1, 'a', null, true, 1.5, -0.25, '\u001b[31m\n\u2028"\\']],
    ['integers beyond 2^53', { value: HUGE, list: [-(2n ** 63n), 5n] }],
    ['a text that looks like one', '{"$bigint":"12"}'],
    ['such a text beside one', { text: '{"$bigint":"12"}', really: 12n }],
    ['an object that looks like one', { $bigint: 'no number' }],
    ['nothing in it', {}],
  ])('gives back %s', (_, value) => {
    expect(fromExactJson(exactJson(value))).toEqual(value);
  });

  it('gives back maps, with keys that are no texts', () => {
    const value = {
      tally: new Map<unknown, unknown>([
        [HUGE, 1],
        [7, new Map([['a', [1n]]])],
      ]),
    };
    expect(fromExactJson(exactJsonWithMaps(value))).toEqual(value);
  });

  it('refuses what is no JSON', () => {
    expect(() => fromExactJson('{"a":')).toThrow(SyntaxError);
  });
});

describe('lines of events', () => {
  const events: TraceEvent[] = [
    { type: 'attached', probes: 2 },
    { type: 'row', statement: 0, values: ['a\nb', 1] },
    { type: 'row', statement: 0, values: ['c', HUGE] },
    { type: 'row', statement: 3, values: [null] },
    { type: 'text', text: 'a line\u2029' },
    { type: 'map', map: '@', entries: [{ key: [HUGE, 'x'], value: [1, 2n] }] },
    { type: 'snapshot', map: { type: 'histogram', map: '@h', entries: [{ key: [], buckets: [{ min: 2n ** 62n, count: 3 }] }] } },
    { type: 'lost', count: 4 },
    { type: 'ended', reason: 'finished', seconds: 1.5 },
  ];

  it('are read as they were, in their order', () => {
    const { batches, bad } = readLines(eventLines({ at: 1.2345678, events }));
    expect(bad).toBe(0);
    expect(batches.flatMap((batch) => batch.events)).toEqual(events);
    expect(new Set(batches.map(({ at }) => at))).toEqual(new Set([1.234568]));
  });

  it('hold rows that came together, so many at most', () => {
    const rows = Array.from({ length: 1300 }, (_, i): TraceEvent => ({ type: 'row', statement: 0, values: [i] }));
    const text = eventLines({ at: 0, events: rows });
    expect(text.split('\n').filter((line) => line !== '')).toHaveLength(3);
    expect(readLines(text).batches.flatMap((batch) => batch.events)).toEqual(rows);
  });

  it.each([
    ['half a line at the end', '{"t":1,"s":0,"rows":[[1]]}\n{"t":2,"s":0,"ro', 1, 1],
    ['no line at all', '{"t":1', 0, 1],
    ['a line that is no JSON', '{"t":1,"s":0,"rows":[[1]]}\n\u0000garbage\n{"t":2,"e":{"type":"lost","count":1}}\n', 2, 1],
    ['what is no event', '{"t":1}\n[]\n3\nnull\n{"t":"1","e":{"type":"lost"}}\n{"t":1,"e":7}\n{"t":1,"s":0,"rows":[1]}\n{"t":1,"rows":[[1]]}\n', 0, 8],
    ['lines that are JSON only together', '{"t":1,"e":{"type":"text","text":"a"}\n}\n{"t":2,"s":0,"rows":[]}\n', 1, 2],
  ])('are read where there is %s', (_, text, batches, bad) => {
    const read = readLines(text);
    expect([read.batches.length, read.bad]).toEqual([batches, bad]);
  });
});
