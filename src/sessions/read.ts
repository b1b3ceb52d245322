/** A session as it is on the disk. */
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeFileError } from '../core/file-error.ts';
import { fromExactJson } from './exact.ts';
import { isSessionId } from './id.ts';
import type { TimedEvents } from './lines.ts';
import { readEvents, type Spoiled } from './read-events.ts';
import { type Checkpoint, FILES, SESSION_FORMAT, type SessionStart, type SessionSummary } from './session.ts';
import { stillRuns } from './writer-process.ts';

/** Where it cannot be told whether the writer still runs, this long after it last wrote it is taken for gone. */
const SILENCE_MS = 60_000;

/** A session, as far as it can be read. */
export interface StoredSession {
  readonly id: string;
  readonly path: string;
  readonly running: boolean;
  readonly summary?: SessionSummary;
  readonly start?: SessionStart;
  /** A RunRecord, where the run has ended well enough to write it. */
  readonly record?: object;
  readonly checkpoint?: Checkpoint;
  /** What cannot be read, in words. */
  readonly problems: readonly string[];
}

/** Reads all of a session but its events. Never throws: what is missing is told by its `problems`. */
export function readSession(directory: string, id: string): StoredSession {
  const path = join(directory, id);
  const problems: string[] = [];
  const part = <T extends object>(file: keyof typeof FILES, may: 'be missing' | 'not be missing'): T | undefined => {
    const found = readPart<T>(join(path, FILES[file]));
    if (typeof found === 'object') return found;
    if (found !== MISSING || may === 'not be missing') problems.push(`${FILES[file]}: ${found}`);
    return undefined;
  };
  const summary = part<SessionSummary>('summary', 'not be missing');
  const start = part<SessionStart>('start', 'not be missing');
  const record = part('record', 'be missing');
  // Beside a record it is what an interrupted end has left.
  const checkpoint = record === undefined ? part<Checkpoint>('checkpoint', 'be missing') : undefined;
  return {
    id,
    path,
    running: record === undefined && isRunning(path, summary),
    ...(summary === undefined ? {} : { summary }),
    ...(start === undefined ? {} : { start }),
    ...(record === undefined ? {} : { record }),
    ...(checkpoint === undefined ? {} : { checkpoint }),
    problems,
  };
}

/** Events that are kept of a session, from an offset of their file on, which a checkpoint tells. None where there is no such file. */
export async function* storedEvents(path: string, spoiled: Spoiled, from = 0): AsyncGenerator<readonly TimedEvents[]> {
  try {
    yield* readEvents(join(path, FILES.events), from, spoiled);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    spoiled.parts++;
  }
}

/** The names of all sessions, oldest first. */
export function sessionIds(directory: string): string[] {
  try {
    return readdirSync(directory).filter(isSessionId).sort();
  } catch {
    return [];
  }
}

export interface ListedSession {
  readonly id: string;
  /** Absent where it cannot be read. */
  readonly summary?: SessionSummary;
  readonly state: SessionSummary['state'] | 'unreadable';
  readonly pinned: boolean;
  /** Of all its files. */
  readonly bytes: number;
  /** Milliseconds since 1970: when it began, or was last written where that is not known. */
  readonly at: number;
}

/** What a list shows of each session, oldest first. One that is removed meanwhile is left out. */
export function listStored(directory: string): ListedSession[] {
  return sessionIds(directory).flatMap((id): ListedSession[] => {
    const path = join(directory, id);
    try {
      const files = readdirSync(path).map((name) => ({ name, stat: lstatSync(join(path, name)) }));
      const found = readPart<SessionSummary>(join(path, FILES.summary));
      const summary = typeof found === 'object' ? found : undefined;
      const running = (summary === undefined || summary.state === 'running') && isRunning(path, summary);
      return [
        {
          id,
          ...(summary === undefined ? {} : { summary }),
          state:
            summary === undefined ? (running ? 'running' : 'unreadable') : summary.state !== 'running' ? summary.state : running ? 'running' : 'broken-off',
          pinned: files.some(({ name }) => name === FILES.pin),
          bytes: files.reduce((sum, { stat }) => sum + stat.size, 0),
          at: summary?.startedAt ?? lstatSync(path).mtimeMs,
        },
      ];
    } catch {
      return [];
    }
  });
}

/** Whether somebody still writes it. A process elsewhere, in another container or on another machine with the same home, is believed by what it last wrote. */
function isRunning(path: string, summary: SessionSummary | undefined): boolean {
  const known = summary?.writer === undefined ? undefined : stillRuns(summary.writer);
  if (known !== undefined) return known;
  try {
    return Date.now() - lstatSync(summary === undefined ? path : join(path, FILES.summary)).mtimeMs < SILENCE_MS;
  } catch {
    return false;
  }
}

const MISSING = describeFileError({ code: 'ENOENT' });

/** An object of our format; a text that says why there is none. */
function readPart<T extends object>(path: string): T | string {
  try {
    const value = fromExactJson(readFileSync(path, 'utf8'));
    if (typeof value !== 'object' || value === null || !('format' in value)) return 'it is no part of a session';
    return value.format === SESSION_FORMAT ? (value as T) : 'it was written by another version of gpttrace';
  } catch (error) {
    return error instanceof SyntaxError ? 'it is spoiled' : describeFileError(error);
  }
}
