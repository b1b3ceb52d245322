import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/core/diagnostic.ts';
import { countText, plural, renderFrame } from '../../src/views/diagnostics.ts';

const diagnostic: Diagnostic = { code: 'some-code', severity: 'error', message: 'it is wrong', span: { start: 2, end: 5 }, hints: ['do it right'], fixes: [] };

describe('renderFrame', () => {
  it('without colour is the plain text', () => {
    expect(renderFrame(diagnostic, '  bad', 'x.bt', { color: false })).toEqual([
      'x.bt:1:3: error: it is wrong [some-code]',
      '  1 |   bad',
      '    |   ^^^',
      '  help: do it right',
    ]);
  });
  it('colours the severity and the caret, not a line of the program that looks like one', () => {
    const [head = '', text = '', caret = ''] = renderFrame(diagnostic, '  ^^^', 'x.bt', { color: true });
    expect(head).toContain('\u001b[31merror:');
    expect(caret).toContain('\u001b[31m^^^');
    expect(text).toBe('  1 |   ^^^');
  });
  it.each([
    ['中文bad', 2, 5, '    |     ^^^'],
    ['\u001b[bad', 2, 5, '    |      ^^^'],
    ['\t中bad', 2, 5, '    | \t  ^^^'],
    ['a中文', 1, 3, '    |  ^^^^'],
    ['bad', 3, 3, '    |    ^'],
  ])('points at what is shown of %j', (text, start, end, carets) => {
    expect(renderFrame({ ...diagnostic, span: { start, end } }, text, 'x.bt', { color: false })[2]).toBe(carets);
  });
  it('lets nothing of the program reach the terminal as a command', () => {
    expect(renderFrame(diagnostic, '\u001b[2Jbad', 'x.bt', { color: false }).join('')).not.toContain('\u001b');
  });
});

describe('countText', () => {
  it.each([
    [[], undefined],
    [['note'], undefined],
    [['error'], '1 error'],
    [['warning', 'warning'], '2 warnings'],
    [['error', 'note', 'warning', 'error'], '2 errors and 1 warning'],
  ] as const)('%j', (severities, expected) => expect(countText(severities.map((severity) => ({ ...diagnostic, severity })))).toBe(expected));
  it('plural', () => expect([0, 1, 2].map((count) => plural(count, 'file'))).toEqual(['0 files', '1 file', '2 files']));
});
