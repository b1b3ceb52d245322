import { readSync } from 'node:fs';
import { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { setImmediate as setImmediateCallback } from 'node:timers';
import { setImmediate } from 'node:timers/promises';
import { PIPE, widenPipe } from './fifo.ts';

const CHUNK = 64 * 1024;
/** Whoever holds it so often will go on: then it is worth a wider pipe. */
const HOLDS_TO_WIDEN = 10;
/** What waits for its reader; beyond it the child waits. */
const MOST_WAITING = 256 * 1024;
/** What is kept while somebody waits for the pipe to be empty; beyond it the child is taken to print without end. */
const MOST_KEPT = 64 * 1024 * 1024;
/** What comes in one turn of the event loop from a child that does not wait for us: all of it was read, so there is room for what it writes next. */
const LITTLE = 8 * 1024;

interface Taking {
  take(chunk: Buffer): void;
  end(): void;
}

interface Pipe {
  /** What is there, at most so much; undefined for nothing. */
  readonly readOnce: (most: number) => Buffer | undefined;
  /** What it holds then. */
  readonly widen: () => Promise<number>;
}

/** What a child prints, read at our pace: it can be left in the pipe for a moment, so that one reading takes more of it, and it can be found empty. */
export class Output {
  /** What was read. Whoever reads it sets the pace: while nobody does the pipe fills up, and the child waits. */
  readonly readable: Readable;
  readonly #pause: () => void;
  readonly #resume: () => void;
  /** Reads once, where that needs no waiting: what was there. */
  readonly #readOnce: Pipe['readOnce'] | undefined;
  readonly #widen: Pipe['widen'] | undefined;
  /** What the pipe holds. */
  room: number = PIPE;
  #holds = 0;
  /** Turns of `drained` that are underway; what comes meanwhile is kept here, so that nobody works on it. */
  #draining = 0;
  readonly #kept: Buffer[] = [];
  #keptBytes = 0;
  #hold: NodeJS.Timeout | undefined;
  #isFull = false;
  #isOver = false;
  #bytes = 0;

  private constructor(open: (output: Taking) => { pause(): void; resume(): void; destroy(): void }, pipe?: Pipe) {
    this.#readOnce = pipe?.readOnce;
    this.#widen = pipe?.widen;
    const source = open({ take: (chunk) => this.#take(chunk), end: () => this.#end() });
    this.#pause = () => source.pause();
    this.#resume = () => source.resume();
    this.readable = new Readable({
      highWaterMark: MOST_WAITING,
      read: () => {
        this.#isFull = false;
        if (this.#hold === undefined) this.#resume();
      },
      destroy: (error, done) => {
        this.#end();
        source.destroy();
        done(error);
      },
    });
  }

  /** Of the end of a pipe. */
  static ofPipe(fd: number): Output {
    const buffer = Buffer.allocUnsafe(CHUNK);
    let socket: Socket | undefined;
    const open = (output: Taking): Socket => {
      // With a buffer of its own a socket stops reading when it is paused; else it would go on until its stream is full.
      const callback = (length: number): boolean => {
        output.take(Buffer.from(buffer.subarray(0, length)));
        return true;
      };
      const options = { fd, readable: true, writable: false, onread: { buffer, callback } };
      socket = new Socket(options).on('error', () => {}).on('close', () => output.end());
      return socket;
    };
    return new Output(open, {
      readOnce: (most) => (socket?.destroyed === false ? readThere(fd, most) : undefined),
      widen: () => widenPipe(fd),
    });
  }

  /** Of a stream, which may read ahead. */
  static ofStream(stream: Readable): Output {
    return new Output((output) =>
      stream
        .on('error', () => {})
        .on('close', () => output.end())
        .on('data', output.take),
    );
  }

  /** Leaves what comes in the pipe for so many milliseconds. */
  hold(milliseconds: number): void {
    if (milliseconds <= 0 || this.#hold !== undefined || this.#draining > 0 || this.#isOver) return;
    this.#pause();
    this.#holds++;
    if (this.#holds === HOLDS_TO_WIDEN) void this.#widen?.().then((room) => (this.room = room));
    this.#hold = setTimeout(() => this.#holdEnds(), milliseconds);
  }

  /**
   * Reads what has come meanwhile, and asks to be woken for more only where its reader does not want to leave that too: to begin and to end that costs more than the reading,
   * and the child is slowed down by waking us.
   */
  #holdEnds(): void {
    const chunk = this.#isFull ? undefined : this.#readOnce?.(this.room);
    if (chunk === undefined) {
      this.release();
      return;
    }
    this.#hold = undefined;
    this.#take(chunk);
    setImmediateCallback(() => {
      if (this.#hold === undefined && !this.#isOver) this.release();
    });
  }

  /** Ends a `hold`. */
  release(): void {
    clearTimeout(this.#hold);
    this.#hold = undefined;
    if (!this.#isFull || this.#draining > 0) this.#resume();
  }

  /**
   * Waits until the pipe was just found empty, or all but empty: true then, false where it was not within so many milliseconds. Right after it the child is not waiting for
   * room in the pipe. What is there is read, however far behind its reader is.
   */
  async drained(milliseconds: number): Promise<boolean> {
    const until = performance.now() + milliseconds;
    if (this.readable.readableLength > MOST_KEPT) return false;
    this.#draining++;
    this.release();
    try {
      // Between two turns of this kind the event loop has asked for what is there once.
      await setImmediate();
      while (!this.#isOver) {
        const before = this.#bytes;
        await setImmediate();
        if (this.#bytes - before < LITTLE) return true;
        if (performance.now() > until || this.#keptBytes > MOST_KEPT) return false;
      }
      return true;
    } finally {
      this.#draining--;
      // Whoever reads it hears of it after whoever waits for this: a stream tells its reader one tick later.
      if (this.#draining === 0) this.#pushKept();
    }
  }

  #take(chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#draining === 0) {
      this.#push(chunk);
      return;
    }
    this.#kept.push(chunk);
    this.#keptBytes += chunk.length;
  }

  #pushKept(): void {
    this.#keptBytes = 0;
    for (const chunk of this.#kept.splice(0)) this.#push(chunk);
  }

  #push(chunk: Buffer): void {
    if (this.readable.destroyed || this.readable.push(chunk)) return;
    this.#isFull = true;
    this.#pause();
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#hold);
    this.#pushKept();
    if (!this.readable.destroyed) this.readable.push(null);
  }
}

/** What is there to be read of a descriptor that does not block; undefined for nothing. */
function readThere(fd: number, most: number): Buffer | undefined {
  const buffer = Buffer.allocUnsafeSlow(most);
  try {
    const length = readSync(fd, buffer);
    return length === 0 ? undefined : buffer.subarray(0, length);
  } catch {
    return undefined;
  }
}
