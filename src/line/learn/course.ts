/** The course for somebody who learns: a lesson with a mistake is left out, and the others are there. */
import { suggest } from '../../check/suggest.ts';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import { lessonOf } from '../../learn/course.ts';
import type { Course, Exercise, Lang, Lesson } from '../../learn/lesson.ts';
import { type Mistake, mistakeText } from '../../learn/mistake.ts';
import { nextExercise, type Progress } from '../../learn/progress.ts';
import { openCourse, ownCourse } from './files.ts';

export interface OpenedCourse {
  readonly folder: string;
  readonly course: Course;
  /** Of the lessons that were left out. */
  readonly mistakes: readonly Mistake[];
}

/** Throws a Problem where there is no lesson at all. */
export function courseToLearn(folder: string = ownCourse()): OpenedCourse {
  const { course, mistakes } = openCourse(folder);
  const isLeftOut = (lesson: Lesson): boolean => mistakes.some(({ file, minor = false }) => !minor && file.split('/')[0] === lesson.folder);
  const lessons = course.lessons.filter((lesson) => !isLeftOut(lesson));
  if (lessons.length === 0) {
    const [first] = mistakes;
    throw new Problem(first === undefined ? messages.noLessons(folder) : messages.badLesson(mistakeText(first), first.hint, mistakes.length));
  }
  return { folder, course: { ...course, lessons }, mistakes: mistakes.filter(({ file }) => !lessons.some((lesson) => file.split('/')[0] === lesson.folder)) };
}

/** By its id, its number or its folder. Throws a Problem where there is none: with the mistake that left it out, where one did. */
export function lessonNamed({ course, mistakes }: OpenedCourse, name: string, lang: Lang): Lesson {
  const found = lessonOf(course, name);
  if (found !== undefined) return found;
  const own = mistakes.find(({ file }) => new RegExp(`^(?:\\d\\d-)?${escaped(name)}(?:/|$)`).test(file) || Number(file.slice(0, 2)) === Number(name));
  if (own !== undefined) throw new Problem(messages.badLesson(mistakeText(own), own.hint, 1));
  throw new Problem(messages.noSuchLesson(name, nearLessons({ course }, name), lang));
}

/** Lessons that may have been meant. */
export function nearLessons({ course }: Pick<OpenedCourse, 'course'>, name: string): readonly string[] {
  return suggest(
    name,
    course.lessons.map(({ id }) => id),
  );
}

/** Of a lesson, by its id or its place; the first that was not passed where none is named. Throws a Problem where there is none. */
export function exerciseNamed(lesson: Lesson, name: string | undefined, progress: Progress, lang: Lang): Exercise {
  const [first] = lesson.exercises;
  const found =
    name === undefined
      ? (nextExercise(progress, lesson) ?? first)
      : lesson.exercises.find(({ id }, index) => id === name || (/^\d+$/.test(name) && index + 1 === Number(name)));
  if (found !== undefined) return found;
  throw new Problem(
    messages.noSuchExercise(
      lesson.id,
      name ?? '',
      lesson.exercises.map(({ id }) => id),
      lang,
    ),
  );
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
