/** `gpttrace learn ask`: a question about the lesson at hand. */
import { existsSync } from 'node:fs';
import { Exit } from '../../core/exit.ts';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import { nextExercise, nextLesson } from '../../learn/progress.ts';
import { askIndex, askModel } from '../../line/learn/ask.ts';
import { lessonNamed } from '../../line/learn/course.ts';
import { readWork, workFile } from '../../line/learn/progress.ts';
import { paint } from '../../views/layout.ts';
import { visible } from '../../views/values.ts';
import { modelWish } from '../model-wish.ts';
import type { ModelFlags } from '../options.ts';
import { listen } from '../signals.ts';
import { stderrStyle, write } from '../terminal.ts';
import { renderTold } from '../told.ts';
import { type LangFlags, placeFor } from './place.ts';

export interface LearnAskFlags extends LangFlags, ModelFlags {
  readonly lesson?: string;
  readonly json?: boolean;
}

export async function learnAskCommand(question: string, flags: LearnAskFlags): Promise<Exit> {
  const place = placeFor(flags, question);
  const { opened, progress, lang, words, style } = place;
  const lesson = flags.lesson === undefined ? nextLesson(progress, opened.course.lessons) : lessonNamed(opened, flags.lesson, lang);
  const interruption = listen();
  try {
    const model = await modelWish(flags).model();
    if (model !== undefined) {
      const exercise = lesson === undefined ? undefined : nextExercise(progress, lesson);
      const file = lesson === undefined || exercise === undefined ? undefined : workFile(lesson, exercise);
      const work = file !== undefined && exercise !== undefined && existsSync(file) ? readWork(file, exercise).source : undefined;
      const { name, local } = model.model;
      if (flags.json !== true)
        process.stderr.write(`${paint(`${visible(name)}${local ? '' : lang === 'zh' ? '（不在本机）' : ' (not on this machine)'}:`, 'dim', stderrStyle())}\n`);
      const answer = await askModel(
        model,
        question,
        lesson,
        lang,
        work,
        (text) => flags.json !== true && process.stdout.write(visible(text)),
        interruption.stop,
      );
      if (flags.json === true) await write(process.stdout, `${JSON.stringify({ type: 'answer', by: name, lesson: lesson?.id ?? null, ...answer })}\n`);
      else await write(process.stdout, '\n');
      if (answer.failure === undefined) return Exit.answered;
      if (interruption.stop.aborted) return interruption.exit() ?? Exit.interrupted;
      const failed = messages.modelFailed(answer.failure.kind, name, answer.failure.said, lang);
      process.stderr.write(`${failed.message}\n`);
    }
    const passages = await askIndex(question, lesson, opened.course, lang);
    if (passages.length === 0) throw new Problem({ code: 'no-answer', exit: Exit.noProgram, message: words.noAnswer, hints: [] });
    if (flags.json === true) await write(process.stdout, `${JSON.stringify({ type: 'told', lesson: lesson?.id ?? null, passages })}\n`);
    else await write(process.stdout, `${renderTold({ type: 'told', passages, language: lang }, style).join('\n')}\n`);
    return Exit.answered;
  } finally {
    interruption.dispose();
  }
}
