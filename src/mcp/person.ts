/** The person at the machine: who alone can allow what does more than observe. */
import { mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ReadStream } from 'node:tty';
import { stateDirectory } from '../local.ts';

/** Rows of a terminal that does not say how many it has. */
const PAGE = 40;
const TYPED_AHEAD_MS = 500;
/** Lines of a paste come one right after the other. */
const PASTE_MS = 150;
/** Lets the terminal mark what is pasted: what is so marked is no yes. */
const [MARK_PASTES, MARK_NO_MORE] = ['\u001b[?2004h', '\u001b[?2004l'];

export interface Person {
  /** Says something that no client reads. */
  tell(text: string): void;
  /** Asks for a yes at the terminal, where what is longer can be seen first, row by row; absent where nobody sits at one. */
  readonly ask?: (text: string, rest: readonly string[], signal: AbortSignal) => Promise<boolean>;
  /** Writes down what is too long to be told; undefined where it cannot be. */
  keep?(name: string, text: string): Kept | undefined;
}

/** A file that only whoever runs the server can read. */
export interface Kept {
  readonly path: string;
  remove(): void;
}

/** Whoever reads standard error: a client's log, where a client has started the server. */
export function reader(): Person {
  return { tell: (text) => process.stderr.write(`${text}\n`), keep: writeDown };
}

function writeDown(name: string, text: string): Kept | undefined {
  try {
    const folder = join(stateDirectory(), 'approvals');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, `${name}.txt`);
    writeFileSync(path, text, { mode: 0o600 });
    return { path, remove: () => rmSync(path, { force: true }) };
  } catch {
    return undefined;
  }
}

/** Whoever sits at the terminal that the server was started on; undefined where there is none. */
export function personAtTerminal(): Person | undefined {
  if (process.stderr.isTTY !== true) return undefined;
  let waiting: Promise<unknown> = Promise.resolve();
  return {
    ...reader(),
    // One question at a time.
    ask: (text, rest, signal) => {
      const answer = waiting.then(() => (signal.aborted ? false : askOnTerminal(text, rest, signal)));
      waiting = answer.catch(() => false);
      return answer;
    },
  };
}

async function askOnTerminal(text: string, rest: readonly string[], signal: AbortSignal): Promise<boolean> {
  let input: ReadStream;
  try {
    input = new ReadStream(openSync('/dev/tty', 'r'));
  } catch {
    return false;
  }
  let left = rest;
  const put = (shown: string): void => {
    const more = left.length === 0 ? '[y/N]' : `[y/N, v: see the rest, ${left.length} more rows]`;
    process.stderr.write(`${shown}\nAllow this run? ${more} `);
  };
  if (process.env.TERM !== 'dumb') process.stderr.write(MARK_PASTES);
  put(text);
  const asked = performance.now();
  const lines = createInterface({ input, terminal: false });
  let settling: NodeJS.Timeout | undefined;
  try {
    return await new Promise((resolve) => {
      lines.on('line', (line) => {
        if (settling !== undefined) {
          clearTimeout(settling);
          settling = undefined;
          return put('Several lines were pasted: none of them is an answer.');
        }
        // What was typed before the question stood there is no answer to it.
        if (performance.now() - asked < TYPED_AHEAD_MS) return put('');
        if (/^\s*(?:y|yes)\s*$/i.test(line)) {
          settling = setTimeout(() => resolve(true), PASTE_MS);
          return;
        }
        if (!/^\s*v\s*$/i.test(line)) return resolve(false);
        const page = Math.max(10, (process.stderr.rows ?? PAGE) - 2);
        const shown = left.slice(0, page).join('\n');
        left = left.slice(page);
        put(shown);
      });
      lines.once('close', () => resolve(false));
      signal.addEventListener('abort', () => resolve(false), { once: true });
    });
  } finally {
    clearTimeout(settling);
    lines.close();
    input.destroy();
    if (process.env.TERM !== 'dumb') process.stderr.write(MARK_NO_MORE);
    if (signal.aborted) process.stderr.write('(it is not wanted any more)\n');
  }
}
