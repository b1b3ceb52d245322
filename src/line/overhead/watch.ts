import type { KernelFacts } from '../../core/facts.ts';
import type { Program } from '../../core/program.ts';
import { hitsReader } from '../../engines/bpftrace/hits.ts';
import { countRuns, type RunCounting } from '../../system/bpf-stats.ts';
import { type ProcessCost, processNamed, programDescriptors } from '../../system/cost.ts';
import type { Host } from '../../system/host.ts';
import { Gauge } from './gauge.ts';

/** Sees to it that the runs of a program are counted, from before its first one on, and begins to measure it. */
export class Watch {
  readonly #program: Program;
  readonly #facts: KernelFacts;
  readonly #host: Host;
  readonly #processors: number;
  #counting: RunCounting | undefined;
  #on = false;
  /** Whether no run was missed: nothing was loaded when counting began. */
  #complete = false;
  #pid = -1;

  constructor(program: Program, facts: KernelFacts, host: Host, processors: number) {
    this.#program = program;
    this.#facts = facts;
    this.#host = host;
    this.#processors = processors;
  }

  /** The tracer runs. It compiles for much longer than it takes to turn the counting on. */
  started(pid: number): void {
    this.#pid = pid;
    this.#complete = this.#on;
    // What sudo runs is not ours to look into.
    if (this.#facts.privilege !== 'root' || this.#counting !== undefined) return;
    this.#counting = countRuns(this.#host);
    void this.#counting.on.then((on) => {
      this.#on = on;
      this.#complete = on && programDescriptors(this.#host, this.#pid)?.length === 0;
    });
  }

  gauge(pid: number, now: number): Gauge | undefined {
    const tracer = processNamed(this.#host, pid, 'bpftrace') ?? (this.#facts.privilege === 'root' ? pid : undefined);
    if (tracer === undefined) return undefined;
    const hits = this.#complete ? hitsReader(this.#program.source, this.#facts.bpftrace?.version ?? '') : undefined;
    return new Gauge({ host: this.#host, pid: tracer, processors: this.#processors, own: ownCost, ...(hits === undefined ? {} : { hits }) }, now);
  }

  /** Counts no longer. */
  async end(): Promise<void> {
    await this.#counting?.stop();
  }
}

/** Finer than what /proc tells of others. */
function ownCost(): ProcessCost {
  const { user, system } = process.cpuUsage();
  return { cpu: (user + system) / 1e6, memory: process.memoryUsage.rss() };
}
