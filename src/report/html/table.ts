/** Tables of a run: values in the reader's terms, shares as bars, totals, and how much is not shown. */
import type { Table } from '../../core/dataset.ts';
import type { Scalar } from '../../core/events.ts';
import type { Column } from '../../core/program.ts';
import { isStack } from '../../views/stacks.ts';
import { isRight, percent } from '../../views/table.ts';
import { totalOf } from '../../views/total.ts';
import { group, showValue, visible } from '../../views/values.ts';
import { heading } from '../../views/words.ts';
import { bounded, html, type Markup, type Part } from './markup.ts';
import type { Page } from './page-of.ts';

/** Rows written into a report; the others are told, and are in the other forms of the run. */
export const MOST_ROWS = 1000;
/** The same of stacks, each of which has many lines; their flame graph shows all. */
const MOST_STACKS = 200;
/** Frames of a stack that are shown at once. */
const FIRST_FRAMES = 6;

export function tableMarkup(table: Table, page: Page): Markup {
  const { words, language } = page;
  const { columns, rows, amount } = table;
  const column = amount === undefined ? undefined : columns[amount];
  const total = column?.kind === 'count' && amount !== undefined ? totalOf(rows, amount) : undefined;
  const share = total !== undefined && Number(total) > 0 && rows.length > 1 ? total : undefined;
  // Of rows the last ones tell how it stood at the end; of entries the first ones are the largest.
  const most = columns.some(isStack) ? MOST_STACKS : MOST_ROWS;
  const shown = amount === undefined ? rows.slice(-most) : rows.slice(0, most);
  const heads = columns.map((one) => ({ text: heading(one.name, language), isNumber: isRight(one) }));
  const line = (row: readonly Scalar[]): Markup =>
    html`<tr>${columns.map((one, index) => cell(row[index] ?? null, one, page))}${share === undefined || amount === undefined ? '' : shareCell(Number(row[amount] ?? 0), Number(share))}</tr>
`;
  const rest = amount === undefined ? [] : rows.slice(shown.length);
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${visible(table.title)}">
<table class="data">
<caption>${bounded(table.title)}</caption>
<thead><tr>${heads.map(({ text, isNumber }) => html`<th scope="col"${isNumber ? NUMERIC : ''}>${bounded(text)}</th>`)}${share === undefined ? '' : html`<th scope="col" class="n">${words.share}</th>`}</tr></thead>
<tbody>
${shown.map(line)}</tbody>
${total === undefined || rows.length < 2 || amount === undefined || column === undefined ? '' : foot(rest, total, amount, column, page, columns.length, share !== undefined)}</table>
</div>
${table.seen > shown.length ? html`<p class="note">${(amount === undefined ? words.shownLast : words.shown)(group(shown.length), group(table.seen))}</p>` : ''}`;
}

const NUMERIC: Markup = html` class="n"`;

function foot(
  rest: readonly (readonly Scalar[])[],
  total: number | bigint,
  amount: number,
  column: Column,
  page: Page,
  width: number,
  withShare: boolean,
): Markup {
  const { words, names } = page;
  const line = (name: string, value: number | bigint, more: string): Markup => {
    const before = amount === 0 ? '' : html`<th scope="row"${amount > 1 ? html` colspan="${amount}"` : ''}>${name}</th>`;
    const after = Array.from({ length: width - amount - 1 }, () => html`<td></td>`);
    return html`<tr>${before}<td class="n">${showValue(value, column, names)}</td>${after}${withShare ? html`<td class="n">${more}</td>` : ''}</tr>
`;
  };
  const others = rest.length === 0 ? 0 : totalOf(rest, amount);
  return html`<tfoot>
${rest.length === 0 ? '' : line(words.others(group(rest.length)), others, percent(Number(others), Number(total)))}${line(words.total, total, '')}</tfoot>
`;
}

function cell(value: Scalar, column: Column, { names, words }: Page): Markup {
  if (isStack(column)) return html`<td class="stack">${stack(value, words.moreFrames, words.noFrames)}</td>`;
  const shown = showValue(value, column, names);
  if (typeof value !== 'number' && typeof value !== 'bigint') return html`<td>${bounded(shown)}</td>`;
  // What was rounded or named is there as it was.
  const exact = shown.replaceAll(',', '') === String(value) ? '' : html` title="${`${value}${column.unit === undefined ? '' : ` ${column.unit}`}`}"`;
  return html`<td${isRight(column) ? NUMERIC : ''} data-v="${String(value)}"${exact}>${shown}</td>`;
}

function stack(value: Scalar, moreFrames: (count: number) => string, noFrames: string): Part {
  const frames = String(value ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((frame) => bounded(frame.replace(/\+\d+$/, '')));
  if (frames.length === 0) return html`<span class="none">${noFrames}</span>`;
  const list = (some: readonly string[]): Markup => html`<ol>${some.map((frame) => html`<li>${frame}</li>`)}</ol>`;
  const rest = frames.slice(FIRST_FRAMES);
  return [list(frames.slice(0, FIRST_FRAMES)), rest.length > 0 && html`<details><summary>${moreFrames(rest.length)}</summary>${list(rest)}</details>`];
}

function shareCell(part: number, whole: number): Markup {
  return html`<td class="n share" data-v="${part / whole}">${bar(part / whole)}<span>${percent(part, whole)}</span></td>`;
}

/** A bar as long as a share; decoration, for the share stands beside it. */
export function bar(share: number): Markup {
  return html`<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect width="${round(100 * Math.min(1, Math.max(0, share)))}" height="8"/></svg>`;
}

/** So many digits are seen; the rest would only make the file large. */
export function round(value: number): number {
  return Number.isFinite(value) ? Math.round(value * 100) / 100 : 0;
}
