/**
 * What a module prints, as rows where that is plain: JSON objects with the names of a known output's columns, or a table under a header of those names. Everything
 * else stays the text it is. Times of the kernel's clock are numbers in a module, which no runtime tells when the machine was started: here they become the time of day.
 */

import type { Scalar, TraceEvent } from '../../core/events.ts';
import { isObject } from '../../core/is-object.ts';
import type { Column, Output, RowsOutput } from '../../core/program.ts';
import { Clock } from '../libbpf/clock.ts';

/** A line without an end is text all the same once it is this long. */
const MOST_LINE = 65_536;
/** A string, which stays as it is, or a number that JSON.parse would round. */
const STRING_OR_LONG_INTEGER = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g;
/** Of a character for private use: a text that a module gives this form is taken for the number that it then is. */
const MARK = '\uE000integer:';

type Table = { readonly output: RowsOutput; readonly order: readonly number[] };

export class Printed {
  readonly #outputs: readonly RowsOutput[];
  readonly #times: ReadonlyMap<RowsOutput, ReturnType<Clock['namer']>>;
  #half = '';
  #table: Table | undefined;

  constructor(outputs: readonly Output[], clock: Clock = new Clock()) {
    this.#outputs = outputs.filter((output): output is RowsOutput => output.shape === 'rows');
    this.#times = new Map(this.#outputs.map((output) => [output, clock.namer(output.columns)]));
  }

  add(text: string): TraceEvent[] {
    const lines = (this.#half + text).split('\n');
    this.#half = lines.pop() ?? '';
    if (this.#half.length > MOST_LINE) {
      lines.push(this.#half);
      this.#half = '';
    }
    return lines.map((line) => this.#line(line.replace(/\r$/, ''))).filter((event) => event !== undefined);
  }

  /** A last line without its end. */
  flush(): TraceEvent[] {
    const rest = this.#half;
    this.#half = '';
    return rest === '' ? [] : [this.#line(rest)].filter((event) => event !== undefined);
  }

  #line(line: string): TraceEvent | undefined {
    const row = line.startsWith('{') ? this.#json(line) : this.#columns(line);
    if (row === 'header') return undefined;
    return row ?? { type: 'text', text: line };
  }

  #json(line: string): TraceEvent | undefined {
    const object = parsed(line);
    if (object === undefined) return undefined;
    const names = Object.keys(object);
    const output = this.#outputs.find(
      ({ columns }) => columns.length > 0 && columns.length === names.length && columns.every(({ name }) => Object.hasOwn(object, name)),
    );
    if (output === undefined) return undefined;
    return this.#row(
      output,
      output.columns.map(({ name }) => scalar(object[name])),
    );
  }

  #row(output: RowsOutput, values: readonly Scalar[]): TraceEvent {
    return { type: 'row', statement: output.statement, values: this.#times.get(output)?.(values) ?? values };
  }

  #columns(line: string): TraceEvent | 'header' | undefined {
    const header = this.#header(line);
    if (header !== undefined) {
      this.#table = header;
      return 'header';
    }
    const table = this.#table;
    if (table === undefined) return undefined;
    const cells = cellsOf(line, table.order.length);
    if (cells === undefined) return undefined;
    return this.#row(
      table.output,
      table.output.columns.map((column, i) => typed(cells[table.order[i] ?? -1] ?? '', column)),
    );
  }

  /** Every column is there, in whatever order and case. */
  #header(line: string): Table | undefined {
    const cells = line.includes('\t') ? line.split('\t').map((cell) => cell.trim()) : line.trim().split(/\s+/);
    const names = cells.map((cell) => cell.toLowerCase());
    for (const output of this.#outputs) {
      if (output.columns.length !== names.length || names.length < 2) continue;
      const order = output.columns.map(({ name }) => names.indexOf(name.toLowerCase()));
      if (!order.includes(-1) && new Set(order).size === order.length) return { output, order };
    }
    return undefined;
  }
}

function cellsOf(line: string, count: number): readonly string[] | undefined {
  const cells = line.includes('\t') ? line.split('\t').map((cell) => cell.trim()) : line.trim().split(/\s+/);
  return cells.length === count ? cells : undefined;
}

function typed(cell: string, column: Column): Scalar {
  if ((column.type !== 'integer' && column.clock === undefined) || !/^-?\d+$/.test(cell)) return cell;
  return Number.isSafeInteger(Number(cell)) ? Number(cell) : BigInt(cell);
}

function parsed(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const exact = line.replace(STRING_OR_LONG_INTEGER, (found) => (found.startsWith('"') ? found : `"${MARK}${found}"`));
    const value: unknown = JSON.parse(exact);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function scalar(value: unknown): Scalar {
  if (typeof value === 'string' && value.startsWith(MARK) && /^-?\d{1,1000}$/.test(value.slice(MARK.length))) {
    const exact = BigInt(value.slice(MARK.length));
    return Number.isSafeInteger(Number(exact)) ? Number(exact) : exact;
  }
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  return JSON.stringify(value) ?? null;
}
