import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { positionAt, positionsIn, renderDiagnostic } from '../../src/core/diagnostic.ts';

describe('positionsIn', () => {
  it('agrees with positionAt everywhere', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', '\n', '\r', '🐝')), (parts) => {
        const source = parts.join('');
        const at = positionsIn(source);
        for (let offset = 0; offset <= source.length; offset++) expect(at(offset)).toEqual(positionAt(source, offset));
      }),
    );
  });
});

describe('a frame of a long line', () => {
  const diagnostic = (start: number, end: number) => ({ code: 'c', severity: 'error', message: 'm', span: { start, end }, hints: [], fixes: [] }) as const;

  it.each([0, 5, 50_000, 99_999])('shows the part around the place: %d', (start) => {
    const source = `${'x'.repeat(start)}B${'y'.repeat(100_000 - start)}`;
    const [head, text = '', caret = ''] = renderDiagnostic(diagnostic(start, start + 1), `first\n${source}`.slice(6)).split('\n');
    expect(head).toContain(`:1:${start + 1}:`);
    expect(text.length).toBeLessThan(300);
    expect(text[caret.indexOf('^')]).toBe('B');
  });

  it('does not show the end of a line of Windows', () => {
    expect(renderDiagnostic(diagnostic(0, 3), 'abc\r\nx').split('\n')[1]).toBe('  1 | abc');
  });
});
