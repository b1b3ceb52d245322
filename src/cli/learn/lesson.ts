/** `gpttrace learn LESSON`: on a terminal page by page, else as text. */
import { Exit } from '../../core/exit.ts';
import type { Lesson } from '../../learn/lesson.ts';
import { exerciseProgress, nextExercise } from '../../learn/progress.ts';
import { readable } from '../../learn/show/blocks.ts';
import { wholeText } from '../../learn/show/pages.ts';
import { lessonNamed } from '../../line/learn/course.ts';
import { loadProgress } from '../../line/learn/progress.ts';
import { explainedProgram } from '../../line/learn/read.ts';
import { paint, type Style } from '../../views/layout.ts';
import { canDraw, write } from '../terminal.ts';
import { lessonJson } from './overview.ts';
import { keep, type LangFlags, type Place, placeFor } from './place.ts';
import { taskLines } from './work.ts';

export interface LessonFlags extends LangFlags {
  readonly plain?: boolean;
  readonly json?: boolean;
}

export async function showLesson(name: string, flags: LessonFlags): Promise<Exit> {
  const place = placeFor(flags);
  const { opened, lang, progress, words } = place;
  const lesson = lessonNamed(opened, name, lang);
  if (flags.json === true) {
    await write(
      process.stdout,
      `${JSON.stringify({ type: 'lesson', lang, ...(lessonJson(lesson, progress) as object), read: lesson.read, text: lesson.text[lang] })}\n`,
    );
    return Exit.answered;
  }
  const read = await explainedProgram(lesson.read, lang);
  if (flags.plain === true || !canDraw()) {
    await write(process.stdout, `${plainLines(lesson, place, read).join('\n')}\n`);
    keep(words, (before) => ({ ...before, last: lesson.id, read: { ...before.read, [lesson.id]: new Date().toISOString() } }));
    return Exit.answered;
  }
  const { LessonReader } = await import('./reader.ts');
  const exit = await new LessonReader(lesson, place, read).show();
  await write(process.stdout, `${afterLines(lesson, place).join('\n')}\n`);
  return exit ?? Exit.answered;
}

function plainLines(lesson: Lesson, place: Place, read: (style: Style) => readonly string[]): string[] {
  const { lang, words, progress } = place;
  const style = readable(place.style);
  return [
    paint(`${lesson.number}  ${lesson.title[lang]}`, 'bold', style),
    paint(`${lesson.goal[lang]}  (${words.minutes(lesson.minutes)})`, 'dim', style),
    '',
    ...wholeText(lesson, { style: place.style, lang, read }),
    paint(words.exercises, 'bold', style),
    ...lesson.exercises.flatMap((exercise) => {
      const { passed } = exerciseProgress(progress, lesson.id, exercise.id);
      const name = `${lesson.id}/${exercise.id}`;
      return [
        '',
        ...taskLines({ exercise }, place, style),
        `  ${paint(words.edit(name), 'cyan', style)}${passed === undefined ? '' : `  ${words.passed}`}`,
        `  ${paint(words.grade(name), 'cyan', style)}`,
      ];
    }),
  ];
}

/** What stays on the terminal when the pages are gone. */
function afterLines(lesson: Lesson, { lang, words, style }: Place): string[] {
  const next = nextExercise(loadProgress(), lesson);
  const head = paint(`${lesson.number}  ${lesson.title[lang]}`, 'bold', style);
  return next === undefined ? [head, words.lessonDone(lesson.title[lang])] : [head, words.nextExercise(`${lesson.id}/${next.id}`, next.title[lang])];
}
