/** What can be wrong with a folder of lessons: each mistake is told once, with its file and what to do. */
import { describe, expect, it } from 'vitest';
import { readCourse } from '../../src/learn/course.ts';
import { mistakeText } from '../../src/learn/mistake.ts';
import { courseFiles, WHOLE } from './course.ts';

interface Wrong {
  readonly name: string;
  readonly file: string;
  /** What is put in the place of what; the whole file where only one is given; undefined for no file. */
  readonly change: readonly [string | RegExp, string] | string | undefined;
  /** As it is told: its file, and place. */
  readonly told: RegExp;
  readonly hint: RegExp;
}

const LESSON = '02-filters/lesson.toml';
const EN = '02-filters/en.md';
const ZH = '02-filters/zh.md';

const WRONG: readonly Wrong[] = [
  { name: 'no concepts', file: 'concepts.toml', change: undefined, told: /^concepts\.toml: it is not there/, hint: /write it/ },
  { name: 'concepts that are no TOML', file: 'concepts.toml', change: '[probe\n', told: /^concepts\.toml:1: this is no TOML/, hint: /quotes/ },
  {
    name: 'a concept without a title',
    file: 'concepts.toml',
    change: ['title.en = "filters"\n', ''],
    told: /\[filter\]: title is not there in en/,
    hint: /title\.en =/,
  },
  {
    name: 'a concept that needs no concept',
    file: 'concepts.toml',
    change: ['["probe"]', '["prob"]'],
    told: /\[filter\]: it needs "prob", which is no concept/,
    hint: /has a table/,
  },
  {
    name: 'concepts in a circle',
    file: 'concepts.toml',
    change: ['needs = []', 'needs = ["filter"]'],
    told: /need one another: probe -> filter -> probe/,
    hint: /without the others/,
  },
  {
    name: 'a field of a concept misspelt',
    file: 'concepts.toml',
    change: ['needs = []', 'need = []'],
    told: /\[probe\]: nothing is known of need/,
    hint: /did you mean needs/,
  },
  {
    name: 'a concept nobody teaches',
    file: 'concepts.toml',
    change: [/$/, '\n[map]\ntitle.en = "maps"\ntitle.zh = "表"\nneeds = []\n'],
    told: /\[map\]: no lesson teaches it/,
    hint: /write one/,
  },
  { name: 'a folder with a strange name', file: 'Filters/lesson.toml', change: 'x', told: /^Filters: the name is no place/, hint: /04-filters/ },
  { name: 'a folder without a lesson', file: '03-maps/en.md', change: 'x', told: /^03-maps: it has no lesson\.toml/, hint: /write one/ },
  {
    name: 'two lessons of one id',
    file: '03-filters/lesson.toml',
    change: WHOLE['02-filters/lesson.toml'] ?? '',
    told: /02-filters: 03-filters has the same id/,
    hint: /its own/,
  },
  { name: 'a lesson that is no TOML', file: LESSON, change: ['title.en', 'title en'], told: /lesson\.toml:2: this is no TOML/, hint: /quotes/ },
  { name: 'a field misspelt', file: LESSON, change: ['minutes = 10', 'minuts = 10'], told: /nothing is known of minuts/, hint: /did you mean minutes/ },
  {
    name: 'a field of somebody else',
    file: LESSON,
    change: ['minutes = 10', 'minutes = 10\nauthor = "x"'],
    told: /nothing is known of author/,
    hint: /there are title/,
  },
  { name: 'no title', file: LESSON, change: ['title.en = "Filters"\ntitle.zh = "过滤器"\n', ''], told: /lesson\.toml: it has no title/, hint: /title\.zh/ },
  { name: 'a title in one language', file: LESSON, change: ['title.zh = "过滤器"\n', ''], told: /title is not there in zh/, hint: /title\.zh =/ },
  {
    name: 'a third language',
    file: LESSON,
    change: ['goal.zh', 'goal.de = "x"\ngoal.zh'],
    told: /goal\.de: lessons are not written in that/,
    hint: /goal\.en and goal\.zh/,
  },
  {
    name: 'English where Chinese belongs',
    file: LESSON,
    change: ['"只看你要看的"', '"only what you mean"'],
    told: /goal\.zh has no Chinese word/,
    hint: /in Chinese/,
  },
  { name: 'Chinese where English belongs', file: LESSON, change: ['"only what you mean"', '"只看你要看的"'], told: /goal\.en is Chinese/, hint: /English/ },
  {
    name: 'minutes that are none',
    file: LESSON,
    change: ['minutes = 10', 'minutes = "ten"'],
    told: /minutes is no whole number from 1 to 20/,
    hint: /minutes =/,
  },
  { name: 'nothing taught', file: LESSON, change: ['["filter"]', '[]'], told: /it teaches nothing/, hint: /concepts\.toml/ },
  {
    name: 'an unknown concept taught',
    file: LESSON,
    change: ['["filter"]', '["filter", "filters"]'],
    told: /there is no concept "filters"/,
    hint: /concepts\.toml/,
  },
  { name: 'a concept taught twice', file: LESSON, change: ['["filter"]', '["filter", "probe"]'], told: /01-probes teaches probe already/, hint: /one lesson/ },
  { name: 'no program to read', file: LESSON, change: ['read = "read.bt"\n', ''], told: /it has no read/, hint: /read = / },
  {
    name: 'a program that is not there',
    file: '02-filters/read.bt',
    change: undefined,
    told: /read: there is no file read\.bt in 02-filters/,
    hint: /mend the name/,
  },
  { name: 'a program without a text', file: '02-filters/read.bt', change: ' \n', told: /read\.bt is empty/, hint: /write the program/ },
  {
    name: 'a program of another kind',
    file: LESSON,
    change: ['read = "read.bt"', 'read = "en.md"'],
    told: /read is neither a \.bt nor a \.bpf\.c file/,
    hint: /its name/,
  },
  { name: 'a file nobody names', file: '02-filters/old.bt', change: 'BEGIN { }', told: /02-filters\/old\.bt: nothing speaks of this file/, hint: /remove it/ },
  { name: 'no exercise', file: LESSON, change: [/\[\[exercise\]\][\s\S]*/, ''], told: /it has no exercise/, hint: /\[\[exercise\]\]/ },
  { name: 'an exercise without a name', file: LESSON, change: ['id = "one-name"\n', ''], told: /exercise 1: it has no id/, hint: /id = / },
  {
    name: 'an id that is no word',
    file: LESSON,
    change: ['id = "one-name"', 'id = "One name"'],
    told: /exercise "One name": its id is no word/,
    hint: /small letters/,
  },
  { name: 'a task in one language', file: LESSON, change: [/task\.zh = .*\n/, ''], told: /exercise "one-name": task is not there in zh/, hint: /task\.zh/ },
  {
    name: 'a start that is the solution',
    file: LESSON,
    change: ['start = "one-name.start.bt"', 'start = "one-name.bt"'],
    told: /its start is its solution/,
    hint: /gap/,
  },
  { name: 'no n', file: LESSON, change: ['n = [20, 60]\n', ''], told: /it has no n/, hint: /n = \[20, 60\]/ },
  { name: 'an n that never changes', file: LESSON, change: ['[20, 60]', '[20, 20]'], told: /n is no range/, hint: /the least and the most/ },
  { name: 'a workload without n', file: LESSON, change: ['workload open {n}', 'workload open 20'], told: /its workload does not depend on n/, hint: /\{n\}/ },
  { name: 'no workload', file: LESSON, change: ['workload = "workload open {n}"\n', ''], told: /it has no workload/, hint: /workload = / },
  { name: 'an unknown need', file: LESSON, change: ['needs = []', 'needs = ["kprobes"]'], told: /nothing is known of the need "kprobes"/, hint: /kprobe/ },
  { name: 'one hint', file: LESSON, change: [', { en = "Use comm.", zh = "用 comm。" }', ''], told: /it has one hint/, hint: /at least two/ },
  { name: 'no hints', file: LESSON, change: [/hints = .*\n/, ''], told: /it has no hints/, hint: /hints = \[/ },
  { name: 'a hint in one language', file: LESSON, change: [', zh = "用 comm。"', ''], told: /hints\[1\] is not there in zh/, hint: /hints\[1\]\.zh/ },
  {
    name: 'no expectation',
    file: LESSON,
    change: [/\[exercise\.expect\]\nsees.*\nhides.*\nevidence.*\n/, ''],
    told: /it has no expect/,
    hint: /\[exercise\.expect\]/,
  },
  {
    name: 'an expectation of nothing',
    file: LESSON,
    change: [/sees.*\nhides.*\nevidence.*\n/, 'program = ["comm"]\n'],
    told: /it expects to see nothing/,
    hint: /sees, evidence/,
  },
  { name: 'an unknown expectation', file: LESSON, change: ['hides =', 'hide ='], told: /nothing is known of expect\.hide/, hint: /sees, hides/ },
  {
    name: 'a pattern that cannot be read',
    file: LESSON,
    change: ['"needle\\\\.txt"]', '"needle("]'],
    told: /expect\.sees\[0\] cannot be read/,
    hint: /JavaScript/,
  },
  { name: 'a sum that is none', file: LESSON, change: ['"2n+1"', '"n*n"'], told: /expect\.evidence\[0\]\.max: "n\*n" is no sum over n/, hint: /2n\+1/ },
  {
    name: 'a least above the most',
    file: LESSON,
    change: ['min = "n", max = "2n+1"', 'min = "2n", max = "n"'],
    told: /no amount is from 40 to 20/,
    hint: /exchange/,
  },
  { name: 'a slip that nothing tells', file: LESSON, change: [/when = .*\n/, ''], told: /slip 1: it has no when/, hint: /when = / },
  { name: 'a slip told by no expression', file: LESSON, change: [/when = .*\n/, 'when = "("\n'], told: /slip 1: when cannot be read/, hint: /JavaScript/ },
  { name: 'a slip without a file', file: '02-filters/one-name.slip-1.bt', change: undefined, told: /slip 1: program: there is no file/, hint: /mend the name/ },
  { name: 'a slip in one language', file: LESSON, change: [/say\.zh = .*\n?/, ''], told: /slip 1: say is not there in zh/, hint: /say\.zh/ },
  { name: 'no English text', file: EN, change: undefined, told: /^02-filters: it has no en\.md/, hint: /both languages/ },
  { name: 'no Chinese text', file: ZH, change: undefined, told: /^02-filters: it has no zh\.md/, hint: /both languages/ },
  { name: 'a heading of another level', file: EN, change: ['## A', '# A'], told: /en\.md:3: a heading of level 1/, hint: /##/ },
  {
    name: 'a fence that says nothing',
    file: EN,
    change: ['```bpftrace', '```'],
    told: /en\.md:5: a fence that does not say what it holds/,
    hint: /bpftrace run/,
  },
  {
    name: 'a fence of something unknown',
    file: EN,
    change: ['```bpftrace', '```python'],
    told: /en\.md:5: nothing is known of a fence of python/,
    hint: /there are/,
  },
  {
    name: 'a fence never closed',
    file: EN,
    change: [/\n```\n\n\{\{read\}\}/, '\n\n{{read}}'],
    told: /en\.md:5: a fence that is never closed/,
    hint: /close it/,
  },
  {
    name: 'a fence within a list',
    file: EN,
    change: ['Look at', '- a\n\n  ```sh\n  ls\n  ```\n\nLook at'],
    told: /en\.md:3: a fence that is indented/,
    hint: /first column/,
  },
  { name: 'a list in a list', file: EN, change: ['Look at', '- a\n  - b\n\nLook at'], told: /en\.md:2: a list in a list/, hint: /one level/ },
  { name: 'HTML', file: EN, change: ['Look', '<b>Look</b>'], told: /en\.md:1: HTML: <b>/, hint: /Markdown/ },
  { name: 'an image', file: EN, change: ['Look', '![x](https://example.org/x.png) Look'], told: /en\.md:1: an image/, hint: /words/ },
  { name: 'a quotation', file: EN, change: ['Look', '> Look'], told: /en\.md:1: a quotation/, hint: /paragraph/ },
  { name: 'code never closed', file: EN, change: ['`this`', '`this'], told: /en\.md:1: a ` that is never closed/, hint: /close it/ },
  {
    name: 'a row of too many cells',
    file: EN,
    change: ['Look', '| a | b |\n| --- | --- |\n| `x | y` | z |\n\nLook'],
    told: /en\.md:3: a row of 3 cells in a table of 2/,
    hint: /\\\|/,
  },
  {
    name: 'a table without a head',
    file: EN,
    change: ['Look', '| a | b |\n| c | d |\n\nLook'],
    told: /en\.md:1: a table without a line below its head/,
    hint: /---/,
  },
  { name: 'a link to no lesson', file: EN, change: ['lesson:filters', 'lesson:filter'], told: /en\.md: there is no lesson "filter"/, hint: /lesson:ID/ },
  { name: 'a link to no address', file: EN, change: ['lesson:filters', 'here.html'], told: /en\.md: here\.html is no address/, hint: /https/ },
  { name: 'no place for the program', file: EN, change: ['{{read}}', 'here'], told: /en\.md: it never shows the program/, hint: /\{\{read\}\}/ },
  {
    name: 'the program shown twice',
    file: EN,
    change: ['{{read}}', '{{read}}\n\n{{read}}'],
    told: /en\.md: it shows the program to read twice/,
    hint: /alone/,
  },
  {
    name: 'other code in Chinese',
    file: ZH,
    change: ['BEGIN { exit(); }', 'BEGIN { }'],
    told: /zh\.md:5: `bpftrace`: BEGIN \{ \} stands where en\.md has `bpftrace`/,
    hint: /same order/,
  },
  {
    name: 'a heading more in Chinese',
    file: ZH,
    change: [/$/, '\n## 又一个\n\n文字。\n'],
    told: /zh\.md: a heading stands where en\.md has nothing more/,
    hint: /same headings/,
  },
];

describe('a folder of lessons', () => {
  it('that is whole has no mistake', () => {
    const { course, mistakes } = readCourse(courseFiles(WHOLE));
    expect(mistakes).toEqual([]);
    expect(course.lessons.map(({ id, number }) => [id, number])).toEqual([
      ['probes', 1],
      ['filters', 2],
    ]);
  });

  it.each(WRONG)('with $name', ({ file, change, told, hint }) => {
    const before = WHOLE[file] ?? '';
    const after = Array.isArray(change) ? before.replace(change[0] as string | RegExp, () => change[1] as string) : (change as string | undefined);
    expect(after).not.toBe(before);
    const { mistakes } = readCourse(courseFiles({ ...WHOLE, [file]: after }));
    const found = mistakes.filter((one) => told.test(mistakeText(one)));
    expect(found, mistakes.map(mistakeText).join('\n')).toHaveLength(1);
    expect(found[0]?.hint).toMatch(hint);
  });

  it('taught in the wrong order', () => {
    const swapped = Object.fromEntries(Object.entries(WHOLE).map(([path, text]) => [path.replace('01-probes', '03-probes'), text]));
    expect(readCourse(courseFiles(swapped)).mistakes.map(mistakeText)).toEqual([
      '02-filters/lesson.toml: teaches: filter needs probe, which 03-probes teaches later',
    ]);
  });

  it('may have its comments in code in both languages', () => {
    const said = (text: string): string => text.replace('BEGIN { exit(); }', 'BEGIN { exit(); } // 结束');
    expect(readCourse(courseFiles({ ...WHOLE, [ZH]: said(WHOLE[ZH] ?? '') })).mistakes).toEqual([]);
  });
});
