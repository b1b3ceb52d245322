/** A run on the live screen, from when its probes are attached to its answer; then what stays to be read is on the normal screen. */
import type { AskEvent, Plan } from '../ask.ts';
import type { TraceEvent } from '../core/events.ts';
import type { KernelFacts } from '../core/facts.ts';
import type { ValueNames } from '../core/names.ts';
import { Problem } from '../core/problem.ts';
import type { Request } from '../core/request.ts';
import { LiveScreen } from '../screen/live.ts';
import { paint } from '../views/layout.ts';
import { group } from '../views/values.ts';
import { recordOf } from './live-record.ts';
import { fileOf, saveFile } from './save.ts';
import type { Interruption } from './signals.ts';
import { stderrStyle, stdoutStyle, write } from './terminal.ts';
import { spoken } from './tongue.ts';

/** Of the terminal's lines, those that rows do not take afterwards: for what stands above and below them. */
const BESIDE_ROWS = 8;
const LEAST_ROWS = 10;

interface LiveRun {
  readonly plan: Plan;
  readonly facts: KernelFacts;
  readonly request: Request;
  readonly names: ValueNames;
  readonly interruption: Interruption;
}

export class Live {
  readonly #run: LiveRun;
  readonly #screen: LiveScreen;
  readonly #startedAt: Date = new Date();
  /** Told while the screen was up: told again where it stays. */
  readonly #notes: AskEvent[] = [];
  readonly #warnings: TraceEvent[] = [];
  /** Of what a tool prints: known once it has printed it. */
  readonly #learned: TraceEvent[] = [];
  /** Of a program without one answer: what its maps held last. */
  readonly #printed = new Map<string, TraceEvent>();
  #at = 0;

  constructor(run: LiveRun) {
    const { plan, request, names, interruption } = run;
    const { color, unicode } = stdoutStyle();
    this.#run = run;
    this.#screen = new LiveScreen({
      program: plan.program,
      title: request.question ?? plan.program.title,
      names,
      style: { color, unicode, language: plan.intent.language },
      input: process.stdin,
      output: process.stdout,
      ask: (wish) => {
        if (wish === 'interrupt' || !interruption.stop.aborted) interruption.interrupt();
      },
      save: () => this.#save(),
    });
    this.#screen.open();
  }

  /** Shows an event; false where it is not for this screen, which is then over. */
  take(event: AskEvent): boolean {
    if (event.type === 'note') {
      this.#notes.push(event);
      this.#screen.tell(spoken(event.message));
      return true;
    }
    if (event.type !== 'trace') return false;
    this.#at = event.at;
    for (const one of event.events) {
      if (one.type === 'warning' || one.type === 'ended') this.#warnings.push(one);
      else if (one.type === 'output') this.#learned.push(one);
      else if ('entries' in one && this.#run.plan.program.answer === undefined) this.#printed.set(one.map, one);
    }
    this.#screen.take(event.events, event.at);
    return true;
  }

  /** Gives the terminal back, and shows there what would have stood there without a screen: the last of it. */
  async close(present: (event: AskEvent) => Promise<void>): Promise<void> {
    this.#screen.close();
    const { items, seen } = this.#screen.watch.look();
    const last = items.slice(-Math.max(LEAST_ROWS, (process.stdout.rows || 0) - BESIDE_ROWS));
    for (const note of this.#notes) await present(note);
    if (seen > last.length) await write(process.stderr, `${paint(lastRows(last.length, seen, this.#run.plan.intent.language), 'dim', stderrStyle())}\n`);
    await present({ type: 'trace', at: this.#at, events: [...this.#learned, ...this.#warnings, ...last, ...this.#printed.values()] });
  }

  /** Gives the terminal back, whatever happened. */
  dispose(): void {
    this.#screen.close();
  }

  async #save(): Promise<string> {
    const { plan, facts, request } = this.#run;
    const { nameForSaving } = await import('../line/saved.ts');
    const name = `gpttrace-${stamp(new Date())}`;
    const file = nameForSaving(name, plan);
    const record = recordOf(plan, facts, request, this.#screen.watch, this.#at, this.#startedAt);
    try {
      saveFile(file, await fileOf(plan, file), false);
      saveFile(`${name}.json`, `${JSON.stringify(record, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))}\n`, false);
      return plan.intent.language === 'zh' ? `已保存：${file} 和 ${name}.json` : `saved: ${file} and ${name}.json`;
    } catch (error) {
      if (error instanceof Problem) return spoken(error.message);
      throw error;
    }
  }
}

function lastRows(shown: number, seen: number, language: string): string {
  return language === 'zh' ? `共 ${group(seen)} 条，以下是最后 ${group(shown)} 条：` : `${group(seen)} rows; the last ${group(shown)}:`;
}

/** 20261129-003512, in local time. */
function stamp(date: Date): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  const day = `${date.getFullYear()}${two(date.getMonth() + 1)}${two(date.getDate())}`;
  return `${day}-${two(date.getHours())}${two(date.getMinutes())}${two(date.getSeconds())}`;
}
