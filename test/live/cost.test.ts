/** What a run costs, and why one is silent, as this kernel counts it. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Overhead, ProbeHits } from '../../src/core/overhead.ts';
import { attached, gpttrace, gpttraceEnds, type Json, jsonLines, only, Run, scratchFile, shows, tracing, whyNot, workload } from './helpers.ts';

const cannotTrace = whyNot('bpftrace', 'root', 'tracefs');

type Answer = { readonly sentence: string; readonly reasons: readonly string[]; readonly remarks: readonly string[]; readonly hits: readonly ProbeHits[] };

function bt(source: string): string {
  const path = scratchFile('program.bt');
  writeFileSync(path, source);
  return path;
}

function overheads(lines: readonly Json[]): Overhead[] {
  return lines.flatMap((line) => (line.type === 'overhead' ? [(line as unknown as { readonly overhead: Overhead }).overhead] : []));
}

async function answered(source: string, ...args: readonly string[]): Promise<Answer> {
  const { stdout } = await gpttraceEnds(['run', bt(source), '--yes', '--json', '--duration', '1', ...args]);
  return only<Answer>(jsonLines(stdout), 'answer');
}

describe.skipIf(cannotTrace)('why it is silent', () => {
  it('never hit', async () => {
    const { reasons, hits } = await answered('tracepoint:syscalls:sys_enter_swapoff { printf("%s\\n", comm); }');
    expect(reasons[0]).toMatch(/^tracepoint:syscalls:sys_enter_swapoff was attached and never hit in 0\.9 s$/);
    expect(hits).toEqual([{ attachPoint: 'tracepoint:syscalls:sys_enter_swapoff', runs: 0, nanoseconds: 0 }]);
  });

  it('filtered out', async () => {
    const { reasons, hits } = await answered('tracepoint:sched:sched_switch /comm == "gt-nobody"/ { @[comm] = count(); }');
    expect(reasons[0]).toMatch(/^tracepoint:sched:sched_switch was hit [\d,]+ times, but the program's condition let nothing through: comm == "gt-nobody"$/);
    expect(hits[0]?.runs).toBeGreaterThan(0);
  });
});

describe.skipIf(cannotTrace)('what a run costs', () => {
  it('is told with how often each probe was hit, in the order of the program', async () => {
    const source = `tracepoint:syscalls:sys_exit_umask /comm == "gt-umask"/ { @out = count(); }
      tracepoint:syscalls:sys_enter_swapoff { @ = count(); } tracepoint:syscalls:sys_enter_umask /comm == "gt-umask"/ { @in = count(); }`;
    const lines = await tracing(['run', bt(source)], () => workload('umask', '5000'));
    const last = overheads(lines).at(-1);
    expect(last?.hits?.map(({ attachPoint }) => attachPoint)).toEqual([
      'tracepoint:syscalls:sys_exit_umask',
      'tracepoint:syscalls:sys_enter_swapoff',
      'tracepoint:syscalls:sys_enter_umask',
    ]);
    const [exits, swapoffs, enters] = last?.hits ?? [];
    expect(swapoffs?.runs).toBe(0);
    for (const one of [exits, enters]) expect(one?.runs).toBeGreaterThanOrEqual(5000);
    expect(exits?.runs).toBeLessThan(6000);
    expect(last).toMatchObject({ state: 'within', limit: 0.25, lost: 0 });
    expect(last?.bpf).toBeGreaterThan(0);
    expect(last?.memory.tracer).toBeGreaterThan(10 * 2 ** 20);
    expect(only<Answer>(lines, 'answer').hits).toEqual(last?.hits);
  });

  it('is no longer counted after the end, nor after we were killed', async () => {
    // A tracer of nobody's: what it counts shows whether the kernel counts.
    const watcher = new Run(['bpftrace', '-e', 'profile:hz:99 { @ = count(); } BEGIN { printf("here\\n"); }']);
    try {
      await shows(watcher, /here/);
      const runs = (): number => runsOf(watcher.pid);
      const counts = async (): Promise<boolean> => {
        const before = runs();
        await new Promise((resolve) => setTimeout(resolve, 200));
        return runs() !== before;
      };
      if (await counts()) {
        console.log('skipped: somebody else has the kernel count');
        return;
      }
      const SILENT = 'tracepoint:syscalls:sys_enter_swapoff { printf("%s\\n", comm); }';
      const run = gpttrace(['run', bt(SILENT), '--yes', '--json', '--duration', '0']);
      await attached(run);
      expect(await counts()).toBe(true);
      run.signal('SIGINT');
      await run.end();
      expect(await counts()).toBe(false);
      const killed = gpttrace(['run', bt(SILENT), '--yes', '--json', '--duration', '0']);
      await attached(killed);
      expect(await counts()).toBe(true);
      killed.signal('SIGKILL');
      await killed.end();
      expect(await counts()).toBe(false);
    } finally {
      watcher.killAll();
    }
  });

  it('ends a flood, with its answer', async () => {
    const load = new Run(['dd', 'if=/dev/zero', 'of=/dev/null', 'bs=1']);
    try {
      const source = 'tracepoint:raw_syscalls:sys_enter { printf("%s %d\\n", comm, args->id); }';
      const { status, stdout } = await gpttraceEnds(['run', bt(source), '--yes', '--duration', '40', '--max-overhead', '2%']);
      expect(status).toBe(0);
      expect(stdout).toMatch(
        /In \d+\.\d s: [\d,]+ events.*; it was ended early, because it cost \d+% of the machine's CPU time and may cost 2% \(--max-overhead\)\.$/m,
      );
      expect(stdout).toMatch(/^ {2}it was slowed down for \d+\.\d s/m);
    } finally {
      load.killAll();
    }
  });

  it('that it may not have is a mistake', async () => {
    const { status, stderr } = await gpttraceEnds(['run', bt('BEGIN { exit(); }'), '--yes', '--max-overhead', '0%']);
    expect(status).toBe(2);
    expect(stderr).toMatch(/such as 2% or 0\.5/);
  });
});

/** Runs of all programs of a process. */
function runsOf(pid: number): number {
  let sum = 0;
  for (const name of readdirSync(`/proc/${pid}/fdinfo`))
    sum += Number(/^run_cnt:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/fdinfo/${name}`, 'utf8'))?.[1] ?? 0);
  return sum;
}
