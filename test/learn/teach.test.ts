/** What a teacher says of a grade. */
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/core/diagnostic.ts';
import { describeCode } from '../../src/core/diagnostic-codes.ts';
import { readCourse } from '../../src/learn/course.ts';
import type { Grade } from '../../src/learn/grade.ts';
import { TEACHER } from '../../src/learn/teacher/codes.ts';
import { type Teaching, teach } from '../../src/learn/teacher/verdict.ts';
import { courseFiles, WHOLE } from './course.ts';

const exercise = readCourse(courseFiles(WHOLE)).course.lessons[1]?.exercises[0];
if (exercise === undefined) throw new Error('the lesson has an exercise');
const program = { name: '/home/me/one-name.bt', language: 'bpftrace', source: 'tracepoint:x:y\n/comm = "gt-open"/ { }' } as const;
const BASE: Grade = {
  lesson: 'filters',
  exercise: 'one-name',
  verdict: 'passed',
  n: 33,
  diagnostics: [],
  faults: [],
  said: [],
  records: 0,
  notes: [],
  costly: [],
  endedEarly: false,
  seconds: 1,
};
const diagnostic = (code: string, severity: Diagnostic['severity'] = 'error'): Diagnostic => ({
  code,
  severity,
  message: `the message of ${code}`,
  span: { start: 16, end: 17 },
  hints: [],
  fixes: [],
});
const told = (grade: Partial<Grade>, lang: 'en' | 'zh' = 'en', hints = 0, silence: readonly string[] = []): Teaching =>
  teach({ ...BASE, ...grade }, exercise, program, lang, 'filters/one-name', { tries: 1, hints, gaveUp: false }, silence);

const SAID: readonly { readonly name: string; readonly teaching: Teaching; readonly says: RegExp; readonly not?: RegExp }[] = [
  { name: 'a right one', teaching: told({}), says: /"passed":true.*Right.*"remarks":\[\].*"next":\[\]/ },
  { name: 'a right one, in Chinese', teaching: told({}, 'zh'), says: /对了/ },
  {
    name: 'a wrong one: what it said, and what happened',
    teaching: told({ verdict: 'wrong', said: ['a', 'b'], records: 2 }),
    says: /"lines":\["a","b"\],"more":0.*gt-open opened needle\.txt 33 times/,
  },
  { name: 'a flood', teaching: told({ verdict: 'wrong', said: Array.from({ length: 200 }, () => 'x'), records: 5000 }), says: /"more":4992/ },
  {
    name: 'a flood, in which what the workload did comes first',
    teaching: told({ verdict: 'wrong', said: [...Array.from({ length: 20 }, () => 'x'), 'gt-open: 3', 'needle.txt'], records: 22 }),
    says: /"lines":\["gt-open: 3","needle\.txt","x"/,
  },
  {
    name: 'lines that were never ended',
    teaching: told({ verdict: 'wrong', said: ['y'.repeat(5000)], records: 1 }),
    says: /"lines":\["y{300}…"\]/,
  },
  { name: 'a stack, which is long and whole', teaching: told({ verdict: 'wrong', said: ['f\n'.repeat(200)], records: 1 }), says: /(?:f\\n){200}"/ },
  {
    name: 'one that counts another event',
    teaching: teach(
      { ...BASE, verdict: 'wrong', lacks: 0 },
      { ...exercise, demands: [{ wants: { about: [] }, say: { en: 'another event', zh: '别的事件' } }] },
      program,
      'zh',
      'filters/one-name',
      { tries: 1, hints: 0, gaveUp: false },
    ),
    says: /"slip":"别的事件"/,
  },
  { name: 'silence', teaching: told({ verdict: 'silent' }), says: /said nothing.*33 times.*either the probe never fired/, not: /"said"/ },
  {
    name: 'silence that was looked into',
    teaching: told({ verdict: 'silent' }, 'en', 0, ['the filter compares with a name nobody has']),
    says: /a name nobody has/,
    not: /either the probe/,
  },
  { name: 'in a guest, and that is said', teaching: told({ guest: '6.12+0.23' }), says: /judged in the guest 6\.12\+0\.23/ },
  {
    name: 'not judged, and why in the learner’s language',
    teaching: told(
      { verdict: 'not-judged', why: { en: 'This machine has no kprobe', zh: '这台机器没有 kprobe' }, notes: ['This machine has no kprobe', 'more'] },
      'zh',
    ),
    says: /"notes":\["这台机器没有 kprobe","more"\]/,
  },
  { name: 'one that ended too early', teaching: told({ verdict: 'silent', endedEarly: true }), says: /ended by itself before/ },
  {
    name: 'a mistake, in a teacher’s words',
    teaching: told({ verdict: 'does-not-check', diagnostics: [diagnostic('assignment-in-condition')] }),
    says: /"line":2.*write `==`/,
    not: /"truth"/,
  },
  {
    name: 'a mistake nobody has words for',
    teaching: told({ verdict: 'does-not-check', diagnostics: [diagnostic('never-heard-of')] }),
    says: /"says":"the message of never-heard-of"/,
  },
  {
    name: 'a code that objects have',
    teaching: told({ verdict: 'does-not-check', diagnostics: [diagnostic('constructor')] }),
    says: /"says":"the message of constructor"/,
  },
  { name: 'a slip', teaching: told({ verdict: 'does-not-check', slip: 0 }, 'zh'), says: /"slip":"一个等号是赋值。"/ },
  {
    name: 'no warning beside a mistake',
    teaching: told({ verdict: 'does-not-check', diagnostics: [diagnostic('line-not-ended', 'warning'), diagnostic('syntax-error')] }),
    says: /read on from here/,
    not: /ends no line/,
  },
  {
    name: 'a warning of one that ran',
    teaching: told({ verdict: 'wrong', diagnostics: [diagnostic('line-not-ended', 'warning'), diagnostic('costly', 'note')] }),
    says: /ends no line/,
    not: /message of costly/,
  },
  { name: 'no warning of one that is right', teaching: told({ diagnostics: [diagnostic('line-not-ended', 'warning')] }), says: /"remarks":\[\]/ },
  {
    name: 'one that does more than watch',
    teaching: told({ verdict: 'refused', diagnostics: [diagnostic('unsafe-call')] }),
    says: /not run.*does more than watch/,
  },
  {
    name: 'one the kernel did not take',
    teaching: told({ verdict: 'does-not-attach', notes: ['the verifier said no'] }),
    says: /the kernel did not take it.*the verifier said no/,
  },
  {
    name: 'one that cannot be judged',
    teaching: told({ verdict: 'not-judged', notes: ['this machine has no kprobe'] }),
    says: /no fault of your program.*no kprobe.*gpttrace doctor/,
    not: /learn hint/,
  },
  {
    name: 'one that costs',
    teaching: told({ costly: [{ kind: 'costly', why: '', span: { start: 0, end: 1 }, rate: 1_000_000 }] }),
    says: /1,000,000 times a second/,
  },
  { name: 'a hint to come', teaching: told({ verdict: 'wrong' }), says: /there are 2\): gpttrace learn hint filters\/one-name/ },
  { name: 'a hint that is left', teaching: told({ verdict: 'wrong' }, 'zh', 1), says: /还有 1 条/ },
  { name: 'no hint left', teaching: told({ verdict: 'wrong' }, 'en', 2), says: /gpttrace learn solution filters\/one-name/ },
];

describe('a teacher says of', () => {
  it.each(SAID)('$name', ({ teaching, says, not }) => {
    const text = JSON.stringify(teaching);
    expect(text).toMatch(says);
    if (not !== undefined) expect(text).not.toMatch(not);
  });
});

describe('words for codes', () => {
  it('are in both languages', () => {
    const wrong = Object.entries(TEACHER).filter(([, { en, zh }]) => en === '' || !/\p{Script=Han}/u.test(zh) || /\p{Script=Han}/u.test(en));
    expect(wrong).toEqual([]);
    expect(Object.keys(TEACHER).length).toBeGreaterThanOrEqual(40);
  });

  it('are of codes that are described', () => expect(Object.keys(TEACHER).filter((code) => describeCode(code) === '')).toEqual([]));
});
