/** What a session is made of, and its files. */

import type { EndReason } from '../core/events.ts';
import type { KernelFacts } from '../core/facts.ts';
import type { Request } from '../core/request.ts';
import type { WriterProcess } from './writer-process.ts';

export const SESSION_FORMAT = 1;

/** The files of a session, in its directory. */
export const FILES = {
  /** What is known of it at a glance: written at its beginning, with every checkpoint, and at its end. */
  summary: 'summary.json',
  /** What was asked and is run, written once. */
  start: 'session.json',
  events: 'events.ndjson.gz',
  /** What the events so far amount to; there only until the record is. */
  checkpoint: 'checkpoint.json',
  /** The whole run, written at its end. */
  record: 'record.json',
  /** Where it is there, the session is not removed by itself. */
  pin: 'pinned',
} as const;

/** How the run began. The plan is for whoever wrote it. */
export interface SessionStart {
  readonly request: Request;
  readonly plan: unknown;
  readonly facts: KernelFacts;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

/** Which events of a run are kept. */
export interface KeptEvents {
  readonly count: number;
  /** Of the file. */
  readonly bytes: number;
  /** Events that came and were not kept. */
  readonly dropped: number;
  /** Why. */
  readonly why?: 'limit' | 'failed';
}

/** What a list shows of a session. */
export interface Brief {
  readonly question?: string;
  readonly title: string;
  readonly language: string;
  readonly startedAt: number;
  readonly state: 'running' | 'ended' | 'broken-off';
  readonly reason?: EndReason;
  readonly seconds: number;
  readonly records: number;
  readonly lost: number;
}

export interface SessionSummary extends Brief {
  readonly format: typeof SESSION_FORMAT;
  readonly id: string;
  readonly events: KeptEvents;
  readonly writer: WriterProcess;
}

/** What events amount to that are `covered` bytes of their file. */
export interface Checkpoint {
  readonly format: typeof SESSION_FORMAT;
  readonly covered: number;
  readonly state: unknown;
}
