import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits, type Diagnostic, positionAt, renderDiagnostic, type TextEdit } from '../../src/core/diagnostic.ts';

function edit(start: number, end: number, text: string): TextEdit {
  return { span: { start, end }, text };
}

describe('applyEdits', () => {
  const cases: readonly { readonly name: string; readonly source: string; readonly edits: readonly TextEdit[]; readonly expect: string }[] = [
    { name: 'nothing', source: 'abc', edits: [], expect: 'abc' },
    { name: 'a replacement', source: 'abc', edits: [edit(1, 2, 'XX')], expect: 'aXXc' },
    { name: 'a removal', source: 'abc', edits: [edit(0, 2, '')], expect: 'c' },
    { name: 'at both ends', source: 'abc', edits: [edit(3, 3, '>'), edit(0, 0, '<')], expect: '<abc>' },
    { name: 'in any order', source: 'abcdef', edits: [edit(4, 5, '4'), edit(0, 1, '0'), edit(2, 3, '2')], expect: '0b2d4f' },
    { name: 'side by side', source: 'abcd', edits: [edit(0, 2, '1'), edit(2, 4, '2')], expect: '12' },
    { name: 'two insertions at one place, in the order given', source: 'ab', edits: [edit(1, 1, 'x'), edit(1, 1, 'y')], expect: 'axyb' },
    { name: 'an insertion before what is replaced', source: 'abc', edits: [edit(1, 1, 'x'), edit(1, 2, 'B')], expect: 'axBc' },
  ];
  it.each(cases)('$name', ({ source, edits, expect: expected }) => expect(applyEdits(source, edits)).toBe(expected));

  it.each([
    { name: 'overlapping', edits: [edit(0, 2, ''), edit(1, 3, '')] },
    { name: 'one inside another', edits: [edit(0, 4, ''), edit(1, 2, 'x')] },
    { name: 'the same place twice', edits: [edit(1, 2, 'x'), edit(1, 2, 'y')] },
  ])('refuses edits that are $name', ({ edits }) => expect(() => applyEdits('abcdef', edits)).toThrow(RangeError));

  it('changes nothing outside the spans', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), fc.nat(40), fc.nat(40), fc.string(), (source, a, b, text) => {
        const [start, end] = [Math.min(a, b, source.length), Math.min(Math.max(a, b), source.length)];
        expect(applyEdits(source, [edit(start, end, text)])).toBe(source.slice(0, start) + text + source.slice(end));
      }),
    );
  });
});

describe('positionAt', () => {
  it.each([
    ['', 0, 1, 1],
    ['ab\ncd', 0, 1, 1],
    ['ab\ncd', 2, 1, 3],
    ['ab\ncd', 3, 2, 1],
    ['ab\ncd', 5, 2, 3],
    ['\n\n', 2, 3, 1],
  ])('%j at %d is %d:%d', (source, offset, line, column) => expect(positionAt(source, offset)).toEqual({ line, column }));
});

describe('renderDiagnostic', () => {
  const base: Diagnostic = { code: 'some-code', severity: 'error', message: 'it is wrong', hints: [], fixes: [] };
  const at = (start: number, end: number): Diagnostic => ({ ...base, span: { start, end } });

  it('names file, line, column and code, and points', () => {
    expect(renderDiagnostic(at(9, 12), 'one\n two bad\nthree', 'x.bt')).toBe('x.bt:2:6: error: it is wrong [some-code]\n  2 |  two bad\n    |      ^^^');
  });
  it('keeps tabs, so that the caret stands below its place', () => {
    expect(renderDiagnostic(at(2, 3), '\t\tx').split('\n')[2]).toBe('    | \t\t^');
  });
  it('points at the end of the program with one caret', () => {
    expect(renderDiagnostic(at(3, 3), 'abc').split('\n')[2]).toBe('    |    ^');
  });
  it('does not point beyond the line of a span of several', () => {
    const [, text, caret] = renderDiagnostic(at(1, 9), 'abc\ndefghi').split('\n');
    expect(text).toBe('  1 | abc');
    expect(caret).toBe('    |  ^^');
  });
  it('shows hints, and does without a place', () => {
    expect(renderDiagnostic({ ...base, severity: 'warning', hints: ['do this', 'or that'] }, 'abc', 'f')).toBe(
      'f: warning: it is wrong [some-code]\n  help: do this\n  help: or that',
    );
  });
  it('keeps the gutter straight at line 100', () => {
    const source = `${'\n'.repeat(99)}bad`;
    expect(renderDiagnostic(at(99, 102), source)).toContain('  100 | bad\n      | ^^^');
  });
});
