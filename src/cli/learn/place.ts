/** What the subcommands of `learn` share: the course, progress, the language, and which exercise is meant. */
import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import type { Exercise, Lang, Lesson } from '../../learn/lesson.ts';
import { type ExerciseProgress, exerciseProgress, GOAL, nextLesson, type Progress, withWork } from '../../learn/progress.ts';
import { courseToLearn, exerciseNamed, lessonNamed, type OpenedCourse } from '../../line/learn/course.ts';
import { type Goal, goalFor } from '../../line/learn/goal.ts';
import { changeProgress, loadProgress, workFile, workFolder } from '../../line/learn/progress.ts';
import type { Style } from '../../views/layout.ts';
import { localeLanguage } from '../locale.ts';
import { stdoutStyle } from '../terminal.ts';
import { type LearnWords, learnWords } from './words.ts';

export interface LangFlags {
  readonly lang?: Lang;
}

export interface Place {
  readonly opened: OpenedCourse;
  readonly progress: Progress;
  readonly lang: Lang;
  readonly words: LearnWords;
  readonly style: Style;
}

/** `text`: what was typed, whose language it is where it is Chinese. */
export function placeFor({ lang: wanted }: LangFlags, text = ''): Place {
  const lang = wanted ?? typedLanguage(text);
  return { opened: courseToLearn(), progress: loadProgress(), lang, words: learnWords(lang), style: { ...stdoutStyle(), language: lang } };
}

/** The place of whoever works on an exercise of that name: a goal is worked on in the language that it was typed in. */
export function placeOfWork(flags: LangFlags, name: string | undefined): Place {
  return placeFor(flags, name === GOAL ? loadProgress().goal : undefined);
}

/** Chinese where what was typed is, else the locale's. */
export function typedLanguage(text: string): Lang {
  return /\p{Script=Han}/u.test(text) ? 'zh' : localeLanguage();
}

/** An exercise that is worked on. */
export interface Work {
  readonly lesson: Pick<Lesson, 'id' | 'folder'>;
  readonly exercise: Exercise;
  /** As its file is called. */
  readonly kept: Pick<Exercise, 'id' | 'start'>;
  /** As it is typed: `filters/one-name`. */
  readonly name: string;
  readonly file: string;
  /** The last exercise of the way to a goal. */
  readonly goal?: Goal;
}

/** By `LESSON`, `LESSON/EXERCISE`, `goal`, or a file of the learner's; where nothing is named, where they were. Throws a Problem where there is none. */
export async function workNamed(name: string | undefined, place: Place, wanted?: string): Promise<Work> {
  const { opened, progress, lang } = place;
  const file = name !== undefined && (/\.(?:bt|c)$/.test(name) || (existsSync(name) && !existsSync(`${name}/lesson.toml`))) ? name : undefined;
  const named = wanted ?? (file === undefined ? name : nameOfFile(file));
  if (named === GOAL || named?.startsWith(`${GOAL}/`)) {
    if (progress.goal === undefined) throw new Problem(messages.noGoal(lang));
    const goal = await goalFor(progress.goal, opened.course, progress, { lang });
    const lesson = { id: GOAL, folder: GOAL };
    const kept = { ...goal.exercise, id: goal.id };
    return { lesson, exercise: goal.exercise, kept, name: GOAL, file: file ?? workFile(lesson, kept), goal };
  }
  const [lessonName, exerciseName] = named?.split('/') ?? [];
  const lesson = lessonName === undefined ? (nextLesson(progress, opened.course.lessons) ?? opened.course.lessons[0]) : lessonNamed(opened, lessonName, lang);
  if (lesson === undefined) throw new Problem(messages.noLessons(opened.folder));
  const exercise = exerciseNamed(lesson, exerciseName, progress, lang);
  return { lesson, exercise, kept: exercise, name: `${lesson.id}/${exercise.id}`, file: file ?? workFile(lesson, exercise) };
}

/** A file below the folder of the learner's own says which exercise it is of. */
function nameOfFile(file: string): string | undefined {
  const [folder, name, ...others] = relative(workFolder(), resolve(file)).split('/');
  if (folder === undefined || folder === '..' || name === undefined || others.length > 0) return undefined;
  return folder === GOAL ? GOAL : `${folder}/${name.replace(/\.(?:bt|bpf\.c)$/, '')}`;
}

export function done({ lesson, exercise }: Work, progress: Progress): ExerciseProgress {
  return exerciseProgress(progress, lesson.id, exercise.id);
}

/** Changes what is kept of an exercise; says so where it cannot be. */
export function note({ lesson, exercise }: Work, { words }: Place, change: (before: ExerciseProgress) => Partial<ExerciseProgress>): void {
  keep(words, (progress) => withWork(progress, lesson.id, exercise.id, change));
}

export function keep(words: LearnWords, change: (progress: Progress) => Progress): void {
  const why = changeProgress(change);
  if (why !== undefined) process.stderr.write(`${words.notKept(why)}\n`);
}
