/** What was done: what is kept of it, what is read of a file that somebody else has written, and where to go on. */
import { describe, expect, it } from 'vitest';
import { readCourse } from '../../src/learn/course.ts';
import { knownConcepts, lessonState, NO_PROGRESS, nextExercise, nextLesson, type Progress, readProgress, withExercise } from '../../src/learn/progress.ts';
import { courseFiles, WHOLE } from './course.ts';

const { course } = readCourse(courseFiles(WHOLE));
const [probes, filters] = course.lessons;
if (probes === undefined || filters === undefined) throw new Error('the course has two lessons');
const PASSED = { passed: '2026-01-02T03:04:05.000Z', tries: 2 };
const done = withExercise(NO_PROGRESS, 'probes', 'any', PASSED);

const SPOILED: readonly (readonly [what: string, text: string, read: Progress | undefined])[] = [
  ['an empty file', '', undefined],
  ['no JSON', '{"version": 1', undefined],
  ['a list', '[]', undefined],
  ['another version', '{"version": 2, "exercises": {}}', undefined],
  ['nothing in it', '{"version": 1}', NO_PROGRESS],
  ['things of other kinds', '{"version": 1, "exercises": [], "read": 3, "places": "x", "last": 1, "goal": null}', NO_PROGRESS],
  ['an exercise that is none', '{"version": 1, "exercises": {"a/b": 3}}', NO_PROGRESS],
  [
    'numbers that are none',
    '{"version": 1, "exercises": {"a/b": {"tries": -1, "hints": 1.5, "passed": true}}, "places": {"a": "x"}}',
    { ...NO_PROGRESS, exercises: { 'a/b': { tries: 0, hints: 0, gaveUp: false } }, places: { a: 0 } },
  ],
];

describe('progress', () => {
  it.each(SPOILED)('of %s', (_, text, read) => expect(readProgress(text)).toEqual(read));

  it('is what was written', () => {
    const kept: Progress = {
      ...withExercise(done, 'filters', 'one-name', { hints: 2, gaveUp: true }),
      last: 'filters',
      goal: 'which files are opened',
      places: { filters: 2 },
      read: { probes: PASSED.passed },
    };
    expect(readProgress(JSON.stringify(kept))).toEqual(kept);
  });

  it.each([
    ['new', NO_PROGRESS],
    ['begun', { ...NO_PROGRESS, places: { probes: 0 } }],
    ['begun', withExercise(NO_PROGRESS, 'probes', 'any', { tries: 1 })],
    ['begun', withExercise(NO_PROGRESS, 'probes', 'any', { hints: 1 })],
    // Reading alone is not knowing, nor is looking at the solution.
    ['begun', { ...NO_PROGRESS, read: { probes: PASSED.passed } }],
    ['begun', withExercise(NO_PROGRESS, 'probes', 'any', { tries: 1, gaveUp: true })],
    ['done', done],
  ] as const)('makes a lesson %s', (state, progress) => expect(lessonState(progress, probes)).toBe(state));

  it('says what is known', () => {
    expect([...knownConcepts(NO_PROGRESS, course)]).toEqual([]);
    expect([...knownConcepts(done, course)]).toEqual(['probe']);
  });

  it('goes on where somebody was, else with the first that is open', () => {
    expect(nextLesson(NO_PROGRESS, course.lessons)).toBe(probes);
    expect(nextLesson({ ...NO_PROGRESS, last: 'filters' }, course.lessons)).toBe(filters);
    expect(nextLesson({ ...done, last: 'probes' }, course.lessons)).toBe(filters);
    expect(nextLesson(withExercise(done, 'filters', 'one-name', PASSED), course.lessons)).toBeUndefined();
    expect(nextExercise(NO_PROGRESS, probes)?.id).toBe('any');
    expect(nextExercise(done, probes)).toBeUndefined();
  });
});
