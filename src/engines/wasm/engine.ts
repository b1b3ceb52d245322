/**
 * Runs wasm-bpf modules. The guest has a process of its own and a thread in it, bounded memory, and nothing of the machine that it was not granted; each BPF object
 * that it wants loaded is judged here, outside of that process, by what was agreed to.
 */
import type { EndReason, TraceEvent } from '../../core/events.ts';
import type { Engine, Job, Verdict } from '../engine.ts';
import { fitnessOf, MOST_PAGES, PAGES_PER_MIB } from './fitness.ts';
import { GuestProcess } from './guest-process.ts';
import { findObjects, isVariantOf } from './objects.ts';
import { Printed } from './printed.ts';

/** A guest that has been asked to end may say this long what it has still to say. */
const GRACE_MS = 1_500;
/** Events that wait for whoever takes them: beyond so many the guest is kept waiting. */
const MOST_WAITING = 8_192;
const TEXT_OF_ERRORS = 4_000;

export const wasmEngine: Engine = { name: 'wasm', run };

async function* run(job: Job): AsyncGenerator<readonly TraceEvent[]> {
  const wasm = Uint8Array.from(Buffer.from(job.program.binary ?? '', 'base64'));
  const { env = {}, folders = [], memory } = job.grants ?? {};
  const pages = memory === undefined ? MOST_PAGES : memory * PAGES_PER_MIB;
  const fit = fitnessOf(wasm, pages);
  if (!fit.ok) {
    yield [{ type: 'ended', reason: 'rejected', seconds: 0, message: `the module cannot be run: ${fit.message}` }];
    return;
  }
  if (job.kill.aborted || job.stop.aborted) {
    yield [{ type: 'ended', reason: reasonOf(job.stop), seconds: 0 }];
    return;
  }
  const title = job.program.title.replaceAll('\0', '');
  const args = [title === '' ? 'module' : title, ...job.args.filter((arg) => !arg.includes('\0'))];
  const run = new Run(job, judgeOf(job, wasm), new GuestProcess({ wasm, args, env, folders, pages }));
  try {
    yield* run.events();
  } finally {
    run.dispose();
  }
}

function reasonOf(signal: AbortSignal): EndReason {
  return signal.aborted && typeof signal.reason === 'string' ? (signal.reason as EndReason) : 'interrupted';
}

function judgeOf({ allowUnsafe, judge }: Job, wasm: Uint8Array): (elf: Uint8Array) => Verdict {
  if (judge !== undefined) return judge;
  if (allowUnsafe) return () => ({ may: true });
  const known = findObjects(wasm);
  return (elf) =>
    known.some((one) => isVariantOf(elf, one))
      ? { may: true }
      : { may: false, message: 'the module made a BPF object that is not among those it was checked for; it was not loaded' };
}

class Run {
  readonly #job: Job;
  readonly #guest: GuestProcess;
  readonly #printed: Printed;
  readonly #waiting: TraceEvent[] = [];
  readonly #timers: NodeJS.Timeout[] = [];
  #wake: () => void = () => {};
  #errors = '';
  #attachedAt: number | undefined;
  #asked: EndReason | undefined;
  #killed = false;
  #isGone = false;

  constructor(job: Job, judge: (elf: Uint8Array) => Verdict, guest: GuestProcess) {
    this.#job = job;
    this.#guest = guest;
    this.#printed = new Printed(job.program.outputs);
    guest.onText = (text, isError) => {
      if (isError) this.#errors = (this.#errors + text).slice(-TEXT_OF_ERRORS);
      else this.#add(...this.#printed.add(text));
    };
    guest.onSaid = (said) => {
      if (said.kind === 'note') this.#add({ type: 'warning', message: said.message });
      else if (said.kind === 'lost') this.#add({ type: 'lost', count: said.count });
      else if (said.kind === 'attached') this.#attached(said.probes);
      else if (said.kind === 'object') {
        const { may, message } = judge(said.elf);
        if (message !== undefined) this.#add({ type: 'warning', message });
        guest.tell({ kind: 'verdict', may });
      }
    };
    guest.onGone = () => {
      this.#isGone = true;
      this.#wake();
    };
    job.stop.addEventListener('abort', this.#stop);
    job.kill.addEventListener('abort', this.#kill);
    // Also a module that never attaches anything has no more time than that.
    if (job.program.seconds !== undefined) this.#after(job.program.seconds * 1000, () => this.#ask('finished'));
  }

  async *events(): AsyncGenerator<readonly TraceEvent[]> {
    const started = performance.now();
    if (this.#guest.pid !== undefined) yield [{ type: 'started', pid: this.#guest.pid }];
    while (!this.#isGone || this.#waiting.length > 0) {
      if (this.#waiting.length > 0) {
        yield this.#waiting.splice(0);
        this.#guest.flow(true);
      } else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
    const since = this.#attachedAt ?? started;
    yield [...this.#printed.flush(), ...this.#warnings(), { type: 'ended', seconds: (performance.now() - since) / 1000, ...this.#ending() }];
  }

  dispose(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#job.stop.removeEventListener('abort', this.#stop);
    this.#job.kill.removeEventListener('abort', this.#kill);
    this.#guest.kill();
  }

  readonly #stop = (): void => this.#ask(reasonOf(this.#job.stop));
  readonly #kill = (): void => {
    this.#asked ??= this.#job.stop.aborted ? reasonOf(this.#job.stop) : 'interrupted';
    this.#guest.kill();
  };

  /** First the guest's waits fail; one that does not come to its end by that is ended. */
  #ask(reason: EndReason): void {
    if (this.#asked !== undefined) return;
    this.#asked = reason;
    this.#guest.tell({ kind: 'stop' });
    this.#after(GRACE_MS, () => {
      if (this.#isGone || this.#guest.end !== undefined) return;
      this.#killed = true;
      this.#guest.kill();
    });
  }

  #after(milliseconds: number, then: () => void): void {
    this.#timers.push(setTimeout(then, Math.min(milliseconds, 2 ** 31 - 1)));
  }

  #add(...events: readonly TraceEvent[]): void {
    for (const event of events) this.#waiting.push(event);
    if (this.#waiting.length > MOST_WAITING) this.#guest.flow(false);
    this.#wake();
  }

  /** The time asked for begins here. */
  #attached(probes: number): void {
    this.#attachedAt = performance.now();
    this.#add({ type: 'attached', probes });
    if (this.#asked !== undefined) return;
    for (const timer of this.#timers.splice(0)) clearTimeout(timer);
    const { seconds } = this.#job.program;
    if (seconds !== undefined) this.#after(seconds * 1000, () => this.#ask('finished'));
  }

  #warnings(): TraceEvent[] {
    const lines = this.#errors.split('\n').map((line) => line.trimEnd());
    return lines.filter((line) => line !== '').map((message) => ({ type: 'warning', message: `the module says: ${message}` }));
  }

  #ending(): { readonly reason: EndReason; readonly message?: string; readonly killed?: true } {
    const { end, crash } = this.#guest;
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
      return { reason: 'crashed', message: `the process that the module ran in ended unexpectedly${crash === undefined ? '' : `: ${crash}`}` };
    return end.status === 0 ? { reason: 'finished' } : { reason: 'crashed', message: `the module ended with status ${end.status}` };
  }
}
