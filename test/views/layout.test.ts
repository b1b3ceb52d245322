import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { broken, cut, cutMiddle, padEnd, padStart, paint, width } from '../../src/views/layout.ts';

const unicode = { unicode: true };

describe('width', () => {
  it.each([
    ['abc', 3],
    ['中文', 4],
    ['e\u0301', 1],
    ['🙂', 2],
    ['', 0],
  ])('%s: %d', (text, cells) => expect(width(text)).toBe(cells));
});

describe('cut', () => {
  it.each([
    ['abcdef', 6, 'abcdef'],
    ['abcdef', 5, 'abcd…'],
    ['abcdef', 1, '…'],
    ['中文字', 5, '中文…'],
    ['中文字', 4, '中…'],
    ['e\u0301e\u0301e\u0301', 2, 'e\u0301…'],
  ])('%s to %d: %s', (text, cells, expected) => expect(cut(text, cells, unicode)).toBe(expected));
  it('in ASCII', () => expect(cut('abcdef', 4, { unicode: false })).toBe('abc~'));
  it('never takes more cells than there are', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '中', '🙂', 'e\u0301', '/') }), fc.integer({ min: 1, max: 30 }), (text, cells) => {
        expect(width(cut(text, cells, unicode))).toBeLessThanOrEqual(cells);
        expect(width(cutMiddle(text, cells, unicode))).toBeLessThanOrEqual(cells);
      }),
    );
  });
});

describe('cutMiddle', () => {
  it('keeps both ends of a path', () => {
    const shown = cutMiddle('/usr/lib/python3/dist-packages/apt/cache.py', 24, unicode);
    expect(width(shown)).toBe(24);
    expect(shown).toMatch(/^\/usr.*….*cache\.py$/);
  });
  it('leaves alone what fits', () => expect(cutMiddle('/etc/passwd', 11, unicode)).toBe('/etc/passwd'));
});

describe('padding', () => {
  it('counts cells, not characters', () => {
    expect(padEnd('中', 4)).toBe('中  ');
    expect(padStart('中', 4)).toBe('  中');
    expect(padEnd('abcd', 2)).toBe('abcd');
  });
});

describe('paint', () => {
  it('colours, and does not where there is no colour', () => {
    expect(paint('a', 'bold', { color: true })).toBe('\u001b[1ma\u001b[22m');
    expect(paint('a', 'bold', { color: false })).toBe('a');
  });
});

describe('a line that is broken wherever that is', () => {
  it.each([
    ['letters', 'x'.repeat(3000)],
    ['letters of two cells', '好'.repeat(3000)],
    ['letters that belong together, over any boundary', 'e\u0301👩‍👩‍👧‍👦🇦🇹'.repeat(700)],
    ['few letters', 'ab'],
  ])('of %s is all there, in pieces that fit and cut nothing that belongs together', (_, line) => {
    const pieces = broken(line, 20);
    expect(pieces.join('')).toBe(line);
    expect(Math.max(...pieces.map(width))).toBeLessThanOrEqual(20);
    const segments = (text: string): string[] => [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
    expect(pieces.flatMap(segments)).toEqual(segments(line));
  });
});
