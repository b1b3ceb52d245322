/** Keeps what runs as a session. Nothing is made, and hardly anything imported, before something runs. */
import type { KernelFacts } from '../../core/facts.ts';
import type { ValueNames } from '../../core/names.ts';
import type { Request } from '../../core/request.ts';
import type { RunRecord } from '../../core/run-record.ts';
import type { SessionWriter } from '../../sessions/writer.ts';
import type { AskEvent } from '../events.ts';
import type { Recorder } from '../record.ts';
import type { Sink } from '../sink.ts';

type RunningEvent = Extract<AskEvent, { type: 'running' }>;

/** What runs, and where it is kept. */
interface Kept {
  readonly recorder: Recorder;
  readonly writer: SessionWriter;
}

/** A sink that keeps each run in the directory of all sessions. */
export class SessionSink implements Sink {
  readonly #directory: string;
  readonly #troubles: string[] = [];
  #request: Request = {};
  #facts: KernelFacts | undefined;
  /** Of the program that runs; it comes to undefined where that cannot be kept. */
  #running: Promise<Kept | undefined> | undefined;
  #id: string | undefined;

  readonly #names: ValueNames | undefined;

  /** `names`: of the numbers of the machine that is traced, where it is not this one. */
  constructor(directory: string, names?: ValueNames) {
    this.#directory = directory;
    this.#names = names;
  }

  begin(request: Request): void {
    this.#request = request;
  }

  /** The session of the last run; undefined where none was kept. */
  kept(): string | undefined {
    return this.#id;
  }

  take(event: AskEvent): void | Promise<void> {
    if (event.type === 'facts') this.#facts = event.facts;
    else if (event.type === 'running') return this.#run(event);
    else if (event.type === 'trace' || event.type === 'answer') return this.#keep(event);
  }

  async end(): Promise<void> {
    const kept = await this.#running;
    this.#running = undefined;
    if (kept === undefined) return;
    const { recorder, writer } = kept;
    const record = recorder.record();
    const brief = recorder.brief();
    if (record === undefined || brief === undefined) return;
    const state = record.state === 'running' ? 'broken-off' : record.state;
    const [{ namesIn }, { localNames }] = await Promise.all([import('../../views/recorded-names.ts'), import('../names.ts')]);
    const names = namesIn(record.datasets, this.#names ?? localNames());
    writer.finish({ ...record, state, names } satisfies RunRecord, { ...brief, state });
    this.#troubles.push(...writer.troubles());
    const { retain } = await import('../../sessions/remove.ts');
    try {
      retain(this.#directory);
    } catch {
      // What is too old goes another time.
    }
  }

  troubles(): readonly string[] {
    return this.#troubles.splice(0);
  }

  async #run(event: RunningEvent): Promise<void> {
    // A model's next program is a run of its own.
    await this.end();
    // Not waited for: the tracer starts meanwhile.
    this.#running = this.#begin(event);
  }

  async #begin(event: RunningEvent): Promise<Kept | undefined> {
    const [{ Recorder }, { SessionWriter: Writer, whyNotKept }] = await Promise.all([import('../record.ts'), import('../../sessions/writer.ts')]);
    const recorder = new Recorder(this.#request);
    if (this.#facts === undefined) return undefined;
    recorder.take({ type: 'facts', facts: this.#facts });
    recorder.take(event);
    const brief = recorder.brief();
    if (brief === undefined) return undefined;
    try {
      const start = { request: this.#request, plan: event.plan, facts: this.#facts, startedAt: brief.startedAt };
      const writer = new Writer(this.#directory, start, brief);
      this.#id = writer.id;
      return { recorder, writer };
    } catch (error) {
      this.#troubles.push(`this run is not kept: ${whyNotKept(error)}`);
      return undefined;
    }
  }

  async #keep(event: Extract<AskEvent, { type: 'trace' | 'answer' }>): Promise<void> {
    const kept = await this.#running;
    if (kept === undefined) return;
    const { recorder, writer } = kept;
    recorder.take(event);
    if (event.type !== 'trace') return;
    writer.add(event);
    if (writer.wantsCheckpoint) {
      writer.checkpoint(() => {
        const brief = recorder.brief();
        return brief === undefined ? undefined : { state: recorder.state(), brief };
      });
    }
    this.#troubles.push(...writer.troubles());
  }
}
