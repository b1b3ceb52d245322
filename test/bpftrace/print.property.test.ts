import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from '../../src/bpftrace/parser.ts';
import { format, print } from '../../src/bpftrace/print.ts';
import { anyScript, bare } from './arbitrary.ts';

describe('printing any tree', () => {
  it('gives a source that reads as that tree', () => {
    fc.assert(
      fc.property(anyScript, (script) => {
        const source = print(script);
        const { script: read, diagnostics } = parse(source);
        expect(diagnostics, source).toEqual([]);
        expect(bare(read), source).toEqual(bare(script));
      }),
      { numRuns: 1000 },
    );
  });

  it('is stable: what was formatted is left as it is, in lines of any width', () => {
    fc.assert(
      fc.property(anyScript, fc.constantFrom(20, 60, 120), (script, width) => {
        const source = print(script, { width });
        const { text } = format(source, { width });
        expect(format(text ?? '', { width }).text).toBe(text);
        expect(bare(parse(text ?? '').script)).toEqual(bare(script));
      }),
      { numRuns: 400 },
    );
  });
});
