/** The exercises on functions of the kernel, judged in a guest, as a learner's are where his own kernel does not attach them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCourse, ownCourse } from '../../src/line/learn/files.ts';
import { gradeAndTell } from '../../src/line/learn/grade-work.ts';
import { type Grader, openGrader } from '../../src/line/learn/grader.ts';
import { trialsOf, tryTogether } from '../../src/line/learn/trials.ts';
import { isKindOfProbe } from '../../src/rehearse/needs.ts';
import { labHere } from './lab.ts';

const lab = await labHere();
const folder = ownCourse();
const exercises = openCourse(folder).course.lessons.flatMap((lesson) =>
  lesson.exercises.filter(({ needs }) => needs.some(isKindOfProbe)).map((exercise) => ({ lesson, exercise, name: `${lesson.id}/${exercise.id}` })),
);
/** A guest is emulated where there is no KVM. */
const LONG_MS = 600_000;

describe.skipIf('cannot' in lab)('the exercises on functions of the kernel, in a guest', { timeout: LONG_MS }, () => {
  const signals = { stop: new AbortController(), kill: new AbortController() };
  let grader: Grader;

  beforeAll(async () => {
    if ('cannot' in lab) throw new Error(lab.cannot);
    grader = await openGrader(folder, false, { stop: signals.stop.signal, kill: signals.kill.signal }, () => {}, { guest: lab.name });
  }, LONG_MS);
  afterAll(() => {
    signals.stop.abort('interrupted');
    grader?.dispose();
  });

  it('are some, of kprobe and of fentry', () => expect([...new Set(exercises.flatMap(({ exercise }) => exercise.needs))].sort()).toEqual(['fentry', 'kprobe']));

  it.for(exercises)('$name', async ({ lesson, exercise }) => {
    const tried = await tryTogether(trialsOf(lesson, exercise), grader);
    expect(tried).toHaveLength(2 + exercise.slips.length);
    expect(tried.map(({ grade }) => grade.guest)).toEqual(tried.map(() => ('cannot' in lab ? '' : lab.name)));
    expect(
      tried.flatMap(({ what, fault, grade }) => (fault === undefined && grade.verdict !== 'not-judged' ? [] : [what, fault, ...grade.faults, ...grade.notes])),
    ).toEqual([]);
  });

  it('a program in C is not judged there, and that is said', async () => {
    const [{ lesson, exercise } = { lesson: undefined, exercise: undefined }] = exercises;
    if (exercise === undefined) throw new Error('there is no exercise');
    const { grade } = await gradeAndTell({ lesson, exercise }, { name: 'mine.bpf.c', language: 'c', source: 'int x;' }, 'zh', grader);
    expect(grade).toMatchObject({ verdict: 'not-judged', why: { zh: '用 C 写的程序只在这台机器上评判，不在虚拟机里评判。' } });
  });
});
