import { setTimeout as sleep } from 'node:timers/promises';
import type { EndReason, TraceEvent } from '../../core/events.ts';
import { localLauncher } from '../../system/launcher.ts';
import { wholeLines } from '../../system/lines.ts';
import type { Tracer } from '../../system/tracer.ts';
import type { Engine, Job } from '../engine.ts';
import { exitWithin, piecesOrQuiet } from './pieces.ts';
import { toolReason } from './reason.ts';
import { ToolOutput } from './table.ts';

/** Many print their answer when they are interrupted. */
const PATIENCE = { interrupt: 5_000, terminate: 1_000 };
/** A tool that prints nothing until its end is taken to have begun by then: at once, as compiled ones do, or once it has compiled what it loads. */
const QUIET_MS = { compiled: 1_500, compiling: 8_000 };
/** For a tool that ends by itself to do so, and for one that answers at once. */
const OVERDUE_SECONDS = 5;
const AT_ONCE_SECONDS = 30;
/** After it was killed: for what it started and left behind. */
const LEFT_MS = 500;
const MOST_LINE = 256 * 1024;
const MOST_SAID = 64 * 1024;
/** While it is being stopped all it prints is read, at whatever speed. */
const MOST_AT_ONCE = 1024 * 1024;
const TOO_MUCH = 'rows are missing: when it was stopped the tool printed faster than that can be read';

/** Nothing that asks, pages or paints. */
const ENVIRONMENT = { PAGER: 'cat', MANPAGER: 'cat', LC_ALL: 'C.UTF-8', TERM: 'dumb', PYTHONUNBUFFERED: '1', NO_COLOR: '1' };
/** bcc's and bpftrace's. */
const COMPILES = /-bpfcc$|\.bt$/;
/** Tools whose answer goes to standard error, since standard output is the traced command's. */
const TELLS_BESIDE = /^(?:perf|strace)(?: |$)/;

/** Runs a tool that is installed and types what it prints. */
export const toolsEngine: Engine = { name: 'tools', run };

async function* run(job: Job): AsyncGenerator<readonly TraceEvent[]> {
  const { program, facts, launcher = localLauncher } = job;
  const { command } = program;
  if (command === undefined) {
    yield [{ type: 'ended', reason: 'rejected', seconds: 0, message: 'it is not said which tool to start' }];
    return;
  }
  const tracer = launcher.startTracer({
    path: command.path,
    args: command.args,
    privilege: command.asUser === true ? 'root' : facts.privilege,
    env: ENVIRONMENT,
    foreign: true,
    quietInput: command.tool === 'perf top',
    merged: TELLS_BESIDE.test(command.tool),
  });
  const patience = { interrupt: PATIENCE.interrupt * launcher.slowness, terminate: PATIENCE.terminate * launcher.slowness };
  // Its input ends at once: whatever asks a question there is told that nobody answers. perf top would ask for ever.
  tracer.give('', patience);
  const end = new End(job, tracer, patience.interrupt + patience.terminate + LEFT_MS);
  const output = new ToolOutput();
  let printed = '';
  let seen = false;
  try {
    if (tracer.pid > 0) yield [{ type: 'started', pid: tracer.pid }];
    for await (const next of piecesOrQuiet(
      wholeLines(tracer.stdout, MOST_LINE),
      QUIET_MS[COMPILES.test(command.tool) ? 'compiling' : 'compiled'] * launcher.slowness,
    )) {
      const events: TraceEvent[] = end.begin(next.kind === 'quiet') ? [{ type: 'attached', probes: 1 }] : [];
      if (next.kind === 'piece') {
        const text = next.piece.subarray(0, MOST_AT_ONCE).toString('utf8');
        if (next.piece.length > MOST_AT_ONCE) events.push({ type: 'warning', message: TOO_MUCH });
        if (printed.length < MOST_SAID) printed += `${text}\n`.slice(0, MOST_SAID);
        const told = output.read(text);
        seen ||= told.some(isSeen);
        for (const event of told) events.push(event);
      }
      if (events.length > 0) yield events;
      if (job.pace?.slow() === true) await sleep(100, undefined, { signal: job.stop }).catch(() => {});
    }
    const exit = (await exitWithin(tracer, LEFT_MS + PATIENCE.terminate)) ?? { status: null, signal: null };
    const said = tracer.stderr();
    const beside = TELLS_BESIDE.test(command.tool) ? output.read(said) : [];
    const last = [...beside, ...output.end()];
    seen ||= last.some(isSeen);
    const failed = exit.failure !== undefined || (exit.status !== null && exit.status !== 0);
    // Some end so when their time is over, and perf and strace with the status of what they traced.
    const isDone = end.asked || end.isDue || (seen && last.some(({ type }) => type === 'row'));
    const refused = failed && !isDone;
    if (last.length > 0 && !refused) yield end.begin() ? [{ type: 'attached', probes: 1 }, ...last] : last;
    yield [end.event(refused ? (exit.failure ?? toolReason(said, printed, exit.status, facts)) : undefined, exit.signal, seen)];
  } finally {
    // Also where the consumer stops listening: nothing is left running.
    end.dispose();
    tracer.kill();
  }
}

function isSeen(event: TraceEvent): boolean {
  return event.type === 'row' || 'entries' in event;
}

/** Keeps the clock of a run, and knows in the end why it ended. */
class End {
  readonly #job: Job;
  readonly #tracer: Tracer;
  readonly #within: number;
  readonly #startedAt = performance.now();
  #beganAt: number | undefined;
  #askedAt: number | undefined;
  #isLate = false;
  #gaveUp = false;
  #deadline: NodeJS.Timeout | undefined;
  #last: NodeJS.Timeout | undefined;

  constructor(job: Job, tracer: Tracer, within: number) {
    this.#job = job;
    this.#tracer = tracer;
    this.#within = within;
    job.stop.addEventListener('abort', this.#stop);
    job.kill.addEventListener('abort', this.#kill);
    if (job.stop.aborted) this.#stop();
    if (job.kill.aborted) this.#kill();
  }

  /** Whether it was asked to end. */
  get asked(): boolean {
    return this.#askedAt !== undefined;
  }

  /** Whether the time that its arguments say is over. */
  get isDue(): boolean {
    const { seconds, endsItself } = this.#job.program;
    return endsItself === true && seconds !== undefined && performance.now() - this.#startedAt >= seconds * 1000;
  }

  /** It is tracing: a compiled tool since it was started, another since it said something, or was quiet for long. True the first time. */
  begin(quiet = false): boolean {
    if (this.#beganAt !== undefined) return false;
    const now = performance.now();
    this.#beganAt = quiet || !COMPILES.test(this.#job.program.command?.tool ?? '') ? this.#startedAt : now;
    const within = this.#secondsAtMost();
    if (within !== undefined) {
      this.#deadline = setTimeout(
        () => {
          this.#isLate = true;
          this.#stop();
        },
        Math.max(0, this.#beganAt + within * 1000 - now),
      );
    }
    return true;
  }

  /** What ends by its own arguments gets a little longer than they say; what is to answer at once does not go on for ever. */
  #secondsAtMost(): number | undefined {
    const { seconds, endsItself } = this.#job.program;
    if (endsItself !== true) return seconds;
    return seconds === undefined ? AT_ONCE_SECONDS : seconds + OVERDUE_SECONDS;
  }

  readonly #stop = (): void => {
    if (this.#askedAt !== undefined) return;
    this.#askedAt = performance.now();
    this.#tracer.stop();
    // A child of its own that it left behind may hold its output open for ever.
    this.#last = setTimeout(() => {
      this.#gaveUp = true;
      this.#kill();
    }, this.#within);
  };

  readonly #kill = (): void => {
    this.#tracer.kill();
    this.#tracer.stdout.destroy();
  };

  event(failure: string | undefined, signal: NodeJS.Signals | null, seen: boolean): Extract<TraceEvent, { type: 'ended' }> {
    const seconds = this.#beganAt === undefined ? 0 : Math.round((this.#askedAt ?? performance.now()) - this.#beganAt) / 1000;
    const { stop, kill } = this.#job;
    const wasKilled = (signal === 'SIGKILL' || this.#gaveUp) && !kill.aborted;
    const killed = wasKilled ? ({ killed: true, message: 'it did not end when it was asked to and was killed: what it had not printed is lost' } as const) : {};
    if (stop.aborted) return { type: 'ended', seconds, reason: stop.reason as EndReason, ...killed };
    if (failure !== undefined) return { type: 'ended', seconds, reason: seen ? 'crashed' : 'rejected', message: failure };
    if (signal !== null && !this.asked) return { type: 'ended', seconds, reason: 'crashed', message: `killed by ${signal}` };
    return { type: 'ended', seconds, reason: this.#isLate ? 'deadline' : 'finished', ...killed };
  }

  dispose(): void {
    clearTimeout(this.#deadline);
    clearTimeout(this.#last);
    this.#job.stop.removeEventListener('abort', this.#stop);
    this.#job.kill.removeEventListener('abort', this.#kill);
  }
}
