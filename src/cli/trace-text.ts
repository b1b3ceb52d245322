/** What a trace saw, as lines: rows as they come, maps where the program prints them, the answer at the end. */
import type { Plan } from '../ask.ts';
import type { Dataset } from '../core/dataset.ts';
import type { TraceEvent } from '../core/events.ts';
import type { ValueNames } from '../core/names.ts';
import { type Program, withOutput } from '../core/program.ts';
import { Fold } from '../views/fold.ts';
import { renderHistogram } from '../views/histogram.ts';
import { paint, type Style } from '../views/layout.ts';
import { renderStacks } from '../views/stack-text.ts';
import { stacksOf } from '../views/stacks.ts';
import { RowPrinter, renderTable } from '../views/table.ts';
import { visible } from '../views/values.ts';
import { isWindowTime } from '../views/windows.ts';
import { stdoutStyle } from './terminal.ts';

export class TraceText {
  readonly #names: ValueNames;
  readonly #language: string;
  #program: Program;
  readonly #printers = new Map<number, RowPrinter>();
  #lastPrinter: number | undefined;
  /** Whether the time of an interval has been shown, so that what it has seen comes next. */
  #windowOpen = false;
  /** Rows and lines so far. */
  seen = 0;

  constructor({ program, intent }: Plan, names: ValueNames) {
    this.#program = program;
    this.#language = intent.language;
    this.#names = names;
  }

  /** The lines of one event. */
  lines(event: TraceEvent): string[] {
    switch (event.type) {
      case 'output':
        this.#program = withOutput(this.#program, event.output);
        return [];
      case 'row':
        this.seen++;
        return this.#row(event.statement, event.values);
      case 'text':
        if (this.#program.window !== undefined && isWindowTime(event.text)) {
          this.#windowOpen = true;
          return [event.text];
        }
        if (event.banner === true && isHeading(event.text) && this.#program.outputs.some((output) => output.shape === 'rows')) return [];
        this.seen++;
        return [event.text.split('\n').map(visible).join('\n')];
      case 'map':
      case 'stats':
      case 'histogram':
        // A program of the library has one answer, shown at the end, or one for each interval; one of the user's prints when it means to.
        if (this.#program.answer !== undefined && !this.#windowOpen) return [];
        this.#windowOpen = false;
        return this.#interim(event);
      default:
        return [];
    }
  }

  #style(): Style {
    return { ...stdoutStyle(), language: this.#language };
  }

  #row(statement: number, values: Parameters<RowPrinter['row']>[0]): string[] {
    const lines: string[] = [];
    let printer = this.#printers.get(statement);
    if (printer === undefined) {
      const output = this.#program.outputs.find((candidate) => candidate.shape === 'rows' && candidate.statement === statement);
      printer = new RowPrinter(output?.shape === 'rows' ? output.columns : [], this.#names, this.#style());
      this.#printers.set(statement, printer);
    }
    if (this.#lastPrinter !== statement) lines.push(printer.heading());
    this.#lastPrinter = statement;
    lines.push(printer.row(values));
    return lines;
  }

  #interim(event: TraceEvent): string[] {
    const { window: _, ...single } = this.#program;
    const fold = new Fold(single);
    fold.add(event);
    this.#lastPrinter = undefined;
    return fold.datasets().flatMap((dataset) => [...this.#dataset(dataset, this.#program.window === undefined), '']);
  }

  #dataset(dataset: Dataset, titled: boolean): string[] {
    const style = this.#style();
    const top = this.#program.top;
    const body = this.#body(dataset, style, top);
    return titled && dataset.title !== '@' ? [paint(visible(dataset.title), 'bold', style), ...body] : body;
  }

  #body(dataset: Dataset, style: Style, top: number | undefined): string[] {
    if (dataset.shape === 'histogram') return renderHistogram(dataset, this.#names, style, top);
    const stacks = stacksOf(dataset);
    return stacks === undefined ? renderTable(dataset, this.#names, style, top) : renderStacks(stacks, this.#names, style, top);
  }

  /** What of the answer is not on the screen yet. */
  answer(datasets: readonly Dataset[]): string[] {
    const { answer, window } = this.#program;
    if (answer === undefined) return this.#printers.size > 0 ? [''] : [];
    const left = datasets.filter((dataset) => dataset.shape === 'histogram' || !this.#wasPrinted(dataset));
    const lines = left.flatMap((dataset, index) => [...this.#dataset(dataset, index > 0 || window !== undefined), '']);
    return this.#printers.size > 0 && lines.length === 0 ? [''] : lines;
  }

  /** Rows are on the screen already. */
  #wasPrinted(dataset: Dataset): boolean {
    return dataset.shape === 'table' && this.#printers.size > 0 && dataset.amount === undefined;
  }
}

/** TIME PID COMM LAT(us): the custom of bpftrace's own tools. Typed rows have a heading of ours. */
function isHeading(text: string): boolean {
  return /[A-Z]/.test(text) && !/[a-z]/.test(text.replace(/\([a-z]+\)/g, ''));
}
