import type { AskEvent, Plan } from '../ask.ts';
import type { Dataset } from '../core/dataset.ts';
import type { TraceEvent } from '../core/events.ts';
import type { ValueNames } from '../core/names.ts';
import type { Overhead } from '../core/overhead.ts';
import { type Program, withOutput } from '../core/program.ts';
import { namesUserFunctions } from '../core/user-symbols.ts';
import { Fold } from '../views/fold.ts';
import { renderHistogram } from '../views/histogram.ts';
import { paint, type Style, wrapHanging } from '../views/layout.ts';
import { renderStacks } from '../views/stack-text.ts';
import { stacksOf } from '../views/stacks.ts';
import { RowPrinter, renderTable } from '../views/table.ts';
import { group, sharePercent, visible } from '../views/values.ts';
import { isWindowTime } from '../views/windows.ts';
import { renderNearest } from './card.ts';
import { StatusLine, stderrStyle, stdoutStyle, write } from './terminal.ts';

const STATUS_EVERY_MS = 250;

/** Turns the events of the line into text: rows and the answer on standard output, everything about the run on standard error. */
export class Presenter {
  readonly #names: ValueNames;
  readonly #status: StatusLine = new StatusLine();
  readonly #printers = new Map<number, RowPrinter>();
  #lastPrinter: number | undefined;
  #plan: Plan | undefined;
  #attachedAt: number | undefined;
  #seen = 0;
  /** Whether the time of an interval has been shown, so that what it has seen comes next. */
  #windowOpen = false;
  #lost = 0;
  #overhead: Overhead | undefined;
  #timer: NodeJS.Timeout | undefined;
  readonly #stop: AbortSignal | undefined;
  #collectingSince: number | undefined;

  /** `stop`: whom the run is told to end by. */
  constructor(names: ValueNames, stop?: AbortSignal) {
    this.#names = names;
    this.#stop = stop;
  }

  async present(event: AskEvent): Promise<void> {
    switch (event.type) {
      case 'note':
        this.#status.clear();
        await write(process.stderr, `${visible(event.message)}\n`);
        break;
      case 'unanswered': {
        const nearest = renderNearest(event.nearest, languageOfNearest(event), stderrStyle());
        this.#status.clear();
        const message = wrapHanging(`gpttrace: ${visible(event.message)}`, stderrStyle().columns);
        const lines = [...message, ...event.hints.map((hint) => `  ${visible(hint)}`), ...(nearest.length > 0 ? ['', ...nearest] : [])];
        await write(process.stderr, `${lines.join('\n')}\n`);
        break;
      }
      case 'sandbox':
        await this.#sandbox(event);
        break;
      case 'rehearsal':
        await this.#rehearsal(event);
        break;
      case 'model':
        await this.#model(event);
        break;
      case 'plan':
        // What is shown of it comes from whoever decides about it.
        this.#status.clear();
        break;
      case 'explaining': {
        const { explainingText } = await import('./explanation.ts');
        this.#status.show(explainingText(event));
        break;
      }
      case 'explanation':
        await this.#explanation(event);
        break;
      case 'running':
        this.#start(event.plan);
        break;
      case 'trace':
        await this.#trace(event.events);
        break;
      case 'answer':
        await this.#answer(event);
        break;
      default:
        break;
    }
  }

  /** Takes the status line off the screen, whatever happened. */
  dispose(): void {
    clearInterval(this.#timer);
    this.#status.clear();
  }

  async #sandbox(event: Extract<AskEvent, { type: 'sandbox' }>): Promise<void> {
    if (event.stage === 'opening') this.#status.show('starting a guest to try it in …');
    else if (event.stage === 'trying') this.#status.show(`trying it in the guest ${event.guest.name}, next to ${visible(event.workload)} …`);
    else {
      this.#status.clear();
      const { sandboxLines } = await import('./sandbox.ts');
      await write(process.stderr, `${sandboxLines(event, stderrStyle()).join('\n')}\n`);
    }
  }

  async #rehearsal(event: Extract<AskEvent, { type: 'rehearsal' }>): Promise<void> {
    if (event.stage === 'rehearsing') {
      this.#status.show(`rehearsing, next to ${visible(event.workload)} …`);
      return;
    }
    this.#status.clear();
    const { rehearsalLine } = await import('./rehearsal.ts');
    const line = rehearsalLine(event, stderrStyle());
    if (line !== undefined) await write(process.stderr, `${line}\n`);
  }

  /** What is said of a program is shown with it, by whoever decides about it. */
  async #explanation(event: Extract<AskEvent, { type: 'explanation' }>): Promise<void> {
    this.#status.clear();
    if (event.of === 'program') return;
    const { explanationLines } = await import('./explanation.ts');
    await write(process.stdout, `\n${explanationLines(event, stdoutStyle()).join('\n')}\n`);
  }

  async #model(event: Extract<AskEvent, { type: 'model' }>): Promise<void> {
    clearInterval(this.#timer);
    const { modelProgress } = await import('./model-progress.ts');
    const { now, lines = [] } = modelProgress(event, !this.#status.isActive);
    if (lines.length > 0) {
      this.#status.clear();
      const { columns } = stderrStyle();
      await write(process.stderr, `${lines.flatMap((line) => wrapHanging(line, columns)).join('\n')}\n`);
    }
    if (now !== undefined) this.#status.show(now);
  }

  /** Begins anew: another program may have run before, and seen nothing. */
  #start(plan: Plan): void {
    this.#plan = plan;
    this.#attachedAt = undefined;
    this.#collectingSince = undefined;
    this.#seen = 0;
    this.#lost = 0;
    this.#overhead = undefined;
    this.#windowOpen = false;
    this.#printers.clear();
    this.#lastPrinter = undefined;
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#showStatus(), STATUS_EVERY_MS);
    this.#timer.unref();
    this.#showStatus();
  }

  #showStatus(): void {
    if (this.#attachedAt === undefined) {
      this.#status.show('attaching …');
      return;
    }
    const elapsed = (performance.now() - this.#attachedAt) / 1000;
    const limit = this.#plan?.program.seconds;
    const time = limit === undefined ? `${elapsed.toFixed(0)} s` : `${Math.min(elapsed, limit).toFixed(0)} of ${limit} s`;
    const seen = this.#seen > 0 ? `, ${group(this.#seen)} rows` : '';
    const lost = this.#lost > 0 ? `, ${group(this.#lost)} lost` : '';
    const cost = this.#overhead === undefined ? '' : costStatus(this.#overhead);
    const isOver = this.#stop?.aborted === true || (limit !== undefined && elapsed > limit);
    this.#status.show(isOver ? this.#collecting() : `tracing: ${time}${seen}${lost}${cost}   Ctrl-C ends it and shows the answer`);
  }

  #collecting(): string {
    if (this.#plan === undefined || !namesUserFunctions(this.#plan.program)) return 'collecting the answer …';
    this.#collectingSince ??= performance.now();
    const seconds = Math.floor((performance.now() - this.#collectingSince) / 1000);
    return `bpftrace names the functions, which may take 2 minutes: ${seconds} s   Ctrl-C gives up`;
  }

  async #trace(events: readonly TraceEvent[]): Promise<void> {
    const lines: string[] = [];
    for (const event of events) {
      // What we say of it names it already.
      if (event.type === 'warning') await this.#warn(event.message.startsWith('bpftrace ') ? event.message : `bpftrace: ${event.message}`);
      if (event.type === 'ended' && event.commandStatus !== undefined && event.commandStatus !== 0)
        await this.#warn(`the command ended with status ${event.commandStatus}`);
      lines.push(...this.#lines(event));
    }
    if (lines.length === 0) return;
    this.#status.clear();
    await write(process.stdout, `${lines.join('\n')}\n`);
  }

  async #warn(message: string): Promise<void> {
    this.#status.clear();
    const style = stderrStyle();
    const lines = wrapHanging(visible(message), style.columns).map((line) => paint(line, 'yellow', style));
    await write(process.stderr, `${lines.join('\n')}\n`);
  }

  #lines(event: TraceEvent): string[] {
    switch (event.type) {
      case 'attached':
        this.#attachedAt = performance.now();
        return [];
      case 'output':
        if (this.#plan !== undefined) this.#plan = { ...this.#plan, program: withOutput(this.#plan.program, event.output) };
        return [];
      case 'row':
        this.#seen++;
        return this.#row(event.statement, event.values);
      case 'text':
        if (this.#plan?.program.window !== undefined && isWindowTime(event.text)) {
          this.#windowOpen = true;
          return [event.text];
        }
        if (event.banner === true && isHeading(event.text) && this.#plan?.program.outputs.some((output) => output.shape === 'rows')) return [];
        this.#seen++;
        return [event.text.split('\n').map(visible).join('\n')];
      case 'lost':
        this.#lost += event.count;
        return [];
      case 'overhead':
        this.#overhead = event.overhead;
        return [];
      case 'map':
      case 'stats':
      case 'histogram':
        // A program of the library has one answer, shown at the end, or one for each interval; one of the user's prints when it means to.
        if (this.#plan?.program.answer !== undefined && !this.#windowOpen) return [];
        this.#windowOpen = false;
        return this.#interim(event);
      default:
        return [];
    }
  }

  #style(): Style {
    return { ...stdoutStyle(), language: this.#plan?.intent.language ?? 'en' };
  }

  #row(statement: number, values: Parameters<RowPrinter['row']>[0]): string[] {
    const lines: string[] = [];
    let printer = this.#printers.get(statement);
    if (printer === undefined) {
      const output = this.#plan?.program.outputs.find((candidate) => candidate.shape === 'rows' && candidate.statement === statement);
      printer = new RowPrinter(output?.shape === 'rows' ? output.columns : [], this.#names, this.#style());
      this.#printers.set(statement, printer);
    }
    if (this.#lastPrinter !== statement) lines.push(printer.heading());
    this.#lastPrinter = statement;
    lines.push(printer.row(values));
    return lines;
  }

  #interim(event: TraceEvent): string[] {
    const program: Program | undefined = this.#plan?.program;
    if (program === undefined) return [];
    const { window: _, ...single } = program;
    const fold = new Fold(single);
    fold.add(event);
    this.#lastPrinter = undefined;
    return fold.datasets().flatMap((dataset) => [...this.#dataset(dataset, program.window === undefined), '']);
  }

  #dataset(dataset: Dataset, titled: boolean): string[] {
    const style = this.#style();
    const top = this.#plan?.program.top;
    const body = this.#body(dataset, style, top);
    return titled && dataset.title !== '@' ? [paint(visible(dataset.title), 'bold', style), ...body] : body;
  }

  #body(dataset: Dataset, style: Style, top: number | undefined): string[] {
    if (dataset.shape === 'histogram') return renderHistogram(dataset, this.#names, style, top);
    const stacks = stacksOf(dataset);
    return stacks === undefined ? renderTable(dataset, this.#names, style, top) : renderStacks(stacks, this.#names, style, top);
  }

  async #answer(event: Extract<AskEvent, { type: 'answer' }>): Promise<void> {
    this.dispose();
    const lines: string[] = [];
    if (this.#plan?.program.answer !== undefined) {
      const maps = event.datasets.filter((dataset) => dataset.shape === 'histogram' || !this.#wasPrinted(dataset));
      maps.forEach((dataset, index) => {
        lines.push(...this.#dataset(dataset, index > 0 || this.#plan?.program.window !== undefined), '');
      });
    } else if (this.#printers.size > 0) {
      lines.push('');
    }
    if (this.#printers.size > 0 && lines.length === 0) lines.push('');
    if (lines.length > 0) await write(process.stdout, `${lines.join('\n')}\n`);
    const { columns } = stdoutStyle();
    if (event.sentence !== '') await write(process.stdout, `${wrapHanging(event.sentence, columns).join('\n')}\n`);
    const said = [...event.reasons, ...(event.remarks ?? [])].flatMap((text) => wrapHanging(`  ${visible(text)}`, columns));
    if (said.length > 0) await write(process.stdout, `${said.join('\n')}\n`);
  }

  /** Rows are on the screen already. */
  #wasPrinted(dataset: Dataset): boolean {
    return dataset.shape === 'table' && this.#printers.size > 0 && dataset.amount === undefined;
  }
}

/** Events a second, and what the run costs now: `, 120/s, 0.4% CPU`. */
function costStatus({ rate, share, state }: Overhead): string {
  return `${rate >= 1 ? `, ${group(Math.round(rate))}/s` : ''}, ${sharePercent(share)} CPU${state === 'within' ? '' : ', slowed down'}`;
}

function languageOfNearest(event: Extract<AskEvent, { type: 'unanswered' }>): string {
  return /\p{Script=Han}/u.test(event.nearest[0]?.title ?? '') ? 'zh' : 'en';
}

/** TIME PID COMM LAT(us): the custom of bpftrace's own tools. Typed rows have a heading of ours. */
function isHeading(text: string): boolean {
  return /[A-Z]/.test(text) && !/[a-z]/.test(text.replace(/\([a-z]+\)/g, ''));
}
