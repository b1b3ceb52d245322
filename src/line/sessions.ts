/** Runs that are kept: what there is, and one of them opened, whether it ended well, was broken off, or still runs. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describeFileError } from '../core/file-error.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import type { Request } from '../core/request.ts';
import type { RunRecord } from '../core/run-record.ts';
import { sentence } from '../explain/sentence.ts';
import { stateDirectory } from '../local.ts';
import type { Plan } from '../plan/plan.ts';
import { findSession } from '../sessions/find.ts';
import type { TimedEvents } from '../sessions/lines.ts';
import { type ListedSession, listStored, readSession, type StoredSession, storedEvents } from '../sessions/read.ts';
import type { Spoiled } from '../sessions/read-events.ts';
import { pinSession, removeSession } from '../sessions/remove.ts';
import { FILES, type KeptEvents } from '../sessions/session.ts';
import { localNames } from './names.ts';
import { Recorder, type RecorderState } from './record.ts';
import { isRunRecord, isStart } from './whole-record.ts';

export { jsonReport as recordJson } from '../report/json.ts';
export type { KeptEvents, ListedSession, TimedEvents };
export { pinSession, removeSession };

/** A session that can be read. */
export interface OpenedSession {
  readonly id: string;
  readonly record: RunRecord;
  /** As it was run; without what only its making needed where that cannot be read any more. */
  readonly plan: Plan;
  readonly request: Request;
  /** Which of its events are kept; undefined where that is not known. */
  readonly kept?: KeptEvents;
  /** What could not be read, in words. More may come while its events are read. */
  readonly problems: () => readonly string[];
  /** Its events, as they came: those that can be read. */
  readonly events: () => AsyncGenerator<readonly TimedEvents[]>;
}

/** Where sessions are kept. */
export function sessionsDirectory(): string {
  return join(stateDirectory(), 'sessions');
}

/** What there is, oldest first. */
export function listSessions(directory: string = sessionsDirectory()): readonly ListedSession[] {
  return listStored(directory);
}

/** The session of a name, as a person types it: its id, a beginning or an ending that only it has, or `last`. Throws a Problem where there is none. */
export function sessionNamed(name: string, directory: string = sessionsDirectory()): string {
  return findSession(directory, name);
}

/** Removes one, by its name: its id. Throws a Problem where there is none, where it still runs, and where it cannot be removed. */
export function removeKept(name: string, directory: string = sessionsDirectory()): string {
  const id = findSession(directory, name);
  if (listStored(directory).some((one) => one.id === id && one.state === 'running')) throw new Problem(messages.sessionRuns(id));
  try {
    removeSession(directory, id);
  } catch (error) {
    throw new Problem(messages.unwritableSession(id, describeFileError(error)));
  }
  return id;
}

/** Opens a session by its name. Throws a Problem where there is none, and where nothing tells any more what was run. */
export async function openSession(name: string, directory: string = sessionsDirectory()): Promise<OpenedSession> {
  const stored = held(readSession(directory, findSession(directory, name)));
  const spoiled: Spoiled = { lines: 0, parts: 0 };
  const record = await recordOf(stored, spoiled);
  if (record === undefined) throw new Problem(messages.unreadableSession(stored.id, stored.problems, existsSync(join(stored.path, 'events.ndjson.gz'))));
  // Of a run that did not come to its end it was written before its last events.
  const kept = stored.record === undefined ? undefined : stored.summary?.events;
  return {
    id: stored.id,
    record,
    plan: (stored.start?.plan as Plan | undefined) ?? planOf(record),
    request: stored.start?.request ?? requestOf(record),
    ...(kept === undefined ? {} : { kept }),
    problems: () => [...stored.problems, ...spoiledText(spoiled)],
    events: () => fresh(stored.path, spoiled),
  };
}

/** Without the parts that are no parts of a run, whatever they are. */
function held(stored: StoredSession): StoredSession {
  const { record, start, problems, ...rest } = stored;
  const [isWhole, isBegun] = [isRunRecord(record), isStart(start)];
  return {
    ...rest,
    ...(isWhole ? { record } : {}),
    ...(isBegun ? { start } : {}),
    problems: [
      ...problems,
      ...(record !== undefined && !isWhole ? [`${FILES.record}: it is no run`] : []),
      ...(start !== undefined && !isBegun ? [`${FILES.start}: it is no beginning of a run`] : []),
    ],
  };
}

/** The events alone, for a session of which nothing else can be read. */
export function sessionEvents(name: string, directory: string = sessionsDirectory()): AsyncGenerator<readonly TimedEvents[]> {
  const { path } = readSession(directory, findSession(directory, name));
  return storedEvents(path, { lines: 0, parts: 0 });
}

async function* fresh(path: string, spoiled: Spoiled): AsyncGenerator<readonly TimedEvents[]> {
  // What is read again is not spoiled twice.
  spoiled.lines = 0;
  spoiled.parts = 0;
  yield* storedEvents(path, spoiled);
}

async function recordOf(stored: StoredSession, spoiled: Spoiled): Promise<RunRecord | undefined> {
  const { id, record, start, checkpoint, running, path } = stored;
  if (record !== undefined) return { ...(record as RunRecord), id };
  if (start === undefined) return undefined;
  const { request, facts, plan } = start;
  const begun = (): Recorder => {
    const recorder = new Recorder(request);
    recorder.take({ type: 'facts', facts });
    recorder.take({ type: 'running', plan: plan as Plan });
    return recorder;
  };
  let recorder = begun();
  let from = 0;
  try {
    if (checkpoint !== undefined) {
      recorder.resume(checkpoint.state as RecorderState);
      recorder.record();
      from = checkpoint.covered;
    }
  } catch {
    // A state that is none: all events are there to begin with the first.
    recorder = begun();
  }
  if (from === 0) recorder.resume({ startedAt: start.startedAt });
  for await (const batches of storedEvents(path, spoiled, from)) {
    for (const { at, events } of batches) recorder.take({ type: 'trace', at, events });
  }
  const made = recorder.record();
  if (made === undefined) return undefined;
  const ended = made.reason !== undefined;
  return { ...made, id, state: running ? 'running' : ended ? 'ended' : 'broken-off', sentence: sentenceOf(made, recorder.full) };
}

/** What nobody came to say of a run that was broken off. */
function sentenceOf(record: RunRecord, full: boolean): string {
  const { datasets, seconds, probes, lost, records, program, language, reason = 'finished' } = record;
  if (reason === 'rejected' || reason === 'crashed' || probes === 0) return '';
  const { window } = program;
  const lastWindow = window?.together === 'last' ? { lastWindow: window.seconds } : {};
  return sentence({ datasets, seconds, probes, lost, full, records, reason, ...lastWindow }, localNames(), language);
}

/** A plan that shows what a record tells. */
function planOf({ program, question = '', language, tells, safety, notes, command }: RunRecord): Plan {
  return {
    program,
    intent: { question, language, topic: '', keys: [], conditions: [], unapplied: [] },
    confidence: 1,
    tells,
    safety,
    notes,
    narrowed: false,
    followsCommand: command !== undefined,
  };
}

function requestOf({ question, command }: RunRecord): Request {
  return { ...(question === undefined ? {} : { question }), ...(command === undefined ? {} : { command }) };
}

function spoiledText({ lines, parts }: Spoiled): string[] {
  const what = [...(parts > 0 ? [`${parts} ${parts === 1 ? 'part' : 'parts'}`] : []), ...(lines > 0 ? [`${lines} ${lines === 1 ? 'line' : 'lines'}`] : [])];
  return what.length === 0 ? [] : [`events.ndjson.gz: ${what.join(' and ')} of it cannot be read, the rest can`];
}
