/** `gpttrace learn watch`: a program judged each time it is saved. */
import { existsSync, readFileSync, statSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import { Exit } from '../../core/exit.ts';
import { Problem } from '../../core/problem.ts';
import { problemIn } from '../../line/learn/in-language.ts';
import { prepareWork, readWork } from '../../line/learn/progress.ts';
import { paint, wrapHanging } from '../../views/layout.ts';
import { visible } from '../../views/values.ts';
import { reportProblem } from '../report.ts';
import { listen } from '../signals.ts';
import { agreed, type GradeFlags, grading, judge } from './grade.ts';
import { placeOfWork, workNamed } from './place.ts';
import { taskLines } from './work.ts';

/** Editors write a file in several steps. */
const SETTLE_MS = 150;

export async function watchCommand(name: string | undefined, flags: GradeFlags): Promise<Exit> {
  const place = placeOfWork(flags, name);
  const work = await workNamed(name, place, flags.for);
  if (work.goal === undefined || name === undefined || !/\./.test(name)) prepareWork(work.lesson, work.kept);
  // What is no file is never saved.
  if (existsSync(work.file)) readWork(work.file, work.exercise);
  const { words, style } = place;
  const interruption = listen();
  try {
    // Agreed to once: each save is judged.
    if (!(await agreed(flags, place, interruption))) return interruption.exit() ?? Exit.notConsented;
    const grader = await grading(place, interruption, flags);
    const changes = changesOf(work.file, interruption.stop);
    try {
      if (flags.json !== true)
        process.stdout.write(
          `${taskLines(work, place, { ...style, columns: Math.min(style.columns, 100) }).join('\n')}\n\n${wrapHanging(
            visible(words.watching(work.file)),
            Math.min(style.columns, 100),
          )
            .map((line) => paint(line, 'dim', style))
            .join('\n')}\n`,
        );
      for await (const _ of changes) {
        if (flags.json !== true) process.stdout.write(`\n${paint(`── ${new Date().toTimeString().slice(0, 8)}`, 'dim', style)}\n`);
        try {
          await judge(work, place, grader, flags.json === true);
        } catch (error) {
          // A file that cannot be read now may be there with the next save.
          if (!(error instanceof Problem)) throw error;
          reportProblem(problemIn(place.lang, error), flags.json === true);
        }
      }
      return interruption.exit() ?? Exit.answered;
    } finally {
      grader.dispose();
    }
  } finally {
    interruption.dispose();
  }
}

/** Each text that the file is given, the one it has first among them. The folder is watched: editors put a new file in the place of the old one. */
async function* changesOf(file: string, stop: AbortSignal): AsyncGenerator<string> {
  let wake: () => void = () => {};
  const name = basename(file);
  const watcher = watch(dirname(file), (_, changed) => {
    if (changed === null || changed === name) wake();
  });
  watcher.on('error', () => wake());
  stop.addEventListener('abort', () => wake());
  let last: string | undefined;
  try {
    while (!stop.aborted) {
      const changed = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const text = textOf(file);
      if (text !== undefined && text !== last) {
        last = text;
        yield text;
        continue;
      }
      if (!stop.aborted) await changed;
      await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    }
  } finally {
    watcher.close();
  }
}

function textOf(file: string): string | undefined {
  try {
    return statSync(file).isFile() ? readFileSync(file, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}
