/** Probes that never fired, once more beside a workload that makes their event happen: whether the program or the machine was silent. */
import { parse } from '../../bpftrace/parser.ts';
import type { Machine } from '../../check/machine.ts';
import type { Counted } from '../../debug/counters.ts';
import { isEvent, type RunFacts } from '../../debug/look.ts';
import { loadKnowledge } from '../../knowledge/knowledge.ts';
import { endWorkload, startWorkload } from '../../rehearse/start.ts';
import { planFile } from '../plans.ts';
import { chooseWorkload } from '../rehearsal/choose.ts';
import { type WatchAround, type WatchWish, watchProgram } from './watch.ts';

/** Workloads are over in about a second, some in two. */
const MOST_SECONDS = 6;

/** The attach points of probes that were never hit, where anything is known that makes them fire. */
export async function workloadFor(counted: Counted, run: RunFacts, source: string, machine: Machine): Promise<readonly string[] | undefined> {
  const { probes } = parse(source).script;
  for (const counter of counted.counters) {
    if (counter.kind !== 'hit' || (run.counts.get(counter.label) ?? 0) > 0) continue;
    for (const point of probes[counter.probe]?.attachPoints ?? []) {
      if (!isEvent(point.provider)) continue;
      const plan = await planFile({ program: { path: 'probe.bt', source: `${point.text} { @ = count(); }` } }, machine);
      const chosen = chooseWorkload(plan, loadKnowledge().library, machine);
      if (chosen !== undefined) return chosen.run;
    }
  }
  return undefined;
}

/** What it counted beside the workload; undefined where that cannot be run here. */
export async function besideWorkload(workload: readonly string[], wish: WatchWish, machine: Machine, around: WatchAround): Promise<RunFacts['beside']> {
  const held = await startWorkload(workload);
  try {
    const watched = await watchProgram({ ...wish, seconds: MOST_SECONDS, held }, machine, around);
    return watched.kind === 'ran' ? { workload: workload.join(' '), counts: watched.run.counts } : undefined;
  } finally {
    await endWorkload(held);
  }
}
