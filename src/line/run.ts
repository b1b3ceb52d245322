import type { TraceEvent } from '../core/events.ts';
import { Exit } from '../core/exit.ts';
import type { KernelFacts } from '../core/facts.ts';
import { messages } from '../core/messages.ts';
import { Problem } from '../core/problem.ts';
import type { Request } from '../core/request.ts';
import type { Engine, WarmTracer } from '../engines/engine.ts';
import { engines } from '../engines/index.ts';
import type * as sentences from '../explain/sentence.ts';
import { valueNames } from '../kernel/names.ts';
import { processExists, processNames } from '../kernel/processes.ts';
import { cutComm } from '../plan/fill/text.ts';
import type { Plan } from '../plan/plan.ts';
import type { GatedCommand } from '../system/command.ts';
import type { Host } from '../system/host.ts';
import { type Launcher, localLauncher } from '../system/launcher.ts';
import { nameProcess } from '../system/real.ts';
import type { Fold } from '../views/fold.ts';
import type { AskEvent, Surroundings } from './events.ts';

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
  let fold: Fold | undefined;
  let explain: Explain | undefined;
  const onKill = (): void => command?.kill();
  around.kill.addEventListener('abort', onKill);
  try {
    if (request.command !== undefined) command = await startCommand(request.command, stopper, launcher);
    const args = plan.followsCommand && command !== undefined ? [String(command.pid)] : [];
    running = engines[program.language].run({
      program,
      facts,
      allowUnsafe: around.allowUnsafe ?? false,
      args,
      stop: stopper.signal,
      kill: around.kill,
      launcher,
      ...(around.snapshots === undefined ? {} : { snapshots: around.snapshots }),
      ...(warm === undefined ? {} : { warm }),
    });
    // The tracer starts with the first pull; while it compiles, what its events need is imported.
    const first = running.next();
    const [views, sentences] = await Promise.all([import('../views/fold.ts'), import('../explain/sentence.ts')]);
    explain = sentences;
    fold = new views.Fold(program);
    for (let next = await first; next.done !== true; next = await running.next()) {
      const events: TraceEvent[] = [];
      for (const event of next.value) {
        if (event.type === 'attached') command?.release();
        if (event.type === 'ended') ended = await withStatus(event, command, stopper);
        fold.add(event);
        events.push(event.type === 'ended' ? (ended ?? event) : event);
      }
      if (events.length > 0) yield { type: 'trace', at: (performance.now() - began) / 1000, events };
    }
  } finally {
    await running?.return(undefined);
    around.stop.removeEventListener('abort', forward);
    around.kill.removeEventListener('abort', onKill);
    command?.kill();
  }
  if (ended === undefined || fold === undefined || explain === undefined) throw new Error('the engine ended without saying so');
  if (around.kill.aborted) return Exit.interrupted;
  if (ended.reason === 'rejected') throw new Problem(ended.message?.startsWith('sudo:') ? messages.notRoot('refused') : messages.rejected(ended.message ?? ''));
  // Stopped before anything was attached: there is no answer, not even an empty one.
  if (fold.probes === 0 && ended.reason === 'interrupted') return Exit.interrupted;
  yield answerOf(plan, request, fold, ended, around.host, explain);
  if (ended.reason === 'crashed') throw new Problem(messages.crashed(ended.message ?? ''));
  return fold.records > 0 ? Exit.answered : Exit.sawNothing;
}

type EndedEvent = Extract<TraceEvent, { type: 'ended' }>;

/** The exit status of the command, where its end was what ended the run. */
async function withStatus(event: EndedEvent, command: GatedCommand | undefined, stopper: AbortController): Promise<EndedEvent> {
  const status = stopper.signal.reason === 'command-ended' ? (await command?.exited)?.status : undefined;
  return status === undefined || status === null ? event : { ...event, commandStatus: status };
}

type Explain = typeof sentences;

/** After the command's end the tracer gets a moment to read what it did last. */
const SETTLE_MS = 200;

async function startCommand(text: string, stopper: AbortController, launcher: Launcher): Promise<GatedCommand> {
  try {
    const command = await launcher.startGated(text);
    void command.exited.then(() => setTimeout(() => stopper.abort('command-ended'), SETTLE_MS * launcher.slowness));
    return command;
  } catch (error) {
    throw new Problem(messages.commandFailed(text, error instanceof Error ? error.message : String(error)));
  }
}

function answerOf(plan: Plan, request: Request, fold: Fold, ended: EndedEvent, host: Host, { sentence, silenceReasons }: Explain): AskEvent {
  const { language, filter } = plan.intent;
  const datasets = fold.datasets();
  const { records, lost, probes, full } = fold;
  const { window } = plan.program;
  const seen = {
    datasets,
    seconds: ended.seconds,
    probes,
    lost,
    full,
    records,
    reason: ended.reason,
    ...(window?.together === 'last' ? { lastWindow: window.seconds } : {}),
  };
  const comm = plan.narrowed ? filter?.value.comm : undefined;
  const pid = plan.narrowed ? filter?.value.pid : undefined;
  const process = comm ?? (pid === undefined ? undefined : `pid ${pid}`);
  const narrowing: sentences.Narrowing = {
    ...(request.command === undefined ? {} : { command: request.command }),
    ...(process === undefined ? {} : { process, processRuns: comm === undefined ? processExists(host, pid ?? -1) : processNames(host).has(cutComm(comm)) }),
  };
  const failed = ended.reason === 'crashed';
  return {
    type: 'answer',
    sentence: failed ? '' : sentence(seen, valueNames(host), language),
    reasons: records === 0 && !failed ? silenceReasons(seen, narrowing, language) : [],
    datasets,
    records,
    lost,
    seconds: ended.seconds,
  };
}
