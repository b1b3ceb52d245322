import type { Series } from '../core/dataset.ts';
import type { Column } from '../core/program.ts';
import { padStart, paint, type Style, width } from './layout.ts';
import { timeAxis } from './time-axis.ts';
import { group, showAmount } from './values.ts';

const EIGHTHS = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const ASCII = [' ', '.', '.', ':', ':', '|', '|', '#', '#'];

/** Values over time as columns on one scale from zero, the last to the right, with the scale to the left and the time below: exactly so many lines. */
export function renderChart({ points, column }: Series, rate: boolean, style: Style, lines: number): string[] {
  const height = Math.max(1, lines - 1);
  const most = points.reduce((greatest, { value }) => Math.max(greatest, value), 0);
  const labels = Array.from({ length: height }, (_, index) => scaleLabel(index, height, most, column, rate));
  const labelWidth = Math.max(...labels.map(width));
  const cells = Math.max(1, style.columns - labelWidth - 1);
  const shown = points.slice(-cells);
  const bars = style.unicode ? EIGHTHS : ASCII;
  const body = labels.map((label, index) => {
    // Of the eighths of this line, as many as the value reaches into it.
    const floor = (height - 1 - index) * 8;
    const drawn = shown.map(({ value }) => {
      const eighths = most > 0 ? Math.round((value / most) * height * 8) : 0;
      const reach = Math.max(0, Math.min(8, Math.max(eighths, value > 0 ? 1 : 0) - floor));
      return bars[reach] ?? ' ';
    });
    const bar = paint(' '.repeat(Math.max(0, cells - drawn.length)) + drawn.join(''), 'cyan', style);
    return `${paint(padStart(label, labelWidth), 'dim', style)} ${bar}`;
  });
  const axis = `${' '.repeat(labelWidth + 1)}${timeAxis(shown, cells)}`;
  return lines > 1 ? [...body, paint(axis, 'dim', style)] : body;
}

/** A value of a series in the reader's terms; of a rate, what comes in a second. */
export function seriesValue(value: number, column: Column, rate: boolean): string {
  const whole = value >= 100 || Number.isInteger(value);
  const text = column.unit !== undefined ? showAmount(value, column.unit) : whole ? group(Math.round(value)) : value.toFixed(1);
  return rate ? `${text}/s` : text;
}

function scaleLabel(index: number, height: number, most: number, column: Column, rate: boolean): string {
  if (most <= 0) return index === height - 1 ? '0' : '';
  if (index === 0) return seriesValue(most, column, rate);
  if (height >= 6 && index === Math.floor(height / 2)) return seriesValue((most * (height - index)) / height, column, rate);
  return index === height - 1 ? '0' : '';
}
