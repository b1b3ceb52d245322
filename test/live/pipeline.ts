/** Runs one library program through the parts of our own pipeline, so that a test can start its workload at the very moment it is attached. */
import { type ChildProcess, spawn } from 'node:child_process';
import type { ParseResult } from '../../src/bpftrace/parser.ts';
import { adapt, check, type Machine } from '../../src/check/check.ts';
import { assess } from '../../src/check/policy/assess.ts';
import type { TraceEvent } from '../../src/core/events.ts';
import type { Intent, ProcessFilter } from '../../src/core/intent.ts';
import type { Program } from '../../src/core/program.ts';
import { bpftraceEngine } from '../../src/engines/bpftrace/engine.ts';
import { gatherFacts } from '../../src/kernel/facts.ts';
import type { LibraryProgram } from '../../src/knowledge/library.ts';
import type { LibraryIndex } from '../../src/knowledge/match.ts';
import { machineOf } from '../../src/line/prepare.ts';
import { planEmbedded } from '../../src/plan/embedded.ts';
import { realHost } from '../../src/system/real.ts';
import { workloadCommand } from './helpers.ts';

const EXIT_CANNOT = 77;
/** After the workload's end the tracer gets a moment to read what it did last. */
const SETTLE_MS = 300;

/** This machine as the pipeline sees it; a reason where it cannot trace at all. */
export async function machineHere(): Promise<{ readonly machine: Machine } | { readonly cannot: string }> {
  const host = realHost();
  const { facts } = await gatherFacts(host);
  if (facts.bpftrace === undefined) return { cannot: 'bpftrace is not installed' };
  if (facts.privilege !== 'root') return { cannot: 'not root' };
  if (facts.tracefs.state !== 'mounted' || facts.tracefs.path === undefined) return { cannot: 'tracefs is not mounted' };
  return { machine: await machineOf(facts, { host }) };
}

const NOTHING_ASKED: Intent = { question: '', language: 'en', topic: '', unapplied: [], keys: [] };

/**
 * The program as it would be run for a question that asks for just this, narrowed to a process or to a command where that is wanted; the mistakes where
 * this machine cannot attach it.
 */
export function planOf(
  program: LibraryProgram,
  machine: Machine,
  filter?: ProcessFilter,
  followsCommand = false,
): { readonly program: Program } | { readonly cannot: string } {
  const onlyThis = { match: () => [{ program, score: 1 }] } as unknown as LibraryIndex;
  const planned = planEmbedded(
    filter === undefined ? NOTHING_ASKED : { ...NOTHING_ASKED, filter: { value: filter, words: '' } },
    [program],
    onlyThis,
    {
      check: (source) => check(source, machine),
      adapt: (source) => adapt(source, machine),
      declarations: (parsed) => declarationsOf(parsed, machine),
      safety: (parsed, source) => assess(parsed.script, source, machine),
    },
    followsCommand,
  );
  if (planned.kind !== 'plan') throw new Error(`${program.name} was not planned`);
  const errors = check(planned.plan.program.source, machine).diagnostics.filter(({ severity }) => severity === 'error');
  return errors.length > 0 ? { cannot: errors.map(({ message }) => message).join('; ') } : { program: planned.plan.program };
}

function declarationsOf(parsed: ParseResult, machine: Machine): NonNullable<Program['declarations']> {
  const declarations: Record<string, Record<string, string>> = {};
  for (const point of parsed.script.probes.flatMap((probe) => probe.attachPoints)) {
    const [category = '', name = ''] = point.parts;
    const fields = point.provider === 'tracepoint' ? machine.tracepoints.fields(category, name) : undefined;
    if (fields !== undefined) declarations[point.text] = Object.fromEntries(fields.map((field) => [field.name, field.declaration]));
  }
  return declarations;
}

export type Traced = { readonly events: readonly TraceEvent[] } | { readonly cannot: string };

/** Traces a workload from its first act to its last. */
export async function traceWorkload(program: Program, machine: Machine, run: readonly string[]): Promise<Traced> {
  const stop = new AbortController();
  const kill = new AbortController();
  const job = { program, facts: machine.facts, allowUnsafe: false, args: [], stop: stop.signal, kill: kill.signal };
  const events: TraceEvent[] = [];
  let workload: ChildProcess | undefined;
  let said = '';
  try {
    for await (const batch of bpftraceEngine.run(job)) {
      events.push(...batch);
      if (workload !== undefined || !batch.some((event) => event.type === 'attached')) continue;
      const [command = '', ...args] = workloadCommand(...run);
      workload = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
      workload.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
        said += chunk;
      });
      workload.once('close', () => setTimeout(() => stop.abort('command-ended'), SETTLE_MS));
    }
  } finally {
    kill.abort();
    workload?.kill('SIGKILL');
  }
  const ended = events.findLast((event) => event.type === 'ended');
  if (workload === undefined || ended?.type !== 'ended' || ended.reason !== 'command-ended') throw new Error(`bpftrace ended early: ${JSON.stringify(ended)}`);
  if (workload.exitCode === EXIT_CANNOT) return { cannot: `the workload cannot be done here: ${said.trim()}` };
  if (workload.exitCode !== 0) throw new Error(`the workload failed (${workload.exitCode ?? workload.signalCode}): ${said}`);
  return { events };
}
