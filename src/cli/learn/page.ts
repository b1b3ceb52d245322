/** What a page of a lesson looks like on a terminal. Pure. */
import type { Lesson } from '../../learn/lesson.ts';
import { exerciseProgress, type Progress } from '../../learn/progress.ts';
import type { Page } from '../../learn/show/pages.ts';
import type { Size } from '../../screen/diff.ts';
import { cut, paint, type Style, width, wrap } from '../../views/layout.ts';
import type { Place } from './place.ts';
import { taskLines } from './work.ts';

/** Rows that are not the lesson's: the line above, the one below, and one empty line to each. */
export const AROUND = 4;
/** Columns that are still read with ease. */
export const READABLE = 96;
const MOST_MARGIN = 8;

export interface Shown {
  readonly lesson: Lesson;
  readonly page: Page | undefined;
  readonly at: number;
  readonly of: number;
  /** There is something to grade. */
  readonly isWorked: boolean;
}

/** The whole screen, drawn anew. */
export function pageScreen({ lesson, page, at, of, isWorked }: Shown, { columns, rows }: Size, { style, lang, words }: Place): string {
  const margin = ' '.repeat(Math.max(1, Math.min(MOST_MARGIN, Math.floor((columns - READABLE) / 2))));
  const count = `${at + 1}/${of}`;
  const title = cut(`${lesson.number}  ${lesson.title[lang]}`, Math.max(8, columns - margin.length * 2 - count.length - 2), style);
  const gap = ' '.repeat(Math.max(1, columns - margin.length * 2 - width(title) - count.length));
  const { keys } = words;
  const offers = [
    at < of - 1 ? keys.next : keys.end,
    keys.back,
    ...((page?.runs.length ?? 0) > 0 ? [keys.run] : []),
    keys.exercise,
    ...(isWorked ? [keys.grade] : []),
    keys.hint,
    keys.quit,
  ];
  const lines = [
    `${margin}${paint(title, 'bold', style)}${gap}${paint(count, 'dim', style)}`,
    '',
    ...(page?.lines ?? []).map((line) => (line === '' ? '' : margin + line)),
  ];
  const isNarrow = width(offers.join('   ')) > columns - margin.length;
  const foot = `${margin}${paint(cut(offers.join(isNarrow ? ' ' : '   '), columns - margin.length, style), 'dim', style)}`;
  const body = Array.from({ length: rows - 1 }, (_, index) => lines[index] ?? '');
  return `\u001b[H${[...body, foot].map((line) => `${line}\u001b[K`).join('\r\n')}\u001b[J`;
}

/** What stands on the last pages: the exercises, and how far each has come. */
export function exerciseBlocks(lesson: Lesson, progress: Progress, { words, lang }: Place, style: Style): readonly (readonly string[])[] {
  return [
    [paint(words.exercises, 'bold', style)],
    ...lesson.exercises.map((exercise, index) => {
      const { passed } = exerciseProgress(progress, lesson.id, exercise.id);
      const [head = '', ...task] = taskLines({ exercise }, { words, lang }, { ...style, columns: style.columns - 4 });
      const state = passed === undefined ? '' : `  ${paint(`${style.unicode ? '✓ ' : ''}${words.passed}`, 'green', style)}`;
      return [`${paint(String(index + 1), 'cyan', style)}   ${head.replace(words.task, '')}${state}`, ...task.map((line) => `    ${line}`)];
    }),
    wrap(
      lang === 'zh' ? '数字选一个，e 打开它的文件，g 评分，h 提示' : 'a digit chooses one; e opens its file, g grades it, h gives a hint',
      style.columns,
    ).map((line) => paint(line, 'dim', style)),
  ];
}
