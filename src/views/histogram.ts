import type { Histogram, HistogramGroup } from '../core/dataset.ts';
import type { ValueNames } from '../core/names.ts';
import type { Column } from '../core/program.ts';
import { rangeText, samples } from './buckets.ts';
import { padEnd, padStart, paint, type Style, width } from './layout.ts';
import { percent } from './table.ts';
import { group, showValue } from './values.ts';
import { heading } from './words.ts';

/** Histograms drawn where the map has several: those with the most samples. */
const DEFAULT_GROUPS = 5;
const WIDEST_BAR = 60;
const NARROWEST_BAR = 4;
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** Each group as a heading and a bar a bucket, on one scale within the group. */
export function renderHistogram(histogram: Histogram, names: ValueNames, style: Style, top: number = DEFAULT_GROUPS): string[] {
  const groups = [...histogram.groups].sort((a, b) => samples(b) - samples(a));
  const lines: string[] = [];
  for (const one of groups.slice(0, top)) {
    if (histogram.keys.length > 0) lines.push(paint(`${keyText(one, histogram.keys, names)} (${group(samples(one))})`, 'bold', style));
    lines.push(...drawGroup(one, histogram.value, style), '');
  }
  if (groups.length > top) lines.push(paint(`and ${groups.length - top} more`, 'dim', style), '');
  lines.pop();
  return lines;
}

function keyText(group: HistogramGroup, keys: readonly Column[], names: ValueNames): string {
  return keys.map((column, index) => showValue(group.key[index] ?? null, column, names)).join(', ');
}

function drawGroup(one: HistogramGroup, value: Column, style: Style): string[] {
  const buckets = one.buckets;
  const ranges = buckets.map((bucket) => rangeText(bucket, value, style.language));
  const name = heading(value.name, style.language);
  const rangeWidth = Math.max(width(name), ...ranges.map(width));
  const counts = buckets.map((bucket) => group(bucket.count));
  const countName = heading('count', style.language);
  const countWidth = Math.max(width(countName), ...counts.map(width));
  const total = samples(one);
  const most = Math.max(1, ...buckets.map((bucket) => bucket.count));
  // Range, count, share of five cells, and the gaps between them.
  const room = style.columns - rangeWidth - countWidth - 6 - 6;
  const bar = Math.min(WIDEST_BAR, Math.max(NARROWEST_BAR, room));
  const head = paint(`${padEnd(name, rangeWidth)}  ${padStart(countName, countWidth)}`, 'dim', style);
  const rows = buckets.map((bucket, index) => {
    const drawn = paint(barText((bar * bucket.count) / most, style), 'cyan', style);
    const share = padStart(bucket.count === 0 ? '' : percent(bucket.count, total), 6);
    return `${padEnd(ranges[index] ?? '', rangeWidth)}  ${padStart(counts[index] ?? '', countWidth)} ${share}  ${drawn}`.trimEnd();
  });
  return [head, ...rows];
}

function barText(cells: number, style: Pick<Style, 'unicode'>): string {
  if (!style.unicode) return '#'.repeat(cells > 0 ? Math.max(1, Math.round(cells)) : 0);
  const whole = Math.floor(cells);
  const part = EIGHTHS[Math.floor((cells - whole) * 8)] ?? '';
  // A bucket that holds anything shows something.
  return whole === 0 && part === '' && cells > 0 ? (EIGHTHS[1] ?? '') : '█'.repeat(whole) + part;
}
