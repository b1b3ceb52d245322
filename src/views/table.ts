import type { Table } from '../core/dataset.ts';
import type { Scalar } from '../core/events.ts';
import { NAMED_KINDS, type ValueNames } from '../core/names.ts';
import type { Column, ColumnKind } from '../core/program.ts';
import { cut, cutMiddle, padEnd, padStart, paint, type Style, width } from './layout.ts';
import { totalOf } from './total.ts';
import { group, showAmount, showValue } from './values.ts';
import { heading } from './words.ts';

/** Entries shown where no number was asked for: a screenful. */
export const DEFAULT_TOP = 20;
const GAP = 2;

/** A table as lines: a heading, the largest entries with their share, and what was left out. */
export function renderTable(table: Table, names: ValueNames, style: Style, top: number = DEFAULT_TOP): string[] {
  const shown = table.rows.slice(0, top);
  const total = table.amount === undefined ? 0 : totalOf(table.rows, table.amount);
  const share = table.amount !== undefined && table.columns[table.amount]?.kind === 'count' && total > 0 && table.rows.length > 1;
  const headings = [...table.columns.map((column) => column.name), ...(share ? ['share'] : [])].map((name) => heading(name, style.language));
  const right = [...table.columns.map(isRight), ...(share ? [true] : [])];
  const cells = shown.map((row) => {
    const shownCells = table.columns.map((column, index) => showValue(row[index] ?? null, column, names));
    return share ? [...shownCells, percent(Number(row[table.amount ?? 0]), Number(total))] : shownCells;
  });
  const rest = table.rows.slice(top);
  // Where amounts add up, what is left out has its sum, and all of it its total.
  const below = share && rest.length > 0 ? sumsBelow(table, rest.length, totalOf(rest, table.amount ?? 0), total, style) : [];
  const [head = '', ...body] = layTable(headings, [...cells, ...below], right, table.columns, style);
  const lines = [paint(head, 'bold', style), ...body.map((line, at) => (at < cells.length ? line : paint(line, 'dim', style)))];
  if (rest.length > 0 && below.length === 0)
    lines.push(paint(style.language === 'zh' ? `还有 ${group(rest.length)} 条` : `and ${group(rest.length)} more`, 'dim', style));
  return lines;
}

/** Headings and cells as lines, the headings first: as wide as what they hold, within the terminal. Of further cells than columns nothing is cut. */
export function layTable(
  headings: readonly string[],
  cells: readonly (readonly string[])[],
  right: readonly boolean[],
  columns: readonly Column[],
  style: Style,
): string[] {
  const widths = fitWidths(headings, cells, columns, style);
  return [headings, ...cells].map((texts) => layLine(texts, widths, right, columns, style));
}

/** The rows of what is not shown, and of everything together. */
function sumsBelow(table: Table, count: number, others: number | bigint, total: number | bigint, style: Style): string[][] {
  const { amount = 0 } = table;
  const unit = table.columns[amount]?.unit;
  const shown = (value: number | bigint): string => (unit === undefined ? group(value) : showAmount(Number(value), unit));
  const row = (name: string, value: number | bigint): string[] => [
    ...table.columns.map((_, index) => (index === 0 ? name : index === amount ? shown(value) : '')),
    percent(Number(value), Number(total)),
  ];
  return [row(`${heading('others', style.language)} (${group(count)})`, others), row(heading('total', style.language), total)];
}

export function percent(part: number, whole: number): string {
  if (whole <= 0) return '-';
  const value = (100 * part) / whole;
  return value > 0 && value < 0.1 ? '<0.1%' : `${value.toFixed(1)}%`;
}

/** Whether a column is of amounts, which are compared by where they end. */
export function isRight(column: Column): boolean {
  return column.type === 'integer' && !NAMED_KINDS.has(column.kind);
}

/** As wide as what they hold; where that is wider than the terminal, the widest ones give way. */
function fitWidths(headings: readonly string[], cells: readonly (readonly string[])[], columns: readonly Column[], style: Style): number[] {
  const widths = headings.map((text, index) => Math.max(width(text), ...cells.map((row) => width(row[index] ?? ''))));
  for (let excess = total(widths) - style.columns; excess > 0; excess = total(widths) - style.columns) {
    const widest = widths.indexOf(Math.max(...widths.filter((_, index) => columns[index] !== undefined)));
    const least = Math.min(width(headings[widest] ?? ''), 8);
    const current = widths[widest] ?? 0;
    if (current <= least) break;
    const second = Math.max(0, ...widths.filter((_, index) => index !== widest));
    widths[widest] = Math.max(least, Math.min(current - 1, Math.max(current - excess, second)));
  }
  return widths;
}

function total(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0) + GAP * Math.max(0, widths.length - 1);
}

function layLine(texts: readonly string[], widths: readonly number[], right: readonly boolean[], columns: readonly Column[], style: Style): string {
  const laid = texts.map((text, index) => {
    const cells = widths[index] ?? 0;
    const fitted = isPath(columns[index]) ? cutMiddle(text, cells, style) : cut(text, cells, style);
    return right[index] ? padStart(fitted, cells) : padEnd(fitted, cells);
  });
  return laid.join(' '.repeat(GAP)).trimEnd();
}

function isPath(column: Column | undefined): boolean {
  return column?.kind === 'file' || column?.kind === 'directory';
}

/** Widths that hold what such a column usually holds: rows are printed as they come, before the others are known. */
const USUAL: Partial<Readonly<Record<ColumnKind, number>>> = {
  process: 15,
  pid: 7,
  tid: 7,
  ppid: 7,
  user: 10,
  group: 10,
  container: 24,
  family: 8,
  capability: 20,
  softirq: 8,
  permissions: 11,
  cpu: 4,
  syscall: 16,
  errno: 10,
  signal: 9,
  address: 15,
  port: 5,
  protocol: 8,
  state: 12,
  device: 9,
  time: 12,
};

/** Prints rows one at a time under one heading. */
export class RowPrinter {
  readonly #columns: readonly Column[];
  readonly #names: ValueNames;
  readonly #style: Style;
  readonly #widths: number[];

  constructor(columns: readonly Column[], names: ValueNames, style: Style) {
    this.#columns = columns;
    this.#names = names;
    this.#style = style;
    this.#widths = columns.map((column) =>
      Math.max(width(heading(column.name, style.language)), USUAL[column.kind] ?? (column.unit !== undefined ? 8 : column.type === 'integer' ? 7 : 12)),
    );
    // What is left of the line goes to the last text column, where long things stand.
    const last = columns.findLastIndex((column) => column.type !== 'integer');
    const rest = style.columns - total(this.#widths);
    if (last !== -1 && last !== columns.length - 1 && Number.isFinite(rest)) this.#widths[last] = Math.max(8, (this.#widths[last] ?? 0) + Math.min(rest, 44));
  }

  heading(): string {
    return paint(this.#line(this.#columns.map((column) => heading(column.name, this.#style.language))), 'bold', this.#style);
  }

  row(values: readonly Scalar[]): string {
    return this.#line(this.#columns.map((column, index) => showValue(values[index] ?? null, column, this.#names)));
  }

  #line(texts: readonly string[]): string {
    let line = '';
    const { columns: most } = this.#style;
    texts.forEach((text, index) => {
      const column = this.#columns[index];
      const isLast = index === texts.length - 1;
      const room = isLast
        ? Math.max(4, most - width(line) - (index > 0 ? GAP : 0))
        : Number.isFinite(most)
          ? (this.#widths[index] ?? 0)
          : Number.POSITIVE_INFINITY;
      const fitted = isPath(column) ? cutMiddle(text, room, this.#style) : cut(text, room, this.#style);
      const cells = isLast ? 0 : (this.#widths[index] ?? 0);
      line += `${index > 0 ? ' '.repeat(GAP) : ''}${column !== undefined && isRight(column) ? padStart(fitted, isLast ? Math.min(this.#widths[index] ?? 0, room) : cells) : padEnd(fitted, cells)}`;
    });
    return line.trimEnd();
  }
}
