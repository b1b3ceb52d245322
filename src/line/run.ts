import { availableParallelism } from 'node:os';
import type { TraceEvent } from '../core/events.ts';
import { Exit } from '../core/exit.ts';
import type { KernelFacts } from '../core/facts.ts';
import { messages } from '../core/messages.ts';
import { DEFAULT_MAX_OVERHEAD, type Overhead } from '../core/overhead.ts';
import { Problem } from '../core/problem.ts';
import type { Request } from '../core/request.ts';
import { namesUserFunctions } from '../core/user-symbols.ts';
import type { Engine, WarmTracer } from '../engines/engine.ts';
import { engineOf } from '../engines/index.ts';
import type { Plan } from '../plan/plan.ts';
import type { GatedCommand } from '../system/command.ts';
import { type Launcher, localLauncher } from '../system/launcher.ts';
import { nameProcess } from '../system/real.ts';
import type { Fold } from '../views/fold.ts';
import type * as answering from './answer.ts';
import type { AskEvent, Surroundings } from './events.ts';
import { Limit } from './overhead/limit.ts';
import { Watch } from './overhead/watch.ts';
import { withOverhead } from './overhead.ts';

/** Runs an agreed plan to its end: its events as they come, then the answer. Throws a Problem where bpftrace refused or failed. */
export async function* runPlan(
  plan: Plan,
  request: Request,
  facts: KernelFacts,
  around: Surroundings,
  warm: WarmTracer | undefined,
): AsyncGenerator<AskEvent, Exit> {
  const { program } = plan;
  const { launcher = localLauncher } = around;
  nameProcess('gpttrace');
  const began = performance.now();
  const stopper = new AbortController();
  const forward = (): void => stopper.abort(around.stop.reason);
  if (around.stop.aborted) forward();
  around.stop.addEventListener('abort', forward);
  let command: GatedCommand | undefined;
  let ended: EndedEvent | undefined;
  let running: ReturnType<Engine['run']> | undefined;
  let overhead: Overhead | undefined;
  const warnings: string[] = [];
  const printed = request.command !== undefined && around.tellsPrinted === true ? new (await import('./command.ts')).Printed() : undefined;
  const limit = new Limit(around.maxOverhead ?? DEFAULT_MAX_OVERHEAD);
  // What runs in a guest costs the guest.
  const watch = launcher === localLauncher ? new Watch(program, facts, around.host, availableParallelism()) : undefined;
  await watch?.ready();
  let fold: Fold | undefined;
  let answers: typeof answering | undefined;
  const killer = new AbortController();
  const onKill = (): void => {
    killer.abort(around.kill.reason);
    command?.kill();
  };
  if (around.kill.aborted) killer.abort(around.kill.reason);
  around.kill.addEventListener('abort', onKill);
  try {
    if (request.command !== undefined) command = await startCommand(request.command, stopper, launcher, printed?.hear);
    const args = plan.followsCommand && command !== undefined ? [String(command.pid)] : (request.settings ?? request.args ?? []);
    const judge = program.language === 'wasm' ? await (await import('./module-judge.ts')).judgeOf(plan, facts, around) : undefined;
    const events = (await engineOf(program.language)).run({
      program,
      facts,
      allowUnsafe: around.allowUnsafe ?? false,
      args,
      stop: stopper.signal,
      kill: killer.signal,
      launcher,
      pace: { slow: () => limit.state === 'slowed' },
      ...(request.grants === undefined ? {} : { grants: request.grants }),
      ...(judge === undefined ? {} : { judge }),
      ...(around.snapshots === undefined ? {} : { snapshots: around.snapshots }),
      ...(warm === undefined ? {} : { warm }),
    });
    running =
      watch === undefined
        ? events
        : withOverhead(events, {
            started: (pid) => watch.started(pid),
            gauge: (pid, now) => watch.gauge(pid, now),
            limit,
            ...(program.seconds === undefined ? {} : { seconds: program.seconds }),
            stopping: stopper.signal,
            stop: () => stopper.abort('overhead'),
            kill: () => killer.abort(),
          });
    // The tracer starts with the first pull; while it compiles, what its events need is imported.
    const first = running.next();
    const [views, answering] = await Promise.all([import('../views/fold.ts'), import('./answer.ts')]);
    answers = answering;
    fold = new views.Fold(program);
    for (let next = await first; next.done !== true; next = await running.next()) {
      const events: TraceEvent[] = [];
      for (const event of next.value) {
        if (event.type === 'attached') command?.release();
        else if (event.type === 'overhead') overhead = event.overhead;
        else if (event.type === 'warning') warnings.push(event.message);
        if (event.type === 'ended') ended = await withStatus(event, command, stopper);
        fold.add(event);
        events.push(event.type === 'ended' ? (ended ?? event) : event);
      }
      if (events.length > 0) yield { type: 'trace', at: (performance.now() - began) / 1000, events };
      if (printed !== undefined) yield* printed.since();
    }
    if (printed !== undefined) yield* printed.rest();
  } finally {
    await running?.return(undefined);
    await watch?.end();
    around.stop.removeEventListener('abort', forward);
    around.kill.removeEventListener('abort', onKill);
    command?.kill();
  }
  if (ended === undefined || fold === undefined || answers === undefined) throw new Error('the engine ended without saying so');
  if (around.kill.aborted) return Exit.interrupted;
  const tool = program.command?.tool;
  if (ended.reason === 'rejected' && tool !== undefined) throw new Problem(messages.toolRefused(tool, ended.message ?? ''));
  if (ended.reason === 'rejected' && program.language !== 'bpftrace') throw new Problem(messages.rejectedCompiled(program.language, ended.message ?? ''));
  if (ended.reason === 'rejected') throw new Problem(ended.message?.startsWith('sudo:') ? messages.notRoot('refused') : messages.rejected(ended.message ?? ''));
  // Stopped before anything was attached: there is no answer, not even an empty one.
  if (fold.probes === 0 && ended.reason === 'interrupted') return Exit.interrupted;
  const cost = { slowedSeconds: limit.slowedSeconds, asked: around.explain === true, ...(overhead === undefined ? {} : { overhead }) };
  yield answers.answerOf(plan, request, { fold, ended, warnings, ...cost }, around.host);
  // Without a look at its maps there is no answer, also none of an empty machine.
  if (ended.killed === true && fold.records === 0) {
    if (around.stop.aborted) return Exit.interrupted;
    if (program.language === 'wasm') throw new Problem(messages.moduleKilled(ended.message ?? ''));
    throw new Problem(messages.unfinished(ended.message ?? '', namesUserFunctions(program) && program.pid === undefined));
  }
  if (ended.reason === 'crashed' && tool !== undefined) throw new Problem(messages.toolCrashed(tool, ended.message ?? ''));
  if (ended.reason === 'crashed' && program.language !== 'bpftrace') throw new Problem(messages.crashedCompiled(program.language, ended.message ?? ''));
  if (ended.reason === 'crashed') throw new Problem(messages.crashed(ended.message ?? ''));
  return fold.records > 0 ? Exit.answered : Exit.sawNothing;
}

type EndedEvent = Extract<TraceEvent, { type: 'ended' }>;

/** The exit status of the command, where its end was what ended the run. */
async function withStatus(event: EndedEvent, command: GatedCommand | undefined, stopper: AbortController): Promise<EndedEvent> {
  const status = stopper.signal.reason === 'command-ended' ? (await command?.exited)?.status : undefined;
  return status === undefined || status === null ? event : { ...event, commandStatus: status };
}

/** After the command's end the tracer gets a moment to read what it did last. */
const SETTLE_MS = 200;

async function startCommand(text: string, stopper: AbortController, launcher: Launcher, hear?: (text: string) => void): Promise<GatedCommand> {
  try {
    const command = await launcher.startGated(text, hear);
    void command.exited.then(() => setTimeout(() => stopper.abort('command-ended'), SETTLE_MS * launcher.slowness));
    return command;
  } catch (error) {
    throw new Problem(messages.commandFailed(text, error instanceof Error ? error.message : String(error)));
  }
}
