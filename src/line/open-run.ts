/** A run by what a person calls it: a session, or a file that holds one. */
import { existsSync } from 'node:fs';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import type { RunRecord } from '../core/run-record.ts';
import { namesIn } from '../views/recorded-names.ts';
import { givenBytes } from './given-file.ts';

/** No run is that large, and a text of twice this cannot be had. */
const LARGEST = 256 * 1024 * 1024;

export interface OpenedRun {
  readonly record: RunRecord;
  /** What could not be read of it, in words. */
  readonly problems: readonly string[];
}

/** `-` is standard input; `allRows` reads the events of a session, too, where its record has not all of its rows. Throws a Problem where there is no such run. */
export async function openRun(name: string, { allRows = false }: { readonly allRows?: boolean } = {}): Promise<OpenedRun> {
  if (name === '-' || /[/.]/.test(name) || existsSync(name)) return { record: await readFile(name), problems: [] };
  const [{ openSession }, { localNames }] = await Promise.all([import('./sessions.ts'), import('./names.ts')]);
  const session = await openSession(name);
  const record = allRows ? await (await import('./all-rows.ts')).withAllRows(session) : session.record;
  return { record: { ...record, names: record.names ?? namesIn(record.datasets, localNames()) }, problems: session.problems() };
}

async function readFile(path: string): Promise<RunRecord> {
  const text = givenBytes(path, LARGEST, 'run').toString('utf8');
  const { readRun } = await import('../report/read.ts');
  const read = readRun(text);
  if ('wrong' in read) throw new Problem(messages.noRun(path, read.wrong));
  return read;
}
