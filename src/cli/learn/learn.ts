/** `gpttrace learn`: what is meant by its words. */
import type { Exit } from '../../core/exit.ts';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import { lessonOf } from '../../learn/course.ts';
import { nearLessons } from '../../line/learn/course.ts';
import type { LessonCheckFlags } from './check.ts';
import type { LessonFlags } from './lesson.ts';
import { placeFor } from './place.ts';

export interface LearnFlags extends LessonFlags, LessonCheckFlags {
  readonly check?: boolean;
  readonly export?: string;
  readonly force?: boolean;
}

export async function learnCommand(words: readonly string[], flags: LearnFlags): Promise<Exit> {
  const text = words.join(' ').trim();
  if (flags.check === true) return (await import('./check.ts')).checkLessons(words[0], flags);
  if (flags.export !== undefined) return (await import('./export.ts')).exportCommand(flags.export, flags);
  if (text === '') return (await import('./overview.ts')).showOverview(flags);
  const { opened, lang } = placeFor(flags, text);
  const isName = words.length === 1 && /^[\w-]+$/.test(text);
  const isKnown = lessonOf(opened.course, text) !== undefined || opened.mistakes.some(({ file }) => file.split('/')[0]?.includes(text));
  if (isName && isKnown) return (await import('./lesson.ts')).showLesson(text, flags);
  // One word that is nearly a lesson is one that was misspelt.
  const near = isName ? nearLessons(opened, text) : [];
  if (near.length > 0 || /^\d+$/.test(text)) throw new Problem(messages.noSuchLesson(text, near, lang));
  return (await import('./goal.ts')).showGoal(text, flags);
}
