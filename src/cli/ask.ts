import { type AskEvent, ask, type Surroundings } from '../ask.ts';
import { Exit } from '../core/exit.ts';
import type { KernelFacts } from '../core/facts.ts';
import { messages } from '../core/messages.ts';
import type { ValueNames } from '../core/names.ts';
import { Problem } from '../core/problem.ts';
import { type Program, withOutput } from '../core/program.ts';
import type { Request } from '../core/request.ts';
import type { Recorder } from '../line/record.ts';
import type { Sink } from '../line/sink.ts';
import { localMachine } from '../local.ts';
import { paint } from '../views/layout.ts';
import { visible } from '../views/values.ts';
import type { Live } from './live.ts';
import { modelWish, plannerOf } from './model-wish.ts';
import type { AskFlags, ModelFlags, RunFlags } from './options.ts';
import type { Presenter } from './present.ts';
import { readProgram } from './program-file.ts';
import { rehearsalWish } from './rehearsal-wish.ts';
import { type Interruption, listen } from './signals.ts';
import { sinksOf } from './sinks.ts';
import { canAsk, canDraw, stderrStyle, stdoutStyle, write } from './terminal.ts';

/** `gpttrace "QUESTION"` */
export function askCommand(question: string, flags: AskFlags): Promise<Exit> {
  if (flags.command !== undefined && flags.pid !== undefined)
    throw new Problem(messages.conflictingOptions('--command', '--pid', 'a command that is started has a pid of its own'));
  return follow(requestOf(question, flags), flags);
}

/** `gpttrace run FILE.bt` */
export function runCommand(file: string, flags: RunFlags): Promise<Exit> {
  return follow(requestToRun(file, flags), flags);
}

/** What is asked of a file. Throws a Problem where it cannot be read. */
export function requestToRun(file: string, { duration, top }: RunFlags): Request {
  const program = { path: file, source: readProgram(file) };
  return { program, ...(duration === undefined ? {} : { seconds: duration }), ...(top === undefined ? {} : { top }) };
}

/** `gpttrace write "QUESTION"`: the program, nothing else. */
export async function writeCommand(question: string, flags: AskFlags & { readonly output?: string }): Promise<Exit> {
  const { host, cache, lists } = localMachine();
  const interruption = listen();
  let text: string | undefined;
  const around: Surroundings = {
    host,
    cache,
    lists,
    interactive: canAsk(),
    willRun: false,
    stop: interruption.stop,
    kill: interruption.kill,
    ...modelWish(flags),
    decide: async (plan) => {
      for (const note of plan.notes) process.stderr.write(`${visible(note)}\n`);
      text = (await import('./save.ts')).programFile(plan);
      return { kind: 'stop', exit: Exit.answered };
    },
  };
  const request = requestOf(question, flags);
  if (flags.showPrompt === true) return (await import('./show-prompt.ts')).showPromptCommand(request, around, false);
  const output = textOutput();
  const exit = await drain(ask(request, around), output.show).finally(output.dispose);
  if (text !== undefined) {
    if (flags.output === undefined) await write(process.stdout, text);
    else (await import('./save.ts')).saveFile(flags.output, text, flags.force ?? false);
  }
  return interruption.exit() ?? exit;
}

async function follow(request: Request, flags: RunFlags & ModelFlags): Promise<Exit> {
  const sandbox = flags.sandbox === true || flags.guest !== undefined ? (await import('../line/guests.ts')).sandboxIn(flags.guest) : undefined;
  return followOn({ ...localMachine(), ...(sandbox === undefined ? {} : { sandbox }) }, request, flags, listen());
}

/** The machine that is asked: its surroundings, and its names of numbers where they are not this machine's. */
export interface Place extends Pick<Surroundings, 'host' | 'cache' | 'lists' | 'launcher' | 'sandbox'> {
  readonly names?: ValueNames;
}

/** How often the maps of a program that runs are looked at, at most: what is shown, kept and exported while it runs is as fresh as that. */
const LOOK_SECONDS = 1;

/** Runs the line on a machine, and shows what comes of it. */
export async function followOn({ names, ...machine }: Place, request: Request, flags: RunFlags & ModelFlags, interruption: Interruption): Promise<Exit> {
  /** What a model said of the program that is about to be decided on. */
  let said: readonly string[] = [];
  // A command that is traced has the terminal to itself.
  const isLive = flags.plain !== true && flags.json !== true && flags.dryRun !== true && request.command === undefined && canDraw();
  const recorder = flags.explain === true ? new (await import('../line/record.ts')).Recorder(request) : undefined;
  const place = { stop: interruption.stop, ...(names === undefined ? {} : { names }) };
  const sinks = flags.dryRun === true || flags.showPrompt === true ? [] : await sinksOf(flags, place);
  const around: Surroundings = {
    ...machine,
    interactive: canAsk(),
    explain: flags.explain === true,
    decide: async (plan, diagnostics) => {
      // Agreed to beforehand, with nothing to say or to keep: what shows a plan need not be imported.
      const silent = flags.yes === true && flags.dryRun !== true && flags.explain !== true && flags.save === undefined && process.stderr.isTTY !== true;
      const observes = plan.safety.reasons.length === 0 || flags.json === true;
      if (silent && observes && plan.notes.length === 0 && plan.written === undefined && diagnostics.every(({ severity }) => severity === 'note'))
        return { kind: 'run' };
      return (await import('./decide.ts')).decide(plan, diagnostics, flags, interruption.stop, said);
    },
    ...(canAsk() && flags.json !== true
      ? {
          choose: async (choices, language) => (await import('./choose.ts')).choose(choices, language, interruption.stop),
          allowSample: async (probes) => (await import('./allow-sample.ts')).allowSample(probes, interruption.stop),
        }
      : {}),
    ...modelWish(flags),
    allowUnsafe: flags.allowUnsafe ?? false,
    ...(flags.maxOverhead === undefined ? {} : { maxOverhead: flags.maxOverhead }),
    agreed: flags.yes === true,
    willRun: flags.dryRun !== true,
    ...rehearsalWish(flags),
    sinks,
    snapshots: LOOK_SECONDS,
    stop: interruption.stop,
    kill: interruption.kill,
  };
  if (flags.showPrompt === true) return (await import('./show-prompt.ts')).showPromptCommand(request, around, flags.json === true);
  const output = flags.json === true ? jsonOutput() : textOutput(names, isLive ? { request, interruption } : undefined, interruption.stop);
  try {
    let language = 'en';
    const show = async (event: AskEvent): Promise<void> => {
      recorder?.take(event);
      await output.show(event);
      if (event.type === 'answer' && recorder !== undefined) await tellFindings(recorder, flags, names);
      if (event.type === 'running') ({ language } = event.plan.intent);
      if (event.type !== 'explanation' || event.of !== 'program' || flags.json === true) return;
      said = (await import('./explanation.ts')).explanationLines(event, stderrStyle());
    };
    const exit = await drain(ask(request, around), show);
    output.dispose();
    await tellKept(sinks, flags, language);
    // A signal that came with the end of the input is heard one turn later.
    await new Promise((resolve) => setImmediate(resolve));
    const failed = sinks.map((sink) => sink.exit?.()).find((status) => status !== undefined);
    const isGood = exit === Exit.answered || exit === Exit.sawNothing;
    return interruption.exit() ?? (isGood ? (failed ?? exit) : exit);
  } finally {
    output.dispose();
    // Where the line was thrown out of, nobody has told them yet.
    for (const message of sinks.flatMap((sink) => sink.troubles())) await output.show({ type: 'note', message });
    interruption.dispose();
  }
}

/** What stands out in an answer, computed; what a model says of it, where one is asked, comes after. */
async function tellFindings(recorder: Recorder, flags: RunFlags, names: ValueNames | undefined): Promise<void> {
  const record = recorder.record();
  if (record === undefined) return;
  const { runFindings, renderFindings } = await import('../line/explain-text.ts');
  const found = runFindings(record, names);
  if (flags.json === true) await write(process.stdout, `${JSON.stringify({ type: 'findings', findings: found })}\n`);
  else if (found.length > 0) await write(process.stdout, `\n${renderFindings(found, { ...stdoutStyle(), language: record.language }).join('\n')}\n`);
}

/** How to come back to a run that was kept: for a person at a terminal, or as JSON. */
async function tellKept(sinks: readonly Sink[], flags: RunFlags, language: string): Promise<void> {
  const id = sinks.map((sink) => sink.kept?.()).find((kept) => kept !== undefined);
  if (id === undefined) return;
  if (flags.json === true) await write(process.stdout, `${JSON.stringify({ type: 'session', id })}\n`);
  else if (process.stderr.isTTY === true) await write(process.stderr, `${paint(keptText(id, language), 'dim', stderrStyle())}\n`);
}

function keptText(id: string, language: string): string {
  return language === 'zh' ? `已保存为 ${id}:gpttrace sessions show ${id}` : `kept as ${id}: gpttrace sessions show ${id}`;
}

/** Shows events of the line, as text or as JSON. */
export interface EventOutput {
  readonly show: (event: AskEvent) => Promise<void>;
  readonly dispose: () => void;
}

/** Each event as a line of JSON. */
export function jsonOutput(): EventOutput {
  let program: Program | undefined;
  const show = async (event: AskEvent): Promise<void> => {
    if (event.type === 'plan') program = event.plan.program;
    const { jsonLines } = await import('./json.ts');
    // Of a tool the columns are known once it has printed them.
    for (const one of event.type === 'trace' && program !== undefined ? event.events : []) {
      if (one.type === 'output' && program !== undefined) program = withOutput(program, one.output);
    }
    const lines = jsonLines(event, program);
    if (lines.length > 0) await write(process.stdout, `${lines.join('\n')}\n`);
  };
  return { show, dispose: () => {} };
}

/** What draws the answer is imported with the first event to draw: by then the tracer is compiling, and nobody waits for us. */
export function textOutput(names?: ValueNames, live?: { readonly request: Request; readonly interruption: Interruption }, stop?: AbortSignal): EventOutput {
  let presenter: Presenter | undefined;
  let running: Extract<AskEvent, { type: 'running' }> | undefined;
  let facts: KernelFacts | undefined;
  let screen: Live | undefined;
  const present = async (event: AskEvent): Promise<void> => {
    if (presenter === undefined) {
      const [{ Presenter }, { localNames }] = await Promise.all([import('./present.ts'), import('../line/names.ts')]);
      presenter = new Presenter(names ?? localNames(), stop);
      if (running !== undefined) await presenter.present(running);
    }
    await presenter.present(event);
  };
  /** Whether the live screen shows it. */
  const shownLive = async (event: AskEvent): Promise<boolean> => {
    if (live === undefined || running === undefined) return false;
    if (event.type === 'trace' && screen === undefined && facts !== undefined && event.events.some(({ type }) => type === 'attached')) {
      const [{ Live }, { localNames }] = await Promise.all([import('./live.ts'), import('../line/names.ts')]);
      // What was shown until now makes way.
      presenter?.dispose();
      screen = new Live({ ...live, plan: running.plan, facts, names: names ?? localNames() });
    }
    if (screen === undefined) return false;
    if (screen.take(event)) return true;
    const left = screen;
    screen = undefined;
    await left.close(present);
    return false;
  };
  const show = async (event: AskEvent): Promise<void> => {
    if (event.type === 'facts') facts = event.facts;
    if (event.type === 'facts' || (event.type === 'plan' && presenter === undefined)) return;
    if (await shownLive(event)) return;
    if (event.type === 'running') {
      running = event;
      await presenter?.present(event);
      return;
    }
    await present(event);
  };
  return {
    show,
    dispose: () => {
      screen?.dispose();
      presenter?.dispose();
    },
  };
}

/** Shows all events to their end: the exit status. */
export async function drain(events: AsyncGenerator<AskEvent, Exit>, show: (event: AskEvent) => Promise<void>): Promise<Exit> {
  try {
    for (;;) {
      const next = await events.next();
      if (next.done) return next.value;
      await show(next.value);
    }
  } finally {
    // Should showing fail, the line still ends what it started.
    await events.return(Exit.internal);
  }
}

/** What is asked by a question. */
export function requestOf(question: string, flags: AskFlags): Request {
  const { duration, pid, comm, command, top } = flags;
  return {
    question,
    ...(duration === undefined ? {} : { seconds: duration }),
    ...(pid === undefined ? {} : { pid }),
    ...(comm === undefined ? {} : { comm }),
    ...(command === undefined ? {} : { command }),
    ...(top === undefined ? {} : { top }),
    ...plannerOf(flags),
  };
}
