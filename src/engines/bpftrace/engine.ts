import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from '../../bpftrace/parser.ts';
import { declaredIn } from '../../bpftrace/types.ts';
import { walk } from '../../bpftrace/visit.ts';
import type { EndReason, TraceEvent } from '../../core/events.ts';
import type { KernelFacts } from '../../core/facts.ts';
import type { MapOutput, Program } from '../../core/program.ts';
import { namesUserFunctions } from '../../core/user-symbols.ts';
import { PIPE } from '../../system/fifo.ts';
import { type Launcher, localLauncher } from '../../system/launcher.ts';
import { wholeLines } from '../../system/lines.ts';
import type { Tracer, TracerOptions } from '../../system/tracer.ts';
import type { Engine, Job, WarmTracer } from '../engine.ts';
import { Decoder } from './decode.ts';
import { type Instrumented, instrument } from './instrument.ts';
import { LookClock, type Looked } from './look-clock.ts';
import { Looks } from './looks.ts';
import { holdAfter, pacedMs } from './pace.ts';
import { reason, warnings } from './stderr.ts';

/** bpftrace needs about 75 ms to detach each tracepoint before it prints its maps (measured on 0.17); a wide program needs long. */
const DETACH_MS = 100;
const INTERRUPT_MS = 3_000;
/** To name the functions of user stacks it reads the symbols of every program it saw, on 0.17 anew for each frame: minutes where there are many. */
const SYMBOLS_MS = 120_000;
const TERMINATE_MS = 1_000;
/** Who asks for the end later than this after the time was over has seen that it is, and gives up on the answer. */
const SINCE_STOPPED_MS = 1_000;
/** How much longer than its own limit a program may take to end by itself. */
const OVERTIME_MS = 1_500;
/** A map of 100,000 stacks is printed in one line. */
const MOST_LINE = 128 * 1024 * 1024;
/** Memory of all per-CPU event buffers together; on few processors each gets more than bpftrace's default of 64 pages. */
const BUFFER_PAGES = 8192;

const LEFT_BEHIND =
  'rows are missing: the run was slowed down, and when it was stopped bpftrace had more to print than it could in two seconds, which it does not count as lost';

export const bpftraceEngine: Engine = { name: 'bpftrace', run, warmUp };

async function* run(job: Job): AsyncGenerator<readonly TraceEvent[]> {
  // The types of `args` fields travel with the program: a column of unknown type keeps its printf as text.
  const declaration = declaredIn(job.program.declarations);
  const wished =
    job.snapshots === undefined ? undefined : { maps: mapsOf(job.program), version: job.facts.bpftrace?.version, keepsSymbols: job.program.pid !== undefined };
  const typed = instrument(job.program.source, declaration, true, wished);
  const first = yield* attempt(job, typed, typed.rows.size > 0 || typed.way === 'probe');
  // Tuples can ask for more of the BPF stack than printf does: then the program's own text is what there is.
  if (first === 'retry') yield* attempt(job, instrument(job.program.source, declaration, false), false);
}

function killedText(program: Program, isLookedAt: boolean): string {
  const naming = namesUserFunctions(program);
  const what = naming ? 'was still naming the functions of user stacks and was killed' : 'did not end when it was asked to and was killed';
  const lost = `what its maps held${isLookedAt ? ' since they were last looked at' : ''} is lost`;
  return `${what}: ${lost}${naming && program.pid === undefined ? '; it is quick about one process: --pid PID' : ''}`;
}

function mapsOf(program: Program): readonly MapOutput[] {
  return program.outputs.filter((output): output is MapOutput => output.shape !== 'rows');
}

async function* attempt(job: Job, { source, rows, banner, way }: Instrumented, mayRetry: boolean): AsyncGenerator<readonly TraceEvent[], 'done' | 'retry'> {
  const { facts, program, launcher = localLauncher } = job;
  const maps = mapsOf(program);
  const looks = way === undefined ? undefined : new Looks(way, maps);
  const decoder = new Decoder(rows, maps, banner, looks);
  const options = tracerOptions(facts, job.allowUnsafe, job.args, program.pid, launcher);
  const tracer = (job.warm instanceof Warm ? job.warm.take(options) : undefined) ?? launcher.startTracer(options);
  // A pattern is one attach point and may be hundreds of probes: how many there are is known once they are attached.
  let probes = program.attachPoints.length + 1;
  tracer.give(source, {
    get interrupt() {
      return launcher.slowness * (INTERRUPT_MS + DETACH_MS * probes + (namesUserFunctions(program) ? SYMBOLS_MS : 0));
    },
    terminate: launcher.slowness * TERMINATE_MS,
  });
  const ending = new Ending(job, tracer, launcher.slowness);
  const slow = (): boolean => job.pace?.slow() ?? false;
  const { snapshots } = job;
  const clock =
    looks === undefined || snapshots === undefined || !canLook(tracer)
      ? undefined
      : new LookClock(tracer, { every: snapshots, slow, slowness: launcher.slowness, maps: mapNames(source) });
  const room = (): number => tracer.room ?? PIPE;
  const hold = holdAfter(undefined, room);
  try {
    // In a guest it gets its pid when it runs, which is later than now.
    let told = tracer.pid > 0;
    if (told) yield [{ type: 'started', pid: tracer.pid }];
    let half: Buffer | undefined;
    const keepHalf = (line: Buffer): void => {
      half = line;
    };
    for await (const text of wholeLines(tracer.stdout, MOST_LINE, keepHalf)) {
      // Before the work on it, in which more may come.
      const isSlow = ending.isAttached && slow();
      ending.isHeld = isSlow;
      if (ending.isAttached) tracer.hold?.(isSlow ? pacedMs(room()) : hold(text.length));
      const events = decoder.decodeAll(text);
      if (!told) events.unshift({ type: 'started', pid: tracer.pid });
      told = true;
      const attached = ending.isAttached ? undefined : events.find((event) => event.type === 'attached');
      if (attached !== undefined) {
        probes = Math.max(probes, attached.probes);
        ending.attached(program.seconds);
        clock?.start();
      }
      if (events.length > 0) yield events;
      const seen = looks?.since();
      if (seen !== undefined) clock?.heard(seen.maps);
      if (seen?.over === true) clock?.over();
      if (isSlow && tracer.hold === undefined) await rest(pacedMs(PIPE), job.stop);
    }
    const exit = await tracer.exited;
    // Of whoever was killed while it printed, a line without its end is half of one.
    const cut = exit.signal === 'SIGKILL' || half === undefined ? [] : decoder.decodeAll(half);
    const last = decoder.flush();
    const left = last === undefined ? cut : [...cut, last];
    if (left.length > 0) yield left;
    const said = tracer.stderr();
    const refused = exit.failure === undefined && exit.signal === null && exit.status !== 0;
    if (mayRetry && !ending.isAttached && refused && !job.stop.aborted) return 'retry';
    const endedWell = exit.failure === undefined && exit.signal === null && exit.status === 0;
    if (endedWell && looks !== undefined) yield looks.emptied();
    const killed = exit.signal === 'SIGKILL' && !job.kill.aborted;
    const lost = killed ? killedText(program, looks !== undefined) : undefined;
    const missing = [...(lost === undefined ? [] : [`bpftrace ${lost}`]), ...(tracer.leftBehind?.() === true ? [LEFT_BEHIND] : [])];
    yield [...warnings(said), ...missing].map((message) => ({ type: 'warning', message }));
    const end = ending.event(exit, said);
    yield [lost === undefined ? end : { ...end, message: end.message ?? lost, killed: true }];
    return 'done';
  } finally {
    // Also where the consumer stops listening: nothing is left running.
    clock?.stop();
    ending.dispose();
    tracer.kill();
  }
}

function canLook(tracer: Tracer): tracer is Tracer & Looked {
  return tracer.look !== undefined;
}

/** Every map of a program, also those that are no output. */
function mapNames(source: string): readonly string[] {
  const names = new Set<string>();
  for (const node of walk(parse(source).script)) if (node.kind === 'map') names.add(node.name);
  return [...names];
}

/** Waits, but not beyond the signal. */
async function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => {});
}

function tracerOptions(
  facts: KernelFacts,
  allowUnsafe: boolean,
  args: readonly string[],
  pid: number | undefined,
  { processors = availableParallelism() }: Launcher,
): TracerOptions {
  return {
    path: facts.bpftrace?.path ?? 'bpftrace',
    args: [...(allowUnsafe ? ['--unsafe'] : []), '-f', 'json', '-', ...args],
    privilege: facts.privilege,
    env: {
      BPFTRACE_PERF_RB_PAGES: String(bufferPages(processors)),
      // It keeps symbols by executable, which is wrong for two processes of one where addresses are randomised; for a single process it is right, and quick.
      ...(pid === undefined ? {} : { BPFTRACE_CACHE_USER_SYMBOLS: '1' }),
      ...ownSettings(),
    },
  };
}

/** bpftrace takes some 30 ms to load its libraries (0.17), in which a plan can be made. */
function warmUp(facts: KernelFacts, allowUnsafe: boolean): WarmTracer {
  return new Warm(tracerOptions(facts, allowUnsafe, [], undefined, localLauncher));
}

class Warm implements WarmTracer {
  readonly #options: TracerOptions;
  #tracer: Tracer | undefined;

  constructor(options: TracerOptions) {
    this.#options = options;
    this.#tracer = localLauncher.startTracer(options);
  }

  /** Hands it over where it was started as it must be; ends it otherwise. */
  take(options: TracerOptions): Tracer | undefined {
    if (JSON.stringify(options) !== JSON.stringify(this.#options)) this.discard();
    const tracer = this.#tracer;
    this.#tracer = undefined;
    return tracer;
  }

  discard(): void {
    this.#tracer?.kill();
    this.#tracer = undefined;
  }
}

/** Keeps the clock of a run, and knows in the end why it ended. */
class Ending {
  readonly #job: Job;
  readonly #tracer: Tracer;
  readonly #slowness: number;
  #attachedAt: number | undefined;
  #deadline: NodeJS.Timeout | undefined;
  #late = false;
  /** Whether what it printed was last left to wait, so that it may have much to print yet. */
  isHeld = false;
  /** When it was asked to end: what detaching takes is no time in which anything is seen. */
  #stoppedAt: number | undefined;

  constructor(job: Job, tracer: Tracer, slowness: number) {
    this.#job = job;
    this.#tracer = tracer;
    this.#slowness = slowness;
    job.stop.addEventListener('abort', this.#stop);
    job.kill.addEventListener('abort', this.#kill);
    if (job.stop.aborted) this.#stop();
    if (job.kill.aborted) tracer.kill();
  }

  readonly #stop = (): void => {
    // Its time was over long ago, and it works on its answer: whoever wants an end now does not want to wait for that.
    if (this.#stoppedAt !== undefined && performance.now() - this.#stoppedAt > SINCE_STOPPED_MS) this.#tracer.kill();
    this.#stoppedAt ??= performance.now();
    this.#tracer.stop(this.isHeld);
  };
  readonly #kill = (): void => this.#tracer.kill();

  get isAttached(): boolean {
    return this.#attachedAt !== undefined;
  }

  attached(seconds: number | undefined): void {
    this.#attachedAt = performance.now();
    if (seconds === undefined) return;
    this.#deadline = setTimeout(
      () => {
        this.#late = true;
        this.#stop();
      },
      seconds * 1000 + (this.#job.program.endsItself ? OVERTIME_MS * this.#slowness : 0),
    );
  }

  event(exit: Awaited<Tracer['exited']>, stderr: string): Extract<TraceEvent, { type: 'ended' }> {
    const elapsed = this.#attachedAt === undefined ? 0 : ((this.#stoppedAt ?? performance.now()) - this.#attachedAt) / 1000;
    const { seconds: limit, endsItself } = this.#job.program;
    const seconds = limit !== undefined && endsItself === true ? Math.min(elapsed, limit) : elapsed;
    const base = { type: 'ended', seconds: Math.round(seconds * 1000) / 1000 } as const;
    if (this.#job.stop.aborted) return { ...base, reason: this.#job.stop.reason as EndReason };
    if (exit.failure !== undefined) return { ...base, reason: 'crashed', message: exit.failure };
    if (exit.signal !== null && !this.#late) {
      const said = reason(stderr);
      return { ...base, reason: 'crashed', message: `killed by ${exit.signal}${said === 'it said nothing' ? '' : `; it said: ${said}`}` };
    }
    if (exit.status !== 0 && !this.isAttached) return { ...base, reason: 'rejected', message: reason(stderr) };
    if (exit.status !== 0 && !this.#late) return { ...base, reason: 'crashed', message: reason(stderr) };
    return { ...base, reason: this.#late ? 'deadline' : 'finished' };
  }

  dispose(): void {
    clearTimeout(this.#deadline);
    this.#job.stop.removeEventListener('abort', this.#stop);
    this.#job.kill.removeEventListener('abort', this.#kill);
  }
}

/** What the user has set for bpftrace holds. */
function ownSettings(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[0].startsWith('BPFTRACE_') && entry[1] !== undefined),
  );
}

/** A power of two, as perf requires. */
function bufferPages(processors: number): number {
  const share = Math.max(64, Math.min(1024, BUFFER_PAGES / processors));
  return 2 ** Math.floor(Math.log2(share));
}
