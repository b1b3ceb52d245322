/** `gpttrace learn`: the whole course, what was done of it, and where to go on. */
import { Exit } from '../../core/exit.ts';
import type { Lesson } from '../../learn/lesson.ts';
import { exerciseProgress, type LessonState, lessonState, nextExercise, nextLesson, type Progress } from '../../learn/progress.ts';
import { cut, padEnd, paint, type Style, width, wrap } from '../../views/layout.ts';
import { visible } from '../../views/values.ts';
import { write } from '../terminal.ts';
import { type LangFlags, type Place, placeFor } from './place.ts';

export async function showOverview(flags: LangFlags & { readonly json?: boolean }): Promise<Exit> {
  const place = placeFor(flags);
  await write(process.stdout, flags.json === true ? `${JSON.stringify(overviewJson(place))}\n` : `${overviewLines(place).join('\n')}\n`);
  return Exit.answered;
}

function overviewLines({ opened, progress, lang, words, style }: Place): string[] {
  const { lessons } = opened.course;
  const done = lessons.filter((lesson) => lessonState(progress, lesson) === 'done').length;
  const columns = Math.min(style.columns, 100);
  const next = nextLesson(progress, lessons);
  const lines = [`${paint(words.course, 'bold', style)}  ${paint(words.done(done, lessons.length), 'dim', style)}`, ''];
  for (const lesson of lessons) lines.push(lessonLine(lesson, lessonState(progress, lesson), lesson === next, { ...style, columns }, lang, words.states));
  lines.push('');
  if (opened.mistakes.length > 0) {
    // The file of the concepts is no lesson: with a mistake in it, all lessons are there.
    const left = new Set(opened.mistakes.flatMap(({ file }) => (file.includes('/') || !file.includes('.') ? [file.split('/')[0]] : [])));
    lines.push(paint(left.size === 0 ? words.mistaken : words.leftOut(left.size), 'yellow', style), '');
  }
  if (progress.goal !== undefined) lines.push(`${words.yourGoal}${visible(progress.goal)}`, `  gpttrace learn "${visible(progress.goal)}"`, '');
  if (next !== undefined) lines.push(`${words.next}${next.title[lang]}`, `  ${paint(`gpttrace learn ${next.id}`, 'bold', style)}`, '');
  else lines.push(words.courseDone, '');
  const widest = Math.max(...words.commands.map(([what]) => width(what)));
  const isNarrow = words.commands.some(([, does]) => widest + width(does) + 4 > columns);
  for (const [what, does] of words.commands)
    if (isNarrow) lines.push(`  ${what}`, ...wrap(does, columns - 4).map((line) => `    ${paint(line, 'dim', style)}`));
    else lines.push(`  ${padEnd(what, widest)}  ${paint(does, 'dim', style)}`);
  return lines;
}

export function lessonLine(
  lesson: Lesson,
  state: LessonState,
  isNext: boolean,
  style: Style,
  lang: 'en' | 'zh',
  states: Readonly<Record<LessonState, string>>,
): string {
  const marks = style.unicode ? { new: ' ', begun: '◐', done: '✓' } : { new: ' ', begun: '-', done: 'x' };
  const mark = isNext ? (style.unicode ? '▸' : '>') : ' ';
  const number = String(lesson.number).padStart(2);
  const head = `${mark} ${marks[state]} ${number}  `;
  const told = states[state];
  const id = paint(padEnd(lesson.id, 22), 'dim', style);
  const room = style.columns - width(head) - 22 - (told === '' ? 0 : width(told) + 2);
  const title = Number.isFinite(room) ? cut(lesson.title[lang], room, style) : lesson.title[lang];
  const line = `${head}${id}${title}${told === '' ? '' : `  ${paint(told, state === 'done' ? 'green' : 'yellow', style)}`}`;
  return isNext ? line.replace(mark, paint(mark, 'green', style)) : line;
}

function overviewJson({ opened, progress, lang }: Place): unknown {
  const { lessons } = opened.course;
  return {
    type: 'course',
    lang,
    lessons: lessons.map((lesson) => lessonJson(lesson, progress)),
    next: nextLesson(progress, lessons)?.id ?? null,
    goal: progress.goal ?? null,
    mistakes: opened.mistakes,
  };
}

export function lessonJson(lesson: Lesson, progress: Progress): unknown {
  const { id, number, title, goal, minutes, teaches, exercises } = lesson;
  return {
    id,
    number,
    title,
    goal,
    minutes,
    teaches,
    state: lessonState(progress, lesson),
    nextExercise: nextExercise(progress, lesson)?.id ?? null,
    exercises: exercises.map((exercise) => ({ id: exercise.id, title: exercise.title, task: exercise.task, ...exerciseProgress(progress, id, exercise.id) })),
  };
}
