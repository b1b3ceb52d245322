/** `gpttrace learn progress`: what was done, exercise by exercise, and all of it forgotten. */
import { Exit } from '../../core/exit.ts';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import { exerciseProgress, lessonState } from '../../learn/progress.ts';
import { eraseProgress, progressFile, workFolder } from '../../line/learn/progress.ts';
import { paint } from '../../views/layout.ts';
import { question } from '../question.ts';
import { listen } from '../signals.ts';
import { canAsk, write } from '../terminal.ts';
import { lessonJson, lessonLine } from './overview.ts';
import { type LangFlags, placeFor } from './place.ts';

export interface ProgressFlags extends LangFlags {
  readonly json?: boolean;
  readonly reset?: boolean;
  readonly yes?: boolean;
}

export async function progressCommand(flags: ProgressFlags): Promise<Exit> {
  const place = placeFor(flags);
  const { opened, progress, lang, words, style } = place;
  if (flags.reset === true) {
    if (flags.yes !== true) {
      if (!canAsk()) throw new Problem(messages.resetNoConsent(lang));
      const interruption = listen();
      const answer = await question(words.erase, interruption.stop).finally(() => interruption.dispose());
      if (!/^(?:y|yes|是)$/i.test(answer?.trim() ?? '')) return interruption.exit() ?? Exit.notConsented;
    }
    await write(process.stdout, `${words.erased(eraseProgress(), workFolder())}\n`);
    return Exit.answered;
  }
  const { lessons } = opened.course;
  if (flags.json === true) {
    await write(
      process.stdout,
      `${JSON.stringify({ type: 'progress', file: progressFile(), work: workFolder(), lessons: lessons.map((lesson) => lessonJson(lesson, progress)) })}\n`,
    );
    return Exit.answered;
  }
  const lines: string[] = [];
  for (const lesson of lessons) {
    const state = lessonState(progress, lesson);
    if (state === 'new') continue;
    lines.push(lessonLine(lesson, state, false, { ...style, columns: Math.min(style.columns, 100) }, lang, words.states));
    for (const exercise of lesson.exercises) {
      const { tries, hints, gaveUp, passed } = exerciseProgress(progress, lesson.id, exercise.id);
      const told = [
        ...(passed === undefined ? [] : [`${words.passed} ${passed.slice(0, 10)}`]),
        ...(tries === 0 ? [] : [lang === 'zh' ? `评判 ${tries} 次` : `judged ${tries} ${tries === 1 ? 'time' : 'times'}`]),
        ...(hints === 0 ? [] : [words.hintsGiven(hints, exercise.hints.length)]),
        ...(gaveUp ? [lang === 'zh' ? '看过答案' : 'solution seen'] : []),
      ];
      lines.push(
        `          ${passed === undefined ? ' ' : style.unicode ? '✓' : 'x'} ${exercise.title[lang]}${told.length === 0 ? '' : paint(`  ${told.join(lang === 'zh' ? '，' : ', ')}`, 'dim', style)}`,
      );
    }
  }
  const done = lessons.filter((lesson) => lessonState(progress, lesson) === 'done').length;
  await write(
    process.stdout,
    `${[...lines, ...(lines.length === 0 ? [] : ['']), words.done(done, lessons.length), paint(progressFile(), 'dim', style)].join('\n')}\n`,
  );
  return Exit.answered;
}
