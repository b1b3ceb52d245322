/** Keeps what runs as a session. */
import type { KernelFacts } from '../../core/facts.ts';
import type { Request } from '../../core/request.ts';
import type { RunRecord } from '../../core/run-record.ts';
import type { SessionWriter } from '../../sessions/writer.ts';
import type { AskEvent } from '../events.ts';
import { Recorder } from '../record.ts';
import type { Sink } from '../sink.ts';

/** A sink that keeps each run in the directory of all sessions. Nothing is made, and hardly anything imported, before something runs. */
export function sessionSink(directory: string): Sink {
  return new SessionSink(directory);
}

class SessionSink implements Sink {
  readonly #directory: string;
  readonly #troubles: string[] = [];
  #request: Request = {};
  #recorder: Recorder = new Recorder({});
  #facts: KernelFacts | undefined;
  /** Of the program that runs: undefined where none does, or it cannot be kept. */
  #opening: Promise<SessionWriter | undefined> | undefined;
  #id: string | undefined;

  constructor(directory: string) {
    this.#directory = directory;
  }

  begin(request: Request): void {
    this.#request = request;
    this.#recorder = new Recorder(request);
  }

  /** The session of the last run; undefined where none was kept. */
  kept(): string | undefined {
    return this.#id;
  }

  take(event: AskEvent): void | Promise<void> {
    if (event.type === 'facts') this.#facts = event.facts;
    // A model's next program is a run of its own.
    if (event.type === 'running') return this.#run(event);
    this.#recorder.take(event);
    // What is there to be kept has come by now; until it had, nobody waited.
    return event.type === 'trace' ? this.#keep(event) : undefined;
  }

  async end(): Promise<void> {
    const writer = await this.#opening;
    this.#opening = undefined;
    if (writer === undefined) return;
    const record = this.#recorder.record();
    const brief = this.#recorder.brief();
    if (record === undefined || brief === undefined) return;
    const state = record.state === 'running' ? 'broken-off' : record.state;
    writer.finish({ ...record, state } satisfies RunRecord, { ...brief, state });
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

  async #run(event: Extract<AskEvent, { type: 'running' }>): Promise<void> {
    if (this.#opening !== undefined) await this.end();
    this.#recorder.take(event);
    // Not waited for: the tracer starts meanwhile.
    this.#opening = this.#open(event);
  }

  async #open({ plan }: Extract<AskEvent, { type: 'running' }>): Promise<SessionWriter | undefined> {
    const { SessionWriter: Writer, whyNotKept } = await import('../../sessions/writer.ts');
    const brief = this.#recorder.brief();
    if (brief === undefined || this.#facts === undefined) return undefined;
    try {
      const writer = new Writer(this.#directory, { request: this.#request, plan, facts: this.#facts, startedAt: brief.startedAt }, brief);
      this.#id = writer.id;
      return writer;
    } catch (error) {
      this.#troubles.push(`this run is not kept: ${whyNotKept(error)}`);
      return undefined;
    }
  }

  async #keep({ at, events }: Extract<AskEvent, { type: 'trace' }>): Promise<void> {
    const writer = await this.#opening;
    if (writer === undefined) return;
    writer.add({ at, events });
    if (writer.wantsCheckpoint)
      writer.checkpoint(() => ({ state: this.#recorder.state(), brief: this.#recorder.brief() as NonNullable<ReturnType<Recorder['brief']>> }));
    this.#troubles.push(...writer.troubles());
  }
}
