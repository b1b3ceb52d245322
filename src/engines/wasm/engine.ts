/**
 * Runs wasm-bpf modules. The guest has a thread of its own, bounded memory, no files and no environment; of BPF objects only those are loaded that are found in
 * its file, where the proof that comes before every run has judged them, unless everything is allowed.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { EndReason, TraceEvent } from '../../core/events.ts';
import type { Engine, Job } from '../engine.ts';
import { fitnessOf, MOST_PAGES } from './fitness.ts';
import type { Guest, Said } from './guest.ts';
import { findObjects } from './objects.ts';
import { Printed } from './printed.ts';

/** A guest that has been asked to end may say this long what it has still to say. */
const GRACE_MS = 1_500;
/** What has been said and not been read yet; beyond it the guest is ended, as nothing can make it wait. */
const MOST_UNREAD = 64 * 1024 * 1024;
const TEXT_OF_ERRORS = 4_000;

export const wasmEngine: Engine = { name: 'wasm', run };

async function* run(job: Job): AsyncGenerator<readonly TraceEvent[]> {
  const wasm = Uint8Array.from(Buffer.from(job.program.binary ?? '', 'base64'));
  const fit = fitnessOf(wasm);
  if (!fit.ok) {
    yield [{ type: 'ended', reason: 'rejected', seconds: 0, message: `the module cannot be run: ${fit.message}` }];
    return;
  }
  if (job.kill.aborted || job.stop.aborted) {
    yield [{ type: 'ended', reason: reasonOf(job.stop), seconds: 0 }];
    return;
  }
  const run = new Run(job, {
    wasm,
    args: [`${job.program.title.replaceAll('\0', '') || 'module'}`, ...job.args.filter((arg) => !arg.includes('\0'))],
    env: {},
    pages: MOST_PAGES,
    ...(job.allowUnsafe ? {} : { objects: findObjects(wasm) }),
    stop: new SharedArrayBuffer(4),
  });
  try {
    yield [{ type: 'started', pid: process.pid }];
    yield* run.events();
  } finally {
    await run.dispose();
  }
}

function reasonOf(signal: AbortSignal): EndReason {
  return signal.aborted && typeof signal.reason === 'string' ? (signal.reason as EndReason) : 'interrupted';
}

/** The worker's file, from wherever this one ended up: beside it, in the bundle's folder, or in what was built of these sources. */
function workerFile(): string {
  const places = ['./worker.js', './wasm-worker.js', '../../../dist/engines/wasm/worker.js'].map((place) => fileURLToPath(new URL(place, import.meta.url)));
  const file = places.find((place) => existsSync(place));
  if (file === undefined) throw new Error('the thread that modules run in has not been built');
  return file;
}

class Run {
  readonly #job: Job;
  readonly #worker: Worker;
  readonly #flag: Int32Array;
  readonly #printed: Printed;
  readonly #waiting: TraceEvent[] = [];
  readonly #timers: NodeJS.Timeout[] = [];
  #wake: () => void = () => {};
  #unread = 0;
  #errors = '';
  #attachedAt: number | undefined;
  #asked: EndReason | undefined;
  #killed = false;
  #flooded = false;
  #end: Said | undefined;
  #crash: string | undefined;
  #gone = false;

  constructor(job: Job, guest: Guest) {
    this.#job = job;
    this.#flag = new Int32Array(guest.stop);
    this.#printed = new Printed(job.program.outputs);
    // Nothing of the process's environment or arguments either, should the guest ever reach its thread.
    this.#worker = new Worker(workerFile(), { workerData: guest, env: {}, argv: [], execArgv: [], stdout: true, stderr: true });
    this.#worker.on('message', (said: Said) => this.#heard(said));
    this.#worker.on('error', (error) => {
      this.#crash = error.message;
    });
    this.#worker.on('exit', () => {
      this.#gone = true;
      this.#wake();
    });
    job.stop.addEventListener('abort', this.#stop);
    job.kill.addEventListener('abort', this.#kill);
    // Also a module that never attaches anything has no more time than that.
    if (job.program.seconds !== undefined) this.#after(job.program.seconds * 1000, () => this.#ask('finished'));
  }

  async *events(): AsyncGenerator<readonly TraceEvent[]> {
    const started = performance.now();
    while (!this.#gone || this.#waiting.length > 0) {
      if (this.#waiting.length > 0) {
        this.#unread = 0;
        yield this.#waiting.splice(0);
      } else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
    const last = this.#printed.flush();
    const since = this.#attachedAt ?? started;
    yield [...last, ...this.#warnings(), { type: 'ended', seconds: (performance.now() - since) / 1000, ...this.#ending() }];
  }

  async dispose(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#job.stop.removeEventListener('abort', this.#stop);
    this.#job.kill.removeEventListener('abort', this.#kill);
    await this.#worker.terminate();
  }

  readonly #stop = (): void => this.#ask(reasonOf(this.#job.stop));
  readonly #kill = (): void => {
    this.#asked ??= this.#job.stop.aborted ? reasonOf(this.#job.stop) : 'interrupted';
    void this.#worker.terminate();
  };

  /** First the guest's waits fail; one that does not come to its end by that is ended. */
  #ask(reason: EndReason): void {
    if (this.#asked !== undefined) return;
    this.#asked = reason;
    Atomics.store(this.#flag, 0, 1);
    Atomics.notify(this.#flag, 0);
    this.#after(GRACE_MS, () => {
      if (this.#gone || this.#end !== undefined) return;
      this.#killed = true;
      void this.#worker.terminate();
    });
  }

  #after(milliseconds: number, then: () => void): void {
    this.#timers.push(setTimeout(then, Math.min(milliseconds, 2 ** 31 - 1)));
  }

  #heard(said: Said): void {
    if (said.kind === 'output') {
      this.#unread += said.text.length;
      if (this.#unread > MOST_UNREAD && !this.#flooded) {
        this.#flooded = true;
        void this.#worker.terminate();
      }
      if (said.error) this.#errors = (this.#errors + said.text).slice(-TEXT_OF_ERRORS);
      else this.#waiting.push(...this.#printed.add(said.text));
    } else if (said.kind === 'attached') {
      this.#attachedAt = performance.now();
      this.#waiting.push({ type: 'attached', probes: said.probes });
      // The time asked for begins here.
      const { seconds } = this.#job.program;
      for (const timer of this.#asked === undefined ? this.#timers.splice(0) : []) clearTimeout(timer);
      if (seconds !== undefined && this.#asked === undefined) this.#after(seconds * 1000, () => this.#ask('finished'));
    } else if (said.kind === 'note') this.#waiting.push({ type: 'warning', message: said.message });
    else this.#end ??= said;
    this.#wake();
  }

  #warnings(): TraceEvent[] {
    const lines = this.#errors.split('\n').map((line) => line.trimEnd());
    return lines.filter((line) => line !== '').map((message) => ({ type: 'warning', message: `the module says: ${message}` }));
  }

  #ending(): { readonly reason: EndReason; readonly message?: string; readonly killed?: true } {
    const end = this.#end;
    if (this.#flooded) return { reason: 'crashed', message: 'the module printed faster than it could be read, and was ended' };
    if (this.#killed) {
      const reason = this.#asked === 'finished' || this.#asked === undefined ? 'deadline' : this.#asked;
      return { reason, killed: true, message: 'the module did not end when it was asked to and was ended: what it had not printed by then is lost' };
    }
    if (end?.kind === 'failed') {
      return end.why === 'refused'
        ? { reason: 'rejected', message: `the module cannot be run: ${end.message}` }
        : { reason: 'crashed', message: `the module failed: ${end.message}` };
    }
    // Whoever leaves its loop because a wait failed often says so by its status: that is no failure of its own.
    if (this.#asked !== undefined) return { reason: this.#asked };
    if (end === undefined)
      return { reason: 'crashed', message: `the module's thread ended unexpectedly${this.#crash === undefined ? '' : `: ${this.#crash}`}` };
    if (end.kind === 'ended' && end.status !== 0) return { reason: 'crashed', message: `the module ended with status ${end.status}` };
    return { reason: 'finished' };
  }
}
