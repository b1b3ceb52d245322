import type { HeatMap } from '../core/dataset.ts';
import { rangeText } from './buckets.ts';
import { type Paint, padStart, paint, type Style, width } from './layout.ts';
import { timeAxis } from './time-axis.ts';

/** From nothing to most. */
const BLOCKS = [' ', '░', '░', '▒', '▒', '▓', '▓', '█', '█', '█'];
const ASCII = [' ', '.', ':', '-', '=', '+', '*', '#', '%', '@'];
const PAINTS: readonly (Paint | undefined)[] = [undefined, 'blue', 'blue', 'cyan', 'cyan', 'green', 'yellow', 'yellow', 'red', 'magenta'];
const LEVELS: number = ASCII.length;

/** How many samples fell into each bucket in each span of time, as shades: the highest bucket on top, the last span to the right. At most so many lines. */
export function renderHeat(heat: HeatMap, style: Style, lines: number): string[] {
  const height = Math.max(1, lines - 1);
  const each = Math.max(1, Math.ceil(heat.buckets.length / height));
  const rows = Array.from({ length: Math.ceil(heat.buckets.length / each) }, (_, index) => index * each).reverse();
  const labels = rows.map((from) => bandText(heat, from, each, style));
  const labelWidth = Math.max(0, ...labels.map(width));
  const cells = Math.max(1, style.columns - labelWidth - 1);
  const shown = heat.columns.slice(-cells);
  const counts = rows.map((from) => shown.map((column) => column.counts.slice(from, from + each).reduce((sum, count) => sum + count, 0)));
  const most = counts.reduce((greatest, row) => row.reduce((a, b) => Math.max(a, b), greatest), 0);
  const body = counts.map((row, index) => `${padStart(labels[index] ?? '', labelWidth)} ${' '.repeat(cells - shown.length)}${shadesOf(row, most, style)}`);
  const axis = `${' '.repeat(labelWidth + 1)}${timeAxis(shown, cells)}`;
  return lines > 1 ? [...body, paint(axis, 'dim', style)] : body;
}

/** The shades from least to most, for a legend. */
export function heatLegend(style: Style): string {
  return Array.from({ length: LEVELS - 1 }, (_, index) => shadeOf(index + 1, 1, style)).join('');
}

function bandText({ buckets, value }: HeatMap, from: number, each: number, style: Style): string {
  const low = buckets[from];
  const high = buckets[Math.min(buckets.length, from + each) - 1];
  if (low === undefined || high === undefined) return '';
  const { min } = low;
  const { max } = high;
  return rangeText({ ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) }, value, style.language);
}

/** Runs of one shade are painted as one. */
function shadesOf(row: readonly number[], most: number, style: Style): string {
  let text = '';
  for (let at = 0; at < row.length; ) {
    const level = levelOf(row[at] ?? 0, most);
    let end = at + 1;
    while (end < row.length && levelOf(row[end] ?? 0, most) === level) end++;
    text += shadeOf(level, end - at, style);
    at = end;
  }
  return text;
}

/** By its logarithm: what is rare is seen beside what is frequent. */
function levelOf(count: number, most: number): number {
  if (count <= 0) return 0;
  return Math.max(1, Math.min(LEVELS - 1, Math.ceil(((LEVELS - 1) * Math.log1p(count)) / Math.log1p(most))));
}

function shadeOf(level: number, cells: number, style: Style): string {
  const character = (style.unicode ? BLOCKS : ASCII)[level] ?? ' ';
  const how = PAINTS[level];
  return how === undefined ? character.repeat(cells) : paint(character.repeat(cells), how, style);
}
