import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from '../../src/bpftrace/parser.ts';
import { format } from '../../src/bpftrace/print.ts';
import { walk } from '../../src/bpftrace/visit.ts';
import { applyEdits } from '../../src/core/diagnostic.ts';
import { readLibrary } from '../../src/knowledge/read.ts';
import { bare } from './arbitrary.ts';

const programs = readLibrary().map(({ source }) => source.replace(/^\/\*---[\s\S]*?---\*\/\s*/, ''));

/** What stands in the way of a program that was nearly right: something left out, put in, doubled, or moved. */
const mutation = fc.oneof(
  fc.record({ kind: fc.constant('cut' as const), at: fc.double({ min: 0, max: 1, noNaN: true }), length: fc.integer({ min: 1, max: 30 }) }),
  fc.record({
    kind: fc.constant('insert' as const),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    text: fc.constantFrom(
      ...'{ } ( ) [ ] ; , / " \' = == :: $ @ # // /* */ “ int struct if else for elif => := and not function probe BEGIN kprobe:f \\ ` \n é'.split(' '),
      'start = nsecs;',
      'int x = 5;',
      'for (int i = 0; i < 5; i++) { }',
      "printf 'x'",
      'x y z',
    ),
  }),
  fc.record({ kind: fc.constant('double' as const), at: fc.double({ min: 0, max: 1, noNaN: true }), length: fc.integer({ min: 1, max: 60 }) }),
);

function mutate(source: string, changes: readonly (typeof mutation extends fc.Arbitrary<infer T> ? T : never)[]): string {
  let text = source;
  for (const change of changes) {
    const at = Math.floor(change.at * text.length);
    if (change.kind === 'cut') text = text.slice(0, at) + text.slice(at + change.length);
    else if (change.kind === 'insert') text = `${text.slice(0, at)}${change.text} ${text.slice(at)}`;
    else text = text.slice(0, at + change.length) + text.slice(at);
  }
  return text;
}

const broken = fc.tuple(fc.constantFrom(...programs), fc.array(mutation, { minLength: 1, maxLength: 4 })).map(([source, changes]) => mutate(source, changes));

describe('programs of the library, damaged', () => {
  it('are read without a throw, every node and message within them', () => {
    fc.assert(
      fc.property(broken, (source) => {
        const { script, diagnostics } = parse(source);
        for (const { span } of diagnostics) {
          expect(span?.start).toBeGreaterThanOrEqual(0);
          expect(span?.end).toBeLessThanOrEqual(source.length);
        }
        for (const node of walk(script)) expect(node.span.end).toBeLessThanOrEqual(source.length);
      }),
      { numRuns: 1500 },
    );
  });

  it('get fixes that can be applied, and change something', () => {
    fc.assert(
      fc.property(broken, (source) => {
        for (const { fixes, code } of parse(source).diagnostics) {
          for (const { edits, title } of fixes) {
            expect(title).not.toBe('');
            expect(applyEdits(source, edits), code).not.toBe(source);
          }
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('come to an end of automatic fixes', () => {
    fc.assert(
      fc.property(broken, (damaged) => {
        let source = damaged;
        for (let round = 0; ; round++) {
          const fix = parse(source)
            .diagnostics.flatMap(({ fixes }) => fixes)
            .find(({ automatic }) => automatic === true);
          if (fix === undefined) return;
          expect(round, source).toBeLessThan(60);
          source = applyEdits(source, fix.edits);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('are formatted to what they say, where they still say something', () => {
    fc.assert(
      fc.property(broken, (source) => {
        const { text } = format(source);
        if (text === undefined) return;
        expect(bare(parse(text).script), source).toEqual(bare(parse(source).script));
        expect(format(text).text, source).toBe(text);
        expect(parse(text).comments, source).toHaveLength(parse(source).comments.length);
      }),
      { numRuns: 1500 },
    );
  });
});
