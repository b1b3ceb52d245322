/** The live screen: what a run shows while it goes on, in a terminal, and the keys that change how. */
import type { ReadStream } from 'node:tty';
import type { TraceEvent } from '../core/events.ts';
import type { ValueNames } from '../core/names.ts';
import type { Program } from '../core/program.ts';
import type { Style } from '../views/layout.ts';
import { difference, type Size } from './diff.ts';
import { type Frame, frameOf } from './frame.ts';
import type { Key } from './keys.ts';
import { type Effect, firstState, press, type ScreenState } from './state.ts';
import { type Output, Terminal } from './terminal.ts';
import { type Look, Watch } from './watch.ts';

/** At most so many frames a second: what is drawn faster is not seen, and costs the machine that is measured. */
const FRAME_MS = 90;
/** The clock and the bar of progress. */
const TICK_MS = 250;
const MESSAGE_MS = 6000;

export interface LiveOptions {
  readonly program: Program;
  /** What was asked, or what the program is called. */
  readonly title: string;
  readonly names: ValueNames;
  readonly style: Omit<Style, 'columns'>;
  readonly input: ReadStream;
  readonly output: Output;
  /** `end`: to show the answer; `interrupt`: as Ctrl-C; a second one is an order. */
  readonly ask: (wish: 'end' | 'interrupt') => void;
  /** Keeps the program and what was seen; says where, or why not. */
  readonly save: () => Promise<string>;
}

export class LiveScreen {
  readonly #options: LiveOptions;
  readonly #watch: Watch;
  readonly #terminal: Terminal;
  #state: ScreenState;
  #frame: Frame | undefined;
  #size: Size | undefined;
  #shown: readonly string[] | undefined;
  /** Kept while it is paused. */
  #still: Look | undefined;
  #isChanged = true;
  #drawnAt = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #ticker: NodeJS.Timeout | undefined;
  /** When the run began, on our clock. */
  #began = 0;
  #message: { readonly text: string; readonly until: number } | undefined;

  constructor(options: LiveOptions) {
    this.#options = options;
    this.#watch = new Watch(options.program);
    this.#state = firstState(options.program.top);
    this.#terminal = new Terminal(options.input, options.output, {
      keys: (keys) => this.#press(keys),
      disturbed: () => this.#redraw(),
      drained: () => this.#change(),
    });
  }

  open(): void {
    this.#terminal.take();
    this.#ticker = setInterval(() => this.#change(), TICK_MS);
    this.#redraw();
  }

  /** Gives the terminal back. Safe to call again. */
  close(): void {
    clearInterval(this.#ticker);
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#terminal.give();
  }

  /** Takes events of the run; `at`: seconds since it began. */
  take(events: readonly TraceEvent[], at: number): void {
    const now = performance.now();
    this.#began = now - at * 1000;
    for (const event of events) {
      this.#watch.add(event, at);
      if (event.type === 'warning') this.tell(event.message);
    }
    this.#change();
    // Where events come so fast that timers do not, frames still do.
    if (now - this.#drawnAt > 2 * FRAME_MS) this.#draw();
  }

  /** Shows a message for a while. */
  tell(text: string): void {
    this.#message = { text, until: performance.now() + MESSAGE_MS };
    this.#change();
  }

  get watch(): Watch {
    return this.#watch;
  }

  #press(keys: readonly Key[]): void {
    for (const key of keys) {
      const ground = (this.#frame ?? this.#compose()).ground;
      const { state, effect } = press(this.#state, key, ground);
      if (state.isPaused !== this.#state.isPaused) this.#still = state.isPaused ? this.#watch.look() : undefined;
      this.#state = state;
      if (effect !== undefined) this.#do(effect);
      // The next key may stand on what this one has changed.
      if (keys.length > 1) this.#frame = this.#compose();
    }
    this.#change();
  }

  #do(effect: Effect): void {
    switch (effect) {
      case 'end':
      case 'interrupt':
        this.#watch.ending();
        this.#options.ask(effect);
        break;
      case 'suspend':
        this.#terminal.suspend();
        break;
      case 'redraw':
        this.#redraw();
        break;
      case 'save':
        void this.#options.save().then((text) => this.tell(text));
        break;
    }
  }

  #redraw(): void {
    this.#shown = undefined;
    this.#change();
  }

  /** A frame soon, one for all that changes until then. */
  #change(): void {
    this.#isChanged = true;
    if (this.#timer !== undefined) return;
    const wait = Math.max(0, this.#drawnAt + FRAME_MS - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#draw();
    }, wait);
  }

  #draw(): void {
    // What has not been taken off our hands yet must not pile up: once it has, we are called again.
    if (!this.#isChanged || !this.#terminal.isReady) return;
    this.#isChanged = false;
    this.#drawnAt = performance.now();
    const frame = this.#compose();
    const size = this.#terminal.size;
    if (size.columns !== this.#size?.columns || size.rows !== this.#size.rows) this.#shown = undefined;
    this.#terminal.write(difference(this.#shown, frame.lines, size));
    this.#frame = frame;
    this.#shown = frame.lines;
    this.#size = size;
  }

  #compose(): Frame {
    const now = performance.now();
    if (this.#message !== undefined && this.#message.until < now) this.#message = undefined;
    const { title, names, style } = this.#options;
    return frameOf({
      title,
      look: this.#still ?? this.#watch.look(),
      vitals: this.#watch.vitals((now - this.#began) / 1000),
      state: this.#state,
      ...(this.#message === undefined ? {} : { message: this.#message.text }),
      names,
      style,
      size: this.#terminal.size,
    });
  }
}
