/** A course written down: as a folder of pages, or as one page for paper. Nothing that was there is lost. */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describeFileError } from '../../core/file-error.ts';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import type { Course, Lang } from '../../learn/lesson.ts';
import { siteOf, wholePage } from '../../learn/site/site.ts';
import { replaceWhole } from '../../system/replace.ts';
import { readyToWrite, writeReport } from '../report-file.ts';

export interface ExportOptions {
  /** A name that ends in .html is one page; any other is a folder. */
  readonly to: string;
  /** Of the one page; a folder holds all languages. */
  readonly lang: Lang;
  /** A file that is there may be written over. */
  readonly force: boolean;
}

export interface Exported {
  /** What to open. */
  readonly begin: string;
  readonly files: number;
}

/** Throws a Problem where it cannot be written. */
export function exportCourse(course: Course, { to, lang, force }: ExportOptions): Exported {
  if (to.trim() === '') throw new Problem(messages.exportUnwritable(JSON.stringify(to), 'that is no name'));
  if (/\.html?$/i.test(to)) {
    readyToWrite(to, force);
    // A pipe waits for whoever reads it, and may wait for ever.
    if (existsSync(to) && !statSync(to).isFile()) throw new Problem(messages.exportUnwritable(to, 'it is no file'));
    const failed = writeReport(to, wholePage(course, lang), force);
    if (failed !== undefined) throw new Problem(messages.exportUnwritable(to, failed));
    return { begin: to, files: 1 };
  }
  if (!mayHold(to)) throw new Problem(messages.exportFolder(to));
  const site = siteOf(course);
  for (const [name, content] of site) {
    const path = join(to, name);
    try {
      makeFolder(dirname(path));
      replaceWhole(path, content, 0o666 & ~process.umask());
    } catch (error) {
      throw new Problem(messages.exportUnwritable(path, describeFileError(error)));
    }
  }
  return { begin: join(to, 'index.html'), files: site.size };
}

/** One folder after the other: made at once, they are tried for ever beneath one in which none can be made (/proc). */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}

/** Whether a folder is not there yet, holds nothing, or a course that was written before. */
function mayHold(folder: string): boolean {
  if (!existsSync(folder)) return true;
  if (!statSync(folder).isDirectory()) return false;
  if (readdirSync(folder).length === 0) return true;
  const front = join(folder, 'index.html');
  return (
    existsSync(front) && readFileSync(front, 'utf8').includes('<meta name="generator" content="gpttrace">') && existsSync(join(folder, 'en', 'course.html'))
  );
}
