/** Runs one library program through the parts of our own pipeline, so that a test can start its workload at the very moment it is attached. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { ParseResult } from '../../src/bpftrace/parser.ts';
import { adapt, check, type Machine } from '../../src/check/check.ts';
import { assess } from '../../src/check/policy/assess.ts';
import type { TraceEvent } from '../../src/core/events.ts';
import type { Intent, ProcessFilter } from '../../src/core/intent.ts';
import type { Program } from '../../src/core/program.ts';
import { bpftraceEngine } from '../../src/engines/bpftrace/engine.ts';
import type { Engine } from '../../src/engines/engine.ts';
import { type FactsCache, noCache } from '../../src/kernel/cache.ts';
import { gatherFacts } from '../../src/kernel/facts.ts';
import { valueNumbers } from '../../src/kernel/names.ts';
import type { LibraryProgram } from '../../src/knowledge/library.ts';
import type { LibraryIndex } from '../../src/knowledge/match.ts';
import type { OpenGuest } from '../../src/lab/lab.ts';
import { machineOf } from '../../src/line/prepare.ts';
import { planEmbedded } from '../../src/plan/embedded.ts';
import type { Host } from '../../src/system/host.ts';
import { type Launcher, localLauncher } from '../../src/system/launcher.ts';
import { realHost } from '../../src/system/real.ts';
import { workloadCommand } from './helpers.ts';

const EXIT_CANNOT = 77;
/** After the workload's end the tracer gets a moment to read what it did last. */
const SETTLE_MS = 300;

/** This machine as the pipeline sees it, or another one; a reason where it cannot trace at all. */
export async function machineHere(host: Host = realHost(), cache: FactsCache = noCache): Promise<{ readonly machine: Machine } | { readonly cannot: string }> {
  const { facts } = await gatherFacts(host, cache);
  if (facts.bpftrace === undefined) return { cannot: 'bpftrace is not installed' };
  if (facts.privilege !== 'root') return { cannot: 'not root' };
  if (facts.tracefs.state !== 'mounted' || facts.tracefs.path === undefined) return { cannot: 'tracefs is not mounted' };
  return { machine: await machineOf(facts, { host }) };
}

const NOTHING_ASKED: Intent = { question: '', language: 'en', topic: '', unapplied: [], conditions: [], keys: [] };

/**
 * The program as it would be run for a question that asks for just this, narrowed to a process or to a command where that is wanted; the mistakes where
 * this machine cannot attach it.
 */
export function planOf(
  program: LibraryProgram,
  machine: Machine,
  filter?: ProcessFilter,
  followsCommand = false,
  asked: Partial<Intent> = {},
): { readonly program: Program; readonly notes: readonly string[] } | { readonly cannot: string } {
  const onlyThis = { match: () => [{ program, score: 1, tokens: [], missing: [] }], tokens: () => [], leftOut: () => [] } as unknown as LibraryIndex;
  const planned = planEmbedded(
    { ...NOTHING_ASKED, ...asked, ...(filter === undefined ? {} : { filter: { value: filter, words: '' } }) },
    [program],
    onlyThis,
    {
      check: (source) => check(source, machine),
      adapt: (source) => adapt(source, machine),
      declarations: (parsed) => declarationsOf(parsed, machine),
      safety: (parsed, source) => assess(parsed.script, source, machine),
    },
    followsCommand,
    { fill: { numbers: valueNumbers(realHost()) } },
  );
  if (planned.kind === 'unattachable') return { cannot: planned.why };
  if (planned.kind !== 'plan') throw new Error(`${program.name} was not planned`);
  const errors = check(planned.plan.program.source, machine).diagnostics.filter(({ severity }) => severity === 'error');
  return errors.length > 0 ? { cannot: errors.map(({ message }) => message).join('; ') } : { program: planned.plan.program, notes: planned.plan.notes };
}

function declarationsOf(parsed: ParseResult, machine: Machine): NonNullable<Program['declarations']> {
  const declarations: Record<string, Record<string, string>> = {};
  for (const point of parsed.script.probes.flatMap((probe) => probe.attachPoints)) {
    const [category = '', name = ''] = point.parts;
    const fields = point.provider === 'tracepoint' ? machine.tracepoints.fields(category, name) : undefined;
    if (fields !== undefined) declarations[point.text] = Object.fromEntries(fields.map((field) => [field.name, field.declaration]));
  }
  return declarations;
}

export type Traced = { readonly events: readonly TraceEvent[] } | { readonly cannot: string };

/** A workload that has been started. */
export interface StartedWorkload {
  readonly ended: Promise<{ readonly status: number | null; readonly said: string }>;
  kill(): void;
}

/** Where a program and its workload are started. */
export interface Place {
  readonly launcher: Launcher;
  /** `spread` is over how many milliseconds the workload spreads what it does; a second where it is missing. */
  start(run: readonly string[], spread?: number): StartedWorkload;
}

export const here: Place = {
  launcher: localLauncher,
  start(run, spread) {
    const [command = '', ...args] = workloadCommand(...run);
    const env = spread === undefined ? process.env : { ...process.env, GPTTRACE_SPREAD_MS: String(spread) };
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], env });
    const said = text(child.stderr);
    return {
      ended: once(child, 'close').then(async ([status]) => ({ status: status as number | null, said: await said })),
      kill: () => child.kill('SIGKILL'),
    };
  },
};

export function inGuest({ guest, launcher, workload }: OpenGuest): Place {
  return {
    launcher,
    start(run) {
      const { stderr, stdout, exited, signal } = guest.start(`export TMPDIR=/scratch; exec ${[workload, ...run].join(' ')}`);
      stdout.resume();
      const said = text(stderr);
      return { ended: exited.then(async ({ status, failure }) => ({ status, said: failure ?? (await said) })), kill: () => signal('KILL') };
    },
  };
}

/** Traces a workload from its first act to its last. */
export async function traceWorkload(
  program: Program,
  machine: Machine,
  run: readonly string[],
  place: Place = here,
  spread?: number,
  engine: Engine = bpftraceEngine,
): Promise<Traced> {
  const stop = new AbortController();
  const kill = new AbortController();
  const { launcher } = place;
  const job = { program, facts: machine.facts, allowUnsafe: false, args: [], stop: stop.signal, kill: kill.signal, launcher };
  const events: TraceEvent[] = [];
  let workload: StartedWorkload | undefined;
  let done: Awaited<StartedWorkload['ended']> | undefined;
  try {
    for await (const batch of engine.run(job)) {
      events.push(...batch);
      if (workload !== undefined || !batch.some((event) => event.type === 'attached')) continue;
      workload = place.start(run, spread);
      void workload.ended.then((end) => {
        done = end;
        setTimeout(() => stop.abort('command-ended'), SETTLE_MS);
      });
    }
  } finally {
    kill.abort();
    if (done === undefined) workload?.kill();
  }
  const ended = events.findLast((event) => event.type === 'ended');
  // Compiled programs are refused by the kernel before anything is attached.
  if (workload === undefined && ended?.type === 'ended' && ended.reason === 'rejected') return { cannot: ended.message ?? 'it was refused' };
  if (done === undefined || ended?.type !== 'ended' || ended.reason !== 'command-ended') throw new Error(`bpftrace ended early: ${JSON.stringify(ended)}`);
  if (done.status === EXIT_CANNOT) return { cannot: `the workload cannot be done here: ${done.said.trim()}` };
  if (done.status !== 0) throw new Error(`the workload failed (${done.status}): ${done.said}`);
  return { events };
}
