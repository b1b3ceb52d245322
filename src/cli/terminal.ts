import { readFileSync } from 'node:fs';
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

/** What is typed around what people said, where the terminal cannot show it. */
export function inAscii(line: string): string {
  return line.replaceAll('…', '...').replaceAll(/[“”]/g, '"').replaceAll(' · ', ', ');
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

/**
 * Whether there is a terminal that a screen can be drawn on, and somebody at it: one that is not dumb, is not a log of continuous integration, and is not another
 * job's just now.
 */
export function canDraw(): boolean {
  const { TERM, CI, GPTTRACE_PLAIN } = process.env;
  if (process.stdin.isTTY !== true || process.stdout.isTTY !== true || TERM === undefined || TERM === '' || TERM === 'dumb') return false;
  return !isSet(CI) && !isSet(GPTTRACE_PLAIN) && isForeground();
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== '0' && value !== 'false';
}

/** In the background, changing the terminal's mode would stop us. */
function isForeground(): boolean {
  try {
    // The process group and the terminal's, behind the name in parentheses, which may hold anything (man 5 proc).
    const stat = readFileSync('/proc/self/stat', 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[2] === fields[5];
  } catch {
    return true;
  }
}

/** A line on the terminal that is replaced by the next one. Shows nothing where standard error is no terminal. */
export class StatusLine {
  readonly #active: boolean = process.stderr.isTTY === true;
  /** Nothing can be taken off a dumb terminal again: there each stage is a line of its own, said once. */
  readonly #dumb: boolean = process.env.TERM === 'dumb';
  #shown = false;
  #stage = '';

  show(text: string): void {
    if (!this.#active) return;
    if (this.#dumb) {
      const stage = text.replace(/\d[\d.,]*/g, '');
      if (stage !== this.#stage) process.stderr.write(`${stderrStyle().unicode ? text : inAscii(text)}\n`);
      this.#stage = stage;
      return;
    }
    process.stderr.write(`\r\u001b[K${fitting(stderrStyle().unicode ? text : inAscii(text), (process.stderr.columns || DEFAULT_COLUMNS) - 1)}`);
    this.#shown = true;
  }

  clear(): void {
    if (this.#shown) this.wipe();
  }

  /** Takes off the screen what another one has shown. */
  wipe(): void {
    if (this.#active && !this.#dumb) process.stderr.write('\r\u001b[K');
    this.#shown = false;
  }

  /** Whether there is a terminal to show it on. */
  get isActive(): boolean {
    return this.#active;
  }
}

/** As much of a text as surely fits: a line that is longer could not be taken off the screen again. */
function fitting(text: string, cells: number): string {
  let used = 0;
  let kept = '';
  for (const character of text) {
    // From here on characters may take two cells.
    used += character >= '\u1100' ? 2 : 1;
    if (used > cells) break;
    kept += character;
  }
  return kept;
}

/** Writes and waits until the reader has kept up: that is what bounds our memory, and what slows the tracer's reader down. */
export function write(stream: NodeJS.WriteStream, text: string | Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed || stream.writableEnded) {
      resolve();
      return;
    }
    const done = (): void => {
      stream.off('close', done);
      resolve();
    };
    stream.once('close', done);
    // Told of an error, too; who listens to errors ends with them.
    if (stream.write(text, done)) done();
  });
}
