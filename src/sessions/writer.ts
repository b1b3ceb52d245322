/** Keeps a run on the disk while it goes on, so that it is there up to its last second however it ends. */
import { closeSync, constants, ftruncateSync, openSync, renameSync, rmSync, utimesSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, constants as zlib } from 'node:zlib';
import { describeFileError } from '../core/file-error.ts';
import { exactJson, exactJsonWithMaps } from './exact.ts';
import { eventLines, type TimedEvents } from './lines.ts';
import { makePlace, NoPlace, takeId } from './place.ts';
import { type Brief, type Checkpoint, FILES, type KeptEvents, SESSION_FORMAT, type SessionStart, type SessionSummary } from './session.ts';
import { thisProcess, type WriterProcess } from './writer-process.ts';

/** Milliseconds that events wait in memory at most; less than the second that a kill may cost. */
const FLUSH_MS = 500;
/** Characters of lines that make a part of the file: what must be in memory at once, to write it and to read it. */
const PART = 1 << 20;
/** A checkpoint this often at most, and so rarely that it takes no more than a hundredth of the time. */
const CHECKPOINT_MS = 3000;
const CHECKPOINT_SHARE = 100;
/** The files of a run that sees nothing are touched this often: see `isRunning`. */
const TOUCH_MS = 20_000;

/** How much of a run's events is kept. */
export interface EventLimits {
  readonly count: number;
  /** On the disk. */
  readonly bytes: number;
}

const LIMITS: EventLimits = { count: 5_000_000, bytes: 64 * 2 ** 20 };

export class SessionWriter {
  readonly id: string;
  readonly #path: string;
  readonly #writer: WriterProcess = thisProcess();
  readonly #limits: EventLimits;
  readonly #troubles: string[] = [];
  readonly #timer: NodeJS.Timeout;
  #file: number | undefined;
  #waiting: string[] = [];
  #waitingSize = 0;
  #waitingEvents = 0;
  #count = 0;
  #bytes = 0;
  #dropped = 0;
  #why: KeptEvents['why'];
  #flushedAt: number = performance.now();
  #touchedAt: number = performance.now();
  #checkpointAt: number = performance.now() + CHECKPOINT_MS;
  #changed = false;

  /** Begins a session in the directory of all sessions. Throws a NoPlace, or as the file system does, where nothing can be kept. */
  constructor(directory: string, start: SessionStart, brief: Brief, limits: EventLimits = LIMITS) {
    makePlace(directory);
    this.#limits = limits;
    this.id = takeId(directory, start.startedAt);
    this.#path = join(directory, this.id);
    try {
      this.#write('summary', exactJson(this.#summary(brief)));
      this.#write('start', exactJson({ format: SESSION_FORMAT, ...start }));
      this.#file = openSync(join(this.#path, FILES.events), constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, 0o600);
    } catch (error) {
      rmSync(this.#path, { recursive: true, force: true });
      throw error;
    }
    this.#timer = setInterval(() => this.#tick(), FLUSH_MS);
    this.#timer.unref();
  }

  /** Takes what came; it is on the disk half a second later. */
  add(batch: TimedEvents): void {
    this.#changed = true;
    const { length } = batch.events;
    if (this.#file === undefined || this.#why !== undefined) {
      this.#dropped += length;
      return;
    }
    if (this.#count + this.#waitingEvents + length > this.#limits.count) {
      this.#flush();
      this.#reachLimit(length);
      return;
    }
    const text = eventLines(batch);
    this.#waiting.push(text);
    this.#waitingSize += text.length;
    this.#waitingEvents += length;
    if (this.#waitingSize >= PART || performance.now() - this.#flushedAt >= FLUSH_MS) this.#flush();
  }

  /** Whether it is time for a checkpoint. */
  get wantsCheckpoint(): boolean {
    return this.#changed && performance.now() >= this.#checkpointAt;
  }

  /** Writes what the events so far amount to; `make` is asked for it after they are on the disk. */
  checkpoint(make: () => { readonly state: unknown; readonly brief: Brief } | undefined): void {
    const began = performance.now();
    this.#flush();
    const made = make();
    if (made === undefined) return;
    const { state, brief } = made;
    const checkpoint: Checkpoint = { format: SESSION_FORMAT, covered: this.#bytes, state };
    this.#tryTo(() => {
      this.#write('checkpoint', exactJsonWithMaps(checkpoint));
      this.#write('summary', exactJson(this.#summary(brief)));
    });
    this.#changed = false;
    const now = performance.now();
    this.#checkpointAt = now + Math.max(CHECKPOINT_MS, CHECKPOINT_SHARE * (now - began));
  }

  /** Ends the session; `record` is a RunRecord, which needs its checkpoint no longer. */
  finish(record: object, brief: Brief): void {
    clearInterval(this.#timer);
    this.#flush();
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
    this.#tryTo(() => {
      this.#write('record', exactJson({ ...record, id: this.id }));
      this.#write('summary', exactJson(this.#summary(brief)));
      rmSync(join(this.#path, FILES.checkpoint), { force: true });
    });
  }

  /** What went wrong since it was last asked, in sentences. */
  troubles(): readonly string[] {
    return this.#troubles.splice(0);
  }

  #summary(brief: Brief): SessionSummary {
    const events: KeptEvents = { count: this.#count, bytes: this.#bytes, dropped: this.#dropped, ...(this.#why === undefined ? {} : { why: this.#why }) };
    return { format: SESSION_FORMAT, id: this.id, ...brief, events, writer: this.#writer };
  }

  #tick(): void {
    this.#flush();
    if (performance.now() - this.#touchedAt < TOUCH_MS) return;
    this.#touchedAt = performance.now();
    this.#tryTo(() => utimesSync(join(this.#path, FILES.summary), new Date(), new Date()));
  }

  /** Each part is a whole gzip member: what is cut off behind it, or spoiled elsewhere, does not matter to it. */
  #flush(): void {
    this.#flushedAt = performance.now();
    if (this.#waiting.length === 0 || this.#file === undefined) return;
    const part = packed(this.#waiting.join(''));
    const events = this.#waitingEvents;
    this.#waiting = [];
    this.#waitingSize = 0;
    this.#waitingEvents = 0;
    if (this.#bytes + part.length > this.#limits.bytes) {
      this.#reachLimit(events);
      return;
    }
    try {
      for (let at = 0; at < part.length; ) at += writeSync(this.#file, part, at, part.length - at, this.#bytes + at);
      this.#bytes += part.length;
      this.#count += events;
    } catch (error) {
      this.#fail(events, error);
    }
  }

  #reachLimit(events: number): void {
    if (this.#why === undefined)
      this.#troubles.push(
        `the first ${this.#count} events of this run are kept, more are too many for a session (${FILES.events}); its answer is kept as a whole`,
      );
    this.#dropped += events;
    this.#why = 'limit';
  }

  #fail(events: number, error: unknown): void {
    this.#dropped += events;
    this.#why = 'failed';
    const file = this.#file;
    // Half a part is of no use to anybody.
    if (file !== undefined) this.#quietly(() => ftruncateSync(file, this.#bytes));
    this.#tell(error);
  }

  #tryTo(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#tell(error);
    }
  }

  #told = false;

  /** Once: what comes later has the same reason. */
  #tell(error: unknown): void {
    if (!this.#told) this.#troubles.push(`this run is not kept any further as ${this.id}: ${describeFileError(error)}`);
    this.#told = true;
  }

  #quietly(action: () => void): void {
    try {
      action();
    } catch {
      // It was told already that something is wrong with this file.
    }
  }

  /** In the place of what was there, whole or not at all. */
  #write(file: keyof typeof FILES, text: string): void {
    const target = join(this.#path, FILES[file]);
    const draft = `${target}.new`;
    try {
      rmSync(draft, { force: true });
      writeFileSync(draft, text, { mode: 0o600, flag: 'wx' });
      renameSync(draft, target);
    } catch (error) {
      this.#quietly(() => rmSync(draft, { force: true }));
      throw error;
    }
  }
}

/**
 * A run that sees little writes a little twice a second, and each time zlib's usual quarter of a megabyte for it: to collect such garbage was most of what such a run took.
 */
const LITTLE = 4096;
const LITTLE_MEMORY = { windowBits: 12, memLevel: 4, chunkSize: LITTLE };

function packed(text: string): Buffer {
  return gzipSync(text, { level: zlib.Z_BEST_SPEED, ...(text.length <= LITTLE ? LITTLE_MEMORY : {}) });
}

/** Why a session could not be begun, in words. */
export function whyNotKept(error: unknown): string {
  const { path } = error as NodeJS.ErrnoException;
  if (error instanceof NoPlace) return error.message;
  return path === undefined ? describeFileError(error) : `${path}: ${describeFileError(error)}`;
}
