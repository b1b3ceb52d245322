/**
 * The line from a question to an answer, and the only place where its stages meet:
 * question, facts, intent, plan, check, consent, run, events, datasets, answer. Every front end calls this one and shows its events.
 */
import { describeOutputs, outputList } from './bpftrace/outputs.ts';
import type { ParseResult } from './bpftrace/parser.ts';
import { adapt, check, type Machine } from './check/check.ts';
import type { Dataset } from './core/dataset.ts';
import type { Diagnostic } from './core/diagnostic.ts';
import type { TraceEvent } from './core/events.ts';
import { Exit } from './core/exit.ts';
import type { KernelFacts } from './core/facts.ts';
import type { Intent } from './core/intent.ts';
import { MAX_QUESTION, messages } from './core/messages.ts';
import { Problem } from './core/problem.ts';
import type { Program } from './core/program.ts';
import type { Request } from './core/request.ts';
import { engines } from './engines/index.ts';
import { explainProgram } from './explain/program.ts';
import { type Narrowing, sentence, silenceReasons } from './explain/sentence.ts';
import { understand } from './intent/understand.ts';
import { type FactsCache, noCache } from './kernel/cache.ts';
import { gatherFacts, isSupported } from './kernel/facts.ts';
import { valueNames } from './kernel/names.ts';
import { processExists, processNames } from './kernel/processes.ts';
import { listedTracepoints, tracefsTracepoints, unknownTracepoints } from './kernel/tracepoints.ts';
import { loadKnowledge } from './knowledge/knowledge.ts';
import { planEmbedded } from './plan/embedded.ts';
import { cutComm } from './plan/fill.ts';
import type { Near, Plan } from './plan/plan.ts';
import { type GatedCommand, startGated } from './system/command.ts';
import type { Host } from './system/host.ts';
import { mountTracefs } from './system/mount.ts';
import { authenticate } from './system/privilege.ts';
import { Fold } from './views/fold.ts';

/** What a person, or a policy in their place, says to a plan. An edited source comes back as a new plan. */
export type Decision = { readonly kind: 'run' } | { readonly kind: 'stop'; readonly exit: Exit } | { readonly kind: 'edited'; readonly source: string };

export interface Surroundings {
  readonly host: Host;
  readonly cache?: FactsCache;
  /** Asked once for every plan; nothing runs before it says so. */
  readonly decide: (plan: Plan, diagnostics: readonly Diagnostic[]) => Promise<Decision>;
  readonly allowUnsafe?: boolean;
  /** False where the program is only looked at: then a machine that cannot run it is no failure. */
  readonly willRun?: boolean;
  /** Whether somebody can type a password for sudo. */
  readonly interactive?: boolean;
  readonly stop: AbortSignal;
  readonly kill: AbortSignal;
}

export type AskEvent =
  | { readonly type: 'note'; readonly message: string }
  | { readonly type: 'facts'; readonly facts: KernelFacts }
  | { readonly type: 'plan'; readonly plan: Plan; readonly diagnostics: readonly Diagnostic[] }
  | { readonly type: 'unanswered'; readonly code: string; readonly message: string; readonly hints: readonly string[]; readonly nearest: readonly Near[] }
  | { readonly type: 'running'; readonly plan: Plan }
  | { readonly type: 'trace'; readonly events: readonly TraceEvent[] }
  | {
      readonly type: 'answer';
      readonly sentence: string;
      /** Where nothing was seen: why that may be. */
      readonly reasons: readonly string[];
      readonly datasets: readonly Dataset[];
      readonly records: number;
      readonly lost: number;
      readonly seconds: number;
    };

export const DEFAULT_SECONDS = 10;

export type { Near, Plan };
/** A program in words, for whoever is asked to agree to it. */
export { explainProgram };

/** Runs the line. Throws a Problem for what the user can mend; the returned exit status says how it ended otherwise. */
export async function* ask(request: Request, around: Surroundings): AsyncGenerator<AskEvent, Exit> {
  validate(request);
  const { facts, said } = await gatherFacts(around.host, around.cache ?? noCache);
  yield { type: 'facts', facts };
  const ready = yield* prepare(facts, said, around);
  const machine = await machineOf(ready, request, around);

  const planned = request.program === undefined ? planQuestion(request, machine, around) : { kind: 'plan' as const, plan: planFile(request, machine) };
  if (planned.kind === 'nothing') {
    const { code, message, hints } = planned.why === 'unknown' ? messages.notUnderstood() : messages.notTracing(planned.why);
    yield { type: 'unanswered', code, message, hints, nearest: planned.nearest };
    return Exit.noProgram;
  }

  let { plan } = planned;
  for (;;) {
    const { diagnostics } = check(plan.program.source, machine, around.allowUnsafe ?? false);
    refuseErrors(plan, diagnostics);
    yield { type: 'plan', plan, diagnostics };
    const decision = await around.decide(plan, diagnostics);
    if (decision.kind === 'stop') return decision.exit;
    if (decision.kind === 'run') break;
    plan = replan(plan, decision.source, machine);
  }
  yield { type: 'running', plan };
  return yield* runPlan(plan, request, ready, around);
}

function validate(request: Request): void {
  if (request.program !== undefined) return;
  const question = request.question ?? '';
  if (!/[\p{L}\p{N}]/u.test(question)) throw new Problem(messages.emptyQuestion());
  if (question.length > MAX_QUESTION) throw new Problem(messages.longQuestion(question.length));
}

/** Makes sure that the machine can run a program, as far as that can be done without asking. The facts as they then are. */
async function* prepare(facts: KernelFacts, said: string | undefined, around: Surroundings): AsyncGenerator<AskEvent, KernelFacts> {
  if (around.willRun === false) return facts;
  if (facts.bpftrace === undefined) {
    const path = around.host.which('bpftrace');
    throw new Problem(path === undefined ? messages.noBpftrace(installCommand(around.host)) : messages.brokenBpftrace(path, said ?? ''));
  }
  if (!isSupported(facts.bpftrace.version)) throw new Problem(messages.oldBpftrace(facts.bpftrace.version));
  if (facts.privilege === 'none') throw new Problem(messages.notRoot('absent'));
  let ready = facts;
  if (facts.privilege === 'sudo-password') {
    if (around.interactive !== true || !(await authenticate())) throw new Problem(messages.notRoot('refused'));
    ready = { ...facts, privilege: 'sudo' };
  }
  if (facts.tracefs.state === 'absent') throw new Problem(messages.noTracefs('absent'));
  if (facts.tracefs.state === 'mountable') {
    const path = around.host.uid === 0 ? await mountTracefs(around.host) : undefined;
    if (path === undefined) throw new Problem(messages.noTracefs('mountable'));
    yield { type: 'note', message: `tracefs was not mounted; it is now, at ${path}` };
    ready = { ...ready, tracefs: { state: 'mounted', path } };
  }
  return ready;
}

export function installCommand(host: Host): string | undefined {
  const sudo = host.uid === 0 ? '' : 'sudo ';
  const managers = [
    ['apt-get', 'apt-get install bpftrace'],
    ['dnf', 'dnf install bpftrace'],
    ['pacman', 'pacman -S bpftrace'],
    ['zypper', 'zypper install bpftrace'],
    ['apk', 'apk add bpftrace'],
  ] as const;
  const found = managers.find(([manager]) => host.which(manager) !== undefined);
  return found === undefined ? undefined : sudo + found[1];
}

async function machineOf(facts: KernelFacts, request: Request, around: Surroundings): Promise<Machine> {
  const { path } = facts.tracefs;
  if (facts.tracefs.state === 'mounted' && path !== undefined) return { facts, tracepoints: tracefsTracepoints(around.host, path) };
  if (facts.privilege !== 'sudo' || facts.bpftrace === undefined) return { facts, tracepoints: unknownTracepoints };
  const wanted = request.program === undefined ? loadKnowledge().tracepoints : tracepointsIn(request.program.source);
  return { facts, tracepoints: await listedTracepoints(around.host, ['sudo', '-n', '--', facts.bpftrace.path], wanted) };
}

function tracepointsIn(source: string): string[] {
  return [...new Set([...source.matchAll(/\btracepoint:([\w-]+:[\w-]+)/g)].map((match) => match[1] ?? ''))];
}

function planQuestion(request: Request, machine: Machine, around: Surroundings): ReturnType<typeof planEmbedded> {
  const { library, index } = loadKnowledge();
  const heard = understand(request, { processes: () => processNames(around.host), isTopicWord: (word, language) => index.isTopicWord(word, language) });
  const endless = request.command !== undefined || request.seconds === 0;
  const { seconds, ...unlimited } = heard;
  const intent: Intent = endless ? unlimited : { ...heard, seconds: seconds ?? { value: DEFAULT_SECONDS, words: '' } };
  const checker = {
    check: (source: string) => check(source, machine, true),
    adapt: (source: string) => adapt(source, machine),
    declarations: (parsed: ParseResult) => declarationsOf(parsed, machine),
  };
  const planned = planEmbedded(intent, library, index, checker, request.command !== undefined);
  if (planned.kind !== 'plan') return planned;
  const missing = missingProcess(intent, around.host);
  return missing === undefined ? planned : { kind: 'plan', plan: { ...planned.plan, notes: [...planned.plan.notes, missing] } };
}

function missingProcess(intent: Intent, host: Host): string | undefined {
  const filter = intent.filter?.value;
  const chinese = intent.language === 'zh';
  if (filter?.pid !== undefined && !processExists(host, filter.pid))
    return chinese ? `现在没有进程号为 ${filter.pid} 的进程` : `there is no process with pid ${filter.pid} now`;
  if (filter?.comm !== undefined && !processNames(host).has(cutComm(filter.comm))) {
    return chinese ? `现在没有名为 ${filter.comm} 的进程;它若启动,就会被看到` : `no process is named ${filter.comm} now; if one starts, it is seen`;
  }
  return undefined;
}

/** A program of the user's own: nothing about it is changed. */
function planFile(request: Request, machine: Machine): Plan {
  const { path, source } = request.program ?? { path: '', source: '' };
  const intent: Intent = {
    question: '',
    language: 'en',
    topic: '',
    keys: [],
    ...(request.seconds === undefined || request.seconds === 0 ? {} : { seconds: { value: request.seconds, words: '' } }),
  };
  const title = path.split('/').at(-1) ?? path;
  const plan: Plan = {
    program: {
      language: 'bpftrace',
      source,
      title,
      origin: { kind: 'file', path },
      attachPoints: [],
      outputs: [],
      ...(request.top === undefined ? {} : { top: request.top }),
    },
    intent,
    confidence: 1,
    tells: '',
    safety: [],
    notes: [],
    followsCommand: false,
  };
  const described = replan(plan, source, machine);
  return {
    ...described,
    program: { ...described.program, origin: plan.program.origin, ...(intent.seconds === undefined ? {} : { seconds: intent.seconds.value }) },
  };
}

/** The plan for another source: what it prints is read off its tree; the names the library gave hold where an output is still the same. */
function replan(plan: Plan, source: string, machine: Machine): Plan {
  const { parsed } = check(source, machine, true);
  const declarations = declarationsOf(parsed, machine);
  const described = outputList(describeOutputs(parsed.script, source, (point, field) => declarations[point.text]?.[field]));
  const outputs = described.map((output) => {
    const named = plan.program.outputs.find((old) =>
      old.shape === 'rows'
        ? output.shape === 'rows' && old.columns.length === output.columns.length
        : output.shape === old.shape && old.map === output.map && old.keys.length === output.keys.length,
    );
    return named !== undefined && named.shape === output.shape
      ? ({ ...named, ...(output.shape === 'rows' ? { statement: output.statement } : {}) } as typeof output)
      : output;
  });
  const { answer, endsItself: _, ...program } = plan.program;
  const kept = answer === 'rows' || outputs.some((output) => output.shape !== 'rows' && output.map === answer) ? answer : undefined;
  return {
    ...plan,
    program: {
      ...program,
      source,
      origin: { kind: 'edited' },
      attachPoints: parsed.script.probes.flatMap((probe) => probe.attachPoints.map((point) => point.text)),
      outputs,
      declarations,
      ...(kept === undefined ? {} : { answer: kept }),
      endsItself: parsed.script.probes.some((probe) => probe.attachPoints.some((point) => point.provider === 'interval')),
    },
  };
}

function declarationsOf(parsed: ParseResult, { tracepoints }: Machine): NonNullable<Program['declarations']> {
  const declarations: Record<string, Record<string, string>> = {};
  for (const point of parsed.script.probes.flatMap((probe) => probe.attachPoints)) {
    const [category, name] = point.parts;
    if (point.provider !== 'tracepoint' || category === undefined || name === undefined) continue;
    const fields = tracepoints.fields(category, name);
    if (fields !== undefined) declarations[point.text] = Object.fromEntries(fields.map((field) => [field.name, field.declaration]));
  }
  return declarations;
}

function refuseErrors(plan: Plan, diagnostics: readonly Diagnostic[]): void {
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
  if (errors.length === 0) return;
  const { source, title, origin } = plan.program;
  const unsafe = errors.filter((diagnostic) => diagnostic.code === 'unsafe-call');
  if (unsafe.length === errors.length) throw new Problem(messages.unsafe('the program does more than watch'), errors, source);
  throw new Problem(
    messages.badProgram(origin.kind === 'file' ? origin.path : origin.kind === 'library' ? `the library's ${origin.name}` : title, errors.length),
    errors,
    source,
  );
}

async function* runPlan(plan: Plan, request: Request, facts: KernelFacts, around: Surroundings): AsyncGenerator<AskEvent, Exit> {
  const { program } = plan;
  const fold = new Fold(program);
  const stopper = new AbortController();
  const forward = (): void => stopper.abort(around.stop.reason);
  if (around.stop.aborted) forward();
  around.stop.addEventListener('abort', forward);
  let command: GatedCommand | undefined;
  let ended: Extract<TraceEvent, { type: 'ended' }> | undefined;
  const onKill = (): void => command?.kill();
  around.kill.addEventListener('abort', onKill);
  try {
    if (request.command !== undefined) command = await startCommand(request.command, stopper);
    const args = plan.followsCommand && command !== undefined ? [String(command.pid)] : [];
    const job = { program, facts, allowUnsafe: around.allowUnsafe ?? false, args, stop: stopper.signal, kill: around.kill };
    for await (const batch of engines[program.language].run(job)) {
      const events: TraceEvent[] = [];
      for (const event of batch) {
        fold.add(event);
        if (event.type === 'attached') command?.release();
        if (event.type === 'ended') {
          const status = stopper.signal.reason === 'command-ended' ? (await command?.exited)?.status : undefined;
          ended = status === undefined || status === null ? event : { ...event, commandStatus: status };
        }
        events.push(event.type === 'ended' && ended !== undefined ? ended : event);
      }
      if (events.length > 0) yield { type: 'trace', events };
    }
  } finally {
    around.stop.removeEventListener('abort', forward);
    around.kill.removeEventListener('abort', onKill);
    command?.kill();
  }
  if (ended === undefined) throw new Error('the engine ended without saying so');
  if (around.kill.aborted) return Exit.interrupted;
  yield answerOf(plan, request, fold, ended, around.host);
  if (ended.reason === 'rejected') throw new Problem(messages.rejected(ended.message ?? ''));
  if (ended.reason === 'crashed') throw new Problem(messages.crashed(ended.message ?? ''));
  return fold.records > 0 ? Exit.answered : Exit.sawNothing;
}

/** After the command's end the tracer gets a moment to read what it did last. */
const SETTLE_MS = 200;

async function startCommand(text: string, stopper: AbortController): Promise<GatedCommand> {
  try {
    const command = await startGated(text);
    void command.exited.then(() => setTimeout(() => stopper.abort('command-ended'), SETTLE_MS));
    return command;
  } catch (error) {
    throw new Problem(messages.commandFailed(text, error instanceof Error ? error.message : String(error)));
  }
}

function answerOf(plan: Plan, request: Request, fold: Fold, ended: Extract<TraceEvent, { type: 'ended' }>, host: Host): AskEvent {
  const { language, filter } = plan.intent;
  const datasets = fold.datasets();
  const { records, lost, probes } = fold;
  const seen = { datasets, seconds: ended.seconds, probes, lost, records, reason: ended.reason };
  const comm = filter?.value.comm;
  const pid = filter?.value.pid;
  const process = comm ?? (pid === undefined ? undefined : `pid ${pid}`);
  const narrowing: Narrowing = {
    ...(request.command === undefined ? {} : { command: request.command }),
    ...(process === undefined ? {} : { process, processRuns: comm === undefined ? processExists(host, pid ?? -1) : processNames(host).has(cutComm(comm)) }),
  };
  const failed = ended.reason === 'rejected' || ended.reason === 'crashed';
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
