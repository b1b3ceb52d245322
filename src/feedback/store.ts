/** The file that feedback is kept in: JSON lines, for nobody else to read, never longer than it may be. */
import { randomBytes } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { type FeedbackRecord, type Opinion, readRecord } from './record.ts';

/** How much is kept: the oldest makes way. */
export const FEEDBACK_LIMITS = {
  records: 500,
  /** Bytes of the file that are read, from its end. */
  bytes: 2_000_000,
  /** Characters of an edited program. */
  source: 16_000,
} as const;

export interface KeptFeedback {
  /** Oldest first. */
  readonly records: readonly FeedbackRecord[];
  /** Lines that could not be read. */
  readonly damaged: number;
}

const OWN = 0o600;

/** What is kept; nothing where there is no file. Throws as the file system does where there is one that cannot be read. */
export function readFeedback(path: string): KeptFeedback {
  const text = tailOf(path);
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const byId = new Map<string, FeedbackRecord>();
  for (const record of lines.flatMap((line) => readRecord(line) ?? [])) byId.set(record.id, record);
  const records = [...byId.values()].slice(-FEEDBACK_LIMITS.records);
  return { records, damaged: lines.length - lines.filter((line) => readRecord(line) !== undefined).length };
}

/** Keeps one more. Throws as the file system does. */
export function addFeedback(path: string, opinion: Opinion, now: number): FeedbackRecord {
  const { source, ...rest } = opinion;
  const record: FeedbackRecord = {
    id: randomBytes(4).toString('hex'),
    at: new Date(now).toISOString(),
    ...rest,
    ...(source === undefined || source.length > FEEDBACK_LIMITS.source ? {} : { source }),
  };
  const { records } = readFeedback(path);
  if (records.length >= FEEDBACK_LIMITS.records || isTooLong(path)) writeFeedback(path, [...records.slice(1 - FEEDBACK_LIMITS.records), record]);
  // One write at the end of the file: two gpttraces at once lose nothing. A line that was cut off stays by itself.
  else append(path, `${endsInLine(path) ? '' : '\n'}${JSON.stringify(record)}\n`);
  return record;
}

/** Keeps just these; without any, there is no file. Throws as the file system does. */
export function writeFeedback(path: string, records: readonly FeedbackRecord[]): void {
  if (records.length === 0) {
    rmSync(path, { force: true });
    return;
  }
  // Renamed into place, so that nobody reads half a file.
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, records.map((record) => `${JSON.stringify(record)}\n`).join(''), { mode: OWN });
  renameSync(draft, path);
}

function append(path: string, text: string): void {
  const file = openSync(path, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW, OWN);
  try {
    writeSync(file, text);
  } finally {
    closeSync(file);
  }
}

function isTooLong(path: string): boolean {
  return sizeOf(path) > FEEDBACK_LIMITS.bytes / 2;
}

function endsInLine(path: string): boolean {
  const size = sizeOf(path);
  return size === 0 || tailOf(path, 1) === '\n';
}

function sizeOf(path: string): number {
  return withFile(path, (file) => fstatSync(file).size) ?? 0;
}

function tailOf(path: string, most: number = FEEDBACK_LIMITS.bytes): string {
  return (
    withFile(path, (file) => {
      const stat = fstatSync(file);
      if (!stat.isFile()) return '';
      const length = Math.min(stat.size, most);
      const bytes = Buffer.alloc(length);
      const read = readSync(file, bytes, 0, length, stat.size - length);
      return bytes.toString('utf8', 0, read);
    }) ?? ''
  );
}

/** Undefined where there is no such file. Never through a link, never waiting for a pipe. */
function withFile<T>(path: string, use: (file: number) => T): T | undefined {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return use(file);
  } finally {
    closeSync(file);
  }
}
