import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/explain/findings/finding.ts';
import { explainLines } from '../../src/explain/lines/lines.ts';
import { renderFindings, renderProgram } from '../../src/explain/render.ts';
import { readLibrary } from '../../src/knowledge/read.ts';
import { width } from '../../src/views/layout.ts';
import { style } from '../views/names.ts';

const SOURCE = '/*---\ntitle.en = "T"\n---*/\n\n// Counts.\nkprobe:f\n{\n  @a[comm] = count();\n}\n';

describe('renderProgram', () => {
  it('shows the program above its words, comments too, without its front matter', () => {
    const lines = renderProgram(explainLines({ source: SOURCE }, 'en'), SOURCE, style(140));
    expect(lines.slice(0, 7)).toEqual([
      '5 | // Counts.',
      '6 | kprobe:f',
      '    Each time the kernel enters the function f:',
      '7 | {',
      '8 |   @a[comm] = count();',
      '      Counts it, by process name (in @a).',
      '        comm (string): name of the thread that is running, at most 15 bytes; threads can have names of their own',
    ]);
    expect(lines).toContain('  - @a: how often it happened, by process name; printed at the end');
  });

  it('says it in the language of the style', () => {
    const lines = renderProgram(explainLines({ source: SOURCE }, 'zh'), SOURCE, style(100, { language: 'zh' }));
    expect(lines).toContain('      计数加一(按进程名),存入 @a。');
    expect(lines).toContain('它无法显示的:');
  });

  it.each([40, 80])('fits into %d columns', (columns) => {
    for (const language of ['en', 'zh'])
      for (const program of readLibrary().filter((_, index) => index % 10 === 0)) {
        const lines = renderProgram(explainLines(program, language), program.source, style(columns, { language }));
        expect(lines.filter((line) => width(line) > columns)).toEqual([]);
      }
  });

  it('leaves nothing in it that could steer a terminal', () => {
    const source = 'BEGIN { printf("\u001b[2J"); @["\u202e"] = 1; } // \u0007\n';
    const codes = [...renderProgram(explainLines({ source }, 'en'), source, style(80)).join('\n')].map((character) => character.codePointAt(0) ?? 0);
    expect(codes.filter((code) => (code < 32 && code !== 10) || code === 0x202e)).toEqual([]);
  });
});

describe('renderFindings', () => {
  const FOUND: readonly Finding[] = [
    { rule: 'lost', kind: 'caution', weight: 90, text: '100 events were lost.', from: [{ rows: [], shown: ['lost: 100'] }] },
    { rule: 'errors', kind: 'insight', weight: 50, text: 'Half failed.', from: [{ dataset: 0, rows: [0, 1], shown: ['a\u001b[1m, ENOENT', 'b, ENOENT'] }] },
  ];

  it('marks what minds the numbers, and shows the rows of what they show', () =>
    expect(renderFindings(FOUND, style(80))).toEqual([
      'What stands out:',
      '  ! 100 events were lost.',
      '  - Half failed.',
      '      a\\x1b[1m, ENOENT',
      '      b, ENOENT',
    ]));

  it('says nothing of nothing', () => expect(renderFindings([], style(80))).toEqual([]));
});
