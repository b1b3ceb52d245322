/** Runs of clients: each belongs to the client that started it, and is held to the server's policy. */
import type { ask, Plan, Surroundings } from '../ask.ts';
import type { TraceEvent } from '../core/events.ts';
import { Exit } from '../core/exit.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import type { SafetyReason } from '../core/program.ts';
import type { Request } from '../core/request.ts';
import type { Diagnosis } from '../debug/diagnosis.ts';
import type { debug } from '../line/debug.ts';
import type { Numbered } from '../line/runs/log.ts';
import type { BackgroundRun, RunGround } from '../line/runs/run.ts';
import { Runs } from '../line/runs/runs.ts';
import type { Sink } from '../line/sink.ts';
import { Approval } from './approval.ts';
import { cardOf, textOfCard, wholeCard } from './card.ts';
import type { Person } from './person.ts';
import { limited, type ServerPolicy, verdictOf } from './policy.ts';

/** The line, and the machine that it is run on. */
export interface Ground {
  readonly line: typeof ask;
  readonly around: Omit<Surroundings, 'decide' | 'stop' | 'kill' | 'sinks'>;
  /** Who hears a run beside the client, made anew for each. */
  readonly sinks: () => readonly Sink[];
  /** What takes the place of the line that tells why programs are silent: for tests. */
  readonly debug?: typeof debug;
}

/** Whom a run waits for: the client's user, or the person at the machine. */
export type Waiting =
  | { readonly for: 'consent'; readonly reasons: readonly SafetyReason[] }
  | { readonly for: 'approval'; readonly reasons: readonly SafetyReason[]; readonly approval: Approval; readonly how: 'terminal' | 'code' };

export interface Trace {
  readonly run: BackgroundRun;
  readonly client: string;
  waiting?: Waiting;
  /** Why its program is silent, where that was asked. */
  diagnosis?: Diagnosis;
  /** The limit of the server that ended it. */
  endedBy?: 'max-seconds' | 'max-events' | 'nobody-answered';
}

/** Runs that have ended and can still be read. */
const KEPT = 20;
/** Compiling and attaching take their time, and what ends by itself is given the moment it takes. */
const TO_ATTACH = 30;
const TO_END = 2;
/** So long a run waits for somebody to agree to it. */
const PATIENCE_MS = 10 * 60 * 1000;
const PIECE = 1000;

export class Traces {
  readonly #ground: Ground;
  readonly #policy: ServerPolicy;
  readonly #person: Person;
  readonly #runs: Runs;
  readonly #traces = new Map<string, Trace>();

  constructor(ground: Ground, policy: ServerPolicy, person: Person) {
    this.#ground = ground;
    this.#policy = policy;
    this.#person = person;
    this.#runs = new Runs({ running: policy.maxRuns, ended: KEPT });
  }

  /** Plans and, where the policy lets it, runs. `asks`: the client can ask its user. Throws a Problem where as many run as may. */
  start(request: Request, client: string, asks: boolean, line: RunGround['line'] = this.#ground.line): Trace {
    const sinks = this.#ground.sinks();
    const run: BackgroundRun = this.#runs.start(limited(request, this.#policy), {
      line: heedful(line),
      around: { ...this.#ground.around, sinks },
      policy: (plan) => this.#say(trace, plan, asks),
    });
    const trace: Trace = { run, client };
    this.#traces.set(run.id, trace);
    void this.#guard(trace);
    const ids = new Set(this.#runs.list().map(({ id }) => id));
    for (const id of this.#traces.keys()) if (!ids.has(id)) this.#traces.delete(id);
    return trace;
  }

  /** A run of this client. Throws a Problem where there is none: those of others are none either. */
  get(id: string, client: string): Trace {
    const trace = this.#traces.get(id);
    if (trace === undefined || trace.client !== client) throw new Problem(messages.noSuchRun(id));
    return trace;
  }

  list(client: string): readonly Trace[] {
    return [...this.#traces.values()].filter((trace) => trace.client === client);
  }

  /** The sessions that runs of this server were kept as. */
  get sessions(): ReadonlySet<string> {
    return new Set([...this.#traces.values()].flatMap(({ run }) => run.session ?? []));
  }

  /** The code that the person was shown, typed by whoever. Throws a Problem where it is not the one. */
  approve({ run, waiting }: Trace, code: string): void {
    if (waiting?.for !== 'approval' || waiting.how !== 'code' || run.phase !== 'deciding') throw new Problem(messages.mcpNothingToApprove(run.id));
    const left = waiting.approval.tried(code);
    if (left === true) {
      run.decide({ kind: 'run' });
      return;
    }
    if (left === 0) run.decide({ kind: 'stop', exit: Exit.notConsented });
    throw new Problem(messages.mcpWrongCode(left));
  }

  /** What the client's user says to a program that only observes. */
  consent({ run, waiting }: Trace, yes: boolean): void {
    if (waiting?.for === 'approval' && run.phase === 'deciding') throw new Problem(messages.mcpCodeWanted(run.id));
    if (waiting?.for !== 'consent' || run.phase !== 'deciding') throw new Problem(messages.mcpNothingToApprove(run.id));
    run.decide(yes ? { kind: 'run' } : { kind: 'stop', exit: Exit.notConsented });
  }

  /** Nobody agrees to it. */
  decline({ run }: Trace): void {
    run.decide({ kind: 'stop', exit: Exit.notConsented });
  }

  /** A client is gone: what it started ends by SIGINT. */
  release(client: string): void {
    for (const { run } of this.list(client)) run.stop();
  }

  /** Ends all. Fulfilled when nothing is left. */
  close(): Promise<void> {
    return this.#runs.close();
  }

  #say(trace: Trace, plan: Plan, asks: boolean): { kind: 'run' } | { kind: 'stop'; exit: Exit } | undefined {
    delete trace.waiting;
    const { reasons } = plan.safety;
    switch (verdictOf(plan, this.#policy)) {
      case 'refused':
        return { kind: 'stop', exit: Exit.unsafe };
      case 'free':
        if (!asks || !this.#policy.asks) return { kind: 'run' };
        trace.waiting = { for: 'consent', reasons };
        break;
      case 'approval':
        trace.waiting = { for: 'approval', reasons, approval: new Approval(), how: this.#person.ask === undefined ? 'code' : 'terminal' };
    }
    // The run waits for somebody once this has returned; the person is told before the client is.
    queueMicrotask(() => void this.#wait(trace, plan));
    return undefined;
  }

  async #wait({ run, waiting }: Trace, plan: Plan): Promise<void> {
    if (waiting?.for !== 'approval') return;
    const card = cardOf(run.id, plan);
    const kept = card.left === 0 ? undefined : this.#person.keep?.(run.id, wholeCard(card));
    if (kept !== undefined) void run.done.then(() => kept.remove());
    const text = textOfCard(card, kept?.path);
    const { ask } = this.#person;
    if (ask === undefined) {
      this.#person.tell(`${text}\ngpttrace mcp: to allow this run, and only this one, give the client this code: ${waiting.approval.text}`);
      return;
    }
    const gone = new AbortController();
    void run.done.then(() => gone.abort());
    const yes = await ask(text, kept === undefined ? [] : card.program.slice(card.first), gone.signal).catch(() => false);
    run.decide(yes ? { kind: 'run' } : { kind: 'stop', exit: Exit.notConsented });
  }

  /** Ends what lasts, delivers or waits too long. */
  async #guard(trace: Trace): Promise<void> {
    const { run } = trace;
    const { maxSeconds, maxEvents } = this.#policy;
    let timer: NodeJS.Timeout | undefined;
    const end = (why: NonNullable<Trace['endedBy']>): void => {
      trace.endedBy ??= why;
      run.stop();
    };
    const within = (seconds: number, why: NonNullable<Trace['endedBy']>): void => {
      clearTimeout(timer);
      timer = setTimeout(end, seconds * 1000, why);
    };
    within(PATIENCE_MS / 1000, 'nobody-answered');
    let cursor = 0;
    let events = 0;
    for (;;) {
      await run.changed(cursor);
      const reading = run.read(cursor, PIECE);
      cursor = reading.next;
      events += reading.missed;
      for (const { event } of reading.events) {
        if (event.type === 'running') within(maxSeconds + TO_ATTACH, 'max-seconds');
        else if (event.type === 'attached') within(maxSeconds + TO_END, 'max-seconds');
        else if (isSeen(event)) events += 1;
      }
      if (events > maxEvents) end('max-events');
      if (reading.ended) break;
    }
    clearTimeout(timer);
  }
}

/** Long enough for what a client has sent to be read. */
const HEED_MS = 10;

/** The same, but that what was sent while it planned is heard before anything is run: a client may have taken its request back meanwhile. */
function heedful(line: RunGround['line']): RunGround['line'] {
  return (request, around) =>
    line(request, {
      ...around,
      decide: async (plan, diagnostics) => {
        await new Promise((resolve) => setTimeout(resolve, HEED_MS));
        return around.stop.aborted ? { kind: 'stop', exit: Exit.interrupted } : around.decide(plan, diagnostics);
      },
    });
}

const SEEN: ReadonlySet<string> = new Set<TraceEvent['type']>(['row', 'text', 'map', 'stats', 'histogram']);

function isSeen({ type }: Numbered['event']): boolean {
  return SEEN.has(type);
}
