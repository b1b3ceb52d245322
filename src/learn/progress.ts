/** What somebody has done of a course, as data. */
import { isObject } from '../core/is-object.ts';
import type { Grade } from './grade.ts';
import type { Course, Exercise, Lesson } from './lesson.ts';

export interface ExerciseProgress {
  /** How often a program was judged. */
  readonly tries: number;
  /** How many hints were given. */
  readonly hints: number;
  /** The solution was looked at. */
  readonly gaveUp: boolean;
  /** When a program first passed; ISO 8601. */
  readonly passed?: string;
}

export interface Progress {
  readonly version: 1;
  /** By lesson and exercise: `filters/one-name`. */
  readonly exercises: Readonly<Record<string, ExerciseProgress>>;
  /** When lessons were last read to their end, by their ids. */
  readonly read: Readonly<Record<string, string>>;
  /** The section each lesson was left at. */
  readonly places: Readonly<Record<string, number>>;
  /** The lesson that was opened last. */
  readonly last?: string;
  /** What somebody wants to be able to see, in their words. */
  readonly goal?: string;
}

/** What the last exercise on the way to a goal is called, where a lesson and an exercise stand. */
export const GOAL = 'goal';

export const NO_PROGRESS: Progress = { version: 1, exercises: {}, read: {}, places: {} };
const UNTRIED: ExerciseProgress = { tries: 0, hints: 0, gaveUp: false };

export type LessonState = 'new' | 'begun' | 'done';

export function exerciseKey(lesson: string, exercise: string): string {
  return `${lesson}/${exercise}`;
}

export function exerciseProgress({ exercises }: Progress, lesson: string, exercise: string): ExerciseProgress {
  const key = exerciseKey(lesson, exercise);
  return Object.hasOwn(exercises, key) ? (exercises[key] ?? UNTRIED) : UNTRIED;
}

/** A lesson is done when each of its exercises was passed: reading alone is not knowing. */
export function lessonState(progress: Progress, lesson: Lesson): LessonState {
  const done = lesson.exercises.map(({ id }) => exerciseProgress(progress, lesson.id, id));
  if (done.every(({ passed }) => passed !== undefined)) return 'done';
  const isBegun = Object.hasOwn(progress.places, lesson.id) || Object.hasOwn(progress.read, lesson.id) || done.some(({ tries, hints }) => tries + hints > 0);
  return isBegun ? 'begun' : 'new';
}

/** The concepts of the lessons that are done. */
export function knownConcepts(progress: Progress, { lessons }: Course): ReadonlySet<string> {
  return new Set(lessons.filter((lesson) => lessonState(progress, lesson) === 'done').flatMap(({ teaches }) => teaches));
}

/** Where to go on: the lesson that was begun last and is not done, else the first that is not. */
export function nextLesson(progress: Progress, lessons: readonly Lesson[]): Lesson | undefined {
  const open = lessons.filter((lesson) => lessonState(progress, lesson) !== 'done');
  return open.find(({ id }) => id === progress.last) ?? open[0];
}

/** The first exercise that was not passed. */
export function nextExercise(progress: Progress, lesson: Lesson): Exercise | undefined {
  return lesson.exercises.find(({ id }) => exerciseProgress(progress, lesson.id, id).passed === undefined);
}

export function withExercise(progress: Progress, lesson: string, exercise: string, change: Partial<ExerciseProgress>): Progress {
  const key = exerciseKey(lesson, exercise);
  return { ...progress, exercises: { ...progress.exercises, [key]: { ...exerciseProgress(progress, lesson, exercise), ...change } } };
}

/** The same, and its lesson is the one that was opened last. */
export function withWork(progress: Progress, lesson: string, exercise: string, change: (before: ExerciseProgress) => Partial<ExerciseProgress>): Progress {
  const next = withExercise(progress, lesson, exercise, change(exerciseProgress(progress, lesson, exercise)));
  return lesson === GOAL ? next : { ...next, last: lesson };
}

/** What a grade changes. */
export function afterGrade({ tries, passed }: ExerciseProgress, { verdict }: Pick<Grade, 'verdict'>, now: Date): Partial<ExerciseProgress> {
  if (verdict === 'not-judged') return {};
  return { tries: tries + 1, ...(verdict === 'passed' && passed === undefined ? { passed: now.toISOString() } : {}) };
}

/** Reads what was kept. What is no progress is none; what is damaged in it is left out. */
export function readProgress(text: string): Progress | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(value) || value.version !== 1) return undefined;
  return {
    version: 1,
    exercises: Object.fromEntries(
      entries(value.exercises).flatMap(([key, one]): [string, ExerciseProgress][] =>
        isObject(one)
          ? [
              [
                key,
                {
                  tries: count(one.tries),
                  hints: count(one.hints),
                  gaveUp: one.gaveUp === true,
                  ...(typeof one.passed === 'string' ? { passed: one.passed } : {}),
                },
              ],
            ]
          : [],
      ),
    ),
    read: Object.fromEntries(entries(value.read).filter((one): one is [string, string] => typeof one[1] === 'string')),
    places: Object.fromEntries(entries(value.places).map(([key, place]) => [key, count(place)])),
    ...(typeof value.last === 'string' ? { last: value.last } : {}),
    ...(typeof value.goal === 'string' ? { goal: value.goal } : {}),
  };
}

function entries(value: unknown): [string, unknown][] {
  return isObject(value) ? Object.entries(value) : [];
}

function count(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : 0;
}
