/** The lint of lessons: `gpttrace learn --check`. */
import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import { lessonOf } from '../../learn/course.ts';
import type { Course, Lesson } from '../../learn/lesson.ts';
import { type Mistake, mistakeText } from '../../learn/mistake.ts';
import { CONCEPTS_FILE } from '../../learn/read-concepts.ts';
import { LESSON_FILE } from '../../learn/read-lesson.ts';
import { localMachine } from '../../local.ts';
import { openMachine } from '../machine.ts';
import { openCourse, ownCourse } from './files.ts';
import { lookAtPrograms } from './programs.ts';

export type { Mistake };
export { mistakeText };

/** What `--check` is to look at: a course, or one of its lessons. */
export interface Subject {
  /** The folder of the course. */
  readonly folder: string;
  /** The folder's name of one lesson. */
  readonly lesson?: string;
  /** The exercise's id. */
  readonly exercise?: string;
}

export interface Linted {
  readonly course: Course;
  /** The lessons that were looked at. */
  readonly lessons: readonly Lesson[];
  readonly mistakes: readonly Mistake[];
  readonly notes: readonly string[];
}

/** By a folder of lessons, the folder of a lesson, or a lesson's name, with an exercise or without. Throws a Problem where it is none of these. */
export function subjectOf(name: string | undefined): Subject {
  if (name === undefined) return { folder: ownCourse() };
  const asFolder = subjectIn(name);
  if (asFolder !== undefined) return asFolder;
  const [rest, exercise] = [dirname(name), basename(name)];
  const inFolder = rest === '.' ? undefined : subjectIn(rest);
  if (inFolder?.lesson !== undefined) return { ...inFolder, exercise };
  const [wanted = '', wantedExercise] = name.split('/');
  const folder = ownCourse();
  const { course } = openCourse(folder);
  const lesson = lessonOf(course, wanted);
  if (lesson === undefined) throw new Problem(messages.noSuchLesson(name, [], 'en'));
  return { folder, lesson: lesson.folder, ...(wantedExercise === undefined ? {} : { exercise: wantedExercise }) };
}

function subjectIn(path: string): Subject | undefined {
  const place = resolve(path);
  if (!existsSync(place) || !statSync(place).isDirectory()) return undefined;
  if (existsSync(join(place, CONCEPTS_FILE))) return { folder: place };
  return existsSync(join(place, LESSON_FILE)) || existsSync(join(dirname(place), CONCEPTS_FILE))
    ? { folder: dirname(place), lesson: basename(place) }
    : undefined;
}

/** Reads, and holds programs against this machine; runs nothing. */
export async function lint({ folder, lesson: only }: Subject): Promise<Linted> {
  const { course, mistakes } = openCourse(folder);
  const lessons = course.lessons.filter((lesson) => only === undefined || lesson.folder === only);
  const { host } = localMachine();
  const machine = await openMachine({});
  const looks = [];
  for (const lesson of lessons) looks.push(await lookAtPrograms(lesson, machine, host));
  return {
    course,
    lessons,
    mistakes: [...mistakes.filter(({ file }) => only === undefined || file === only || file.startsWith(`${only}/`)), ...looks.flatMap((look) => look.mistakes)],
    notes: [...new Set(looks.flatMap((look) => look.notes))],
  };
}
