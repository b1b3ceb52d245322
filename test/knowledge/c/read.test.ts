import { describe, expect, it } from 'vitest';
import { parseCProgram, readCLibrary } from '../../../src/knowledge/c/read.ts';
import { readLibrary } from '../../../src/knowledge/read.ts';

const library = readLibrary();
const programs = readCLibrary(library);

/** What must be said of a front matter that is wrong. */
const WRONG = [
  ['no front matter', 'int x;', /no front matter/],
  ['an unknown twin', '/*---\ntwin = "nothing"\nlesson.en = "x"\nanswer = "rows"\n---*/\n', /twin "nothing" is not in the library/],
  ['no lesson', '/*---\ntwin = "file-opens"\nanswer = "rows"\n---*/\n', /no "lesson"/],
  ['no twin and no title', '/*---\nlesson.en = "x"\nanswer = "rows"\n---*/\n', /no "title"/],
  [
    'a parameter without its variable',
    '/*---\ntwin = "file-opens"\nlesson.en = "x"\nanswer = "rows"\n[params]\npid = "who"\n---*/\nint who = 0;\n',
    /"const volatile" variable who/,
  ],
] as const;

describe('a C program whose front matter is wrong', () => {
  it.each(WRONG)('%s', (_, text, message) => {
    expect(() => parseCProgram('trial', text, library)).toThrow(message);
  });
});

describe('the C library', () => {
  it('has at least twenty programs, each with its lesson in both languages', () => {
    expect(programs.length).toBeGreaterThanOrEqual(20);
    for (const { name, lesson, title, tells, questions } of programs) {
      for (const language of ['en', 'zh']) {
        expect(lesson[language], `${name}: lesson.${language}`).toBeTruthy();
        expect(title[language], `${name}: title.${language}`).toBeTruthy();
        expect(tells[language], `${name}: tells.${language}`).toBeTruthy();
        expect(questions[language]?.length ?? 0, `${name}: questions.${language}`).toBeGreaterThanOrEqual(4);
      }
    }
  });

  it('keeps what a twin says, and no front matter in the source', () => {
    const opens = programs.find(({ name }) => name === 'file-opens');
    const other = library.find(({ name }) => name === 'file-opens');
    expect(opens).toMatchObject({ twin: 'file-opens', title: other?.title, columns: other?.columns, workload: other?.workload });
    expect(opens?.source).toMatch(/^#include "vmlinux.h"/);
  });

  it('lets every packet and every access pass', () => {
    const deciding = programs.filter(({ source }) => /SEC\("(?:xdp|tc|lsm)\b/.test(source));
    expect(deciding.map(({ name }) => name)).toEqual(['lsm-file-opens', 'tc-bytes', 'xdp-packets']);
    for (const { source } of deciding) expect(source).not.toMatch(/XDP_(?:DROP|TX|REDIRECT|ABORTED)|TC_ACT_(?!OK|UNSPEC)|return -/);
  });
});
