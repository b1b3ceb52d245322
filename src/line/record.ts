import type { EndReason, TraceEvent } from '../core/events.ts';
import type { KernelFacts } from '../core/facts.ts';
import type { Overhead } from '../core/overhead.ts';
import type { Request } from '../core/request.ts';
import type { RunRecord } from '../core/run-record.ts';
import type { Plan } from '../plan/plan.ts';
import { Fold, type FoldState } from '../views/fold.ts';
import { History, type HistoryState } from '../views/history.ts';
import type { AskEvent } from './events.ts';

/** Lines of text that are kept: the last ones. */
const KEPT_TEXTS = 1000;

/** Puts a run together from the events of the line, so that at any moment there is a record of what was seen so far. */
export class Recorder {
  readonly #request: Request;
  #facts: KernelFacts | undefined;
  #run: Running | undefined;

  constructor(request: Request) {
    this.#request = request;
  }

  take(event: AskEvent): void {
    if (event.type === 'facts') this.#facts = event.facts;
    else if (event.type === 'running' && this.#facts !== undefined) this.#run = new Running(event.plan, this.#request, this.#facts);
    else if (event.type === 'trace') for (const one of event.events) this.#run?.add(one, event.at);
    else if (event.type === 'answer') this.#run?.answered(event);
  }

  /** What was run, and seen so far; undefined while nothing runs. A program that is run after another one replaces it. */
  record(): RunRecord | undefined {
    return this.#run?.record();
  }

  /** How it stands with what runs, to go on from later (`resume`); undefined while nothing runs. */
  state(): RecorderState | undefined {
    return this.#run?.state();
  }

  /** Goes on from what another one had come to, after the same `facts` and `running`. */
  resume(state: Partial<RecorderState>): void {
    this.#run?.resume(state);
  }

  /** Whether a map was full, so that keys are missing. */
  get full(): boolean {
    return this.#run?.full ?? false;
  }

  /** How the run stands, without all that it saw. */
  brief(): RunBrief | undefined {
    return this.#run?.brief();
  }
}

export type RunBrief = Pick<RunRecord, 'question' | 'language' | 'startedAt' | 'state' | 'reason' | 'seconds' | 'records' | 'lost'> & {
  readonly title: string;
};

/** What a recorder has come to, as data with maps in it: from it another one goes on. */
export interface RecorderState {
  readonly fold: FoldState;
  readonly history: HistoryState;
  readonly startedAt: number;
  readonly texts: readonly string[];
  readonly warnings: readonly string[];
  readonly attachedAt?: number;
  readonly last: number;
  readonly overhead?: Overhead;
}

class Running {
  readonly #plan: Plan;
  readonly #request: Request;
  readonly #facts: KernelFacts;
  readonly #fold: Fold;
  readonly #history: History;
  #startedAt: number = Date.now();
  readonly #texts: string[] = [];
  readonly #warnings: string[] = [];
  #attachedAt: number | undefined;
  #last = 0;
  #overhead: Overhead | undefined;
  #ended: { readonly reason: EndReason; readonly seconds: number; readonly message?: string } | undefined;
  #answer: Extract<AskEvent, { type: 'answer' }> | undefined;

  constructor(plan: Plan, request: Request, facts: KernelFacts) {
    this.#plan = plan;
    this.#request = request;
    this.#facts = facts;
    this.#fold = new Fold(plan.program);
    this.#history = new History(plan.program);
  }

  add(event: TraceEvent, at: number): void {
    this.#last = at;
    if (event.type === 'attached') this.#attachedAt = at;
    else if (event.type === 'overhead') this.#overhead = event.overhead;
    else if (event.type === 'warning') this.#warnings.push(event.message);
    else if (event.type === 'ended') this.#ended = event;
    else if (event.type === 'text' && event.banner !== true) {
      this.#texts.push(event.text);
      if (this.#texts.length > 2 * KEPT_TEXTS) this.#texts.splice(0, KEPT_TEXTS);
    }
    this.#fold.add(event);
    this.#history.add(event, at - (this.#attachedAt ?? at));
  }

  answered(answer: Extract<AskEvent, { type: 'answer' }>): void {
    this.#answer = answer;
  }

  state(): RecorderState {
    return {
      fold: this.#fold.state(),
      history: this.#history.state(),
      startedAt: this.#startedAt,
      texts: this.#texts.slice(-KEPT_TEXTS),
      warnings: this.#warnings,
      last: this.#last,
      ...(this.#attachedAt === undefined ? {} : { attachedAt: this.#attachedAt }),
      ...(this.#overhead === undefined ? {} : { overhead: this.#overhead }),
    };
  }

  resume({ fold, history, startedAt, texts = [], warnings = [], attachedAt, last, overhead }: Partial<RecorderState>): void {
    if (fold !== undefined) this.#fold.resume(fold);
    if (history !== undefined) this.#history.resume(history);
    this.#startedAt = startedAt ?? this.#startedAt;
    this.#texts.push(...texts);
    this.#warnings.push(...warnings);
    this.#attachedAt = attachedAt ?? this.#attachedAt;
    this.#last = last ?? this.#last;
    this.#overhead = overhead ?? this.#overhead;
  }

  get full(): boolean {
    return this.#fold.full;
  }

  brief(): RunBrief {
    const { question } = this.#request;
    const { program, intent } = this.#plan;
    const ended = this.#ended;
    return {
      ...(question === undefined ? {} : { question }),
      title: program.title,
      language: intent.language,
      startedAt: this.#startedAt,
      state: ended === undefined ? 'running' : 'ended',
      ...(ended === undefined ? {} : { reason: ended.reason }),
      seconds: ended?.seconds ?? (this.#attachedAt === undefined ? 0 : this.#last - this.#attachedAt),
      records: this.#answer?.records ?? this.#fold.records,
      lost: this.#fold.lost,
    };
  }

  record(): RunRecord {
    const { tells, safety, notes, intent, written } = this.#plan;
    const { program } = this.#fold;
    const { question, command } = this.#request;
    const ended = this.#ended;
    const answer = this.#answer;
    return {
      format: 1,
      ...(question === undefined ? {} : { question }),
      language: intent.language,
      program,
      tells,
      safety,
      notes,
      ...(command === undefined ? {} : { command }),
      ...(written === undefined ? {} : { model: written.model }),
      facts: this.#facts,
      startedAt: this.#startedAt,
      state: ended === undefined ? 'running' : 'ended',
      ...(ended === undefined ? {} : { reason: ended.reason }),
      ...(ended?.message === undefined ? {} : { failure: ended.message }),
      seconds: ended?.seconds ?? (this.#attachedAt === undefined ? 0 : this.#last - this.#attachedAt),
      probes: this.#fold.probes,
      datasets: answer?.datasets ?? this.#fold.datasets(),
      series: this.#history.series(),
      heatMaps: this.#history.heatMaps(),
      texts: this.#texts.slice(-KEPT_TEXTS),
      sentence: answer?.sentence ?? '',
      reasons: answer?.reasons ?? [],
      ...(answer?.remarks === undefined ? {} : { remarks: answer.remarks }),
      records: answer?.records ?? this.#fold.records,
      lost: this.#fold.lost,
      warnings: this.#warnings,
      ...(this.#overhead === undefined ? {} : { overhead: this.#overhead }),
    };
  }
}
