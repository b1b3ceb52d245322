import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from '../../../src/bpftrace/parser.ts';
import { assess } from '../../../src/check/policy/assess.ts';
import { readLibrary } from '../../../src/knowledge/read.ts';
import { blind } from './machine.ts';

const PARTS = [
  '#define X system("id")\n',
  '#define Y X Y\n',
  'X;',
  'Y',
  'macro m(x) { x }',
  'm(args.buf)',
  'str(',
  'args->buf',
  'tracepoint:syscalls:sys_enter_*',
  'kprobe:*',
  '{',
  '}',
  '/',
  '@a[tid] = ',
  '$x = ',
  '*',
  '[0]',
  ')',
  ';',
  '\n',
];
const sources = readLibrary().map(({ source }) => source);
/** A library program with a piece of it taken out and something put in its place. */
const mutated = fc
  .tuple(fc.constantFrom(...sources), fc.nat(), fc.nat(30), fc.oneof(fc.constantFrom(...PARTS), fc.string({ maxLength: 8 })))
  .map(([source, at, length, text]) => source.slice(0, at % source.length) + text + source.slice((at % source.length) + length));
const assembled = fc.array(fc.constantFrom(...PARTS), { maxLength: 40 }).map((parts) => parts.join(' '));

describe('assess', () => {
  it('has an answer for whatever it is given, and its reasons stand in the program', () => {
    fc.assert(
      fc.property(fc.oneof(mutated, assembled, fc.string()), (program) => {
        const { classes, reasons } = assess(parse(program).script, program, blind);
        expect(classes.length).toBeGreaterThan(0);
        expect(new Set(classes).size).toBe(classes.length);
        expect(classes.includes('observe')).toBe(reasons.length === 0);
        for (const { span } of reasons) {
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.end).toBeGreaterThanOrEqual(span.start);
          expect(span.end).toBeLessThanOrEqual(program.length);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('a call of system in a probe is found wherever it is put', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...sources),
        fc.nat(),
        fc.constantFrom('system("id");', 'system /* x */ ( "id" ) ;', '{ system\n("id"); }'),
        (source, which, call) => {
          const bodies = parse(source).script.probes.map((probe) => probe.body.span.start + 1);
          const at = bodies[which % bodies.length] ?? 0;
          const program = source.slice(0, at) + call + source.slice(at);
          expect(assess(parse(program).script, program, blind).classes[0]).toBe('unsafe');
        },
      ),
      { numRuns: 100 },
    );
  });
});
