/** Lines from a person at a terminal: edited, completed, remembered. Between two of them the terminal is as it was, for whatever runs. */
import { createInterface } from 'node:readline/promises';
import { PassThrough, type Readable, type Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { wrapHanging } from '../../views/layout.ts';
import { CTRL_C, type Piece, Typed, WIPE } from './typed.ts';

/** What was typed; that the line was cleared by Ctrl-C; that the person wants to leave. */
export type Said = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'cleared'; readonly wasEmpty: boolean } | { readonly kind: 'end' };

export interface PromptPlace {
  readonly input: Readable & { setRawMode?: (raw: boolean) => unknown };
  readonly output: Writable & { readonly columns?: number };
  /** How a line may go on: all that it could be, and the part of it that they replace. */
  readonly complete: (line: string) => Promise<[string[], string]>;
  /** Latest first. */
  readonly history: () => readonly string[];
  /** A line that goes on in the next one. */
  readonly more: string;
  /** Said of what is too long to be read. */
  readonly tooLong: (length: number) => string;
  readonly most: number;
  /** Said of several lines that are pasted where one is to be typed; absent where they are taken as one. */
  readonly severalLines?: string;
}

/** Lets a terminal mark what is pasted. */
const MARK_PASTES = '\u001b[?2004h';

/** So many lines may be typed ahead; more is a paste that no terminal has marked. */
const MOST_AHEAD = 5;
const SAME_FLOOD_MS = 300;

function endsLine(piece: Piece): boolean {
  return 'keys' in piece && piece.endsLine === true;
}

export class Prompt {
  readonly #place: PromptPlace;
  readonly #typed: Typed;
  readonly #decoder: StringDecoder = new StringDecoder('utf8');
  /** Typed ahead, while something ran or behind the end of a line. */
  #waiting: Piece[] = [];
  #closed = false;
  /** Until when what comes is of something that was far too much. */
  #floodUntil = Number.NEGATIVE_INFINITY;

  constructor(place: PromptPlace) {
    this.#place = place;
    this.#typed = new Typed(place.most, place.severalLines !== undefined);
    place.input.on('end', this.#close).on('error', this.#close);
  }

  /** What was typed ahead is not wanted any more. */
  forget(): void {
    this.#waiting = [];
    this.#floodUntil = Number.NEGATIVE_INFINITY;
  }

  /** Nothing more is asked. */
  dispose(): void {
    this.#place.input.off('end', this.#close).off('error', this.#close);
  }

  readonly #close = (): void => {
    this.#closed = true;
  };

  /** One entry: lines that end in a backslash go on in the next. */
  async ask(prompt: string, stop: AbortSignal): Promise<Said> {
    let text = '';
    for (;;) {
      const said = await this.#line(text === '' ? prompt : this.#place.more, stop);
      if (said.kind === 'cleared') return { kind: 'cleared', wasEmpty: said.wasEmpty && text === '' };
      if (said.kind === 'end') return said;
      const goesOn = /(?:^|[^\\])\\$/.test(said.text);
      text += goesOn ? `${said.text.slice(0, -1).trimEnd()} ` : said.text;
      if (!goesOn) return { kind: 'text', text: text.trim() };
      if (text.length > this.#place.most) {
        this.#place.output.write(`${wrapHanging(this.#place.tooLong(text.length), this.#place.output.columns ?? Number.POSITIVE_INFINITY).join('\n')}\n`);
        return { kind: 'cleared', wasEmpty: false };
      }
    }
  }

  async #line(prompt: string, stop: AbortSignal): Promise<Said> {
    const { input, output, complete, history } = this.#place;
    if (this.#closed || stop.aborted) return { kind: 'end' };
    // The editor reads from here, so that what is not for it never reaches it.
    const keys = Object.assign(new PassThrough(), { isTTY: true, setRawMode: (raw: boolean) => input.setRawMode?.(raw) });
    const lines = createInterface({ input: keys, output, terminal: true, completer: complete, history: [...history()], historySize: 1000 });
    this.#typed.begin();
    output.write(MARK_PASTES);
    let isOver = false;
    const feed = (): void => {
      while (!isOver && this.#waiting.length > 0) {
        const piece = this.#waiting.shift();
        if (piece === undefined) return;
        if ('keys' in piece) {
          keys.write(piece.keys);
          // What follows is another line's.
          isOver = piece.endsLine === true;
        } else {
          const why = piece.lines === true ? this.#place.severalLines : undefined;
          output.write(`\r\u001b[K${wrapHanging(why ?? this.#place.tooLong(piece.refused), output.columns ?? Number.POSITIVE_INFINITY).join('\n')}\n`);
          lines.prompt(true);
        }
      }
    };
    const read = (chunk: Buffer | string): void => {
      const now = performance.now();
      const text = typeof chunk === 'string' ? chunk : this.#decoder.write(chunk);
      const pieces = this.#typed.take(text, now);
      this.#waiting.push(...pieces);
      const isFlood = now < this.#floodUntil && pieces.some(endsLine) && !text.includes(CTRL_C);
      if (isFlood || this.#waiting.filter(endsLine).length > MOST_AHEAD) {
        // Said once, however many pieces it comes in.
        const isFirst = now >= this.#floodUntil;
        this.#floodUntil = now + SAME_FLOOD_MS;
        this.#waiting = isFirst ? [{ keys: WIPE }, { refused: text.length }] : [];
      }
      feed();
    };
    const end = (): void => void keys.end();
    let leave = (): void => {};
    try {
      return await new Promise<Said>((resolve) => {
        leave = () => resolve({ kind: 'end' });
        lines.once('line', (text) => resolve({ kind: 'text', text }));
        lines.once('close', () => resolve({ kind: 'end' }));
        // Stopped by Ctrl-Z, and continued.
        lines.on('SIGCONT', () => {
          output.write(MARK_PASTES);
          lines.prompt(true);
        });
        lines.once('SIGINT', () => {
          this.forget();
          const wasEmpty = lines.line === '';
          // Behind all of it, which may go over several rows.
          lines.write(null, { ctrl: true, name: 'e' });
          output.write('^C\n');
          resolve({ kind: 'cleared', wasEmpty });
        });
        stop.addEventListener('abort', leave);
        input.on('data', read).once('end', end).once('error', end).resume();
        lines.setPrompt(prompt);
        lines.prompt();
        feed();
      });
    } finally {
      isOver = true;
      stop.removeEventListener('abort', leave);
      input.off('data', read).off('end', end).off('error', end).pause();
      lines.close();
      output.write('\u001b[?2004l');
    }
  }
}
