/** A terminal in the hands of a screen: taken over whole, and given back as it was, however that ends. */
import { writeSync } from 'node:fs';
import type { ReadStream, WriteStream } from 'node:tty';
import type { Size } from './diff.ts';
import { type Key, KeyReader } from './keys.ts';

/** The other screen, no cursor, nothing wrapped at the margin, what is pasted marked as such. */
const TAKE = '\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[?2004h';
/** Emptied first: some terminals that had another size meanwhile put parts of it onto the other screen. */
const GIVE = '\u001b[m\u001b[H\u001b[2J\u001b[?2026l\u001b[?2004l\u001b[?7h\u001b[?25h\u001b[?1049l';
/** What comes later than this after an ESC is not of its sequence. Over a slow line the parts of one may come apart. */
const ESCAPE_MS = 80;
/** Signals that end us where nobody listens: they still do, after the terminal was given back. */
const DEADLY = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGABRT', 'SIGALRM', 'SIGUSR2'] as const;

export type Output = WriteStream & { readonly fd: number };

export interface Listener {
  keys(keys: readonly Key[]): void;
  /** All must be drawn anew: it has another size, or somebody else has drawn on it. */
  disturbed(): void;
  /** What was written has been taken, after it was not. */
  drained(): void;
}

export class Terminal {
  readonly #input: ReadStream;
  readonly #output: Output;
  readonly #listener: Listener;
  readonly #reader = new KeyReader();
  #isTaken = false;
  #settling: NodeJS.Timeout | undefined;

  constructor(input: ReadStream, output: Output, listener: Listener) {
    this.#input = input;
    this.#output = output;
    this.#listener = listener;
  }

  get size(): Size {
    return { columns: Math.max(1, this.#output.columns || 80), rows: Math.max(1, this.#output.rows || 24) };
  }

  /** False where what was written last has not been taken yet: then nothing more should be. */
  get isReady(): boolean {
    return this.#isTaken && !this.#output.writableNeedDrain;
  }

  take(): void {
    if (this.#isTaken) return;
    this.#isTaken = true;
    // Once: it stays when the terminal is given back, for what comes of its end may come late.
    if (!this.#input.listeners('error').includes(ignore)) this.#input.on('error', ignore);
    this.#input.setRawMode(true);
    this.#input.on('data', this.#onData);
    this.#input.resume();
    this.#output.on('resize', this.#onResize);
    this.#output.on('drain', this.#onDrain);
    process.on('exit', this.#onExit);
    process.on('uncaughtExceptionMonitor', this.#onExit);
    process.on('SIGTSTP', this.#onStop);
    process.on('SIGCONT', this.#onContinue);
    // Who listens already says what becomes of it, and ends the screen by itself.
    for (const signal of DEADLY) if (process.listenerCount(signal) === 0) process.on(signal, this.#onDeadly);
    this.#output.write(TAKE);
  }

  /** Gives it back. Safe to call again. */
  give(): void {
    if (!this.#isTaken) return;
    this.#isTaken = false;
    clearTimeout(this.#settling);
    for (const signal of DEADLY) process.off(signal, this.#onDeadly);
    process.off('SIGCONT', this.#onContinue);
    process.off('SIGTSTP', this.#onStop);
    process.off('uncaughtExceptionMonitor', this.#onExit);
    process.off('exit', this.#onExit);
    this.#output.off('drain', this.#onDrain);
    this.#output.off('resize', this.#onResize);
    this.#input.off('data', this.#onData);
    this.#input.pause();
    // At once, for the process may be about to end; a terminal that is gone needs nothing back.
    try {
      writeSync(this.#output.fd, GIVE);
    } catch {
      this.#output.write(GIVE);
    }
    this.#input.setRawMode(false);
  }

  write(bytes: string): void {
    if (this.#isTaken && bytes !== '') this.#output.write(bytes);
  }

  /** As Ctrl-Z does where nobody listens to it: stopped until somebody continues us. */
  suspend(): void {
    if (!this.#isTaken) return;
    this.give();
    // It returns when we are continued, and at once where nobody could do that.
    process.kill(process.pid, 'SIGTSTP');
    this.take();
    this.#listener.disturbed();
  }

  readonly #onData = (bytes: Buffer): void => {
    clearTimeout(this.#settling);
    const keys = this.#reader.feed(bytes);
    if (keys.length > 0) this.#listener.keys(keys);
    if (this.#reader.isWaiting) this.#settling = setTimeout(() => this.#listener.keys(this.#reader.settle()), ESCAPE_MS);
  };

  readonly #onDrain = (): void => this.#listener.drained();
  readonly #onResize = (): void => this.#listener.disturbed();
  readonly #onExit = (): void => this.give();
  readonly #onStop = (): void => this.suspend();

  /** Stopped by what cannot be heard, and continued: whoever did that may have changed the terminal's modes. */
  readonly #onContinue = (): void => {
    this.#input.setRawMode(false);
    this.#input.setRawMode(true);
    this.#output.write(TAKE);
    this.#listener.disturbed();
  };

  readonly #onDeadly = (signal: NodeJS.Signals): void => {
    this.give();
    process.kill(process.pid, signal);
  };
}

function ignore(): void {
  // A terminal that is gone is told by SIGHUP.
}
