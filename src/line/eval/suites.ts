/** Suites read, cases chosen from them, and the machine they are run on made ready. */
import { join } from 'node:path';
import type { Machine } from '../../check/check.ts';
import type { KernelFacts } from '../../core/facts.ts';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import { cacheDirectory, localMachine } from '../../local.ts';
import { type Commands, openCommands } from '../../rehearse/commands.ts';
import type { CaseResult, Submission } from '../../rehearse/result.ts';
import { type Case, parseSuite } from '../../rehearse/suite.ts';
import { evaluate } from '../eval.ts';
import { openMachine } from '../machine.ts';
import { ownMachine } from '../own-machine.ts';
import { type EvalPlanner, embeddedPlanner } from './planner.ts';

export type { Case, CaseResult, Submission };

export interface Choice {
  /** Over id, request, class, kind and language. */
  readonly filter?: RegExp;
  readonly lang?: string;
  /** Every Nth of those that are left. */
  readonly every?: number;
  /** Just the case of this id. */
  readonly id?: string;
}

/** The chosen cases of suites, in their order. Throws a Problem where one cannot be read, and where nothing is left. */
export function chooseCases(files: readonly string[], { filter, lang, every = 1, id }: Choice): readonly Case[] {
  const { host } = localMachine();
  const all = files.flatMap((file) => {
    const read = host.read(file);
    if (!('text' in read)) throw new Problem(messages.unreadable(file, read.why));
    return parseSuite(read.text, file);
  });
  const chosen = all
    .filter((one) => (id === undefined || one.id === id) && (lang === undefined || one.lang === lang))
    .filter((one) => filter === undefined || [one.id, one.request, one.class, one.kind, one.lang].some((text) => text !== undefined && filter.test(text)))
    .filter((_, index) => index % every === 0);
  if (chosen.length === 0) throw new Problem(messages.noCase(all.length));
  return chosen;
}

export interface EvalSignals {
  readonly stop: AbortSignal;
  readonly kill: AbortSignal;
}

export interface RunOptions {
  /** So many cases at a time. */
  readonly jobs: number;
  /** How often each is tried: all of them once, then all of them again. */
  readonly tries: number;
  /** The planner that is built in, where it is absent. */
  readonly planner?: EvalPlanner;
}

export interface OpenEval {
  readonly facts: KernelFacts;
  /** Results come as cases end. What is interrupted has none. Throws a Problem where its planner cannot plan any case, once the cases that were begun have ended. */
  run(cases: readonly Case[], options: RunOptions, signals: EvalSignals): AsyncGenerator<CaseResult>;
  dispose(): void;
}

/** Nothing is run: programs are planned for this machine, or for the one of a snapshot, checked, and judged by their text. */
export async function openDryEval(snapshot: string | undefined): Promise<OpenEval> {
  return openOn(await openMachine({ snapshot }), undefined);
}

/** Throws a Problem where this machine cannot trace. */
export async function openLiveEval(cases: readonly Case[], interactive: boolean, signals: EvalSignals, say: (note: string) => void): Promise<OpenEval> {
  const { local, machine } = await ownMachine(interactive, signals, say);
  return openOn(
    machine,
    await openCommands(
      cases.map(({ suite }) => suite),
      join(cacheDirectory(), 'eval'),
      local.host,
    ),
  );
}

function openOn(machine: Machine, commands: Commands | undefined): OpenEval {
  const { host } = localMachine();
  return {
    facts: machine.facts,
    async *run(cases, { jobs, tries, planner = embeddedPlanner(host) }, { stop, kill }) {
      const queue = Array.from({ length: tries }, (_, index) => cases.map((one) => ({ one, number: index + 1 }))).flat();
      const running = new Map<Turn, Promise<Ended>>();
      let problem: unknown;
      for (;;) {
        while (running.size < jobs && !stop.aborted && problem === undefined) {
          const turn = queue.shift();
          if (turn === undefined) break;
          const ending = evaluate(turn.one, { machine, host, planner, commands, stop, kill }).then(
            (result) => ({ turn, result }),
            (failure: unknown) => ({ turn, failure }),
          );
          running.set(turn, ending);
        }
        if (running.size === 0) break;
        const ended = await Promise.race(running.values());
        running.delete(ended.turn);
        problem ??= ended.failure;
        if (ended.result !== undefined) yield { ...ended.result, ...(tries === 1 ? {} : { try: ended.turn.number }) };
        // Between two cases that never wait, Ctrl-C and a closed pipe are heard.
        await new Promise((resolve) => setImmediate(resolve));
      }
      if (problem !== undefined) throw problem;
    },
    dispose: () => commands?.dispose(),
  };
}

/** One try of a case. */
interface Turn {
  readonly one: Case;
  readonly number: number;
}

interface Ended {
  readonly turn: Turn;
  readonly result?: CaseResult | undefined;
  readonly failure?: unknown;
}
