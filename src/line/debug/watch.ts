/** Runs a copy of a program that counts, and gathers what it counted. Nothing of it is kept. */

import { parse } from '../../bpftrace/parser.ts';
import type { Machine } from '../../check/machine.ts';
import { Problem } from '../../core/problem.ts';
import { type Counted, countIn } from '../../debug/counters.ts';
import { Gatherer } from '../../debug/gather.ts';
import type { RunFacts } from '../../debug/look.ts';
import { unattachedProbes } from '../../engines/bpftrace/stderr.ts';
import type { HeldWorkload } from '../../rehearse/start.ts';
import { localLauncher } from '../../system/launcher.ts';
import type { Surroundings } from '../events.ts';
import { planFile } from '../plans.ts';
import { runPlan } from '../run.ts';

export type WatchAround = Pick<Surroundings, 'host' | 'launcher' | 'maxOverhead' | 'stop' | 'kill'>;

export interface WatchWish {
  readonly source: string;
  readonly seconds: number;
  readonly args: readonly string[];
  /** A shell command that runs beside it from when all is attached on, and ends it. */
  readonly command?: string;
  /** The same, held back already. */
  readonly held?: HeldWorkload;
}

export type Watched = { readonly kind: 'ran'; readonly counted: Counted; readonly run: RunFacts } | { readonly kind: 'refused'; readonly said: string };

/**
 * The copy that counts everything; where the kernel has no room for that, one that counts beside the program. What is refused then is the program itself: what is said of it is said
 * of the program as it was written.
 */
export async function watchProgram(wish: WatchWish, machine: Machine, around: WatchAround): Promise<Watched> {
  const { script } = parse(wish.source);
  for (const level of ['full', 'hits'] as const) {
    const counted = countIn(script, wish.source, level);
    const tried = await runOnce(counted, wish, machine, around);
    // One that a workload runs beside cannot begin anew: what it does is done.
    if (tried.kind === 'ran' || wish.held !== undefined) return tried;
  }
  const plain: Counted = { ...countIn(script, wish.source, 'hits'), source: wish.source, counters: [] };
  return runOnce(plain, wish, machine, around);
}

async function runOnce(counted: Counted, { seconds, args, command, held }: WatchWish, machine: Machine, around: WatchAround): Promise<Watched> {
  const plan = await planFile({ program: { path: 'program.bt', source: counted.source }, seconds }, machine);
  const gatherer = new Gatherer(counted);
  const { launcher = localLauncher } = around;
  const request = { args, ...(held === undefined ? (command === undefined ? {} : { command }) : { command: 'workload' }) };
  const started = held === undefined ? launcher : { ...launcher, startGated: () => Promise.resolve(held) };
  try {
    const surroundings = { ...around, launcher: started, decide: () => Promise.resolve({ kind: 'run' as const }) };
    for await (const event of runPlan(plan, request, machine.facts, surroundings, undefined)) {
      if (event.type === 'trace') for (const one of event.events) gatherer.add(one);
    }
  } catch (error) {
    if (!(error instanceof Problem) || !/^(?:rejected|crashed|unfinished)$/.test(error.code)) throw error;
    return { kind: 'refused', said: error.message.replace(/^bpftrace did not accept the program: /, '') };
  }
  return { kind: 'ran', counted, run: gatherer.facts(unattachedProbes(gatherer.warnings)) };
}
