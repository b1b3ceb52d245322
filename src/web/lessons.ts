/** The course and what somebody has done of it, for the page. */
import { existsSync } from 'node:fs';
import { lessonsBefore } from '../learn/course.ts';
import type { Course, Exercise, Lesson } from '../learn/lesson.ts';
import { exerciseProgress, GOAL, knownConcepts, lessonState, nextLesson, type Progress } from '../learn/progress.ts';
import type { Goal } from '../line/learn/goal.ts';
import { readWork, workFile } from '../line/learn/progress.ts';
import type { CourseView, ExerciseView, GoalView, LessonLine, LessonName, LessonView } from './api.ts';

export function courseView(course: Course, progress: Progress): CourseView {
  const next = nextLesson(progress, course.lessons);
  return { lessons: course.lessons.map((lesson) => lessonLine(lesson, progress)), ...(next === undefined ? {} : { next: next.id }) };
}

function lessonLine(lesson: Lesson, progress: Progress): LessonLine {
  const { id, number, title, goal, minutes, exercises } = lesson;
  const passed = exercises.filter((exercise) => exerciseProgress(progress, id, exercise.id).passed !== undefined).length;
  return { id, number, title, goal, minutes, state: lessonState(progress, lesson), exercises: exercises.length, passed };
}

export function lessonView(course: Course, lesson: Lesson, progress: Progress): LessonView {
  const { lessons } = course;
  const { text, read, exercises } = lesson;
  const at = lessons.indexOf(lesson);
  const [previous, following] = [lessons[at - 1], lessons[at + 1]];
  return {
    ...lessonLine(lesson, progress),
    text,
    read,
    before: lessonsBefore(course, lesson).map(nameOf),
    work: exercises.map((exercise) => exerciseView(lesson, exercise, progress)),
    ...(previous === undefined ? {} : { previous: nameOf(previous) }),
    ...(following === undefined ? {} : { following: nameOf(following) }),
  };
}

function nameOf({ id, title }: Lesson): LessonName {
  return { id, title };
}

export function goalView({ text, id, title, path, exercise, grading }: Goal, course: Course, progress: Progress): GoalView {
  const known = knownConcepts(progress, course);
  return {
    goal: text,
    title,
    holds: course.concepts.filter(({ id }) => path.holds.includes(id)).map(({ id, title: name }) => ({ title: name, known: known.has(id) })),
    lessons: path.lessons.map((lesson) => lessonLine(lesson, progress)),
    // Each goal has a file and a progress of its own.
    exercise: exerciseView({ id: GOAL, folder: GOAL }, { ...exercise, id }, progress),
    isJudged: grading.by !== 'none',
  };
}

/** Without what was not earned yet: hints that were not asked for, and the answer. */
export function exerciseView(lesson: Pick<Lesson, 'id' | 'folder'>, exercise: Exercise, progress: Progress): ExerciseView {
  const { id, title, task, needs, start, solution, hints, workload } = exercise;
  const { tries, passed, hints: given, gaveUp } = exerciseProgress(progress, lesson.id, id);
  return {
    id,
    title,
    task,
    needs,
    workload,
    language: start.language,
    source: sourceOf(lesson, exercise),
    start: start.source,
    tries,
    passed: passed !== undefined,
    hints: hints.slice(0, given),
    hintsLeft: Math.max(0, hints.length - given),
    ...(passed === undefined && !gaveUp ? {} : { solution: solution.source }),
  };
}

/** What the learner has written so far, here or in an editor. Throws a Problem where that cannot be read. */
export function sourceOf(lesson: Pick<Lesson, 'folder'>, exercise: Exercise): string {
  const file = workFile(lesson, exercise);
  return existsSync(file) ? readWork(file, exercise).source : exercise.start.source;
}
