/** The files of a course. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeFileError } from '../../core/file-error.ts';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import { type ReadCourse, readCourse } from '../../learn/course.ts';
import { CONCEPTS_FILE } from '../../learn/read-concepts.ts';
import type { Files } from '../../learn/read-lesson.ts';
import { readText } from '../../system/real.ts';

/** From src/line/learn, dist/line/learn and dist/bin: the package's own folder. */
const PLACES = ['../../../lessons', '../../lessons'];

/** Where the course is: the one that gpttrace brings along, or another one of the same form. */
export function ownCourse(): string {
  const { GPTTRACE_LESSONS } = process.env;
  if (GPTTRACE_LESSONS !== undefined && GPTTRACE_LESSONS !== '') return GPTTRACE_LESSONS;
  const places = PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url)));
  return places.find((place) => existsSync(join(place, CONCEPTS_FILE))) ?? (places[0] as string);
}

/** All of a course that can be read, and what is wrong with it. Throws a Problem where there is no such folder. */
export function openCourse(folder: string): ReadCourse {
  const names = list(folder);
  const concepts = names.includes(CONCEPTS_FILE) ? whole(join(folder, CONCEPTS_FILE)) : undefined;
  const lessons = new Map(
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map((entry): [string, Files] => [entry.name, filesOf(join(folder, entry.name))]),
  );
  return readCourse({ concepts, lessons });
}

function whole(file: string): string {
  const read = readText(file);
  if ('error' in read) throw new Problem(messages.unreadable(file, read.why));
  return read.text;
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw new Problem(messages.unreadable(folder, describeFileError(error)));
  }
}

function filesOf(folder: string): Files {
  return new Map(
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry): [string, string] => [entry.name, readFileSync(join(folder, entry.name), 'utf8')]),
  );
}
