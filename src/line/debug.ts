/** What is wrong with a program that fails or stays silent: the checker, a trial, and what its events came to, as events for whoever asked. */
import type { Machine } from '../check/machine.ts';
import type { KernelFacts } from '../core/facts.ts';
import type { GivenProgram } from '../core/request.ts';
import { type Diagnosis, diagnoseProgram, type Subject } from '../debug/diagnose.ts';
import { noCache } from '../kernel/cache.ts';
import { gatherFacts } from '../kernel/facts.ts';
import { processExists } from '../kernel/processes.ts';
import { besideWorkload, workloadFor } from './debug/beside.ts';
import { type WatchWish, watchProgram } from './debug/watch.ts';
import type { Surroundings } from './events.ts';
import { lackOfBpftrace, machineOf, prepare } from './prepare.ts';

export interface DebugRequest {
  readonly program: GivenProgram;
  readonly language: 'en' | 'zh';
  /** For how long it is watched, at most. */
  readonly seconds: number;
  /** Positional parameters; of C its constants. */
  readonly args?: readonly string[];
  /** A shell command that makes its event happen: started when all is attached; its end is the run's. */
  readonly command?: string;
  /** Whether probes that never fire are tried once more beside a workload that makes them. */
  readonly beside?: boolean;
}

export interface DebugAround
  extends Pick<Surroundings, 'host' | 'cache' | 'lists' | 'launcher' | 'interactive' | 'maxOverhead' | 'confined' | 'stop' | 'kill'> {
  /** Asked once, with what is known before it runs. Without a yes it is only looked at. */
  readonly agree: (examined: Diagnosis) => Promise<boolean>;
}

export type DebugEvent =
  | { readonly type: 'note'; readonly message: string }
  /** It is being run. */
  | { readonly type: 'watching'; readonly seconds: number }
  /** It is being run once more, beside a workload. */
  | { readonly type: 'rehearsing'; readonly workload: string }
  | Diagnosis;

/** The last event is the diagnosis. Throws a Problem where this machine cannot run the program at all. */
export async function* debug(request: DebugRequest, around: DebugAround): AsyncGenerator<DebugEvent, void> {
  const { language = 'bpftrace' } = request.program;
  if (language !== 'bpftrace') {
    yield* (await import('./debug/compiled.ts')).debugCompiled(request, around);
    return;
  }
  const { facts, said } = await gatherFacts(around.host, around.cache ?? noCache);
  const looked = examine(request, await machineOf(facts, around), around);
  // What cannot be run needs no machine that can run it.
  if (looked.verdict === 'broken' || !(await around.agree(looked)) || around.stop.aborted) {
    yield looked;
    return;
  }
  const lack = lackOfBpftrace(facts, said, { host: around.host });
  if (lack !== undefined) throw lack;
  const ready = yield* readied(facts, around);
  yield* watch(request, await machineOf(ready, around), around);
}

/** The same for whoever has a machine that is ready, and has asked: a lesson's exercise, beside its own workload. */
export async function diagnose(request: DebugRequest, machine: Machine, around: Omit<DebugAround, 'agree' | 'cache' | 'lists'>): Promise<Diagnosis> {
  const looked = examine(request, machine, around);
  if (looked.verdict === 'broken') return looked;
  let last = looked;
  for await (const event of watch(request, machine, around)) if (event.type === 'diagnosis') last = event;
  return last;
}

function examine(request: DebugRequest, machine: Machine, around: Pick<DebugAround, 'host'>): Diagnosis {
  return diagnoseProgram(subjectOf(request, machine, around));
}

async function* watch(request: DebugRequest, machine: Machine, around: Omit<DebugAround, 'agree' | 'cache' | 'lists'>): AsyncGenerator<DebugEvent, void> {
  const { program, seconds, args = [], command } = request;
  const subject = subjectOf(request, machine, around);
  yield { type: 'watching', seconds };
  const wish: WatchWish = { source: program.source, seconds, args, ...(command === undefined ? {} : { command }) };
  const watched = await watchProgram(wish, machine, around);
  if (watched.kind === 'refused') {
    yield diagnoseProgram({ ...subject, refused: watched.said });
    return;
  }
  const { counted, run } = watched;
  const workload = request.beside === false || around.stop.aborted ? undefined : await workloadFor(counted, run, program.source, machine);
  if (workload !== undefined) yield { type: 'rehearsing', workload: workload.join(' ') };
  const beside = workload === undefined ? undefined : await besideWorkload(workload, wish, machine, around);
  yield diagnoseProgram({ ...subject, counted, run: { ...run, ...(beside === undefined ? {} : { beside }) } });
}

function subjectOf({ program, language, seconds, args = [] }: DebugRequest, machine: Machine, { host }: Pick<DebugAround, 'host'>): Subject {
  const { path, source } = program;
  return { file: path, source, language, machine, seconds, given: args.length, processRuns: (pid) => processExists(host, pid) };
}

/** Root, tracefs: as far as that can be had without asking. */
async function* readied(facts: KernelFacts, around: DebugAround): AsyncGenerator<DebugEvent, KernelFacts> {
  const preparing = prepare(facts, { ...around, decide: () => Promise.resolve({ kind: 'run' }) }, 'bpftrace');
  for (;;) {
    const next = await preparing.next();
    if (next.done === true) return next.value;
    if (next.value.type === 'note') yield { type: 'note', message: next.value.message };
  }
}
