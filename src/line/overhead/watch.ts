import type { KernelFacts } from '../../core/facts.ts';
import { type Language, type Program, scriptOf } from '../../core/program.ts';
import { type HitsReader, hitsReader } from '../../engines/bpftrace/hits.ts';
import { countRuns, type RunCounting } from '../../system/bpf-stats.ts';
import { type ProcessCost, processNamed } from '../../system/cost.ts';
import type { Host } from '../../system/host.ts';
import { Gauge } from './gauge.ts';

/** A run is not kept waiting longer than this for being measured. */
const READY_MS = 500;
/** Languages whose programs are loaded by this very process. */
const OWN: ReadonlySet<Language> = new Set(['c', 'object']);

/** Sees to it that the runs of a program are counted, from before its first one on, and begins to measure it. */
export class Watch {
  readonly #program: Program;
  readonly #facts: KernelFacts;
  readonly #host: Host;
  readonly #processors: number;
  #counting: RunCounting | undefined;
  #on = false;
  /** Whether no run of this tracer was missed. */
  #complete = false;
  #hits: HitsReader | undefined;

  constructor(program: Program, facts: KernelFacts, host: Host, processors: number) {
    this.#program = program;
    this.#facts = facts;
    this.#host = host;
    this.#processors = processors;
  }

  /**
   * What is loaded into this process is loaded in a moment: counting has to be on before. Others compile for so long that nobody waits for it.
   */
  async ready(): Promise<void> {
    if (!this.#isOwn) return;
    this.started(process.pid);
    const { objectHits } = await import('./object-hits.ts');
    this.#hits = objectHits(this.#program);
    // What counts keeps no process alive; whoever waits for it has to.
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, READY_MS);
    });
    await Promise.race([this.#counting?.on, patience]);
    clearTimeout(timer);
  }

  get #isOwn(): boolean {
    return OWN.has(this.#program.language);
  }

  /** The tracer runs. It compiles for much longer than it takes to turn the counting on; a second one finds it on. */
  started(pid: number): void {
    // Known of beforehand, and told again by its engine.
    if (this.#counting !== undefined && this.#isOwn) return;
    this.#complete = this.#on;
    // What sudo runs is not ours to look into.
    if (this.#facts.privilege !== 'root' || this.#counting !== undefined) return;
    this.#counting = countRuns(this.#host, pid);
    void this.#counting.on.then((on) => {
      this.#on = on !== 'none';
      this.#complete = on === 'all';
    });
  }

  gauge(pid: number, now: number): Gauge | undefined {
    const { language } = this.#program;
    const named = language === 'bpftrace' ? processNamed(this.#host, pid, 'bpftrace') : pid;
    const tracer = named ?? (this.#facts.privilege === 'root' ? pid : undefined);
    if (tracer === undefined) return undefined;
    return new Gauge({ host: this.#host, pid: tracer, processors: this.#processors, own: ownCost, hits: () => this.#reader() }, now);
  }

  /** Counts no longer. */
  async end(): Promise<void> {
    await this.#counting?.stop();
  }

  #reader(): HitsReader | undefined {
    if (!this.#complete) return undefined;
    this.#hits ??= hitsReader(scriptOf(this.#program), this.#facts.bpftrace?.version ?? '');
    return this.#hits;
  }
}

/** Finer than what /proc tells of others. */
function ownCost(): ProcessCost {
  const { user, system } = process.cpuUsage();
  return { cpu: (user + system) / 1e6, memory: process.memoryUsage.rss() };
}
