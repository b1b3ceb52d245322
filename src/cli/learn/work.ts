/** `gpttrace learn edit`, `hint`, `solution`: what somebody does who works on an exercise. */
import { Exit } from '../../core/exit.ts';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import { parseInline } from '../../learn/inline.ts';
import { codeLines } from '../../learn/show/code.ts';
import { flow } from '../../learn/show/runs.ts';
import { editorName, openEditor } from '../../line/editor.ts';
import { prepareWork } from '../../line/learn/progress.ts';
import { paint, type Style } from '../../views/layout.ts';
import { visible } from '../../views/values.ts';
import { canAsk, write } from '../terminal.ts';
import { done, type LangFlags, note, type Place, placeOfWork, type Work, workNamed } from './place.ts';

export async function editCommand(name: string | undefined, flags: LangFlags): Promise<Exit> {
  const place = placeOfWork(flags, name);
  const work = await workNamed(name, place);
  const { isNew } = prepareWork(work.lesson, work.kept);
  note(work, place, () => ({}));
  await write(
    process.stdout,
    `${[...taskLines(work, place, { ...place.style, columns: Math.min(place.style.columns, 100) }), '', place.words.file(work.file, isNew)].join('\n')}\n`,
  );
  if (canAsk() && (await openEditor(work.file)) !== 'edited') {
    process.stderr.write(`${place.words.editorFailed(editorName())}\n`);
    return Exit.file;
  }
  await write(process.stdout, `${paint(place.words.grade(work.name), 'bold', place.style)}\n${paint(place.words.watch(work.name), 'dim', place.style)}\n`);
  return Exit.answered;
}

export function taskLines({ exercise }: Pick<Work, 'exercise'>, { lang, words }: Pick<Place, 'lang' | 'words'>, style: Style): string[] {
  return [`${paint(`${words.task}${exercise.title[lang]}`, 'bold', style)}`, ...flow(parseInline(exercise.task[lang]), style)];
}

export interface HintFlags extends LangFlags {
  readonly json?: boolean;
}

/** One more than were given; all of them where there are no more. */
export async function hintCommand(name: string | undefined, flags: HintFlags): Promise<Exit> {
  const place = placeOfWork(flags, name);
  const work = await workNamed(name, place);
  const { hints } = work.exercise;
  const { hints: before } = done(work, place.progress);
  const given = Math.min(before + 1, hints.length);
  if (given > before) note(work, place, () => ({ hints: given }));
  const shown = before >= hints.length ? hints : hints.slice(given - 1, given);
  if (flags.json === true) {
    await write(
      process.stdout,
      `${JSON.stringify({ type: 'hint', lesson: work.lesson.id, exercise: work.exercise.id, given, of: hints.length, hints: shown.map((one) => one[place.lang]) })}\n`,
    );
    return Exit.answered;
  }
  await write(process.stdout, `${hintLines(work, place, given - shown.length, shown.length).join('\n')}\n`);
  return Exit.answered;
}

/** Hints from one on, and what comes after the last. */
export function hintLines({ exercise, name }: Work, { lang, words, style }: Place, from: number, count: number): string[] {
  const columns = Math.min(style.columns, 100);
  const { hints } = exercise;
  const lines = hints
    .slice(from, from + count)
    .flatMap((hint, index) => [
      paint(words.hint(from + index + 1, hints.length), 'bold', style),
      ...flow(parseInline(hint[lang]), { ...style, columns }, '  '),
      '',
    ]);
  return from + count >= hints.length ? [...lines, paint(words.lastHint(name), 'dim', style)] : lines;
}

export interface SolutionFlags extends LangFlags {
  readonly giveUp?: boolean;
  readonly json?: boolean;
}

/** After the hints, or when somebody gives up. Throws a Problem before that. */
export async function solutionCommand(name: string | undefined, flags: SolutionFlags): Promise<Exit> {
  const place = placeOfWork(flags, name);
  const work = await workNamed(name, place);
  const { hints, passed } = done(work, place.progress);
  const left = work.exercise.hints.length - hints;
  if (left > 0 && passed === undefined && flags.giveUp !== true) throw new Problem(messages.solutionLater(left, work.name, place.lang));
  if (passed === undefined) note(work, place, () => ({ gaveUp: true }));
  const { language, source } = work.exercise.solution;
  if (flags.json === true) {
    await write(process.stdout, `${JSON.stringify({ type: 'solution', lesson: work.lesson.id, exercise: work.exercise.id, language, source })}\n`);
    return Exit.answered;
  }
  await write(process.stdout, `${[place.words.solutionOf, '', ...codeLines(source, language, place.style)].join('\n')}\n`);
  process.stderr.write(`\n${visible(place.words.file(work.file, false))}\n`);
  return Exit.answered;
}
