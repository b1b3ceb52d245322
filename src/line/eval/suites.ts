/** Suites read, cases chosen from them, and the machine they are run on made ready. */
import { join } from 'node:path';
import type { Machine } from '../../check/check.ts';
import type { KernelFacts } from '../../core/facts.ts';
import { messages } from '../../core/messages.ts';
import { Problem } from '../../core/problem.ts';
import { gatherFacts } from '../../kernel/facts.ts';
import { cacheDirectory, localMachine } from '../../local.ts';
import { type Commands, openCommands } from '../../rehearse/commands.ts';
import type { CaseResult } from '../../rehearse/result.ts';
import { type Case, parseSuite } from '../../rehearse/suite.ts';
import { nameProcess } from '../../system/real.ts';
import { evaluate } from '../eval.ts';
import { openMachine } from '../machine.ts';
import { machineOf, prepare } from '../prepare.ts';

export type { Case, CaseResult };

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

export interface OpenEval {
  readonly facts: KernelFacts;
  /** Runs them, `jobs` at a time; results come as cases end. What is interrupted has none. */
  run(cases: readonly Case[], jobs: number, signals: EvalSignals): AsyncGenerator<CaseResult>;
  dispose(): void;
}

/** Nothing is run: programs are planned for this machine, or for the one of a snapshot, checked, and judged by their text. */
export async function openDryEval(snapshot: string | undefined): Promise<OpenEval> {
  return openOn(await openMachine({ snapshot }), undefined);
}

/** Throws a Problem where this machine cannot trace. */
export async function openLiveEval(cases: readonly Case[], interactive: boolean, signals: EvalSignals, say: (note: string) => void): Promise<OpenEval> {
  const local = localMachine();
  const { facts, said } = await gatherFacts(local.host, local.cache);
  const preparing = prepare(facts, said, { ...local, ...signals, interactive, decide: async () => ({ kind: 'run' }) });
  let next = await preparing.next();
  for (; next.done !== true; next = await preparing.next()) if (next.value.type === 'note') say(next.value.message);
  // As in any run: what we do ourselves is told apart by our name.
  nameProcess('gpttrace');
  const machine = await machineOf(next.value, local);
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
    async *run(cases, jobs, { stop, kill }) {
      const queue = [...cases];
      const running = new Map<Case, Promise<{ readonly one: Case; readonly result: CaseResult | undefined }>>();
      for (;;) {
        for (let one = nextOf(queue, running.size, jobs, stop); one !== undefined; one = nextOf(queue, running.size, jobs, stop)) {
          const started = one;
          running.set(
            started,
            evaluate(started, { machine, host, commands, stop, kill }).then((result) => ({ one: started, result })),
          );
        }
        if (running.size === 0) return;
        const { one, result } = await Promise.race(running.values());
        running.delete(one);
        if (result !== undefined) yield result;
        // Between two cases that never wait, Ctrl-C and a closed pipe are heard.
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    dispose: () => commands?.dispose(),
  };
}

function nextOf(queue: Case[], running: number, jobs: number, stop: AbortSignal): Case | undefined {
  return running >= jobs || stop.aborted ? undefined : queue.shift();
}
