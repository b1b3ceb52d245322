import type { Style } from '../views/layout.ts';

const DEFAULT_COLUMNS = 80;

/** Colour is for terminals only, and never against NO_COLOR (https://no-color.org) or a dumb terminal. */
function styleOf(stream: NodeJS.WriteStream): Style {
  const { NO_COLOR, TERM } = process.env;
  const terminal = stream.isTTY === true;
  const locale = process.env.LC_ALL || process.env.LC_CTYPE || process.env.LANG || '';
  return {
    columns: terminal ? Math.max(20, stream.columns || DEFAULT_COLUMNS) : Number.POSITIVE_INFINITY,
    color: terminal && (NO_COLOR === undefined || NO_COLOR === '') && TERM !== 'dumb',
    // A pipe gets the real characters; a terminal whose locale cannot show them gets ASCII.
    unicode: !terminal || /utf-?8/i.test(locale),
  };
}

export function stdoutStyle(): Style {
  return styleOf(process.stdout);
}

export function stderrStyle(): Style {
  return styleOf(process.stderr);
}

/** Whether a person can be asked: there is somewhere to type, and somewhere to see the question. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/** A line on the terminal that is replaced by the next one. Shows nothing where standard error is no terminal. */
export class StatusLine {
  readonly #active: boolean = process.stderr.isTTY === true;
  #shown = false;

  show(text: string): void {
    if (!this.#active) return;
    process.stderr.write(`\r\u001b[K${text.slice(0, (process.stderr.columns || DEFAULT_COLUMNS) - 1)}`);
    this.#shown = true;
  }

  clear(): void {
    if (this.#shown) this.wipe();
  }

  /** Takes off the screen what another one has shown. */
  wipe(): void {
    if (this.#active) process.stderr.write('\r\u001b[K');
    this.#shown = false;
  }

  /** Whether there is a terminal to show it on. */
  get isActive(): boolean {
    return this.#active;
  }
}

/** Writes and waits until the reader has kept up: that is what bounds our memory, and what slows the tracer's reader down. */
export function write(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed || stream.writableEnded || stream.write(text)) {
      resolve();
      return;
    }
    const done = (): void => {
      stream.off('drain', done);
      stream.off('close', done);
      stream.off('error', done);
      resolve();
    };
    stream.once('drain', done);
    stream.once('close', done);
    stream.once('error', done);
  });
}
