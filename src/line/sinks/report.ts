/** Writes what was run as files, when it is over: however it ended, with what was seen until then. */
import { Exit } from '../../core/exit.ts';
import { messages } from '../../core/messages.ts';
import type { ValueNames } from '../../core/names.ts';
import { Problem } from '../../core/problem.ts';
import type { Request } from '../../core/request.ts';
import type { RunRecord } from '../../core/run-record.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Format } from '../../report/format.ts';
import { formatNamed, formatOfFile } from '../../report/formats.ts';
import { namesIn } from '../../views/recorded-names.ts';
import { group } from '../../views/values.ts';
import type { AskEvent } from '../events.ts';
import { Recorder } from '../record.ts';
import { allDifferent, readyToWrite, writeReport } from '../report-file.ts';
import type { Sink } from '../sink.ts';

/** A file that is wanted; its name tells the form where `as` does not. */
export interface ReportWish {
  readonly path: string;
  readonly as?: string;
}

export interface ReportPlace {
  readonly force: boolean;
  /** What numbers are called on the machine that is traced. */
  readonly names: ValueNames;
  /** What the run is kept as, where it is. */
  readonly session: () => string | undefined;
}

interface Wanted {
  readonly path: string;
  readonly format: Format;
}

export class ReportSink implements Sink {
  readonly #wanted: readonly Wanted[];
  readonly #place: ReportPlace;
  readonly #troubles: string[] = [];
  #recorder: Recorder | undefined;
  #failed = false;

  /** Throws a Problem where a form is none, or a file could not be written. */
  constructor(wishes: readonly ReportWish[], place: ReportPlace) {
    this.#wanted = wishes.map(({ path, as }) => ({ path, format: as === undefined ? formatOfFile(path) : formatNamed(as) }));
    allDifferent(wishes.map(({ path }) => path));
    for (const { path } of wishes) readyToWrite(path, place.force);
    this.#place = place;
  }

  begin(request: Request): void {
    this.#recorder = new Recorder(request);
  }

  take(event: AskEvent): void {
    this.#recorder?.take(event);
  }

  refusal({ program, intent }: Plan): Problem | undefined {
    for (const { path, format } of this.#wanted) {
      const why = format.never?.(program, intent.language);
      if (why !== undefined) return new Problem(messages.reportUnfit(path, format.name, why));
    }
    return undefined;
  }

  async end(): Promise<void> {
    const record = this.#recorder?.record();
    this.#recorder = undefined;
    // What was refused, or stopped before it began, is no run.
    if (record === undefined || record.reason === 'rejected' || (record.probes === 0 && record.reason === 'interrupted')) return;
    const { names, session } = this.#place;
    const id = session();
    const whole: RunRecord = { ...record, ...(id === undefined ? {} : { id }), names: namesIn(record.datasets, names) };
    for (const one of this.#wanted) await this.#write(one, whole);
  }

  troubles(): readonly string[] {
    return this.#troubles.splice(0);
  }

  exit(): Exit | undefined {
    return this.#failed ? Exit.file : undefined;
  }

  async #write({ path, format }: Wanted, record: RunRecord): Promise<void> {
    const unfit = format.unfit(record);
    if (unfit !== undefined) {
      this.#fail(path, unfit);
      return;
    }
    const content = await format.write(record);
    const why = writeReport(path, content, this.#place.force);
    if (why === undefined) this.#troubles.push(`${path}: ${format.name}, ${sizeText(Buffer.byteLength(content))}${await leftOut(format, record)}`);
    else this.#fail(path, why);
  }

  #fail(path: string, why: string): void {
    this.#failed = true;
    this.#troubles.push(messages.reportFailed(path, why).message);
  }
}

/** What a form that holds one table does not hold. */
async function leftOut({ name, single }: Format, record: RunRecord): Promise<string> {
  if (single !== true) return '';
  const { tablesOf } = await import('../../report/tables.ts');
  const cut = cutText(record);
  const all = record.id === undefined ? '' : `; gpttrace export ${record.id} --as ${name} writes all that are kept`;
  const rows = cut === undefined ? '' : `; ${cut}${all}`;
  const others = tablesOf(record).slice(1);
  if (others.length === 0) return rows;
  const how = record.id === undefined ? '' : `; gpttrace export ${record.id} --dataset ${others[0]?.name} writes one`;
  return `${rows}; without ${others.map(({ name }) => name).join(', ')}${how}`;
}

/** Where the answer is of rows, and has not all that were seen: how many. */
export function cutText({ datasets: [answer] }: RunRecord): string | undefined {
  if (answer?.shape !== 'table' || answer.amount !== undefined || answer.seen <= answer.rows.length) return undefined;
  return `the last ${group(answer.rows.length)} of ${group(answer.seen)} rows`;
}

export function sizeText(bytes: number): string {
  return bytes < 1000 ? `${bytes} bytes` : bytes < 1e6 ? `${group(Math.round(bytes / 1000))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
