import type { TraceEvent } from '../core/events.ts';
import type { Overhead } from '../core/overhead.ts';
import { tracerOf } from '../core/program.ts';
import type { Request } from '../core/request.ts';
import { unattachedProbes } from '../engines/bpftrace/stderr.ts';
import { conditionsOf } from '../explain/conditions.ts';
import { costRemarks } from '../explain/cost.ts';
import { sentence } from '../explain/sentence.ts';
import { type Narrowing, type ProbeFacts, pairReasons, silenceReasons } from '../explain/silence.ts';
import { valueNames } from '../kernel/names.ts';
import { processExists, processNames } from '../kernel/processes.ts';
import { cutComm } from '../plan/fill/text.ts';
import type { Plan } from '../plan/plan.ts';
import type { Host } from '../system/host.ts';
import type { Fold } from '../views/fold.ts';
import type { AskEvent } from './events.ts';

/** How a run went. */
export interface Outcome {
  readonly fold: Fold;
  readonly ended: Extract<TraceEvent, { type: 'ended' }>;
  readonly warnings: readonly string[];
  /** What it cost, as last measured. */
  readonly overhead?: Overhead;
  /** Seconds in which it was slowed down. */
  readonly slowedSeconds: number;
  /** Whether whoever asked wants to know what it cost. */
  readonly asked: boolean;
}

/** The answer of a run: what was seen, in a sentence; why nothing was; what is worth knowing of it. */
export function answerOf(plan: Plan, request: Request, outcome: Outcome, host: Host): AskEvent {
  const { fold, ended, overhead } = outcome;
  const { language } = plan.intent;
  const datasets = fold.datasets();
  const { records, lost, probes, full } = fold;
  const { window, seconds } = plan.program;
  const tool = plan.program.command?.tool;
  const seen = {
    datasets,
    seconds: ended.seconds,
    probes,
    lost,
    full,
    records,
    reason: ended.reason,
    ...(window?.together === 'last' ? { lastWindow: window.seconds } : {}),
    ...(overhead === undefined ? {} : { overhead }),
    ...(tool === undefined ? {} : { tool }),
  };
  const failed = ended.reason === 'crashed' || (ended.killed === true && records === 0);
  const silent = records === 0 && !failed;
  return {
    type: 'answer',
    sentence: failed ? '' : sentence(seen, valueNames(host), language),
    // What answers at once had nothing to wait for.
    reasons:
      silent && (tool === undefined || seconds !== undefined)
        ? silenceReasons(seen, narrowingOf(plan, request, host), language, probeFacts(plan, outcome))
        : [],
    remarks: remarksOf(outcome, silent || failed, language, tracerOf(plan.program)),
    datasets,
    records,
    lost,
    seconds: ended.seconds,
    ...(overhead === undefined ? {} : { overhead }),
  };
}

function remarksOf({ overhead, slowedSeconds, asked }: Outcome, silent: boolean, language: string, tracer: string): string[] {
  if (overhead === undefined) return [];
  return [...(silent ? [] : pairReasons(overhead.hits ?? [], language)), ...costRemarks(overhead, slowedSeconds, asked, language, tracer)];
}

function narrowingOf({ narrowed, intent }: Plan, { command }: Request, host: Host): Narrowing {
  const comm = narrowed ? intent.filter?.value.comm : undefined;
  const pid = narrowed ? intent.filter?.value.pid : undefined;
  const process = comm ?? (pid === undefined ? undefined : `pid ${pid}`);
  return {
    ...(command === undefined ? {} : { command }),
    ...(process === undefined ? {} : { process, processRuns: comm === undefined ? processExists(host, pid ?? -1) : processNames(host).has(cutComm(comm)) }),
  };
}

function probeFacts({ program }: Plan, { overhead, warnings }: Outcome): ProbeFacts {
  const hits = overhead?.hits;
  return {
    ...(hits === undefined ? {} : { hits }),
    seconds: overhead?.seconds ?? 0,
    conditions: conditionsOf(program),
    unattached: unattachedProbes(warnings),
  };
}
