import { type AskEvent, ask, type Near, type Surroundings } from '../ask.ts';
import { Exit } from '../core/exit.ts';
import { messages } from '../core/messages.ts';
import type { ValueNames } from '../core/names.ts';
import { Problem } from '../core/problem.ts';
import type { Request } from '../core/request.ts';
import type { Recorder } from '../line/record.ts';
import type { Sink } from '../line/sink.ts';
import { localMachine } from '../local.ts';
import { paint } from '../views/layout.ts';
import { drain, jsonOutput, textOutput } from './event-output.ts';
import type { GrantFlags } from './grants.ts';
import { modelWish } from './model-wish.ts';
import type { AskFlags, ModelFlags, RunFlags } from './options.ts';
import { rehearsalWish } from './rehearsal-wish.ts';
import { type FileFlags, requestOf, requestToRun } from './request.ts';
import { type Interruption, listen } from './signals.ts';
import { sinksOf } from './sinks.ts';
import { canAsk, canDraw, stderrStyle, stdoutStyle, write } from './terminal.ts';

/** `gpttrace "QUESTION"` */
export function askCommand(question: string, flags: AskFlags): Promise<Exit> {
  if (flags.command !== undefined && flags.pid !== undefined)
    throw new Problem(messages.conflictingOptions('--command', '--pid', 'a command that is started has a pid of its own'));
  return follow(requestOf(question, flags), flags);
}

/** Who else hears what comes of a run, beside the person it is shown to. */
export interface Hearer {
  readonly event: (event: AskEvent) => void;
  /** The session it was kept as. */
  readonly kept: (id: string) => void;
  /** Which of several programs was meant, where that is known already. */
  readonly chosen?: (choices: readonly Near[]) => Near | undefined;
  /** What was asked and answered before, and what is to be run once more. */
  readonly talk?: Pick<Surroundings, 'before' | 'planned'>;
}

/** Asks, as `gpttrace "QUESTION"` does, what a talk has come to. */
export function askHeard(request: Request, flags: RunFlags & ModelFlags, hearer: Hearer): Promise<Exit> {
  return follow(request, flags, hearer);
}

/** `gpttrace run FILE [-- ARGS]` */
export async function runCommand(file: string, args: readonly string[], flags: FileFlags & GrantFlags, hearer?: Hearer): Promise<Exit> {
  const request = requestToRun(file, flags);
  const { language = 'bpftrace' } = request.program ?? {};
  if (args.length > 0 && (language === 'c' || language === 'object')) throw new Problem(messages.noArguments(language));
  const grants = await (await import('./grants.ts')).grantsOf(language, flags);
  return follow({ ...request, ...(args.length === 0 ? {} : { args }), ...(grants === undefined ? {} : { grants }) }, flags, hearer);
}

async function follow(request: Request, flags: RunFlags & ModelFlags, hearer?: Hearer): Promise<Exit> {
  const sandbox = flags.sandbox === true || flags.guest !== undefined ? (await import('../line/guests.ts')).sandboxIn(flags.guest) : undefined;
  return followOn({ ...localMachine(), ...(sandbox === undefined ? {} : { sandbox }) }, request, flags, listen(), hearer);
}

/** The machine that is asked: its surroundings, and its names of numbers where they are not this machine's. */
export interface Place extends Pick<Surroundings, 'host' | 'cache' | 'lists' | 'schemas' | 'launcher' | 'sandbox'> {
  readonly names?: ValueNames;
}

/** How often the maps of a program that runs are looked at, at most: what is shown, kept and exported while it runs is as fresh as that. */
const LOOK_SECONDS = 1;

/** Runs the line on a machine, and shows what comes of it. Whatever comes of it, nobody listens to `interruption` any more then. */
export async function followOn(place: Place, request: Request, flags: RunFlags & ModelFlags, interruption: Interruption, hearer?: Hearer): Promise<Exit> {
  try {
    return await followedTo(place, request, flags, interruption, hearer);
  } finally {
    interruption.dispose();
  }
}

async function followedTo(
  { names, ...machine }: Place,
  request: Request,
  flags: RunFlags & ModelFlags,
  interruption: Interruption,
  hearer: Hearer | undefined,
): Promise<Exit> {
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
          mayInstall: async (packages: readonly string[], command: string, language: string) =>
            (await import('./may-install.ts')).mayInstall(packages, command, language, interruption.stop),
          allowSample: async (probes) => (await import('./allow-sample.ts')).allowSample(probes, interruption.stop),
        }
      : {}),
    ...modelWish(flags),
    ...(hearer?.chosen === undefined ? {} : { meant: hearer.chosen }),
    ...(hearer?.talk ?? {}),
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
      hearer?.event(event);
      await output.show(event);
      if (event.type === 'answer' && recorder !== undefined) await tellFindings(recorder, flags, names);
      if (event.type === 'running') ({ language } = event.plan.intent);
      if (event.type !== 'explanation' || event.of !== 'program' || flags.json === true) return;
      said = (await import('./explanation.ts')).explanationLines(event, stderrStyle());
    };
    const exit = await drain(ask(request, around), show);
    output.dispose();
    await tellKept(sinks, flags, language, hearer);
    // A signal that came with the end of the input is heard one turn later.
    await new Promise((resolve) => setImmediate(resolve));
    const failed = sinks.map((sink) => sink.exit?.()).find((status) => status !== undefined);
    const isGood = exit === Exit.answered || exit === Exit.sawNothing;
    return interruption.exit() ?? (isGood ? (failed ?? exit) : exit);
  } finally {
    output.dispose();
    // Where the line was thrown out of, nobody has told them yet.
    for (const message of sinks.flatMap((sink) => sink.troubles())) await output.show({ type: 'note', message });
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
async function tellKept(sinks: readonly Sink[], flags: RunFlags, language: string, hearer: Hearer | undefined): Promise<void> {
  const id = sinks.map((sink) => sink.kept?.()).find((kept) => kept !== undefined);
  if (id === undefined) return;
  // Who goes on talking about it need not be told how to come back to it.
  if (hearer !== undefined) return hearer.kept(id);
  if (flags.json === true) await write(process.stdout, `${JSON.stringify({ type: 'session', id })}\n`);
  else if (process.stderr.isTTY === true) await write(process.stderr, `${paint(keptText(id, language), 'dim', stderrStyle())}\n`);
}

function keptText(id: string, language: string): string {
  return language === 'zh' ? `已保存为 ${id}:gpttrace sessions show ${id}` : `kept as ${id}: gpttrace sessions show ${id}`;
}
