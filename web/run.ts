/** One run as the page sees it: its events folded as they come, told to the views no oftener than they can be drawn. */
import { type Signal, signal } from '@preact/signals';
import type { Dataset, HeatMap, Series } from '../src/core/dataset.ts';
import type { TraceEvent } from '../src/core/events.ts';
import type { RecordedNames } from '../src/core/names.ts';
import type { Overhead } from '../src/core/overhead.ts';
import type { Program } from '../src/core/program.ts';
import type { AskEvent } from '../src/line/events.ts';
import { Fold } from '../src/views/fold.ts';
import { History } from '../src/views/history.ts';
import type { Batch, RunState } from '../src/web/api.ts';
import { call, follow, Refused } from './client.ts';
import { revived, revivedDatasets } from './revive.ts';
import { stepOf } from './steps.ts';
import { language } from './words.ts';

/** Lines of text that are kept: the last ones. */
const MOST_TEXTS = 1000;
const MOST_NOTES = 50;
/** Letters that a traced command printed. */
const MOST_PRINTED = 64 * 1024;
/** Milliseconds between two drawings: what changes faster nobody reads. */
const LEAST_BETWEEN = 250;
const RETRIES = [250, 500, 1000, 2000, 4000];

type Answer = Extract<AskEvent, { type: 'answer' }>;
type Unanswered = Extract<AskEvent, { type: 'unanswered' }>;
type Told = Extract<AskEvent, { type: 'told' }>;
type Explanation = Extract<AskEvent, { type: 'explanation' }>;

/** `lost`: the server knows this run no more. */
export type Connection = 'open' | 'retrying' | 'lost' | 'refused' | 'closed';

/** What a run amounts to, as views take it; also of one that was kept. */
export interface Seen {
  readonly program: Program | undefined;
  readonly datasets: readonly Dataset[];
  readonly series: readonly Series[];
  readonly heatMaps: readonly HeatMap[];
  readonly texts: readonly string[];
  readonly names: RecordedNames;
}

export class LiveRun {
  readonly id: string;
  readonly state: Signal<RunState>;
  readonly connection: Signal<Connection> = signal('open');
  /** Rises when there is something new to draw. */
  readonly version: Signal<number> = signal(0);
  readonly notes: string[] = [];
  readonly warnings: string[] = [];
  /** What was done before it ran, and what is being done right now. */
  readonly steps: string[] = [];
  now: string | undefined;
  /** What is written about tracing, where that was the question. */
  told: Told | undefined;
  /** What a model said of the program and of the answer. */
  readonly explanations: Partial<Record<Explanation['of'], Explanation>> = {};
  answer: Answer | undefined;
  unanswered: Unanswered | undefined;
  overhead: Overhead | undefined;
  /** What the traced command printed: the last of it; how many letters of it were not told; and the status it ended with. */
  printed = '';
  printedLeft = 0;
  commandStatus: number | undefined;
  missed = 0;
  lost = 0;
  seconds = 0;
  failure: string | undefined;
  #fold: Fold | undefined;
  #history: History | undefined;
  #texts: string[] = [];
  #names: RecordedNames = {};
  #attachedAt: number | undefined;
  #cursor = '';
  #drawnAt = 0;
  #pending = false;
  readonly #away = new AbortController();

  constructor(state: RunState) {
    this.id = state.id;
    this.state = signal(state);
    void this.#follow();
  }

  /** The page looks at something else; the run goes on. */
  leave(): void {
    this.#away.abort();
  }

  seen(): Seen {
    const fold = this.#fold;
    return {
      program: fold?.program ?? this.state.value.plan?.program,
      datasets: this.answer?.datasets ?? fold?.datasets() ?? [],
      series: this.#history?.series() ?? [],
      heatMaps: this.#history?.heatMaps() ?? [],
      texts: this.#texts,
      names: this.#names,
    };
  }

  async #follow(): Promise<void> {
    for (let failures = 0; !this.#away.signal.aborted; ) {
      try {
        for await (const { event, id, data } of follow('GET /api/runs/:id/events', { id: this.id }, this.#cursor, this.#away.signal)) {
          failures = 0;
          this.connection.value = 'open';
          if (event === 'end') {
            await this.#finish();
            return;
          }
          if (event === 'state') this.state.value = JSON.parse(data) as RunState;
          else if (event === 'batch') this.#batch(JSON.parse(data) as Batch);
          if (id !== '') this.#cursor = id;
        }
      } catch (error) {
        if (this.#away.signal.aborted) return;
        if (error instanceof Refused) {
          this.connection.value = error.status === 404 ? 'lost' : 'refused';
          this.#draw();
          return;
        }
      }
      this.connection.value = 'retrying';
      await new Promise((resolve) => setTimeout(resolve, RETRIES[Math.min(failures++, RETRIES.length - 1)]));
    }
  }

  /** The last state may have come before the end. */
  async #finish(): Promise<void> {
    this.connection.value = 'closed';
    try {
      this.state.value = await call('GET /api/runs/:id', { params: { id: this.id } });
    } catch {
      // It was told all there was to tell.
    }
    this.#draw();
  }

  #batch({ events, missed, names }: Batch): void {
    if (names !== undefined) this.#names = joined(this.#names, names);
    this.missed += missed;
    for (const { event, at } of events) this.#take(event, at ?? 0);
    if (events.length > 0 || missed > 0) this.#draw();
  }

  #take(event: Batch['events'][number]['event'], at: number): void {
    switch (event.type) {
      case 'plan':
        this.now = undefined;
        this.state.value = { ...this.state.value, plan: event.plan, diagnostics: event.diagnostics };
        return;
      case 'running':
        this.#begin(event.plan.program);
        return;
      case 'answer':
        this.now = undefined;
        this.answer = { ...event, datasets: revivedDatasets(event.datasets) };
        this.overhead = event.overhead ?? this.overhead;
        return;
      case 'unanswered':
        this.now = undefined;
        this.unanswered = event;
        return;
      case 'told':
        this.told = event;
        return;
      case 'model':
      case 'sandbox':
      case 'rehearsal':
      case 'explaining': {
        const { now, line } = stepOf(event, this.state.value.plan?.intent.language ?? language.peek());
        if (now !== undefined || line !== undefined) this.now = now;
        if (line !== undefined) keepLast(this.steps, line, MOST_NOTES);
        return;
      }
      case 'explanation':
        this.now = undefined;
        this.explanations[event.of] = event;
        return;
      case 'printed':
        this.printed = (this.printed + event.text).slice(-MOST_PRINTED);
        this.printedLeft += event.left ?? 0;
        return;
      case 'note':
        keepLast(this.notes, event.message, MOST_NOTES);
        return;
      case 'started':
      case 'attached':
      case 'output':
      case 'row':
      case 'map':
      case 'stats':
      case 'histogram':
      case 'snapshot':
      case 'overhead':
      case 'text':
      case 'lost':
      case 'warning':
      case 'ended':
        this.#trace(event, at);
        return;
      default:
    }
  }

  #begin(program: Program): void {
    this.now = undefined;
    this.#fold = new Fold(program);
    this.#history = new History(program);
    this.#texts = [];
    this.#attachedAt = undefined;
    this.answer = undefined;
    this.failure = undefined;
    this.printed = '';
    this.printedLeft = 0;
    this.commandStatus = undefined;
  }

  #trace(raw: TraceEvent, at: number): void {
    const event = revived(raw, this.#fold?.program.outputs ?? []);
    if (event.type === 'attached') this.#attachedAt = at;
    if (this.#attachedAt !== undefined) this.seconds = at - this.#attachedAt;
    this.#fold?.add(event);
    this.#history?.add(event, this.seconds);
    if (event.type === 'text') keepLast(this.#texts, event.text, MOST_TEXTS);
    else if (event.type === 'overhead') this.overhead = event.overhead;
    else if (event.type === 'lost') this.lost += event.count;
    else if (event.type === 'warning') keepLast(this.warnings, event.message, MOST_NOTES);
    else if (event.type === 'ended') {
      this.seconds = event.seconds;
      this.failure = event.message;
      this.commandStatus = event.commandStatus;
    }
  }

  #draw(): void {
    if (this.#pending) return;
    this.#pending = true;
    setTimeout(
      () =>
        requestAnimationFrame(() => {
          this.#pending = false;
          this.#drawnAt = performance.now();
          this.version.value++;
        }),
      Math.max(0, LEAST_BETWEEN - (performance.now() - this.#drawnAt)),
    );
  }
}

/** Cut at twice the number, so that not every line moves all the others. */
function keepLast(lines: string[], line: string, most: number): void {
  lines.push(line);
  if (lines.length > 2 * most) lines.splice(0, lines.length - most);
}

function joined(known: RecordedNames, fresh: RecordedNames): RecordedNames {
  const all: Record<string, Readonly<Record<string, string>>> = { ...known };
  for (const [kind, names] of Object.entries(fresh)) all[kind] = { ...all[kind], ...names };
  return all;
}
