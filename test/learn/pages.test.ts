/** Lessons as pages of a terminal: nothing is wider or higher than it, nothing is lost. */
import { describe, expect, it } from 'vitest';
import { readCourse } from '../../src/learn/course.ts';
import { parseInline } from '../../src/learn/inline.ts';
import { parseText } from '../../src/learn/markdown.ts';
import { readable, sectionBlocks } from '../../src/learn/show/blocks.ts';
import { pagesOf, wholeText } from '../../src/learn/show/pages.ts';
import { flow } from '../../src/learn/show/runs.ts';
import { openCourse } from '../../src/line/learn/files.ts';
import { type Style, width } from '../../src/views/layout.ts';
import { courseFiles, WHOLE } from './course.ts';
import { LESSONS } from './outline.ts';

const plain = (columns: number): Style => ({ columns, color: false, unicode: true });
const read = () => ['1 | program'];
const lessons = openCourse(LESSONS).course.lessons.flatMap((lesson) =>
  (['en', 'zh'] as const).map((lang) => ({ lesson, lang, name: `${lesson.id}, ${lang}` })),
);
const SIZES = [
  { columns: 30, rows: 8 },
  { columns: 78, rows: 20 },
  { columns: 198, rows: 46 },
];
const squeezed = (lines: readonly string[]): string => lines.join('').replaceAll(/[\s│─•]/g, '');

describe('pages of a lesson', () => {
  it.each(lessons)('$name', ({ lesson, lang }) => {
    for (const { columns, rows } of SIZES) {
      const showing = { style: plain(columns), lang, read };
      const pages = pagesOf(lesson, showing, rows, [['Exercises']]);
      const lines = pages.flatMap((page) => page.lines);
      expect(lines.filter((line) => width(line) > columns)).toEqual([]);
      expect(pages.filter((page) => page.lines.length > rows)).toEqual([]);
      expect(pages.filter((page) => page.lines[0]?.trim() === '')).toEqual([]);
      const blocks = lesson.text[lang].flatMap((section) => sectionBlocks(section, { ...showing, style: readable(showing.style) }));
      expect(squeezed(lines)).toBe(squeezed([...blocks.flatMap((block) => block.lines), 'Exercises']));
      expect(pages.flatMap(({ runs }) => runs)).toEqual(blocks.flatMap(({ run }) => run ?? []));
      // Sections come in their order.
      expect(pages.map(({ section }) => section)).toEqual(pages.map(({ section }) => section).sort((a, b) => a - b));
    }
  });

  it('keep code whole where it is text', () => {
    const { course } = readCourse(courseFiles({ ...WHOLE, '01-probes/en.md': `x\n\n\`\`\`sh\n${'a'.repeat(200)}\n\`\`\`\n\n{{read}}\n` }));
    const [lesson] = course.lessons;
    if (lesson === undefined) throw new Error('there is a lesson');
    expect(wholeText(lesson, { style: plain(Number.POSITIVE_INFINITY), lang: 'en', read })).toContain(`  $ ${'a'.repeat(200)}`);
  });
});

const FLOWS: readonly (readonly [text: string, columns: number, lines: readonly string[]])[] = [
  ['one two three', 8, ['one two', 'three']],
  ['a `long code` here', 12, ['a `long', 'code` here']],
  ['中文没有空格', 6, ['中文没', '有空格']],
  // What closes does not begin a line.
  ['中文，没有空格', 6, ['中文，', '没有空', '格']],
  ['一二三四。', 8, ['一二三', '四。']],
  ['说“你好”了', 6, ['说“你', '好”了']],
  ['averylongword', 5, ['avery', 'longw', 'ord']],
  ["`comm`'s value", 8, ["`comm`'s", 'value']],
  ['', 8, ['']],
];

describe('words in lines', () => {
  it.each(FLOWS)('%s in %i cells', (text, columns, lines) => {
    const found = flow(parseInline(text), plain(columns));
    expect(found.filter((line) => width(line) > columns)).toEqual([]);
    expect(found).toEqual(lines);
  });
});

const INLINES: readonly (readonly [text: string, kinds: string])[] = [
  ['a `b` c', 'text:a |code:b|text: c'],
  ['**bold `code` on**', 'strong:bold |code:code|strong: on'],
  ['2 * 3 * 4', 'text:2 * 3 * 4'],
  ['*so*', 'emphasis:so'],
  ['`a * b` and `c * d`', 'code:a * b|text: and |code:c * d'],
  ['``a ` b``', 'code:a ` b'],
  ['\\*not\\*', 'text:*not*'],
  ['[filters](lesson:filters)', 'link:filters'],
  ['sys_enter_openat', 'text:sys_enter_openat'],
  ['这是`代码`，好', 'text:这是|code:代码|text:，好'],
];

describe('words of a line', () => {
  it.each(INLINES)('%s', (text, kinds) =>
    expect(
      parseInline(text)
        .map(({ kind, text: word }) => `${kind}:${word}`)
        .join('|'),
    ).toBe(kinds),
  );

  it('of lines that go on', () => {
    const { sections } = parseText('one\ntwo\n\n一二\n三四\n');
    expect(sections[0]?.blocks).toEqual([
      { kind: 'paragraph', text: [{ kind: 'text', text: 'one two' }] },
      { kind: 'paragraph', text: [{ kind: 'text', text: '一二三四' }] },
    ]);
  });
});
