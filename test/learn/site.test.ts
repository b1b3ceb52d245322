/** The exported course: pages that hold together, and text that stays text. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Course, Lesson, ProgramFile } from '../../src/learn/lesson.ts';
import { parseText } from '../../src/learn/markdown.ts';
import { siteOf } from '../../src/learn/site/site.ts';
import { exportCourse } from '../../src/line/learn/export.ts';
import { openCourse, ownCourse } from '../../src/line/learn/files.ts';

const both = (text: string) => ({ en: text, zh: text });
const program = (name: string, source: string): ProgramFile => ({ name, language: 'bpftrace', source });
const HOSTILE = '<script>alert(1)</script>"\'&\u202e';

function lesson(number: number, id: string, text: string): Lesson {
  const sections = parseText(text).sections;
  return {
    id,
    number,
    folder: `0${number}-${id}`,
    title: both(`Title of ${id} ${HOSTILE}`),
    goal: both(`see ${id}`),
    minutes: 10,
    teaches: [id],
    read: program('read.bt', `BEGIN { printf("read of ${id} <b>\\n"); }`),
    exercises: [
      {
        id: 'one',
        title: both('An exercise'),
        task: both('Do `this` **now**.'),
        truth: both('{n}'),
        start: program('one.start.bt', 'BEGIN { /* start */ }'),
        solution: program('one.bt', 'END { printf("solution"); }'),
        n: [20, 60],
        workload: 'workload open {n}',
        needs: ['kprobe'],
        hints: [both('The first hint'), both('The second hint')],
        expect: { sees: ['x'], hides: [], evidence: [], hist: [], stacks: [], program: [] },
        slips: [],
      },
    ],
    text: { en: sections, zh: sections },
  };
}

const LINKS = 'Look: [the next](lesson:second), [none](lesson:nowhere), [out](https://example.org/a), [bad](javascript:alert).';
const CODE = '```sh\necho "<b>"\n```\n\n```output\na\tb\n```';
const COURSE: Course = {
  concepts: [
    { id: 'first', title: both('the first'), needs: [] },
    { id: 'second', title: both('the second'), needs: ['first'] },
  ],
  lessons: [
    lesson(1, 'first', `${LINKS}\n\n{{read}}\n\n## A heading\n\n- one\n- two\n`),
    lesson(2, 'second', `| a | b |\n| --- | --- |\n| \`x\` | <i>y</i> |\n\n{{read}}\n\n${CODE}\n`),
  ],
};

const scratch = mkdtempSync(join(tmpdir(), 'gpttrace-site-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Links that lead nowhere, each with the page it stands on. */
function broken(site: ReadonlyMap<string, string>): string[] {
  return [...site].flatMap(([name, page]) =>
    [...page.matchAll(/href="([^"]*)"/g)].flatMap(([, href = '']) => {
      if (href.startsWith('https://')) return [];
      const [file = '', anchor] = href.split('#');
      const target = site.get(file === '' ? name : posix.normalize(posix.join(posix.dirname(name), file)));
      return target !== undefined && (anchor === undefined || target.includes(`id="${anchor}"`)) ? [] : [`${name}: ${href}`];
    }),
  );
}

describe('the exported course', () => {
  const site = siteOf(COURSE);
  const page = (name: string): string => site.get(name) ?? '';

  test('has a page for each lesson in each language, an overview, the whole, and a front', () => {
    const each = ['01-first', '02-second', 'course', 'index'];
    expect([...site.keys()].sort()).toEqual([...each.map((name) => `en/${name}.html`), 'index.html', ...each.map((name) => `zh/${name}.html`)]);
    expect(page('zh/01-first.html')).toContain('<html lang="zh-Hans">');
  });

  test('no link leads nowhere', () => expect(broken(site)).toEqual([]));

  test('what a lesson says stays text, whoever wrote it, and a link is never a script', () => {
    for (const text of site.values()) {
      expect(text).not.toMatch(/<script|<b>|<i>|"javascript:|\u202e/);
      expect(text).toContain("default-src 'none'");
    }
    expect(page('en/01-first.html')).toContain('Title of first &lt;script&gt;');
    expect(page('en/01-first.html')).toContain('<a href="https://example.org/a">out</a>');
    expect(page('en/01-first.html')).toContain('<a href="02-second.html">the next</a>, none,');
    expect(page('en/course.html')).toContain('<a href="#second">the next</a>');
  });

  test('its only style is the one its policy allows', () => {
    for (const text of site.values()) {
      const style = /<style>([\s\S]*?)<\/style>/.exec(text)?.[1] ?? '';
      expect(text).toContain(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`);
    }
  });

  test('hints and the answer are folded on a lesson of its own, and at the end of the whole', () => {
    const own = page('en/01-first.html');
    expect(own).toMatch(/<details><summary>Hint 1<\/summary><p>The first hint<\/p><\/details>\s*<details><summary>Hint 2<\/summary>/);
    expect(own.indexOf('solution')).toBeGreaterThan(own.indexOf('<summary>One right answer</summary>'));
    const whole = page('en/course.html');
    expect(whole).not.toContain('<details>');
    expect(whole.indexOf('The first hint')).toBeGreaterThan(whole.indexOf('<section class="answers">'));
    expect(whole).toContain('gpttrace learn grade second/one');
  });

  test('one says which lessons come before, and a tab stays one', () => {
    expect(page('en/02-second.html')).toContain('<dt>Needs</dt><dd><a href="01-first.html">');
    expect(page('en/01-first.html')).not.toContain('<dt>Needs</dt>');
    expect(page('en/02-second.html')).toContain('<code>a\tb\n</code>');
  });
});

test('the course that is shipped holds together as a site', () => {
  const { course } = openCourse(ownCourse());
  expect(broken(siteOf(course))).toEqual([]);
});

describe('where it is written', () => {
  const files = (name: string, content: Readonly<Record<string, string>>): string => {
    const folder = join(scratch, name);
    for (const [path, text] of Object.entries(content)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return folder;
  };

  test('a folder that is not there, and again over what was written before', () => {
    const to = join(scratch, 'new', 'site');
    expect(exportCourse(COURSE, { to, lang: 'en', force: false })).toEqual({ begin: join(to, 'index.html'), files: 9 });
    expect(exportCourse(COURSE, { to, lang: 'en', force: false }).files).toBe(9);
  });

  test('never a folder that holds something else', () => {
    const to = files('mine', { 'index.html': '<p>my own page' });
    expect(() => exportCourse(COURSE, { to, lang: 'en', force: true })).toThrow(/holds something that is no course/);
    expect(readFileSync(join(to, 'index.html'), 'utf8')).toBe('<p>my own page');
  });

  test('never into a pipe, a place without a name, or one in which nothing can be made', () => {
    const pipe = join(scratch, 'pipe.html');
    execFileSync('mkfifo', [pipe]);
    expect(() => exportCourse(COURSE, { to: pipe, lang: 'en', force: true })).toThrow(/it is no file/);
    expect(() => exportCourse(COURSE, { to: ' ', lang: 'en', force: true })).toThrow(/that is no name/);
    for (const to of ['/proc/site', '/proc/a/site', '/proc/site.html', '/dev/null/site', '/dev/null'])
      expect(() => exportCourse(COURSE, { to, lang: 'en', force: false }), to).toThrow(/cannot write|holds something/);
  });

  test('never beneath a file, and never over a file unless it is wanted', () => {
    const folder = files('one', { 'a.html': 'mine', plain: 'mine' });
    const to = join(folder, 'a.html');
    expect(() => exportCourse(COURSE, { to, lang: 'zh', force: false })).toThrow(/exists/);
    expect(readFileSync(to, 'utf8')).toBe('mine');
    expect(exportCourse(COURSE, { to, lang: 'zh', force: true })).toEqual({ begin: to, files: 1 });
    expect(readFileSync(to, 'utf8')).toContain('lang="zh-Hans"');
    expect(() => exportCourse(COURSE, { to: join(folder, 'plain'), lang: 'en', force: false })).toThrow(/holds something that is no course/);
    expect(() => exportCourse(COURSE, { to: join(folder, 'plain', 'site'), lang: 'en', force: false })).toThrow(/cannot write/);
  });
});
