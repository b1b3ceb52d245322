/** One trial in a guest: what our checker says of it, and what comes of it. */
import { format } from '../../src/bpftrace/print.ts';
import { check, type Machine } from '../../src/check/check.ts';
import type { TraceEvent } from '../../src/core/events.ts';
import { bpftraceEngine } from '../../src/engines/bpftrace/engine.ts';
import type { OpenGuest } from '../../src/lab/lab.ts';
import { planFile } from '../../src/line/plans.ts';
import { textOf } from '../../src/system/host.ts';
import { linesOf } from './lines.ts';
import type { Trial } from './trials.ts';

const ACT = 'cat /etc/passwd > /dev/null';
/** Milliseconds a trial may take altogether. */
const MOST_MS = 600_000;
/** After the act the tracer gets a moment to read what it did last. */
const SETTLE_MS = 300;

export interface Outcome {
  /** `works`: what had to come out did. `silent`: it was attached, and that did not come out. `refused`: it never was attached. */
  readonly result: 'works' | 'silent' | 'refused';
  /** Why not. */
  readonly says: string;
  /** The errors our checker finds. */
  readonly errors: readonly { readonly code: string; readonly message: string }[];
  readonly source: string;
  readonly probes: number;
  /** Seconds until all is attached, and from the wish that it stops to its end. */
  readonly attaching: number;
  readonly ending: number;
}

/** Runs it through our engine, whatever the checker says. Throws where the guest does not live to the end of it. */
export async function tryOne(trial: Trial, opened: OpenGuest, machine: Machine): Promise<Outcome> {
  const source = spelled(trial, opened, machine);
  const errors = check(source, machine).diagnostics.filter(({ severity }) => severity === 'error');
  const { program } = await planFile({ program: { path: 'trial.bt', source } }, machine);
  const [stop, kill] = [new AbortController(), new AbortController()];
  const events: TraceEvent[] = [];
  const limit = setTimeout(() => kill.abort(), MOST_MS);
  const started = performance.now();
  let attaching = 0;
  let stopped = 0;
  try {
    const { facts } = machine;
    const job = { program, facts, allowUnsafe: false, args: [], stop: stop.signal, kill: kill.signal, launcher: opened.launcher };
    for await (const batch of bpftraceEngine.run(job)) {
      events.push(...batch);
      if (attaching > 0 || !batch.some(({ type }) => type === 'attached')) continue;
      attaching = performance.now() - started;
      void opened.guest.run(trial.act ?? ACT).then(() =>
        setTimeout(() => {
          stopped = performance.now();
          stop.abort('command-ended');
        }, SETTLE_MS),
      );
    }
  } finally {
    clearTimeout(limit);
    kill.abort();
  }
  const { probes } = events.find((event) => event.type === 'attached') ?? { probes: 0 };
  const ended = events.findLast((event) => event.type === 'ended');
  const shown = linesOf(events);
  const outcome = {
    errors: errors.map(({ code, message }) => ({ code, message })),
    source,
    probes,
    attaching: attaching / 1000,
    ending: stopped === 0 ? 0 : (performance.now() - stopped) / 1000,
  };
  if (trial.shows.test(shown)) return { result: 'works', says: '', ...outcome };
  const said = [ended?.message, ...events.flatMap((event) => (event.type === 'warning' ? [event.message] : []))].filter((text) => text !== undefined);
  const isRefused = ended?.reason === 'rejected' || probes === 0;
  return {
    result: isRefused ? 'refused' : 'silent',
    says: isRefused ? said.join(' | ') : `${said.join(' | ')}${shown === '' ? 'nothing was printed' : shown}`,
    ...outcome,
  };
}

function spelled({ program }: Trial, opened: OpenGuest, { facts }: Machine): string {
  const source = program.replace(/ADDRESS\((\w+)\)/, (_, symbol: string) => addressOf(symbol, opened));
  const version = facts.bpftrace?.version;
  return format(source, version === undefined ? {} : { version }).text ?? source;
}

function addressOf(symbol: string, { host }: OpenGuest): string {
  const found = new RegExp(`^([0-9a-f]+) \\w ${symbol}$`, 'm').exec(textOf(host, '/proc/kallsyms') ?? '')?.[1];
  if (found === undefined) throw new Error(`the guest's kernel has no ${symbol}`);
  return found;
}

/** What a trial leaves behind in a guest: nothing, or what it is. */
export async function leftBehind({ guest }: OpenGuest): Promise<string> {
  const { stdout, failure } = await guest.run(
    'ps -o comm | grep -x bpftrace; cat /sys/kernel/tracing/kprobe_events /sys/kernel/tracing/uprobe_events; cat /sys/kernel/debug/kprobes/list',
  );
  return failure ?? stdout.trim();
}
