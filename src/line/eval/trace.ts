/** Traces the workload of a case from its first act to its last. */
import type { EndReason, TraceEvent } from '../../core/events.ts';
import type { KernelFacts } from '../../core/facts.ts';
import type { Program } from '../../core/program.ts';
import { engineOf } from '../../engines/index.ts';
import type { Commands } from '../../rehearse/commands.ts';
import type { Case } from '../../rehearse/suite.ts';
import { type Group, type GroupEnd, type GroupOptions, startGroup } from '../../system/group.ts';
import type { Launcher } from '../../system/launcher.ts';
import type { SharedWorkload } from './shared-workload.ts';

/** After the workload's end the tracer gets a moment to read what it did last. */
const SETTLE_MS = 300;
const WORKLOAD_MS = 30_000;
/** Hundreds of tracepoints take bpftrace half a minute to attach. */
const ATTACH_MS = 90_000;
/** More than this is a flood, which says nothing that the first ones do not. */
const MOST_EVENTS = 300_000;
/** How many times longer is waited at most where a processor is emulated. */
const MOST_PATIENCE = 3;
export const EXIT_CANNOT = 77;

export interface Observation {
  /** What was printed once the workload ran. */
  readonly events: readonly TraceEvent[];
  readonly attached: boolean;
  /** How long it was attached. */
  readonly seconds: number;
  readonly ended: Extract<TraceEvent, { type: 'ended' }> | undefined;
  readonly firstEventSeconds?: number;
  readonly warnings: readonly string[];
  /** Undefined where there was none to run, or it was not reached. */
  readonly workload?: GroupEnd & { readonly said: string };
  /** Process ids the workload told. */
  readonly pids: readonly number[];
}

/** Another machine, such as a guest of the lab. */
export interface Elsewhere {
  readonly launcher: Launcher;
  /** Starts a shell command there. Never throws. */
  startGroup(command: string, options: GroupOptions): Group;
}

export interface TraceOptions {
  readonly commands: Commands;
  /** The workload, where several tracers watch the same one; each has one of its own otherwise. */
  readonly shared?: SharedWorkload;
  /** The question names how long to watch: then it is watched for `seconds` of the case at least. */
  readonly window: boolean;
  /** Where the tracer and the workload are started; on this machine without. */
  readonly elsewhere?: Elsewhere;
  readonly stop: AbortSignal;
  readonly kill: AbortSignal;
}

/** Never throws for what the program or the workload does wrong. */
export async function traceCase(
  one: Case,
  program: Program,
  facts: KernelFacts,
  { commands, window, shared, elsewhere, stop: outside, kill: order }: TraceOptions,
): Promise<Observation> {
  const slowness = elsewhere?.launcher.slowness ?? 1;
  const workloadMs = WORKLOAD_MS * slowness;
  const stop = new AbortController();
  const kill = new AbortController();
  const end = (reason: EndReason): void => stop.abort(reason);
  let group: Group | undefined;
  const interrupt = (): void => {
    end('interrupted');
    group?.kill();
  };
  const killAll = (): void => kill.abort();
  outside.addEventListener('abort', interrupt);
  order.addEventListener('abort', killAll);
  const events: TraceEvent[] = [];
  const warnings: string[] = [];
  let ended: Observation['ended'];
  /** Once the shared workload has begun. */
  let begun: Promise<void> | undefined;
  let attachedAt: number | undefined;
  let firstEventSeconds: number | undefined;
  const timers = new Set([setTimeout(() => kill.abort(), ATTACH_MS * Math.min(slowness, MOST_PATIENCE))]);
  const later = (milliseconds: number): void => void timers.add(setTimeout(() => end('deadline'), milliseconds));
  const begin = (started: Group): void => {
    group = started;
    later(one.seconds * 1000 + workloadMs);
    void started.exited.then(() => {
      const least = window ? one.seconds * 1000 - (performance.now() - (attachedAt ?? 0)) : 0;
      later(Math.max(SETTLE_MS * Math.min(slowness, MOST_PATIENCE), least));
    });
  };
  const start = (): void => {
    attachedAt = performance.now();
    for (const timer of timers) clearTimeout(timer);
    if (one.workload.trim() === '') {
      later(one.seconds * 1000);
      return;
    }
    const run = (): Group => (elsewhere?.startGroup ?? startGroup)(one.workload, { path: commands.path(one.suite), cwd: commands.cwd, timeout: workloadMs });
    if (shared === undefined) begin(run());
    else begun = shared.ready(run).then((started) => (outside.aborted ? started.kill() : begin(started)));
  };
  try {
    if (outside.aborted) interrupt();
    for await (const batch of (await engineOf(program.language)).run({
      program,
      facts,
      allowUnsafe: false,
      args: [],
      stop: stop.signal,
      kill: kill.signal,
      ...(elsewhere === undefined ? {} : { launcher: elsewhere.launcher }),
    })) {
      // What comes with the mark was printed before the workload began.
      const isFirst = attachedAt === undefined && batch.some(({ type }) => type === 'attached');
      for (const event of batch) {
        if (event.type === 'ended') ended = event;
        else if (event.type === 'warning') warnings.push(event.message);
        else if (event.type === 'lost') warnings.push(`${event.count} events were lost`);
        else if (attachedAt !== undefined && events.length < MOST_EVENTS && isSeen(event)) {
          firstEventSeconds ??= (performance.now() - attachedAt) / 1000;
          events.push(event);
        }
      }
      if (isFirst && !outside.aborted) start();
    }
    // A program may end by itself before the workload does.
    await begun;
    const done = outside.aborted ? undefined : await group?.exited;
    if (events.length === MOST_EVENTS) warnings.push(`it was judged by its first ${MOST_EVENTS} records`);
    return {
      events,
      attached: attachedAt !== undefined,
      seconds: attachedAt === undefined ? 0 : (performance.now() - attachedAt) / 1000,
      ended,
      ...(firstEventSeconds === undefined ? {} : { firstEventSeconds }),
      warnings,
      ...(done === undefined || group === undefined ? {} : { workload: { ...done, said: group.stderr().trim() } }),
      pids: pidsIn(group?.stdout() ?? ''),
    };
  } finally {
    outside.removeEventListener('abort', interrupt);
    order.removeEventListener('abort', killAll);
    for (const timer of timers) clearTimeout(timer);
    kill.abort();
    // User stacks can be named only while their process lives: what the workload left running ends now.
    if (shared === undefined) group?.kill();
    else shared.leave(begun !== undefined);
  }
}

function isSeen(event: TraceEvent): boolean {
  return (
    event.type === 'row' || event.type === 'map' || event.type === 'stats' || event.type === 'histogram' || (event.type === 'text' && event.banner !== true)
  );
}

function pidsIn(stdout: string): number[] {
  return [...new Set([...stdout.matchAll(/"pid":\s*(\d+)/g)].map(([, pid]) => Number(pid)))];
}
