/** Where progress and the learner's own files are kept. */
import { accessSync, constants, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { describeFileError } from '../../core/file-error.ts';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import type { Exercise, Lesson, ProgramFile } from '../../learn/lesson.ts';
import { NO_PROGRESS, type Progress, readProgress } from '../../learn/progress.ts';
import { stateDirectory } from '../../local.ts';
import { makePlace, NoPlace } from '../../sessions/place.ts';
import { replaceWhole } from '../../system/replace.ts';

/** A file that a person can read, change and remove. */
export function progressFile(): string {
  return join(stateDirectory(), 'learn', 'progress.json');
}

/** Where what learners write is. */
export function workFolder(): string {
  return join(process.env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'gpttrace', 'learn');
}

export function loadProgress(): Progress {
  try {
    return readProgress(readFileSync(progressFile(), 'utf8')) ?? NO_PROGRESS;
  } catch {
    return NO_PROGRESS;
  }
}

/** Changes what is kept, from how it is now: another window may have changed it meanwhile. Why it could not be kept, in words, where it could not. */
export function changeProgress(change: (progress: Progress) => Progress): string | undefined {
  const file = progressFile();
  try {
    makePlace(dirname(file));
    keepDamaged(file);
    replaceWhole(file, `${JSON.stringify(change(loadProgress()), null, 1)}\n`, 0o600);
    return undefined;
  } catch (error) {
    return error instanceof NoPlace ? error.message : describeFileError(error);
  }
}

/** What cannot be read as progress is put beside it before it is written over: somebody may mend it. */
function keepDamaged(file: string): void {
  if (!existsSync(file)) return;
  const text = readFileSync(file, 'utf8');
  if (text.trim() !== '' && readProgress(text) === undefined) renameSync(file, `${file}.damaged`);
}

/** Whether there was any. Throws a Problem where it cannot be removed. The learner's files stay. */
export function eraseProgress(): boolean {
  const file = progressFile();
  const had = existsSync(file);
  try {
    rmSync(file, { force: true });
  } catch (error) {
    throw new Problem(messages.unwritable(file, describeFileError(error)));
  }
  return had;
}

/** The learner's file of an exercise, whether it is there or not. */
export function workFile(lesson: Pick<Lesson, 'folder'>, { id, start }: Pick<Exercise, 'id' | 'start'>): string {
  return join(workFolder(), lesson.folder, `${id}${start.language === 'c' ? '.bpf.c' : '.bt'}`);
}

/** The learner's file, made of the start where it is not there: never over what somebody wrote. Throws a Problem where it cannot be made. */
export function prepareWork(lesson: Pick<Lesson, 'folder'>, exercise: Pick<Exercise, 'id' | 'start'>): { readonly file: string; readonly isNew: boolean } {
  const file = workFile(lesson, exercise);
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, exercise.start.source, { flag: 'wx' });
    return { file, isNew: true };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return { file, isNew: false };
    throw new Problem(messages.unwritable(file, describeFileError(whyNoFolder(dirname(file)) ?? error)));
  }
}

/** Node calls a folder absent that a file system, read-only, does not let it make: what keeps the nearest one above from being written. */
function whyNoFolder(folder: string): unknown {
  let above = folder;
  while (!existsSync(above) && above !== dirname(above)) above = dirname(above);
  try {
    accessSync(above, constants.W_OK);
    return undefined;
  } catch (error) {
    return error;
  }
}

/**
 * Keeps what somebody wrote elsewhere than in that file. `before`: what they had it from; where the file holds something else by now, it stays as it is, and a Problem is
 * thrown. One is thrown where it cannot be written, too.
 */
export function keepWork(lesson: Pick<Lesson, 'folder'>, exercise: Pick<Exercise, 'id' | 'start'>, source: string, before: string): void {
  const { file } = prepareWork(lesson, exercise);
  const now = readWork(file, exercise).source;
  if (now === source) return;
  if (now !== before && now !== exercise.start.source) throw new Problem(messages.changedMeanwhile(file));
  try {
    replaceWhole(file, source, 0o666 & ~process.umask());
  } catch (error) {
    throw new Problem(messages.unwritable(file, describeFileError(error)));
  }
}

/** A file of the learner's, as a program of an exercise. Throws a Problem where it cannot be read. */
export function readWork(file: string, { start }: Pick<Exercise, 'start'>): ProgramFile {
  try {
    const about = statSync(file);
    // A pipe that nobody writes to would be waited for, a device read without end.
    if (!about.isFile() && !about.isDirectory()) throw new Problem(messages.unreadable(file, 'it is no file'));
    if (about.isFile() && about.size > LARGEST) throw new Problem(messages.unreadable(file, 'it is too large for a program'));
    const source = readFileSync(file, 'utf8');
    return { name: file, language: file.endsWith('.c') ? 'c' : file.endsWith('.bt') ? 'bpftrace' : start.language, source };
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(messages.unreadable(file, describeFileError(error)));
  }
}

const LARGEST = 1_000_000;
